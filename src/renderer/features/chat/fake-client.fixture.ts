import type { HarombeClient } from '../../../shared/contract'
import type { AnswerEvent, Conversation, Message } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'

/** A stream the test feeds by hand. */
export interface FedStream {
  path: string
  input: unknown
  push(item: unknown): void
  end(): void
  fail(error: HarombeError): void
  readonly aborted: boolean
}

function createFedStream(path: string, input: unknown, signal: AbortSignal | undefined) {
  const items: unknown[] = []
  let outcome: 'open' | 'ended' | HarombeError = 'open'
  let wake: () => void = () => undefined
  signal?.addEventListener('abort', () => wake())
  const settle = (next: 'ended' | HarombeError) => {
    outcome = next
    wake()
  }
  const fed: FedStream = {
    path,
    input,
    push(item) {
      items.push(item)
      wake()
    },
    end: () => settle('ended'),
    fail: settle,
    get aborted() {
      return signal?.aborted === true
    },
  }
  async function* read() {
    for (;;) {
      if (signal?.aborted === true) throw new HarombeError('CANCELLED', 'cancelled')
      if (items.length > 0) yield items.shift()
      else if (outcome === 'ended') return
      else if (outcome !== 'open') throw outcome
      else
        await new Promise<void>(resolve => {
          wake = resolve
        })
    }
  }
  return { fed, read }
}

export interface RecordedCall {
  path: string
  input: Record<string, unknown>
}

/** A coordinator of which the test decides every reply and every event. */
export function createFakeClient() {
  const calls: RecordedCall[] = []
  const streams: FedStream[] = []
  const replies = new Map<string, (input: never) => unknown>()

  const client = {
    async call(path: string, input: Record<string, unknown>) {
      calls.push({ path, input })
      const reply = replies.get(path)
      if (reply === undefined) throw new HarombeError('NOT_FOUND', `no reply for ${path}`)
      return await reply(input as never)
    },
    stream(path: string, input: unknown, options?: { signal?: AbortSignal }) {
      const { fed, read } = createFedStream(path, input, options?.signal)
      streams.push(fed)
      return read()
    },
  } as unknown as HarombeClient

  return {
    client,
    calls,
    streams,
    reply: (path: string, handler: (input: never) => unknown) => void replies.set(path, handler),
    callsTo: (path: string) => calls.filter(call => call.path === path).map(call => call.input),
    streamsOf: (path: string) => streams.filter(stream => stream.path === path),
  }
}

export function makeMessage(id: string, change: Partial<Message> = {}): Message {
  return {
    id,
    conversationId: 'c1',
    parentId: null,
    role: 'user',
    content: id,
    state: 'complete',
    createdAt: 1_000,
    ...change,
  }
}

export function makeConversation(id: string, change: Partial<Conversation> = {}): Conversation {
  return { id, title: id, createdAt: 1_000, updatedAt: 1_000, activeLeafId: null, ...change }
}

/** Numbers event bodies from 0 within one epoch. */
export function numbered(bodies: readonly Record<string, unknown>[], epoch = 0, from = 0): AnswerEvent[] {
  return bodies.map((body, index) => ({ seq: from + index, epoch, ...body }) as AnswerEvent)
}
