import type { AnswerEvent, AnswerEventBody } from '../../shared/entities'
import { createWaker } from '../../shared/waker'

export interface AnswerLogOptions {
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  /** How long text is gathered before it becomes an event; default 40 ms. */
  flushMs?: number
}

/** The ordered record of one answer, from which any window can follow it, now or later. */
export interface AnswerLog {
  readonly epoch: number
  append(event: AnswerEventBody): void
  /** Text and reasoning, gathered into one event per flush. */
  write(kind: 'text' | 'reasoning', text: string): void
  /** What a call prints, gathered likewise. */
  output(callId: string, text: string): void
  /** From here on text belongs to a new attempt and replaces the old. */
  beginEpoch(): void
  /** Replays from `fromSeq`, then follows until the `finished` event or the signal. */
  watch(fromSeq: number, signal: AbortSignal): AsyncIterable<AnswerEvent>
}

type Gathered = Extract<AnswerEventBody, { type: 'text' | 'reasoning' | 'toolOutput' }>

/** Events replayed before the loop is given to others. */
const replayBatch = 500

export function createAnswerLog({ after, flushMs = 40 }: AnswerLogOptions): AnswerLog {
  const events: AnswerEvent[] = []
  let epoch = 0
  let gathered: { body: Gathered; key: string } | null = null
  let cancelFlush: (() => void) | null = null
  const watchers = new Set<() => void>()

  function push(body: AnswerEventBody): void {
    events.push({ ...body, seq: events.length, epoch } as AnswerEvent)
    for (const wake of watchers) wake()
  }

  function flush(): void {
    cancelFlush?.()
    cancelFlush = null
    if (gathered === null) return
    const { body } = gathered
    gathered = null
    push(body)
  }

  function gather(body: Gathered, key: string): void {
    if (gathered !== null && gathered.key !== key) flush()
    const before = gathered?.body.text ?? ''
    gathered = { body: { ...body, text: before + body.text }, key }
    cancelFlush ??= after(flushMs, flush)
  }

  return {
    get epoch() {
      return epoch
    },
    append(event) {
      flush()
      push(event)
    },
    write: (kind, text) => gather({ type: kind, text }, kind),
    output: (callId, text) => gather({ type: 'toolOutput', callId, text }, `of ${callId}`),
    beginEpoch() {
      flush()
      epoch += 1
    },
    async *watch(fromSeq, signal) {
      let next = fromSeq
      const waker = createWaker()
      watchers.add(waker.wake)
      signal.addEventListener('abort', waker.wake, { once: true })
      try {
        while (!signal.aborted) {
          const event = events[next]
          if (event === undefined) {
            if (events.at(-1)?.type === 'finished') return
            await waker.woken()
            continue
          }
          next += 1
          yield event
          if (event.type === 'finished') return
          if ((next - fromSeq) % replayBatch === 0) await new Promise(resolve => setImmediate(resolve))
        }
      } finally {
        watchers.delete(waker.wake)
        signal.removeEventListener('abort', waker.wake)
      }
    },
  }
}
