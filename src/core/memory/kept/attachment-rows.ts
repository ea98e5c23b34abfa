import type Database from 'better-sqlite3'
import type { Attachment, Message } from '../../../shared/entities'
import type { StoredAttachment } from './types'

/** CHECK constraints and STRICT tables guarantee the closed unions and the types. */
export interface AttachmentRow {
  id: string
  message_id: string | null
  name: string
  path: string | null
  kind: Attachment['kind']
  media_type: string
  bytes: number
  state: Attachment['state']
  problem: string | null
  pages: number | null
  characters: number | null
  created_at: number
}

export const attachmentColumns =
  'a.id, a.message_id, a.name, a.path, a.kind, a.media_type, a.bytes, a.state, a.problem, a.pages, a.characters, a.created_at'

export function toAttachment(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    name: row.name,
    ...(row.path === null ? {} : { path: row.path }),
    kind: row.kind,
    mediaType: row.media_type,
    bytes: row.bytes,
    state: row.state,
    ...(row.problem === null ? {} : { problem: row.problem }),
    ...(row.pages === null ? {} : { pages: row.pages }),
    ...(row.characters === null ? {} : { characters: row.characters }),
    createdAt: row.created_at,
  }
}

export type AttachmentReader = ReturnType<typeof createAttachmentReader>

/** Puts what was given with questions beside them, in the order in which it was given. */
export function createAttachmentReader(connection: Database.Database) {
  const ofMessage = connection.prepare<[string], AttachmentRow>(
    `SELECT ${attachmentColumns} FROM attachment a WHERE a.message_id = ? ORDER BY a.created_at, a.rowid`,
  )
  const ofConversation = connection.prepare<[string], AttachmentRow>(
    `SELECT ${attachmentColumns} FROM message m CROSS JOIN attachment a ON a.message_id = m.id
     WHERE m.conversation_id = ? ORDER BY a.created_at, a.rowid`,
  )
  const one = connection.prepare<[string], AttachmentRow>(
    `SELECT ${attachmentColumns} FROM attachment a WHERE a.id = ?`,
  )
  const hasAny = connection.prepare<[], number>('SELECT 1 FROM attachment LIMIT 1').pluck()
  return {
    hasAny: () => hasAny.get() !== undefined,
    one(id: string): StoredAttachment | undefined {
      const row = one.get(id)
      return row === undefined ? undefined : { attachment: toAttachment(row), messageId: row.message_id }
    },
    ofConversation: (conversationId: string): StoredAttachment[] =>
      ofConversation
        .all(conversationId)
        .map(row => ({ attachment: toAttachment(row), messageId: row.message_id })),
    addToOne<M extends Message>(message: M): M {
      const rows = message.role === 'user' ? ofMessage.all(message.id) : []
      return rows.length === 0 ? message : { ...message, attachments: rows.map(toAttachment) }
    },
    /** Changes the messages. */
    addToAll<M extends Message>(conversationId: string, messages: M[]): M[] {
      // Looking for attachments of ten thousand messages takes time, and most people have none.
      const rows = hasAny.get() === undefined ? [] : ofConversation.all(conversationId)
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
