import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import { type ErrorCode, type ErrorShape, isHarombeError } from '../../../shared/harombe-error'
import { followStream } from '../../client/follow-stream'
import { applyEvent, noAnswer, type QuickAnswer } from './quick-answer'

export type QuickStatus = 'empty' | 'sending' | 'answering' | 'done' | 'failed'

export interface QuickState {
  status: QuickStatus
  question: string
  conversationId: string | null
  answerId: string | null
  answer: QuickAnswer
  /** With `failed`: why, and what its sender says may help. */
  error: Pick<ErrorShape, 'code' | 'hint'> | null
}

export interface QuickStore {
  store: StoreApi<QuickState>
  /** A question; it goes on in the conversation that is open. False when it could not be sent, and is kept by the caller. */
  ask(text: string): Promise<boolean>
  stop(): void
  /** The next question begins a conversation of its own. */
  clear(): void
  /** Stops following; the coordinator goes on writing. */
  close(): void
}

/** Opening the stream again this often without one new event means that nothing more will come. */
const mostGaps = 5

const nothing: QuickState = {
  status: 'empty',
  question: '',
  conversationId: null,
  answerId: null,
  answer: noAnswer,
  error: null,
}

const toError = (error: unknown): QuickState['error'] =>
  isHarombeError(error) ? withHint(error.code, error.hint) : { code: 'INTERNAL' }

const withHint = (code: ErrorCode, hint: string | undefined): QuickState['error'] =>
  hint === undefined ? { code } : { code, hint }

/** One question at a time. It is a chat like any other, so it can be opened in the window afterwards. */
export function createQuickStore(client: HarombeClient): QuickStore {
  const store = createStore<QuickState>(() => nothing)
  let following: AbortController | null = null

  async function follow(messageId: string): Promise<void> {
    const control = new AbortController()
    following = control
    let gaps = 0
    try {
      await followStream(
        client,
        'chat.watchAnswer',
        () => ({ messageId, fromSeq: store.getState().answer.nextSeq }),
        event => {
          const before = store.getState().answer
          const next = applyEvent(before, event)
          if (next === 'gap') {
            gaps += 1
            if (gaps > mostGaps) control.abort()
            return 'restart'
          }
          if (next !== before) {
            gaps = 0
            store.setState({ answer: next })
          }
          if (next.finished !== null) control.abort()
        },
        control.signal,
      )
    } catch {
      // Whatever the reason, what is stored is the truth now.
    }
    if (following !== control) return
    following = null
    await settle(messageId)
  }

  async function settle(messageId: string): Promise<void> {
    try {
      const message =
        store.getState().answer.finished ?? (await client.call('chat.getMessage', { id: messageId }))
      if (store.getState().answerId !== messageId) return
      const failure = message.error ?? null
      store.setState(({ answer }) => ({
        answer: { ...answer, text: message.content, stage: null, finished: message },
        status: failure === null ? 'done' : 'failed',
        error: failure === null ? null : withHint(failure.code, failure.hint),
      }))
    } catch (error) {
      if (store.getState().answerId === messageId) store.setState({ status: 'failed', error: toError(error) })
    }
  }

  return {
    store,
    async ask(text) {
      const { status, conversationId } = store.getState()
      if (status === 'sending' || status === 'answering') return false
      store.setState({ status: 'sending', question: text, answer: noAnswer, answerId: null, error: null })
      try {
        const sent = await client.call('chat.sendMessage', {
          text,
          ...(conversationId === null ? {} : { conversationId }),
        })
        store.setState({
          status: 'answering',
          conversationId: sent.conversation.id,
          answerId: sent.answer.id,
        })
        void follow(sent.answer.id)
        return true
      } catch (error) {
        store.setState({ status: 'failed', error: toError(error) })
        return false
      }
    },
    stop() {
      const { answerId, status } = store.getState()
      if (answerId !== null && status === 'answering')
        client.call('chat.cancelAnswer', { messageId: answerId }).catch(() => undefined)
    },
    clear() {
      following?.abort()
      following = null
      store.setState(nothing)
    },
    close() {
      const control = following
      following = null
      control?.abort()
    },
  }
}
