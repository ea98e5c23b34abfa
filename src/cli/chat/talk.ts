import type { RouteDecision, UntrustedKind } from '../../shared/entities'
import type { AskTarget, PromptMessage, Question } from '../commands/ask'
import { composeQuestion } from '../commands/compose-question'
import type { TextDocument } from '../read-document'

/** What was said in one chat on the terminal, and how the next question goes out. Nothing of it is kept anywhere. */
export interface Talk {
  target: AskTarget
  tools: boolean
  readonly messages: readonly PromptMessage[]
  /** Sent with the next question. */
  readonly attached: readonly TextDocument[]
  /** Why the last answer came from where it did. */
  lastRoute: RouteDecision | null
  attach(document: TextDocument): void
  /** The question with what is attached, as the last message. */
  ask(text: string): Question
  /** Takes the last answer back and asks the same, also where there was none; null when nothing was asked. */
  askAgain(): Question | null
  answered(content: string, untrusted: readonly UntrustedKind[], exchangeId?: string): void
  /** The question is as if it had not been asked; its files stay attached. */
  unask(): void
  clear(): void
}

export function createTalk(target: AskTarget, tools: boolean): Talk {
  let messages: PromptMessage[] = []
  let attached: TextDocument[] = []
  let sent: TextDocument[] = []
  /** Typed, and not answered at all. */
  let unasked: string | null = null
  let asked = ''
  const tainted = new Set<UntrustedKind>()
  const question = (): Question => ({
    messages,
    target: talk.target,
    tools: talk.tools,
    tainted: [...tainted],
  })
  const talk: Talk = {
    target,
    tools,
    lastRoute: null,
    get messages() {
      return messages
    },
    get attached() {
      return attached
    },
    attach(document) {
      attached.push(document)
    },
    ask(text) {
      asked = text
      unasked = null
      const composed = composeQuestion(text, attached)
      for (const kind of composed.tainted) tainted.add(kind)
      messages = [...messages, { role: 'user', content: composed.content }]
      sent = attached
      attached = []
      return question()
    },
    askAgain() {
      if (unasked !== null) return talk.ask(unasked)
      const last = messages.findLastIndex(({ role }) => role === 'user')
      if (last < 0) return null
      messages = messages.slice(0, last + 1)
      return question()
    },
    answered(content, untrusted, exchangeId) {
      for (const kind of untrusted) tainted.add(kind)
      sent = []
      // An answer of nothing would be refused as a message.
      if (content !== '') messages = [...messages, { role: 'assistant', content, exchangeId }]
    },
    unask() {
      if (messages.at(-1)?.role !== 'user') return
      messages = messages.slice(0, -1)
      unasked = asked
      attached = [...sent, ...attached]
      sent = []
    },
    clear() {
      messages = []
      attached = []
      sent = []
      unasked = null
      tainted.clear()
      talk.lastRoute = null
    },
  }
  return talk
}
