import type Database from 'better-sqlite3'
import { recallSchema } from './recall/schema'

/**
 * The schema's history: entry n brings `user_version` n to n + 1. Forward only; an entry that was released is never
 * edited. Table names are singular on purpose: the Python harombe's `sessions` and `messages` can never collide with them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE conversation (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Counts up over all conversations and orders the list: clocks jump, this does not.
    activity INTEGER NOT NULL,
    active_leaf_id TEXT,
    deleted_at INTEGER
  ) STRICT;
  CREATE INDEX conversation_by_activity ON conversation (activity);

  CREATE TABLE message (
    -- Order of writing; AUTOINCREMENT so that a purged number is never used again.
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    parent_id TEXT,
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    state TEXT NOT NULL CHECK (state IN ('streaming', 'complete', 'failed', 'cancelled', 'interrupted')),
    epoch INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    content TEXT NOT NULL,
    reasoning TEXT,
    route TEXT,
    answered_by TEXT,
    metrics TEXT,
    failovers TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX message_by_conversation ON message (conversation_id);
  CREATE INDEX message_unfinished ON message (sequence) WHERE state = 'streaming';

  -- The prefix indexes are for searching while typing: without them one letter merges the lists of a thousand words.
  CREATE VIRTUAL TABLE message_search USING fts5 (
    content, content = 'message', content_rowid = 'sequence', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
  );
  -- A checkpoint rewrites the whole text several times a second, so an answer is indexed only once it is finished.
  CREATE TRIGGER message_inserted AFTER INSERT ON message WHEN new.state <> 'streaming' BEGIN
    INSERT INTO message_search (rowid, content) VALUES (new.sequence, new.content);
  END;
  CREATE TRIGGER message_unindexed BEFORE UPDATE OF content, state ON message WHEN old.state <> 'streaming' BEGIN
    INSERT INTO message_search (message_search, rowid, content) VALUES ('delete', old.sequence, old.content);
  END;
  CREATE TRIGGER message_indexed AFTER UPDATE OF content, state ON message WHEN new.state <> 'streaming' BEGIN
    INSERT INTO message_search (rowid, content) VALUES (new.sequence, new.content);
  END;
  CREATE TRIGGER message_deleted BEFORE DELETE ON message WHEN old.state <> 'streaming' BEGIN
    INSERT INTO message_search (message_search, rowid, content) VALUES ('delete', old.sequence, old.content);
  END;
  `,
  `
  ALTER TABLE message ADD COLUMN rating TEXT CHECK (rating IN ('up', 'down'));
  ALTER TABLE message ADD COLUMN escalation TEXT;
  ALTER TABLE message ADD COLUMN escalated_from TEXT;
  `,
  `
  CREATE TABLE folder (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    -- Its conversations keep it until it is purged, so that taking it back brings them back too.
    deleted_at INTEGER
  ) STRICT;
  ALTER TABLE conversation ADD COLUMN folder_id TEXT REFERENCES folder (id) ON DELETE SET NULL;
  ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1));
  -- Who made the titles there are is not known, and a user's is never replaced.
  ALTER TABLE conversation ADD COLUMN title_by TEXT NOT NULL DEFAULT 'user' CHECK (title_by IN ('words', 'model', 'user'));
  ALTER TABLE conversation ADD COLUMN settings TEXT;

  ALTER TABLE message ADD COLUMN run_limit TEXT;
  ALTER TABLE message ADD COLUMN sources TEXT;
  ALTER TABLE message ADD COLUMN steps TEXT;

  CREATE TABLE fact (
    id TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE attachment (
    id TEXT NOT NULL PRIMARY KEY,
    -- Null until it is sent.
    message_id TEXT REFERENCES message (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    path TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'markdown', 'code', 'pdf', 'image')),
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'failed')),
    problem TEXT,
    pages INTEGER,
    characters INTEGER,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX attachment_by_message ON attachment (message_id);
  -- Apart, so that lists of attachments do not read through what is in them.
  CREATE TABLE attachment_content (
    attachment_id TEXT NOT NULL PRIMARY KEY REFERENCES attachment (id) ON DELETE CASCADE,
    text TEXT,
    data BLOB
  ) STRICT;

  CREATE TABLE summary (
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- The branch up to and with this message is what it sums up.
    last_message_id TEXT NOT NULL,
    text TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, last_message_id)
  ) STRICT;
  `,
  recallSchema,
  `
  -- Imported, or saved from elsewhere: nothing in it tells for certain who wrote it.
  ALTER TABLE conversation ADD COLUMN brought_in INTEGER NOT NULL DEFAULT 0 CHECK (brought_in IN (0, 1));
  `,
]

export function schemaVersion(connection: Database.Database): number {
  return Number(connection.pragma('user_version', { simple: true }))
}

/** Applies what is missing, each step in a transaction of its own together with its version number. */
export function migrate(connection: Database.Database, steps: readonly string[]): void {
  for (const [index, sql] of steps.entries()) {
    if (index < schemaVersion(connection)) continue
    connection
      .transaction(() => {
        connection.exec(sql)
        connection.pragma(`user_version = ${index + 1}`)
      })
      .immediate()
  }
}
