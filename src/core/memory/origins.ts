import type Database from 'better-sqlite3'
import { z } from 'zod'
import { answeredBy, failover, type Message, source, untrustedKind } from '../../shared/entities'
import type { HeldConversation } from './overlay'
import { withStorageErrors } from './storage-fault'

/** Where what is in a conversation came from, as far as it is told. */
export interface Origins {
  hasAttachments: boolean
  /** That answered, or thought a step. */
  nodes: ReadonlySet<string>
  /** What answers cite. */
  sources: ReadonlySet<NonNullable<Message['sources']>[number]['kind']>
  /** What calls of tools brought. */
  untrusted: ReadonlySet<z.infer<typeof untrustedKind>>
  /** It was imported, or saved from elsewhere, so that all of the above is only what it says of itself. */
  isBroughtIn: boolean
}

export interface OriginsOptions {
  connection: Database.Database
  /** What is not in the file yet. */
  held(): readonly HeldConversation[]
}

interface Found extends Origins {
  nodes: Set<string>
  sources: Set<NonNullable<Message['sources']>[number]['kind']>
  untrusted: Set<z.infer<typeof untrustedKind>>
}

/** All that is finished up to a message, which never changes any more. */
interface Known extends Found {
  through: number
}

/** So many conversations are remembered: whoever writes in one writes in few. */
const maximumKnown = 64

const nodeOf = answeredBy.pick({ node: true })
const citedIn = z.array(source.pick({ kind: true }))
/** A node whose words were kept, and gone on from, when it went away. */
const failedIn = failover.pick({ node: true, mode: true })
const failuresIn = z.array(failedIn)
/** No more of a step than what is asked, so that whatever else is odd in it hides nothing. */
const thoughtIn = z.array(
  z.object({
    answeredBy: nodeOf.optional().catch(undefined),
    failovers: z.array(failedIn).optional().catch(undefined),
    // What cannot be read is taken for the worst: an odd entry must not make the others trusted.
    calls: z
      .array(z.object({ untrusted: untrustedKind.optional().catch('file') }).catch({ untrusted: 'file' }))
      .catch([]),
  }),
)

function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

type Told = Pick<Message, 'answeredBy' | 'sources' | 'attachments'> & {
  failovers?: z.infer<typeof failuresIn> | undefined
  steps?: z.infer<typeof thoughtIn> | undefined
}

function addContinued(found: Found, failovers: z.infer<typeof failuresIn>): void {
  for (const { node, mode } of failovers) if (mode === 'continue') found.nodes.add(node)
}

function add(found: Found, told: Told): void {
  const { answeredBy: by, sources = [], steps = [], attachments = [], failovers = [] } = told
  addContinued(found, failovers)
  if (attachments.length > 0) found.hasAttachments = true
  if (by !== undefined) found.nodes.add(by.node)
  for (const { kind } of sources) found.sources.add(kind)
  for (const { answeredBy: thinker, calls, failovers: gone } of steps) {
    addContinued(found, gone ?? [])
    if (thinker !== undefined) found.nodes.add(thinker.node)
    for (const { untrusted } of calls) if (untrusted !== undefined) found.untrusted.add(untrusted)
  }
}

const nothing = (): Found => ({
  hasAttachments: false,
  nodes: new Set(),
  sources: new Set(),
  untrusted: new Set(),
  isBroughtIn: false,
})
const copyOf = ({ hasAttachments, nodes, sources, untrusted, isBroughtIn }: Found): Found => ({
  hasAttachments,
  isBroughtIn,
  nodes: new Set(nodes),
  sources: new Set(sources),
  untrusted: new Set(untrusted),
})

export function originsOf(messages: readonly Told[]): Origins {
  const found = nothing()
  for (const message of messages) add(found, message)
  return found
}

/**
 * Tells of a whole conversation, every branch of it, where its content came from; what is not saved yet is included. Reads what is new since
 * it was asked before: a message that is finished says the same for ever. @throws STORAGE_FAILED
 */
export function createOrigins({ connection, held }: OriginsOptions): (conversationId: string) => Origins {
  type Range = { id: string; after: number; through: number }
  const last = connection
    .prepare<[string], number>(
      'SELECT sequence FROM message WHERE conversation_id = ? ORDER BY sequence DESC LIMIT 1',
    )
    .pluck()
  const firstUnfinished = connection
    .prepare<[string], number>(
      `SELECT sequence FROM message INDEXED BY message_unfinished
       WHERE state = 'streaming' AND conversation_id = ? ORDER BY sequence LIMIT 1`,
    )
    .pluck()
  const range = 'conversation_id = @id AND sequence > @after AND sequence <= @through'
  // One look at each message: going through ten thousand of them is what takes the time.
  const told = connection
    .prepare<[Range], (string | null)[]>(
      `SELECT answered_by, sources, steps, failovers FROM message WHERE ${range}`,
    )
    .raw()
  const attachedIn = connection
    .prepare<[Range], number>(
      `SELECT 1 FROM message m WHERE ${range} AND role = 'user'
       AND EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = m.id) LIMIT 1`,
    )
    .pluck()
  const hasAny = connection
    .prepare<[], number>('SELECT 1 FROM attachment WHERE message_id IS NOT NULL LIMIT 1')
    .pluck()
  const broughtIn = connection
    .prepare<[string], number>('SELECT brought_in FROM conversation WHERE id = ?')
    .pluck()
  const known = new Map<string, Known>()

  function read(found: Found, asked: Range): void {
    if (asked.after >= asked.through) return
    /** It is the same text in most rows. */
    const answers = new Set<string>()
    for (const [answered = null, sources = null, steps = null, failovers = null] of told.all(asked)) {
      if (failovers !== null) addContinued(found, parsed(failuresIn, failovers) ?? [])
      if (answered !== null) answers.add(answered)
      for (const { kind } of parsed(citedIn, sources) ?? []) found.sources.add(kind)
      if (steps !== null) add(found, { steps: parsed(thoughtIn, steps) ?? [] })
    }
    for (const text of answers) {
      const by = parsed(nodeOf, text)
      if (by !== null) found.nodes.add(by.node)
    }
    // Looking for attachments of ten thousand messages takes time, and most people have none.
    if (!found.hasAttachments && hasAny.get() !== undefined)
      found.hasAttachments = attachedIn.get(asked) !== undefined
  }

  function remember(id: string, finished: Known): void {
    known.delete(id)
    known.set(id, finished)
    if (known.size <= maximumKnown) return
    const [oldest] = known.keys()
    if (oldest !== undefined) known.delete(oldest)
  }

  return id => {
    // First of all: what is saved meanwhile is found in the file.
    const waiting = held().filter(({ conversation }) => conversation.id === id)
    const found = withStorageErrors(() => {
      const end = last.get(id) ?? 0
      const through = Math.min(end, (firstUnfinished.get(id) ?? end + 1) - 1)
      const finished = known.get(id) ?? { ...nothing(), through: 0 }
      read(finished, { id, after: finished.through, through })
      finished.through = Math.max(finished.through, through)
      remember(id, finished)
      const all = copyOf(finished)
      read(all, { id, after: finished.through, through: end })
      return { ...all, isBroughtIn: broughtIn.get(id) === 1 }
    })
    for (const { messages } of waiting) for (const message of messages) add(found, message)
    return found
  }
}
