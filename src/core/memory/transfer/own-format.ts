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
import { parseInTurns } from './parse-in-turns'
import type { Turns } from './turns'
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

const entry = conversation.omit({ folderId: true }).extend({
  title: conversationTitle,
  folder: conversationTitle.nullable().default(null),
  /** Read one by one: there may be very many. */
  messages: z.array(z.unknown()).max(1_000_000),
})

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

type TransferredMessage = z.output<typeof transferredMessage>

/** The messages, or what is wrong with them. */
async function readMessages(
  values: readonly unknown[],
  activeLeafId: string | null,
  turns: Turns,
): Promise<readonly TransferredMessage[] | string> {
  const messages: TransferredMessage[] = []
  for (const [index, value] of values.entries()) {
    if (turns.isDue()) await turns.take()
    const read = transferredMessage.safeParse(value)
    if (!read.success) return `messages.${index}: ${firstIssue(read.error).text}`
    messages.push(read.data)
  }
  if (!hasOrder(messages)) return 'A message stands before the one it follows.'
  const isShown = activeLeafId === null || messages.some(({ id }) => id === activeLeafId)
  return isShown ? messages : 'The message that is shown is not there.'
}

/** Reads one conversation of our own format. Rejects never. @param text JSON of it */
export async function readOwnEntry(text: string, turns: Turns): Promise<ReadEntry> {
  const refusal = (problem: string): ReadEntry => ({ conversation: null, problems: [problem] })
  const value = await parseInTurns(text, maxDepth, turns).catch(() => undefined)
  if (value === undefined) return refusal('A conversation is not JSON and was left out.')
  const read = entry.safeParse(value)
  if (!read.success) return refusal(`A conversation was left out: ${firstIssue(read.error).text}`)
  const { folder, messages: values, ...conversationOf } = read.data
  const messages = await readMessages(values, conversationOf.activeLeafId, turns)
  if (typeof messages === 'string') return refusal(`A conversation was left out: ${messages}`)
  const files = new Map<string, FileContent>()
  const own: Message[] = []
  for (const { attachments, ...rest } of messages) {
    if (turns.isDue()) await turns.take()
    const listed = attachments?.map(({ text: content, data, ...file }) => {
      files.set(file.id, {
        text: content,
        data: data === null ? null : Uint8Array.from(Buffer.from(data, 'base64')),
      })
      return file
    })
    own.push(
      settled({
        ...rest,
        conversationId: conversationOf.id,
        ...(listed === undefined ? {} : { attachments: listed }),
      }),
    )
  }
  return { conversation: { conversation: conversationOf, folder, messages: own, files }, problems: [] }
}
