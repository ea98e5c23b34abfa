import type { Attachment } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { StoredAttachment } from './kept/types'
import type { Statement } from './writing/statements'

export interface ClaimOptions {
  find(id: string): StoredAttachment | undefined
  createId(): string
  now(): number
}

export interface Claim {
  attachments: Attachment[]
  /** To be written after the message. */
  statements: Statement[]
  /** The message will never be written. */
  release(): void
}

/** Gives attachments to questions, each to one: whoever edits a question gets copies of what was sent with it before. */
export function createAttachmentClaims({ find, createId, now }: ClaimOptions) {
  /** Given to a question that may not be written yet. */
  const claimed = new Set<string>()

  function claimOne(id: string, messageId: string): { attachment: Attachment; statements: Statement[] } {
    const found = find(id)
    if (found === undefined) {
      throw new HarombeError('NOT_FOUND', 'There is no such file.', { hint: 'Attach it once more.' })
    }
    const { attachment } = found
    if (found.messageId === null && !claimed.has(id)) {
      return { attachment, statements: [{ name: 'sendAttachment', values: { id, message_id: messageId } }] }
    }
    if (attachment.state === 'reading') {
      throw new HarombeError('CONFLICT', `${attachment.name} was sent before and is still being read.`, {
        hint: 'Try again in a moment.',
      })
    }
    const copy = { ...attachment, id: createId(), createdAt: now() }
    const values = { id: copy.id, from_id: id, message_id: messageId, created_at: copy.createdAt }
    const { message_id: _message, created_at: _time, ...content } = values
    return {
      attachment: copy,
      statements: [
        { name: 'copyAttachment', values },
        { name: 'copyAttachmentContent', values: content },
      ],
    }
  }

  return (ids: readonly string[], messageId: string): Claim => {
    const parts = [...new Set(ids)].map(id => claimOne(id, messageId))
    for (const { attachment } of parts) claimed.add(attachment.id)
    return {
      attachments: parts.map(({ attachment }) => attachment).sort((a, b) => a.createdAt - b.createdAt),
      statements: parts.flatMap(({ statements }) => statements),
      release() {
        for (const { attachment } of parts) claimed.delete(attachment.id)
      },
    }
  }
}
