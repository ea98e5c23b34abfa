import type { AnswerEvent, Failover, MessageState } from '../../../src/shared/entities'
import { hasCode } from '../../../src/shared/errors'
import type { Window } from '../bench'
import { wallNow } from '../wall'

/** How one answer in the window of a person went; times in milliseconds since the epoch. */
export interface WindowOutcome {
  prompt: string
  conversationId: string
  messageId: string
  askedAt: number
  /** What the window shows: the text of the latest epoch. */
  shown: string
  /** What the last event says is stored; null: none came. */
  stored: string | null
  state: MessageState | null
  saved: boolean
  problem: string | null
  nodes: string[]
  failovers: Failover[]
  /** When text of an epoch was first shown, by epoch. */
  firstAt: Map<number, number>
  endedAt: number
  reloads: number
  /** Events that came twice, were missing, or were others when they were replayed. */
  disorder: number
  /** Events after the last one. */
  afterEnd: number
}

export interface WindowPool {
  /** Asks in one of the windows and follows the answer to its end, over every reload. */
  ask(prompt: string): Promise<WindowOutcome>
  /** Closes a window and opens it again; its answers are attached to anew. */
  reload(index: number): Promise<void>
  readonly size: number
  close(): void
}

interface OpenWindow {
  client: Promise<Window>
  generation: number
  /** Questions on their way: nobody reloads between pressing the key and seeing the message. */
  sending: Set<Promise<unknown>>
}

const gist = (event: AnswerEvent): string =>
  event.type === 'text' ? `${event.epoch}:${event.text}` : `${event.epoch}:${event.type}`

function take(event: AnswerEvent, outcome: WindowOutcome, seen: string[]): void {
  if (outcome.state !== null) outcome.afterEnd++
  if (event.seq < seen.length) {
    if (seen[event.seq] !== gist(event)) outcome.disorder++
    return
  }
  if (event.seq > seen.length) outcome.disorder++
  seen.push(gist(event))
  if (event.type === 'text') {
    if (!outcome.firstAt.has(event.epoch)) {
      outcome.firstAt.set(event.epoch, wallNow())
      outcome.shown = ''
    }
    outcome.shown += event.text
  } else if (event.type === 'routed') outcome.nodes.push(event.answeredBy.node)
  else if (event.type === 'failedOver') outcome.failovers.push(event.failover)
  else if (event.type === 'finished') {
    outcome.state = event.message.state
    outcome.stored = event.message.content
    outcome.saved = event.saved
    outcome.problem = event.message.error?.message ?? null
    outcome.endedAt = wallNow()
  }
}

/** @param replays whether the n-th attachment reads the answer from its beginning instead of where it was left */
export async function openWindows(
  open: () => Promise<Window>,
  size: number,
  replays: (attachment: number) => boolean,
): Promise<WindowPool> {
  const windows: OpenWindow[] = Array.from({ length: size }, () => ({
    client: open(),
    generation: 0,
    sending: new Set(),
  }))
  await Promise.all(windows.map(({ client }) => client))
  let asked = 0
  let attachments = 0

  async function follow(place: OpenWindow, outcome: WindowOutcome): Promise<void> {
    const seen: string[] = []
    while (outcome.state === null) {
      const { generation } = place
      const client = await place.client
      const fromSeq = seen.length > 0 && replays(attachments++) ? 0 : seen.length
      try {
        for await (const event of client.stream('chat.watchAnswer', {
          messageId: outcome.messageId,
          fromSeq,
        })) {
          take(event, outcome, seen)
        }
        if (outcome.state === null) throw new Error('The answer was followed to no end.')
      } catch (error) {
        if (!hasCode(error, 'DISCONNECTED') || place.generation === generation) throw error
        outcome.reloads++
      }
    }
  }

  return {
    size,
    async ask(prompt) {
      const place = windows[asked++ % size]
      if (place === undefined) throw new Error('There is no window.')
      const askedAt = wallNow()
      const client = await place.client
      const sent = client.call('chat.sendMessage', { text: prompt })
      place.sending.add(sent)
      const { conversation, answer } = await sent.finally(() => place.sending.delete(sent))
      const outcome: WindowOutcome = {
        prompt,
        conversationId: conversation.id,
        messageId: answer.id,
        askedAt,
        shown: '',
        stored: null,
        state: null,
        saved: false,
        problem: null,
        nodes: [],
        failovers: [],
        firstAt: new Map(),
        endedAt: 0,
        reloads: 0,
        disorder: 0,
        afterEnd: 0,
      }
      await follow(place, outcome).catch((error: unknown) => {
        outcome.problem ??= error instanceof Error ? error.message : String(error)
      })
      return outcome
    },
    async reload(index) {
      const place = windows[index % size]
      if (place === undefined) return
      const before = await place.client
      place.client = open()
      await Promise.allSettled(place.sending)
      place.generation++
      before.close()
      await place.client
    },
    close() {
      for (const { client } of windows) void client.then(window => window.close())
    },
  }
}
