import type { Conversation, Message } from '../../../shared/entities'
import { hasCode } from '../../../shared/errors'
import { choosePromptWindow } from '../prompt-window'
import type { Aside } from './aside'
import { makeSummary } from './make-summary'
import { makeTitle } from './make-title'
import { type Summary, summaryFor } from './summary-for'

/** What is changed afterwards; the memory's stores are the implementation. */
export interface AfterwardsStore {
  /** @throws NOT_FOUND */
  get(id: string): { conversation: Conversation }
  /** @throws NOT_FOUND */
  history(leafId: string): Message[]
  /** The user's stays. */
  setTitle(id: string, title: string, by: 'model'): Promise<unknown>
}

export interface AfterwardsOptions {
  store: AfterwardsStore
  summaries: {
    of(conversationId: string): readonly Summary[]
    save(summary: Summary & { conversationId: string; tokens: number }): Promise<void>
  }
  ask: Aside
  settings(): { titles: boolean; summaries: boolean; systemPrompt: string; maxHistoryTokens: number }
  /** The list of conversations shows something else. */
  changed(conversationId: string): void
  /** There is something new to be looked up. */
  kickIndex(): void
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  report(error: unknown): void
}

export interface Afterwards {
  answered(conversationId: string, answer: Message): void
  stop(): Promise<void>
}

/** Whoever reads an answer may ask on at once. */
const quietMs = 2_000
/** A conversation that was not named by then keeps the name it has until the next answer. */
const attempts = 20
const retryMs = 5_000
/** Of the summary's room in the window, see the builder. */
const summaryShare = 0.15

/** What nobody waits for, one conversation after another: a title, and a summary of what fell out of the window. */
export function createAfterwards(options: AfterwardsOptions): Afterwards {
  const { store, ask, report } = options
  const stopping = new AbortController()
  const { signal } = stopping
  /** The newest answer of each, with how often it was tried. */
  const waiting = new Map<string, { answer: Message; tries: number }>()
  let cancel: (() => void) | null = null
  let running: Promise<void> | null = null

  /** @returns whether it was done, or need not be */
  async function nameIt(conversation: Conversation, history: readonly Message[]): Promise<boolean> {
    const [question, answer] = history
    if (!options.settings().titles || conversation.titleBy !== 'words') return true
    if (question?.role !== 'user' || answer?.role !== 'assistant' || answer.content === '') return true
    const made = await makeTitle(question, answer, ask, signal)
    if (made === null) return false
    const { title } = made
    // Whoever knows none now knows none when asked again: the first words stay.
    if (title === null) return true
    await store.setTitle(conversation.id, title, 'model')
    options.changed(conversation.id)
    return true
  }

  async function sumItUp(conversation: Conversation, history: readonly Message[]): Promise<boolean> {
    const { summaries, systemPrompt, maxHistoryTokens } = options.settings()
    if (!summaries) return true
    const room = Math.floor(maxHistoryTokens * (1 - summaryShare))
    const { window, dropped } = choosePromptWindow(history, systemPrompt, room)
    if (dropped === 0) return true
    const first = window[0]
    const start = history.findIndex(({ id }) => id === first?.id)
    const fallen = history.slice(0, Math.max(0, start))
    const before = summaryFor(history, window, options.summaries.of(conversation.id))
    if (before !== null && fallen.at(-1)?.id === before.lastMessageId) return true
    const made = await makeSummary(fallen, before, ask, signal)
    if (made === null) return false
    if (made === 'nothing') return true
    await options.summaries.save({ conversationId: conversation.id, ...made })
    return made.lastMessageId === fallen.at(-1)?.id
  }

  async function work(): Promise<void> {
    const [next] = waiting
    if (next === undefined) return
    const [conversationId, { answer, tries }] = next
    waiting.delete(conversationId)
    try {
      const { conversation } = store.get(conversationId)
      const history = store.history(answer.id)
      const isDone = (await nameIt(conversation, history)) && (await sumItUp(conversation, history))
      if (!isDone && tries + 1 < attempts && !waiting.has(conversationId))
        waiting.set(conversationId, { answer, tries: tries + 1 })
    } catch (error) {
      // It may have been deleted meanwhile, or the disk refuses: it is only a convenience.
      if (!hasCode(error, 'NOT_FOUND') && !hasCode(error, 'STORAGE_FAILED')) report(error)
    }
  }

  function schedule(ms: number): void {
    if (signal.aborted || cancel !== null || running !== null || waiting.size === 0) return
    cancel = options.after(ms, () => {
      cancel = null
      running = work().finally(() => {
        running = null
        schedule(retryMs)
      })
    })
  }

  return {
    answered(conversationId, answer) {
      options.kickIndex()
      if (answer.state !== 'complete') return
      waiting.set(conversationId, { answer, tries: 0 })
      schedule(quietMs)
    },
    async stop() {
      stopping.abort()
      cancel?.()
      cancel = null
      await running
    },
  }
}
