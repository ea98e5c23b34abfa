import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '../../../shared/entities'
import { HarombeError } from '../../../shared/harombe-error'
import { runningAnswer, shownPath } from './chat-state'
import { createChatStore } from './chat-store'
import type { Notice } from './conversation-list'
import { createDrafts } from './drafts'
import { createFakeClient, makeConversation, makeMessage, numbered } from './fake-client.fixture'

function setup() {
  const fake = createFakeClient()
  const notices: Notice[] = []
  const drafts = createDrafts(null)
  const chat = createChatStore(fake.client, {
    notify: notice => notices.push(notice),
    drafts,
    schedule: publish => {
      publish()
      return () => undefined
    },
    now: () => 50_000,
    wallClock: () => 10_000,
  })
  const state = () => chat.store.getState()
  return { ...fake, chat, state, notices, drafts }
}

type Setup = ReturnType<typeof setup>

const question = makeMessage('q1', { content: 'Hi' })
const answer = makeMessage('a1', {
  parentId: 'q1',
  role: 'assistant',
  content: '',
  state: 'streaming',
  createdAt: 9_000,
})
const started = (userMessage: Message = question, reply: Message = answer) => ({
  conversation: makeConversation('c1', { activeLeafId: reply.id }),
  userMessage,
  answer: reply,
})
const settle = () => vi.advanceTimersByTimeAsync(0)

async function openExisting(test: Setup, messages: Message[], activeLeafId: string | null) {
  test.reply('chat.getConversation', () => ({
    conversation: makeConversation('c1', { activeLeafId }),
    messages,
  }))
  test.chat.open('c1')
  await settle()
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('sending', () => {
  it('shows the question at once, begins the conversation and follows its answer', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => started())
    const sent = test.chat.send('Hi')
    expect(shownPath(test.state().open).pending).toMatchObject({ text: 'Hi', error: null })
    expect(await sent).toBe('c1')
    expect(test.callsTo('chat.sendMessage')).toEqual([{ text: 'Hi', tier: 'auto' }])
    expect(test.state().open).toMatchObject({ id: 'c1', leafId: 'a1', pending: null })
    expect(runningAnswer(test.state())?.startedAt).toBe(49_000)
    expect(test.streamsOf('chat.watchAnswer')[0]?.input).toEqual({ messageId: 'a1', fromSeq: 0 })
  })

  it('follows the branch that is shown, and forks where it is told', async () => {
    const test = setup()
    const done = makeMessage('a1', { parentId: 'q1', role: 'assistant' })
    await openExisting(test, [question, done], 'a1')
    test.reply('chat.sendMessage', () => started(makeMessage('q2', { parentId: 'a1' }), makeMessage('a2')))
    await test.chat.send('next')
    await test.chat.send('edited', null)
    expect(test.callsTo('chat.sendMessage')).toMatchObject([
      { conversationId: 'c1', parentId: 'a1' },
      { conversationId: 'c1', parentId: null },
    ])
  })

  it('sends to the chosen tier or node', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => started())
    test.chat.setTarget({ tier: 2, node: 'gaming-pc' })
    await test.chat.send('Hi')
    expect(test.callsTo('chat.sendMessage')).toEqual([{ text: 'Hi', tier: 2, node: 'gaming-pc' }])
  })

  it('keeps the question with its error when it fails, and sends it again', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => {
      throw new HarombeError('STORAGE_FAILED', 'disk full')
    })
    expect(await test.chat.send('Hi')).toBeNull()
    expect(test.state().open.pending).toMatchObject({ text: 'Hi', error: { code: 'STORAGE_FAILED' } })
    test.reply('chat.sendMessage', () => started())
    expect(await test.chat.retryPending()).toBe('c1')
    expect(test.state().open.pending).toBeNull()
  })

  it('does not ask twice when the connection broke after the question had arrived', async () => {
    const test = setup()
    await openExisting(test, [], null)
    test.reply('chat.sendMessage', () => {
      throw new HarombeError('DISCONNECTED', 'gone')
    })
    await test.chat.send('Hi')
    test.reply('chat.getConversation', () => ({
      conversation: makeConversation('c1', { activeLeafId: 'a1' }),
      messages: [question, answer],
    }))
    await test.chat.retryPending()
    expect(test.callsTo('chat.sendMessage')).toHaveLength(1)
    expect(test.state().open).toMatchObject({ leafId: 'a1', pending: null })
  })

  it('asks again when only an older question of the same text is there', async () => {
    const test = setup()
    await openExisting(test, [question, makeMessage('a1', { parentId: 'q1', role: 'assistant' })], 'a1')
    test.reply('chat.sendMessage', () => {
      throw new HarombeError('DISCONNECTED', 'gone')
    })
    await test.chat.send('Hi', null)
    await test.chat.retryPending()
    expect(test.callsTo('chat.sendMessage')).toHaveLength(2)
  })

  it('does not pull the user back from another conversation', async () => {
    const test = setup()
    let finish: (value: unknown) => void = () => undefined
    test.reply('chat.sendMessage', () => new Promise(resolve => (finish = resolve)))
    const sent = test.chat.send('Hi')
    await openExisting(test, [makeMessage('q9')], 'q9')
    finish({ ...started(), conversation: makeConversation('c7') })
    expect(await sent).toBeNull()
    expect(test.state().open).toMatchObject({ id: 'c1', leafId: 'q9' })
    expect(test.state().conversations.map(conversation => conversation.id)).toContain('c7')
  })

  it('turns a failed question into a draft when another conversation is shown', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => {
      throw new HarombeError('INTERNAL', 'no')
    })
    await test.chat.send('precious')
    await openExisting(test, [], null)
    expect(test.drafts.read(null)).toBe('precious')
  })
})

describe('answers', () => {
  it('take their final form from the stored message', async () => {
    const test = setup()
    await openExisting(test, [question, answer], 'a1')
    const [stream] = test.streamsOf('chat.watchAnswer')
    const final = { ...answer, state: 'complete', content: 'Hello' }
    for (const event of numbered([{ type: 'finished', message: final, saved: false }])) stream?.push(event)
    await settle()
    expect(test.state().open.messages.get('a1')?.content).toBe('Hello')
    expect(test.state().answers.size).toBe(0)
    expect([...test.state().unsaved]).toEqual(['a1'])
  })

  it('are asked for again when the coordinator lost track of them', async () => {
    const test = setup()
    await openExisting(test, [question, answer], 'a1')
    test.reply('chat.getConversation', () => ({
      conversation: makeConversation('c1', { activeLeafId: 'a1' }),
      messages: [question, { ...answer, state: 'interrupted', content: 'half' }],
    }))
    test.streamsOf('chat.watchAnswer')[0]?.fail(new HarombeError('NOT_FOUND', 'unknown'))
    await vi.advanceTimersByTimeAsync(1_500)
    expect(test.state().open.messages.get('a1')).toMatchObject({ state: 'interrupted', content: 'half' })
    expect(test.streamsOf('chat.watchAnswer')).toHaveLength(1)
  })

  it('are no longer followed once another conversation is shown', async () => {
    const test = setup()
    await openExisting(test, [question, answer], 'a1')
    test.chat.open(null)
    await settle()
    expect(test.streamsOf('chat.watchAnswer')[0]?.aborted).toBe(true)
  })

  it('are bettered by a larger node, and cancelled by id', async () => {
    const test = setup()
    const done = {
      ...answer,
      state: 'complete' as const,
      answeredBy: { node: 'n', tier: 1 as const, model: 'm', simulated: false },
    }
    await openExisting(test, [question, done], 'a1')
    test.reply('chat.regenerate', () => started(question, { ...answer, id: 'a2' }))
    test.reply('chat.cancelAnswer', () => null)
    await test.chat.escalate('a1', 2)
    expect(test.callsTo('chat.regenerate')).toEqual([{ messageId: 'a1', tier: 2, escalates: true }])
    expect(test.state().open.leafId).toBe('a2')
    await test.chat.cancel()
    expect(test.callsTo('chat.cancelAnswer')).toEqual([{ messageId: 'a2' }])
  })
})

describe('a conversation changed elsewhere', () => {
  const done = makeMessage('a1', { parentId: 'q1', role: 'assistant' })
  const more = [
    makeMessage('q2', { parentId: 'a1' }),
    makeMessage('a2', { parentId: 'q2', role: 'assistant', state: 'streaming' }),
  ]

  it('is followed when the branch that is shown went on', async () => {
    const test = setup()
    const stop = test.chat.start()
    await openExisting(test, [question, done], 'a1')
    test.reply('chat.getConversation', () => ({
      conversation: makeConversation('c1', { activeLeafId: 'a2' }),
      messages: [question, done, ...more],
    }))
    test.streamsOf('chat.watchConversations')[0]?.push({ conversationId: 'c1' })
    await vi.advanceTimersByTimeAsync(500)
    expect(test.state().open.leafId).toBe('a2')
    expect(runningAnswer(test.state())?.messageId).toBe('a2')
    stop()
  })

  it('does not switch the branch under the reader', async () => {
    const test = setup()
    const stop = test.chat.start()
    const other = makeMessage('b1', { parentId: 'q1', role: 'assistant', createdAt: 2_000 })
    await openExisting(test, [question, done, other], 'b1')
    test.reply('chat.selectBranch', () => makeConversation('c1'))
    test.chat.selectBranch('a1')
    test.reply('chat.getConversation', () => ({
      conversation: makeConversation('c1', { activeLeafId: 'b1' }),
      messages: [question, done, other],
    }))
    test.streamsOf('chat.watchConversations')[0]?.push({ conversationId: 'c1' })
    await vi.advanceTimersByTimeAsync(500)
    expect(test.state().open.leafId).toBe('a1')
    stop()
  })
})

describe('the list', () => {
  it('is loaded on start, again on every change and on every new connection', async () => {
    const test = setup()
    test.reply('chat.listConversations', () => [makeConversation('c1')])
    const stop = test.chat.start()
    await vi.advanceTimersByTimeAsync(500)
    expect(test.state()).toMatchObject({ listStatus: 'ready', conversations: [{ id: 'c1' }] })
    const [stream] = test.streamsOf('chat.watchConversations')
    for (let burst = 0; burst < 5; burst += 1) stream?.push({ conversationId: 'c9' })
    await vi.advanceTimersByTimeAsync(500)
    expect(test.callsTo('chat.listConversations')).toHaveLength(2)
    stream?.fail(new HarombeError('DISCONNECTED', 'gone'))
    await vi.advanceTimersByTimeAsync(500)
    expect(test.callsTo('chat.listConversations')).toHaveLength(3)
    stop()
  })

  it('moves a chat at once, and back when that was refused', async () => {
    const test = setup()
    test.chat.store.setState({ conversations: [makeConversation('c1', { pinned: true })] })
    test.reply('chat.updateConversation', ({ pinned }: { pinned?: boolean }) => {
      if (pinned === undefined) throw new HarombeError('NOT_FOUND', 'The folder is gone.')
      return makeConversation('c1', { pinned })
    })
    await test.chat.place('c1', { pinned: false })
    expect(test.state().conversations).toMatchObject([{ id: 'c1', pinned: false }])
    const moving = test.chat.place('c1', { folderId: 'f1' })
    expect(test.state().conversations).toMatchObject([{ folderId: 'f1' }])
    await moving
    expect(test.state().conversations).toMatchObject([{ folderId: null, pinned: false }])
    expect(test.notices).toMatchObject([{ detail: 'The folder is gone.' }])
  })

  it('deletes at once, offers undo, and brings the chat back', async () => {
    const test = setup()
    test.chat.store.setState({
      conversations: [makeConversation('c1', { title: 'Trip' }), makeConversation('c2')],
    })
    test.reply('chat.deleteConversation', () => null)
    test.reply('chat.restoreConversation', () => makeConversation('c1', { title: 'Trip' }))
    await test.chat.remove('c1')
    expect(test.state().conversations.map(conversation => conversation.id)).toEqual(['c2'])
    expect(test.notices[0]?.title).toContain('Trip')
    test.notices[0]?.undo?.()
    await settle()
    expect(test.state().conversations.map(conversation => conversation.id)).toContain('c1')
  })

  it('takes a title back that was refused', async () => {
    const test = setup()
    test.chat.store.setState({ conversations: [makeConversation('c1', { title: 'Trip' })] })
    test.reply('chat.renameConversation', () => {
      throw new HarombeError('STORAGE_FAILED', 'disk full')
    })
    await test.chat.rename('c1', ' Journey ')
    expect(test.callsTo('chat.renameConversation')).toEqual([{ id: 'c1', title: 'Journey' }])
    expect(test.state().conversations[0]?.title).toBe('Trip')
    expect(test.notices[0]?.tone).toBe('danger')
  })
})

const settings = { tools: false, memory: true, files: true, facts: true }
const file = {
  id: 'f1',
  name: 'plan.md',
  kind: 'markdown',
  mediaType: 'text/markdown',
  bytes: 9,
  state: 'ready',
  createdAt: 1,
} as const

describe('what goes with a question', () => {
  it('takes files along, also when it is sent a second time', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => {
      throw new HarombeError('NODE_BUSY', 'busy', { retryable: true })
    })
    await test.chat.send('Hi', null, [file])
    expect(test.state().open.pending?.attachments).toEqual([file])
    await test.chat.retryPending()
    expect(test.callsTo('chat.sendMessage').map(({ attachmentIds }) => attachmentIds)).toEqual([
      ['f1'],
      ['f1'],
    ])
    expect(test.chat.discardPending()).toEqual({ text: 'Hi', attachments: [file] })
  })

  it('begins a chat with what was chosen for it, and says nothing where nothing was', async () => {
    const test = setup()
    test.reply('chat.sendMessage', () => started())
    await test.chat.setSettings(settings)
    await test.chat.send('Hi')
    expect(test.callsTo('chat.sendMessage')).toMatchObject([{ settings }])
    test.chat.open(null)
    await test.chat.send('Hi')
    expect(test.callsTo('chat.sendMessage')[1]).not.toHaveProperty('settings')
    expect(test.callsTo('chat.updateConversation')).toEqual([])
  })

  it('takes a switch back that the coordinator did not take', async () => {
    const test = setup()
    await openExisting(test, [question], 'q1')
    await test.chat.setSettings(settings)
    expect(test.callsTo('chat.updateConversation')).toEqual([{ id: 'c1', settings }])
    expect(test.state().open.settings).toBeNull()
    expect(test.notices).toHaveLength(1)
  })
})
