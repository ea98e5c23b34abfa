/**
 * The schema's history: entry n brings `user_version` n to n + 1. Forward only; an entry that was released is never edited.
 * Columns that are filtered by come first and texts last, because SQLite reads a row from its beginning.
 */
export const requestMigrations: readonly string[] = [
  `
  CREATE TABLE request (
    -- Order of ending: clocks jump, this does not.
    sequence INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('complete', 'failed', 'cancelled', 'rejected')),
    origin TEXT NOT NULL,
    tier INTEGER CHECK (tier IN (0, 1, 2)),
    node TEXT,
    model TEXT,
    kind TEXT NOT NULL,
    error TEXT,
    class TEXT CHECK (class IN ('simple', 'moderate', 'complex')),
    wanted_tier INTEGER CHECK (wanted_tier IN (0, 1, 2)),
    forced TEXT CHECK (forced IN ('none', 'tier', 'node', 'model')),
    queued_ms REAL NOT NULL,
    ttft_ms REAL,
    duration_ms REAL NOT NULL,
    prompt_tokens INTEGER,
    tokens INTEGER NOT NULL,
    spent_tokens INTEGER NOT NULL,
    token_source TEXT NOT NULL,
    tokens_per_second REAL,
    failover_count INTEGER NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    failovers TEXT
  ) STRICT;
  -- Each holds the sequence too, so that a filtered page needs no sorting.
  CREATE INDEX request_by_node ON request (node);
  CREATE INDEX request_by_model ON request (model);
  CREATE INDEX request_by_tier ON request (tier);
  CREATE INDEX request_by_origin ON request (origin);
  CREATE INDEX request_by_outcome ON request (outcome);
  CREATE INDEX request_by_start ON request (started_at);
  `,
]
