/**
 * Schema version 4: what is looked up by meaning. Vectors are kept of one model at a time, since those of two cannot be compared.
 * Plain tables, so that whoever deletes needs no extension: vec0 is only needed to search.
 */
export const recallSchema = `
  -- Whose vectors these are; no row: there are none.
  CREATE TABLE vector_model (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    dimensions INTEGER NOT NULL
  ) STRICT;

  -- A piece of a message or of a file, as offsets (UTF-16 units) into its text, which is not kept twice.
  CREATE TABLE chunk (
    -- AUTOINCREMENT so that a vector which comes late never meets another piece of the same number.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_sequence INTEGER REFERENCES message (sequence) ON DELETE CASCADE,
    attachment_id TEXT REFERENCES attachment (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    is_embedded INTEGER NOT NULL DEFAULT 0 CHECK (is_embedded IN (0, 1)),
    CHECK ((message_sequence IS NULL) <> (attachment_id IS NULL))
  ) STRICT;
  CREATE INDEX chunk_by_message ON chunk (message_sequence) WHERE message_sequence IS NOT NULL;
  CREATE INDEX chunk_by_attachment ON chunk (attachment_id) WHERE attachment_id IS NOT NULL;
  CREATE INDEX chunk_unembedded ON chunk (id) WHERE is_embedded = 0;

  -- One bit for each dimension: a scan reads 96 bytes for 768 dimensions. The vector itself, a byte for each, is read of the best.
  CREATE TABLE chunk_bits (
    chunk_id INTEGER NOT NULL PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
    bits BLOB NOT NULL
  ) STRICT;
  CREATE TABLE chunk_vector (
    chunk_id INTEGER NOT NULL PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
    vector BLOB NOT NULL
  ) STRICT;

  -- How much of a text is cut into pieces already, in UTF-16 units; null: all of it.
  ALTER TABLE message ADD COLUMN chunked_to INTEGER DEFAULT 0;
  CREATE INDEX message_unchunked ON message (sequence) WHERE chunked_to IS NOT NULL AND state <> 'streaming';
  ALTER TABLE attachment ADD COLUMN chunked_to INTEGER DEFAULT 0;
  CREATE INDEX attachment_unchunked ON attachment (id) WHERE chunked_to IS NOT NULL AND state = 'ready';

  -- The words of files; those of messages are in message_search.
  CREATE VIRTUAL TABLE chunk_search USING fts5 (
    content, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER chunk_of_attachment_deleted AFTER DELETE ON chunk WHEN old.attachment_id IS NOT NULL BEGIN
    DELETE FROM chunk_search WHERE rowid = old.id;
  END;
  CREATE TRIGGER message_rewritten AFTER UPDATE OF content ON message
  WHEN old.state <> 'streaming' AND new.content IS NOT old.content BEGIN
    DELETE FROM chunk WHERE message_sequence = old.sequence;
    UPDATE message SET chunked_to = 0 WHERE sequence = old.sequence;
  END;
`
