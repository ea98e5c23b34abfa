import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { AnswerEvent, Message } from '../../../shared/entities'
import { followStream } from '../../client/follow-stream'
import { type AnswerState, applyAnswerEvent, newAnswer } from './answer-state'

/** An answer that is being written. Small on purpose: a token changes this store and renders one component. */
export interface AnswerStore {
  messageId: string
  store: StoreApi<AnswerState>
  /** Monotonic time at which the wait began, milliseconds. */
  startedAt: number
  /** Stops following; the coordinator goes on writing. */
  stop(): void
}

export interface AnswerStoreOptions {
  client: HarombeClient
  messageId: string
  startedAt: number
  /** Runs `publish` soon, once; returns how to take it back. About one frame while the window is shown. */
  schedule(publish: () => void): () => void
  onFinished(message: Message, saved: boolean): void
  /** The stream ended or failed without `finished`: the coordinator no longer knows the answer. */
  onLost(): void
}

/** Opening the stream again this often without one new event means the coordinator cannot fill the gap. */
const maximumGaps = 5

/**
 * Follows one answer to its end, across lost connections. A replay of many events is published as few states, because
 * every published state is a render.
 */
export function createAnswerStore(options: AnswerStoreOptions): AnswerStore {
  const { client, messageId, startedAt, schedule, onFinished, onLost } = options
  const store = createStore<AnswerState>(() => newAnswer)
  const watching = new AbortController()
  let stopped = false
  let current = newAnswer
  let gaps = 0
  let unschedule: (() => void) | null = null

  function publish(): void {
    unschedule = null
    store.setState(current, true)
  }

  function receive(event: AnswerEvent): undefined | 'restart' {
    const next = applyAnswerEvent(current, event)
    if (next === 'gap') {
      gaps += 1
      if (gaps > maximumGaps) watching.abort()
      return 'restart'
    }
    if (next === current) return
    gaps = 0
    current = next
    unschedule ??= schedule(publish)
    if (current.finished !== null) watching.abort()
  }

  async function follow(): Promise<void> {
    try {
      const makeInput = () => ({ messageId, fromSeq: current.nextSeq })
      await followStream(client, 'chat.watchAnswer', makeInput, receive, watching.signal)
    } catch {
      // Whatever the reason, the stored message is the truth now; onLost asks for it.
    }
    if (stopped) return
    unschedule?.()
    publish()
    if (current.finished === null) onLost()
    else onFinished(current.finished.message, current.finished.saved)
  }

  void follow()
  return {
    messageId,
    store,
    startedAt,
    stop() {
      stopped = true
      watching.abort()
      unschedule?.()
    },
  }
}
