import type Database from 'better-sqlite3'
import type { Attachment } from '../../../shared/entities'

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

/** How the reading of a file ended. */
export interface ReadRow extends Pick<AttachmentRow, 'id' | 'kind' | 'media_type' | 'problem'> {
  state: 'ready' | 'failed'
  pages: number | null
  characters: number | null
  text: string | null
}

/** Changes of attached files, as plain data: they may cross to the storage thread. */
export type AttachmentStep =
  /** `data`: what is kept of the file as it was given; null where only its text is. */
  | { kind: 'attach'; row: Omit<AttachmentRow, 'message_id'>; data: Uint8Array | null }
  | { kind: 'attachmentRead'; row: ReadRow }
  /** Only while it was not sent. */
  | { kind: 'detach'; id: string }
  /** What was never sent, and what was being read when the process ended. */
  | { kind: 'dropUnsent'; createdBefore: number }
  | { kind: 'failUnread'; problem: string }

/** @returns the rows that were changed. A group whose acknowledgement was lost is written again: nothing may differ then. */
export function createAttachmentSteps(connection: Database.Database): (step: AttachmentStep) => number {
  const attach = connection.prepare<[Omit<AttachmentRow, 'message_id'>]>(
    `INSERT INTO attachment (id, name, path, kind, media_type, bytes, state, problem, pages, characters, created_at)
     VALUES (@id, @name, @path, @kind, @media_type, @bytes, @state, @problem, @pages, @characters, @created_at)
     ON CONFLICT (id) DO NOTHING`,
  )
  const content = connection.prepare<[string, Uint8Array | null]>(
    'INSERT INTO attachment_content (attachment_id, data) VALUES (?, ?) ON CONFLICT (attachment_id) DO NOTHING',
  )
  const read = connection.prepare<[Omit<ReadRow, 'text'>]>(
    `UPDATE attachment SET kind = @kind, media_type = @media_type, state = @state, problem = @problem, pages = @pages,
       characters = @characters WHERE id = @id AND state = 'reading'`,
  )
  const text = connection.prepare<[string, string]>(
    'UPDATE attachment_content SET text = ? WHERE attachment_id = ?',
  )
  const detach = connection.prepare<[string]>('DELETE FROM attachment WHERE id = ? AND message_id IS NULL')
  const dropUnsent = connection.prepare<[number]>(
    'DELETE FROM attachment WHERE message_id IS NULL AND created_at < ?',
  )
  const failUnread = connection.prepare<[string]>(
    "UPDATE attachment SET state = 'failed', problem = ? WHERE state = 'reading'",
  )

  return step => {
    switch (step.kind) {
      case 'attach': {
        const { changes } = attach.run(step.row)
        content.run(step.row.id, step.data)
        return changes
      }
      case 'attachmentRead': {
        const { text: found, ...row } = step.row
        const { changes } = read.run(row)
        if (found !== null) text.run(found, row.id)
        return changes
      }
      case 'detach':
        return detach.run(step.id).changes
      case 'dropUnsent':
        return dropUnsent.run(step.createdBefore).changes
      case 'failUnread':
        return failUnread.run(step.problem).changes
    }
  }
}
