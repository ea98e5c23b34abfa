import type { Clock } from '../../../shared/clock'
import type { AnswerEvent, Message } from '../../../shared/entities'
import { createVirtualClock } from '../../coordination/testing/virtual-clock'
import type { ClusterExecutor, ExecutionEvent } from '../../coordination/types'
import type { Agent } from '../answer-events'
import { type AnswerStore, type ChatService, createChatService } from '../chat-service'
import type { EscalationJudge } from '../escalation-judge'
import { createMemoryAnswerStore } from './memory-answer-store'
import { createPlainContext } from './plain-context'
import { createScriptedExecutor } from './scripted-executor'

export const settings = {
  systemPrompt: 'Be brief.',
  maxHistoryTokens: 4096,
  temperature: 0.2,
  continueAnswers: false,
  limits: { maxSteps: 10, maxSeconds: 600, maxTokens: 200_000, contextTokens: 8192, toolTokens: 2048 },
}
/** None there are, so that an answer is one execution. */
export const noTools: Agent = {
  run: () => {
    throw new Error('not part of this chat')
  },
  tools: { offered: () => [] },
  fence: text => text,
}
const anyNode = { tier: 'auto' } as const

/** What a window has of an answer: the events, and the text as it would show it. */
export function attach(chat: ChatService, messageId: string, fromSeq = 0) {
  const events: AnswerEvent[] = []
  const abort = new AbortController()
  const state = { events, ended: false, detach: () => abort.abort() }
  const done = (async () => {
    for await (const event of chat.watch(messageId, fromSeq, abort.signal)) events.push(event)
    state.ended = true
  })()
  return Object.assign(state, {
    done,
    shown(): string {
      const epoch = Math.max(0, ...events.map(event => (event.type === 'text' ? event.epoch : 0)))
      return events.map(event => (event.type === 'text' && event.epoch === epoch ? event.text : '')).join('')
    },
    final(): { message: Message; saved: boolean } {
      const last = events.at(-1)
      if (last?.type !== 'finished') throw new Error(`The last event is ${last?.type}.`)
      return last
    },
  })
}

export function startChat(
  store: AnswerStore,
  cluster: ClusterExecutor,
  clock: Clock,
  escalation?: EscalationJudge,
  agent = noTools,
) {
  const reported: unknown[] = []
  const chat = createChatService({
    store,
    cluster,
    contexts: createPlainContext(() => []),
    agent,
    after: clock.after,
    settings: () => settings,
    escalation,
    report: error => reported.push(error),
  })
  return { chat, reported }
}

/** A chat on a store in memory and a cluster the test plays by hand. */
export function openChat(createEscalation?: (monotonic: () => number) => EscalationJudge) {
  const clock = createVirtualClock()
  const memory = createMemoryAnswerStore()
  const { cluster, runs } = createScriptedExecutor()
  const { chat, reported } = startChat(memory.store, cluster, clock, createEscalation?.(clock.monotonic))
  const send = (text = 'What is the capital of France?') => chat.send({ text, target: anyNode })
  /** Lets the n-th execution emit, and everything follow that needs no time. */
  const emit = async (run: number, ...events: ExecutionEvent[]) => {
    runs[run]?.emit(...events)
    await clock.settle()
  }
  return { clock, memory, runs, chat, reported, send, emit }
}
