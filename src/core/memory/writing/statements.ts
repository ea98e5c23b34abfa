/**
 * The statements of everything beside conversations and messages, by name: whoever keeps something has its lines here, and the
 * writer, which may be on another thread, prepares them. A group whose acknowledgement was lost is written again, so none may fail
 * or differ the second time.
 */
export const statements = {
  addFolder: `INSERT INTO folder (id, name, created_at) VALUES (@id, @name, @created_at) ON CONFLICT (id) DO NOTHING`,
  renameFolder: `UPDATE folder SET name = @name WHERE id = @id`,
  /** `deleted_at` null takes it back. */
  deleteFolder: `UPDATE folder SET deleted_at = @deleted_at WHERE id = @id`,
  purgeFolders: `DELETE FROM folder WHERE deleted_at <= @before`,

  addFact: `INSERT INTO fact (id, text, created_at) VALUES (@id, @text, @created_at) ON CONFLICT (id) DO NOTHING`,
  updateFact: `UPDATE fact SET text = @text WHERE id = @id`,
  removeFact: `DELETE FROM fact WHERE id = @id`,

  addAttachment: `INSERT INTO attachment
      (id, name, path, kind, media_type, bytes, state, problem, pages, characters, created_at)
    VALUES (@id, @name, @path, @kind, @media_type, @bytes, @state, @problem, @pages, @characters, @created_at)
    ON CONFLICT (id) DO NOTHING`,
  setAttachmentContent: `INSERT INTO attachment_content (attachment_id, text, data)
    SELECT id, @text, @data FROM attachment WHERE id = @id
    ON CONFLICT (attachment_id) DO UPDATE SET text = COALESCE(@text, text), data = COALESCE(@data, data)`,
  updateAttachment: `UPDATE attachment SET state = @state, problem = @problem, pages = @pages, characters = @characters
    WHERE id = @id`,
  sendAttachment: `UPDATE attachment SET message_id = @message_id WHERE id = @id AND message_id IS NULL`,
  copyAttachment: `INSERT INTO attachment
      (id, message_id, name, path, kind, media_type, bytes, state, problem, pages, characters, created_at)
    SELECT @id, @message_id, name, path, kind, media_type, bytes, state, problem, pages, characters, @created_at
    FROM attachment WHERE id = @from_id
    ON CONFLICT (id) DO NOTHING`,
  copyAttachmentContent: `INSERT INTO attachment_content (attachment_id, text, data)
    SELECT @id, text, data FROM attachment_content WHERE attachment_id = @from_id
    ON CONFLICT (attachment_id) DO NOTHING`,
  removeAttachment: `DELETE FROM attachment WHERE id = @id AND message_id IS NULL`,
  removeUnsent: `DELETE FROM attachment WHERE message_id IS NULL AND created_at <= @before`,

  saveSummary: `INSERT INTO summary (conversation_id, last_message_id, text, tokens, created_at)
    SELECT @conversation_id, @last_message_id, @text, @tokens, @created_at
    WHERE EXISTS (SELECT 1 FROM message WHERE id = @last_message_id AND conversation_id = @conversation_id)
    ON CONFLICT (conversation_id, last_message_id) DO UPDATE SET text = @text, tokens = @tokens, created_at = @created_at`,

  /** Among the others by its own time, not as the newest: for one that was imported. */
  markBroughtIn: 'UPDATE conversation SET brought_in = 1 WHERE id = @id',
  placeConversation: `UPDATE conversation SET activity =
      COALESCE((SELECT MAX(activity) FROM conversation WHERE updated_at <= @updated_at AND id <> @id), 0)
    WHERE id = @id`,

  expireConversations: `UPDATE conversation SET deleted_at = @now
    WHERE deleted_at IS NULL AND pinned = 0 AND updated_at <= @before`,
} as const

export type StatementName = keyof typeof statements

/** One of the named statements with its values. Bytes are copied when they cross to another thread. */
export interface Statement {
  name: StatementName
  values: Readonly<Record<string, string | number | null | Uint8Array>>
}
