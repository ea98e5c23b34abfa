import type Database from 'better-sqlite3'
import type { Message } from '../../../shared/entities'
import type { AttachmentRow } from '../ingest/attachment-steps'
import { type StoredAttachment, toAttachment } from '../ingest/attachment-store'

const columns =
  'a.id, a.message_id, a.name, a.path, a.kind, a.media_type, a.bytes, a.state, a.problem, a.pages, a.characters, a.created_at'

/** Puts what was given with questions beside them, in the order in which it was given. */
export function createAttachmentReader(connection: Database.Database) {
  const ofMessage = connection.prepare<[string], AttachmentRow>(
    `SELECT ${columns} FROM attachment a WHERE a.message_id = ? ORDER BY a.created_at, a.rowid`,
  )
  const ofConversation = connection.prepare<[string], AttachmentRow>(
    `SELECT ${columns} FROM message m CROSS JOIN attachment a ON a.message_id = m.id
     WHERE m.conversation_id = ? ORDER BY a.created_at, a.rowid`,
  )
  const one = connection.prepare<[string], AttachmentRow>(
    `SELECT ${columns} FROM attachment a WHERE a.id = ?`,
  )
  return {
    one(id: string): StoredAttachment | undefined {
      const row = one.get(id)
      return row === undefined ? undefined : { attachment: toAttachment(row), messageId: row.message_id }
    },
    addToOne<M extends Message>(message: M): M {
      const rows = message.role === 'user' ? ofMessage.all(message.id) : []
      return rows.length === 0 ? message : { ...message, attachments: rows.map(toAttachment) }
    },
    /** Changes the messages. */
    addToAll<M extends Message>(conversationId: string, messages: M[]): M[] {
      const rows = ofConversation.all(conversationId)
      if (rows.length === 0) return messages
      const byMessage = Map.groupBy(rows, row => row.message_id)
      for (const message of messages) {
        const given = byMessage.get(message.id)
        if (given !== undefined) message.attachments = given.map(toAttachment)
      }
      return messages
    },
  }
}
