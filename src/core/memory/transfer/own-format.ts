import { z } from 'zod'
import { parseBoundedJson } from '../../../shared/bounded-json'
import {
  type Attachment,
  attachment,
  conversation,
  conversationTitle,
  type Message,
  message,
  type ToolCallRecord,
} from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { firstIssue } from '../../../shared/issues'
import type { FileContent, ReadEntry } from './types'

export const formatVersion = 1
/** Deeper than anything harombe writes: arguments of tools are the deepest. */
const maxDepth = 100

const head = z.object({ format: z.literal('harombe'), version: z.number().int().positive() })

const transferredFile = attachment.extend({
  text: z.string().nullable().default(null),
  data: z.base64().nullable().default(null),
})

const transferredMessage = message.omit({ conversationId: true, attachments: true }).extend({
  attachments: z.array(transferredFile).optional(),
})

const entry = conversation
  .omit({ folderId: true })
  .extend({
    title: conversationTitle,
    folder: conversationTitle.nullable().default(null),
    messages: z.array(transferredMessage).max(1_000_000),
  })
  .refine(({ messages }) => hasOrder(messages), 'A message stands before the one it follows.')
  .refine(
    ({ activeLeafId, messages }) => activeLeafId === null || messages.some(({ id }) => id === activeLeafId),
    'The message that is shown is not there.',
  )

/** Every message once, and after the one it follows: no circles, nothing that hangs in the air. */
function hasOrder(messages: readonly { id: string; parentId: string | null }[]): boolean {
  const known = new Set<string>()
  return messages.every(({ id, parentId }) => {
    if (known.has(id) || (parentId !== null && !known.has(parentId))) return false
    known.add(id)
    return true
  })
}

/** @throws HarombeError BAD_REQUEST when it is not ours, NOT_SUPPORTED when a newer harombe wrote it */
export function checkHead(text: string): void {
  const read = head.safeParse(parsed(text))
  if (!read.success) {
    throw new HarombeError('BAD_REQUEST', 'This is no file of conversations that harombe knows.', {
      hint: 'An export of harombe, or of ChatGPT (conversations.json, or the zip it comes in), can be imported.',
    })
  }
  if (read.data.version <= formatVersion) return
  throw new HarombeError('NOT_SUPPORTED', `A newer harombe wrote this file (version ${read.data.version}).`, {
    hint: 'Update harombe, then import it again.',
  })
}

function parsed(text: string): unknown {
  try {
    return parseBoundedJson(text, maxDepth)
  } catch {
    return undefined
  }
}

/** What was not over when it was written will not go on here, and nobody is asked about it any more. */
function settledCall({ approval: _approval, ...call }: ToolCallRecord): ToolCallRecord {
  if (call.state === 'running') return { ...call, state: 'unknown' }
  return call.state === 'waiting' ? { ...call, state: 'cancelled' } : call
}

function settledFile(file: Attachment): Attachment {
  if (file.state !== 'reading') return file
  return {
    ...file,
    state: 'failed',
    problem: 'It was still being read when it was exported. Attach it again.',
  }
}

export function settled(each: Message): Message {
  const { steps, attachments } = each
  return {
    ...each,
    ...(attachments === undefined ? {} : { attachments: attachments.map(settledFile) }),
    ...(each.state === 'streaming' ? { state: 'interrupted' } : {}),
    ...(steps === undefined
      ? {}
      : { steps: steps.map(step => ({ ...step, calls: step.calls.map(settledCall) })) }),
  }
}

/** Reads one conversation of our own format. Never throws. @param text JSON of it */
export function readOwnEntry(text: string): ReadEntry {
  const refusal = (problem: string): ReadEntry => ({ conversation: null, problems: [problem] })
  const value = parsed(text)
  if (value === undefined) return refusal('A conversation is not JSON and was left out.')
  const read = entry.safeParse(value)
  if (!read.success) return refusal(`A conversation was left out: ${firstIssue(read.error).text}`)
  const { folder, messages, ...conversationOf } = read.data
  const files = new Map<string, FileContent>()
  const own = messages.map(({ attachments, ...rest }): Message => {
    const listed = attachments?.map(({ text: content, data, ...file }) => {
      files.set(file.id, {
        text: content,
        data: data === null ? null : Uint8Array.from(Buffer.from(data, 'base64')),
      })
      return file
    })
    return settled({
      ...rest,
      conversationId: conversationOf.id,
      ...(listed === undefined ? {} : { attachments: listed }),
    })
  })
  return { conversation: { conversation: conversationOf, folder, messages: own, files }, problems: [] }
}
