import type { Conversation, Message, RunStep } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { AnswerStore } from '../chat-service'

/** An AnswerStore without a disk, one conversation wide. `refuse` makes it behave as the real one does on a full disk. */
export function createMemoryAnswerStore() {
  const conversation: Conversation = {
    id: 'conversation',
    title: 'Test',
    createdAt: 0,
    updatedAt: 0,
    activeLeafId: null,
  }
  const messages = new Map<string, Message>()
  const checkpoints: { id: string; content: string; reasoning?: string | undefined; epoch: number }[] = []
  const recorded: { id: string; steps: readonly RunStep[] }[] = []
  const state = { refuse: false, finished: [] as Message[] }

  const find = (id: string): Message => {
    const message = messages.get(id)
    if (message === undefined) throw new HarombeError('NOT_FOUND', 'There is no such message.')
    return message
  }
  const add = (
    fields: Pick<Message, 'role' | 'content' | 'state' | 'parentId' | 'escalatedFrom'>,
    isShown = true,
  ) => {
    const message: Message = {
      ...fields,
      id: `message-${messages.size}`,
      conversationId: conversation.id,
      createdAt: messages.size,
    }
    messages.set(message.id, message)
    if (isShown) conversation.activeLeafId = message.id
    return { conversation: { ...conversation }, message, accepted: Promise.resolve() }
  }

  const store: AnswerStore = {
    message: find,
    history(leafId) {
      const branch: Message[] = []
      for (let id: string | null = leafId; id !== null; id = find(id).parentId) branch.unshift(find(id))
      return branch
    },
    appendUserMessage: ({ parentId, text }) =>
      add({
        role: 'user',
        content: text,
        state: 'complete',
        parentId: parentId === undefined ? conversation.activeLeafId : parentId,
      }),
    beginAnswer: ({ parentId, escalatedFrom, isShown }) =>
      add(
        {
          role: 'assistant',
          content: '',
          state: 'streaming',
          parentId,
          ...(escalatedFrom === undefined ? {} : { escalatedFrom }),
        },
        isShown,
      ),
    async annotateAnswer(id, { escalation }) {
      const message = { ...find(id), escalation }
      messages.set(id, message)
      return message
    },
    isShown: id => conversation.activeLeafId === id,
    async showInstead(leafId, insteadOf) {
      if (conversation.activeLeafId === insteadOf) conversation.activeLeafId = leafId
    },
    checkpointAnswer: (id, checkpoint) => void checkpoints.push({ id, ...checkpoint }),
    async recordSteps(id, steps) {
      recorded.push({ id, steps })
    },
    async finishAnswer(message) {
      // Kept in memory though the disk refused it, as the real store does.
      messages.set(message.id, message)
      state.finished.push(message)
      if (state.refuse) throw new HarombeError('STORAGE_FAILED', 'The disk is full.')
    },
  }
  return Object.assign(state, {
    store,
    messages,
    checkpoints,
    recorded,
    shown: () => conversation.activeLeafId,
  })
}
