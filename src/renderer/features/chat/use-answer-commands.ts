import type { Message } from '../../../shared/entities'
import { announce } from '../../announcer'
import { useClient } from '../../client'
import { useCommand } from '../../commands'
import { texts } from '../../texts'
import { useChatServices } from './chat-context'
import { runningAnswer, shownPath } from './chat-state'
import { type MessageMap, siblingsOf } from './conversation-tree'
import { exportChat } from './library/export-chat'

/** Of the message that has the focus when it has versions, else of the last that has some. */
export function neighbourVersion(
  messages: MessageMap,
  path: readonly Message[],
  focusedId: string | undefined,
  step: 1 | -1,
): { message: Message; number: number; count: number } | null {
  const focused = path.filter(({ id }) => id === focusedId)
  for (const message of [...path, ...focused].toReversed()) {
    const siblings = siblingsOf(messages, message)
    if (siblings.length < 2) continue
    const index = siblings.findIndex(({ id }) => id === message.id) + step
    const neighbour = siblings[index]
    return neighbour === undefined ? null : { message: neighbour, number: index + 1, count: siblings.length }
  }
  return null
}

const focusedMessage = () => document.activeElement?.closest<HTMLElement>('[data-message]')?.dataset.message

/** Commands on the answers of the open chat, and on the chat as a whole. */
export function useAnswerCommands(): void {
  const { chat } = useChatServices()
  const client = useClient()
  const read = () => chat.store.getState()
  const neighbour = (step: 1 | -1) => {
    const { open } = read()
    return neighbourVersion(open.messages, shownPath(open).path, focusedMessage(), step)
  }
  const go = (step: 1 | -1) => {
    const found = neighbour(step)
    if (found === null) return false
    chat.selectBranch(found.message.id)
    announce(texts.t('chat.answer.versionShown', { number: found.number, total: found.count }))
    return true
  }
  const lastAnswer = () => {
    const state = read()
    return runningAnswer(state) !== null
      ? undefined
      : shownPath(state.open).path.findLast(({ role }) => role === 'assistant')
  }
  useCommand('previousVersion', () => go(-1), { when: () => neighbour(-1) !== null })
  useCommand('nextVersion', () => go(1), { when: () => neighbour(1) !== null })
  useCommand(
    'redoAnswer',
    () => {
      const last = lastAnswer()
      if (last === undefined) return false
      void chat.regenerate(last.id)
      return true
    },
    { when: () => lastAnswer() !== undefined },
  )
  useCommand(
    'exportChat',
    () => {
      const { id, title } = read().open
      if (id === null) return false
      void exportChat(client, { id, title }, 'markdown')
      return true
    },
    { when: () => read().open.id !== null },
  )
}
