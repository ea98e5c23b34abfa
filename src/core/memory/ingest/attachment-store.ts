import type Database from 'better-sqlite3'
import type { Attachment } from '../../../shared/entities'
import { withStorageErrors } from '../storage-fault'
import type { CommitQueue } from '../writing/commit-queue'
import type { Step } from '../writing/types'
import type { AttachmentRow, ReadRow } from './attachment-steps'

/** An attached file, and the message it was sent with; null: it was not sent yet. */
export interface StoredAttachment {
  attachment: Attachment
  messageId: string | null
}

/** How the reading of a file ended; `text` is null for images and for what could not be read. */
export interface ReadFile extends Pick<Attachment, 'id' | 'kind' | 'mediaType' | 'problem' | 'pages'> {
  text: string | null
}

/**
 * Attached files as rows. Reading is synchronous and shows what is committed; every write rejects with STORAGE_FAILED when the
 * disk refuses, and has changed nothing then.
 */
export interface AttachmentStore {
  find(id: string): StoredAttachment | undefined
  /** Of every branch of a conversation, in the order of sending. */
  ofConversation(conversationId: string): StoredAttachment[]
  text(id: string): string | null
  data(id: string): Uint8Array | null
  add(attachment: Attachment, data: Uint8Array | null): Promise<void>
  /** Ignored for one that is gone, or read already. */
  finish(read: ReadFile): Promise<void>
  /** Ignored once it was sent. */
  remove(id: string): Promise<void>
  /** To be called once at start. */
  tidy(unsentBefore: number): Promise<void>
}

const columns =
  'a.id, a.message_id, a.name, a.path, a.kind, a.media_type, a.bytes, a.state, a.problem, a.pages, a.characters, a.created_at'

export function toAttachment(row: Omit<AttachmentRow, 'message_id'>): Attachment {
  const attachment: Attachment = {
    id: row.id,
    name: row.name,
    kind: row.kind,
    mediaType: row.media_type,
    bytes: row.bytes,
    state: row.state,
    createdAt: row.created_at,
  }
  if (row.path !== null) attachment.path = row.path
  if (row.problem !== null) attachment.problem = row.problem
  if (row.pages !== null) attachment.pages = row.pages
  if (row.characters !== null) attachment.characters = row.characters
  return attachment
}

const toStored = ({ message_id: messageId, ...row }: AttachmentRow): StoredAttachment => ({
  attachment: toAttachment(row),
  messageId,
})

export function createAttachmentStore(connection: Database.Database, queue: CommitQueue): AttachmentStore {
  const one = connection.prepare<[string], AttachmentRow>(
    `SELECT ${columns} FROM attachment a WHERE a.id = ?`,
  )
  const all = connection.prepare<[string], AttachmentRow>(
    `SELECT ${columns} FROM attachment a JOIN message m ON m.id = a.message_id WHERE m.conversation_id = ?
     ORDER BY m.sequence, a.rowid`,
  )
  const text = connection
    .prepare<[string], string | null>('SELECT text FROM attachment_content WHERE attachment_id = ?')
    .pluck()
  const data = connection
    .prepare<[string], Buffer | null>('SELECT data FROM attachment_content WHERE attachment_id = ?')
    .pluck()

  async function write(step: Step, characters = 0): Promise<void> {
    await queue.add({ write: [step], policy: 'refuse', characters })
  }

  return {
    find(id) {
      const row = withStorageErrors(() => one.get(id))
      return row === undefined ? undefined : toStored(row)
    },
    ofConversation: id => withStorageErrors(() => all.all(id)).map(toStored),
    text: id => withStorageErrors(() => text.get(id)) ?? null,
    data: id => withStorageErrors(() => data.get(id)) ?? null,
    add({ id, name, path, kind, mediaType, bytes, state, problem, pages, characters, createdAt }, kept) {
      const row = {
        id,
        name,
        path: path ?? null,
        kind,
        media_type: mediaType,
        bytes,
        state,
        problem: problem ?? null,
        pages: pages ?? null,
        characters: characters ?? null,
        created_at: createdAt,
      }
      return write({ kind: 'attach', row, data: kept })
    },
    finish({ id, kind, mediaType, problem, pages, text: found }) {
      const row: ReadRow = {
        id,
        kind,
        media_type: mediaType,
        state: problem === undefined ? 'ready' : 'failed',
        problem: problem ?? null,
        pages: pages ?? null,
        characters: found?.length ?? null,
        text: found,
      }
      return write({ kind: 'attachmentRead', row }, found?.length)
    },
    remove: id => write({ kind: 'detach', id }),
    async tidy(unsentBefore) {
      await write({ kind: 'dropUnsent', createdBefore: unsentBefore })
      const problem = 'harombe ended while this file was being read. Attach it again.'
      await write({ kind: 'failUnread', problem })
    },
  }
}
