import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient, HarombeInput, HarombeOutput } from '../../../shared/contract'
import type { Attachment, ConversationSettings, Message, Rating, Tier } from '../../../shared/entities'
import { texts } from '../../texts'
import { createAnswerRatings } from './answer-ratings'
import { type AnswerStore, createAnswerStore } from './answer-store'
import {
  arrivedQuestion,
  type ChatState,
  initialChatState,
  newChat,
  type OpenConversation,
  runningAnswer,
  streamingMessages,
  type Target,
  withConversation,
} from './chat-state'
import { type ConversationList, createConversationList, type Notice } from './conversation-list'
import { latestLeafUnder, mergeMessages } from './conversation-tree'
import type { Drafts } from './drafts'
import { toErrorShape } from './error-shape'

export interface ChatStore extends ConversationList {
  store: StoreApi<ChatState>
  /** Shows a conversation; null is a new one. Answers go on being written elsewhere. */
  open(id: string | null): void
  reload(): void
  /**
   * Sends a question after the shown branch, or after `parentId` to fork (null forks the first message). Resolves with the
   * conversation's id, or null when it failed: then the question stays as `pending` with its error.
   */
  send(text: string, parentId?: string | null, attachments?: readonly Attachment[]): Promise<string | null>
  /** Sends the pending question again, unless the first attempt turns out to have arrived. */
  retryPending(): Promise<string | null>
  /** Takes the pending question back. */
  discardPending(): { text: string; attachments: readonly Attachment[] }
  regenerate(messageId: string, target?: Target): Promise<void>
  /** Has a larger node better this answer, as was offered. */
  escalate(messageId: string, tier: Tier): Promise<void>
  /** Waves the offer of a larger node away. */
  dismissOffer(messageId: string): void
  /** Null takes it back. */
  rate(messageId: string, rating: Rating | null): Promise<void>
  /** Stops the answer that is shown. */
  cancel(): Promise<void>
  /** Stops one tool call; the run goes on and the model is told. */
  stopTool(messageId: string, callId: string): Promise<void>
  /** What may be used in the open chat; a new one takes it along. */
  setSettings(settings: ConversationSettings): Promise<void>
  /** Shows the branch of this message. */
  selectBranch(messageId: string): void
  setTarget(target: Target): void
}

export interface ChatStoreOptions {
  notify(notice: Notice): void
  drafts: Drafts
  schedule(publish: () => void): () => void
  /** Monotonic and wall clock, milliseconds. */
  now(): number
  wallClock(): number
}

const reloadDelayMs = 80
const lostDelayMs = 1_000

/** What the chat page shows and does. One per page; ended by the function that `start` returns. */
export function createChatStore(client: HarombeClient, options: ChatStoreOptions): ChatStore {
  const { notify, drafts, now, wallClock } = options
  const store = createStore<ChatState>(() => initialChatState)
  let reloadTimer: ReturnType<typeof setTimeout> | undefined
  /** A late reply for a conversation that is no longer shown is recognised by this. */
  const view = () => store.getState().open.view

  const setOpen = (change: Partial<OpenConversation>) =>
    store.setState(state => ({ open: { ...state.open, ...change } }))

  function setAnswers(change: (answers: Map<string, AnswerStore>) => void): void {
    const answers = new Map(store.getState().answers)
    change(answers)
    store.setState({ answers })
  }

  function keepAsDraft(id: string | null, text: string): void {
    if (drafts.read(id) === '') drafts.write(id, text)
  }

  function attach(message: Message): void {
    if (store.getState().answers.has(message.id)) return
    const waited = Math.max(0, wallClock() - message.createdAt)
    const answer = createAnswerStore({
      client,
      messageId: message.id,
      startedAt: now() - waited,
      schedule: options.schedule,
      onFinished(finished, saved) {
        const { open, unsaved } = store.getState()
        setOpen({ messages: mergeMessages(open.messages, [finished]) })
        if (!saved) store.setState({ unsaved: new Set([...unsaved, finished.id]) })
        setAnswers(answers => answers.delete(finished.id))
      },
      onLost() {
        setAnswers(answers => answers.delete(message.id))
        scheduleReload(lostDelayMs)
      },
    })
    setAnswers(answers => answers.set(message.id, answer))
  }

  function detachAll(): void {
    for (const answer of store.getState().answers.values()) answer.stop()
    store.setState({ answers: new Map() })
  }

  function show(
    { conversation, messages }: HarombeOutput<'chat.getConversation'>,
    followLeaf: boolean,
  ): void {
    const { open } = store.getState()
    const merged = mergeMessages(open.messages, messages)
    const keepLeaf = !followLeaf && open.leafId !== null && merged.has(open.leafId)
    setOpen({
      id: conversation.id,
      status: 'ready',
      error: null,
      title: conversation.title,
      settings: conversation.settings ?? null,
      messages: merged,
      leafId: keepLeaf ? open.leafId : conversation.activeLeafId,
    })
    for (const message of streamingMessages(merged.values())) attach(message)
  }

  async function load(id: string): Promise<void> {
    const request = view()
    const first = store.getState().open.status !== 'ready'
    try {
      const loaded = await client.call('chat.getConversation', { id })
      if (request !== view()) return
      // A branch that continued in another window is followed; one that was only switched there is not.
      const { leafId } = store.getState().open
      const grown =
        leafId !== null && latestLeafUnder(mergeMessages(new Map(), loaded.messages), leafId) !== leafId
      show(loaded, first || grown)
    } catch (error) {
      if (request !== view() || !first) return
      setOpen({ status: 'failed', error: toErrorShape(error) })
    }
  }

  /** Asked for with every new chat: the settings may have changed since the last one. */
  async function loadDefaults(): Promise<void> {
    try {
      store.setState({ defaultSettings: await client.call('chat.defaultSettings', {}) })
    } catch {
      // What was known stays; what is chosen is sent along in any case.
    }
  }

  function scheduleReload(delayMs: number): void {
    clearTimeout(reloadTimer)
    reloadTimer = setTimeout(() => {
      const { id } = store.getState().open
      if (id !== null) void load(id)
    }, delayMs)
  }

  function open(id: string | null): void {
    const { id: current, pending } = store.getState().open
    if (id === current && id !== null) return
    // A question that could not be sent must not be lost with the view of it.
    if (pending !== null && pending.error !== null) keepAsDraft(current, pending.text)
    detachAll()
    clearTimeout(reloadTimer)
    store.setState({ open: { ...newChat, view: view() + 1, id, status: id === null ? 'ready' : 'loading' } })
    if (id === null) void loadDefaults()
    else void load(id)
  }

  /** What sendMessage and regenerate return; ignored when another conversation is shown by now. */
  function begin(request: number, started: HarombeOutput<'chat.sendMessage'>): void {
    store.setState(state => ({ conversations: withConversation(state.conversations, started.conversation) }))
    if (request !== view()) return
    setOpen({
      id: started.conversation.id,
      title: started.conversation.title,
      settings: started.conversation.settings ?? null,
      messages: mergeMessages(store.getState().open.messages, [started.userMessage, started.answer]),
      leafId: started.answer.id,
      pending: null,
    })
    attach(started.answer)
  }

  async function submit(
    text: string,
    parentId: string | null,
    attachments: readonly Attachment[],
  ): Promise<string | null> {
    const request = view()
    const { open: current, target } = store.getState()
    const pending = { text, attachments, parentId, before: current.messages, error: null }
    setOpen({ pending })
    try {
      const started = await client.call('chat.sendMessage', {
        ...(current.id === null ? {} : { conversationId: current.id, parentId }),
        ...(current.id === null && current.settings !== null ? { settings: current.settings } : {}),
        ...(attachments.length === 0 ? {} : { attachmentIds: attachments.map(({ id }) => id) }),
        text,
        ...target,
      })
      begin(request, started)
      return request === view() ? started.conversation.id : null
    } catch (error) {
      if (request === view()) setOpen({ pending: { ...pending, error: toErrorShape(error) } })
      else keepAsDraft(current.id, text)
      return null
    }
  }

  function fail(error: unknown): void {
    const { message, hint } = toErrorShape(error)
    notify({ tone: 'danger', title: message, detail: hint })
  }

  async function regenerate(input: HarombeInput<'chat.regenerate'>): Promise<void> {
    const request = view()
    try {
      begin(request, await client.call('chat.regenerate', input))
    } catch (error) {
      fail(error)
    }
  }

  const list = createConversationList({
    client,
    store,
    notify,
    onChanged: id => {
      if (id === store.getState().open.id) scheduleReload(reloadDelayMs)
    },
    onRemoved: id => {
      if (id === store.getState().open.id) open(null)
    },
  })

  return {
    ...list,
    store,
    start() {
      const stopList = list.start()
      void loadDefaults()
      return () => {
        stopList()
        clearTimeout(reloadTimer)
        detachAll()
      }
    },
    open,
    reload() {
      const { id } = store.getState().open
      if (id === null) return
      setOpen({ status: 'loading', error: null })
      void load(id)
    },
    send: (text, parentId = store.getState().open.leafId, attachments = []) =>
      submit(text, parentId, attachments),
    async retryPending() {
      const { pending, id } = store.getState().open
      if (pending === null) return null
      if (id !== null && pending.error?.code === 'DISCONNECTED') {
        await load(id)
        const { open: current } = store.getState()
        const arrived = arrivedQuestion(current)
        if (arrived !== null) {
          setOpen({ pending: null, leafId: latestLeafUnder(current.messages, arrived.id) })
          return id
        }
      }
      return submit(pending.text, pending.parentId, pending.attachments)
    },
    discardPending() {
      const { pending } = store.getState().open
      setOpen({ pending: null })
      return { text: pending?.text ?? '', attachments: pending?.attachments ?? [] }
    },
    regenerate: (messageId, target = store.getState().target) => regenerate({ messageId, ...target }),
    escalate: (messageId, tier) => regenerate({ messageId, tier, escalates: true }),
    dismissOffer: messageId =>
      store.setState(({ dismissed }) => ({ dismissed: new Set([...dismissed, messageId]) })),
    rate: createAnswerRatings({
      client,
      messages: () => store.getState().open.messages,
      show: message => setOpen({ messages: mergeMessages(store.getState().open.messages, [message]) }),
      failed: fail,
    }),
    async cancel() {
      const running = runningAnswer(store.getState())
      if (running === null) return
      try {
        await client.call('chat.cancelAnswer', { messageId: running.messageId })
      } catch (error) {
        notify({ tone: 'danger', title: toErrorShape(error).message })
      }
    },
    async stopTool(messageId, callId) {
      try {
        await client.call('chat.stopTool', { messageId, callId })
      } catch (error) {
        fail(error)
      }
    },
    async setSettings(settings) {
      const request = view()
      const { id, settings: before } = store.getState().open
      setOpen({ settings })
      if (id === null) return
      try {
        await client.call('chat.updateConversation', { id, settings })
      } catch (error) {
        if (request === view()) setOpen({ settings: before })
        fail(error)
      }
    },
    selectBranch(messageId) {
      const { id, messages } = store.getState().open
      const leafId = latestLeafUnder(messages, messageId)
      setOpen({ leafId })
      if (id === null) return
      client.call('chat.selectBranch', { id, leafId }).catch(error => {
        notify({
          tone: 'danger',
          title: texts.t('chat.page.branchNotKept'),
          detail: toErrorShape(error).message,
        })
      })
    },
    setTarget: target => store.setState({ target }),
  }
}
