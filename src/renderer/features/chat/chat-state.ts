import type {
  Attachment,
  Conversation,
  ConversationSettings,
  Message,
  TierChoice,
} from '../../../shared/entities'
import type { ErrorShape } from '../../../shared/harombe-error'
import type { AnswerStore } from './answer-store'
import { usualSettings } from './chat-settings'
import { activePath, type MessageMap } from './conversation-tree'

/** Where the next question goes. A node wins over a model, a model over the tier. */
export interface Target {
  tier: TierChoice
  node?: string
  model?: string
}

/** A question on its way to the coordinator; with an error it waits for the user. */
export interface PendingQuestion {
  text: string
  /** Given with it. */
  attachments: readonly Attachment[]
  /** The message it follows; null when it is the first. */
  parentId: string | null
  /** The messages when it was sent: tells its own stored message from an older one of the same text. */
  before: MessageMap
  error: ErrorShape | null
}

export interface OpenConversation {
  /** Counts up with every conversation that is shown; a new chat keeps it when it gets its id. */
  view: number
  /** Null is the new chat that nothing was sent in yet. */
  id: string | null
  status: 'loading' | 'ready' | 'failed'
  error: ErrorShape | null
  title: string
  /** What may be used in it; null while it was never chosen, and the coordinator's own choice holds. */
  settings: ConversationSettings | null
  messages: MessageMap
  leafId: string | null
  pending: PendingQuestion | null
}

export interface ChatState {
  /** Newest first. */
  conversations: readonly Conversation[]
  listStatus: 'loading' | 'ready' | 'failed'
  listError: ErrorShape | null
  open: OpenConversation
  /** What may be used in a new chat in which nothing was chosen. */
  defaultSettings: ConversationSettings
  /** Answers being written in the open conversation, by message id. */
  answers: ReadonlyMap<string, AnswerStore>
  target: Target
  /** Finished answers that could not be written to disk. */
  unsaved: ReadonlySet<string>
  /** Answers whose offer of a larger node was waved away. */
  dismissed: ReadonlySet<string>
}

export const newChat: OpenConversation = {
  view: 0,
  id: null,
  status: 'ready',
  error: null,
  title: '',
  settings: null,
  messages: new Map(),
  leafId: null,
  pending: null,
}

export const initialChatState: ChatState = {
  conversations: [],
  listStatus: 'loading',
  listError: null,
  open: newChat,
  defaultSettings: usualSettings,
  answers: new Map(),
  target: { tier: 'auto' },
  unsaved: new Set(),
  dismissed: new Set(),
}

/** The stored message of the pending question, if it arrived after all. */
export function arrivedQuestion(open: OpenConversation): Message | null {
  const { pending, messages } = open
  if (pending === null) return null
  for (const message of messages.values()) {
    const matches =
      message.role === 'user' && message.parentId === pending.parentId && message.content === pending.text
    if (matches && !pending.before.has(message.id)) return message
  }
  return null
}

/** The messages to show: while a question is on its way, only those it follows. */
export function shownPath(open: OpenConversation): { path: Message[]; pending: PendingQuestion | null } {
  const pending = arrivedQuestion(open) === null ? open.pending : null
  return { path: activePath(open.messages, pending === null ? open.leafId : pending.parentId), pending }
}

/** The answer being written on the branch that is shown, if any. */
export function runningAnswer(state: Pick<ChatState, 'open' | 'answers'>): AnswerStore | null {
  return state.open.leafId === null ? null : (state.answers.get(state.open.leafId) ?? null)
}

/** Puts a changed conversation at its place by time; a list that does not have it yet gets it. */
export function withConversation(list: readonly Conversation[], changed: Conversation): Conversation[] {
  return [changed, ...list.filter(conversation => conversation.id !== changed.id)].sort(
    (a, b) => b.updatedAt - a.updatedAt,
  )
}

/** Messages whose answer is being written. */
export function streamingMessages(messages: Iterable<Message>): Message[] {
  return [...messages].filter(message => message.role === 'assistant' && message.state === 'streaming')
}
