import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createVirtualClock } from '../coordination/testing/virtual-clock'
import { attach, openChat, startChat } from './testing/chat'
import { createMemoryAnswerStore } from './testing/memory-answer-store'
import { failedOver, finished, routed, say } from './testing/scripted-executor'

const auto = { tier: 'auto' } as const

describe('stopping an answer', () => {
  it('keeps what was written, marks it cancelled, and tells everyone; a second time it does nothing', async () => {
    const { chat, send, emit, clock, runs } = openChat()
    const { answer } = await send()
    const window = attach(chat, answer.id)
    await emit(0, routed('mac'), say('half'))
    chat.cancel(answer.id)
    chat.cancel(answer.id)
    await clock.settle()
    expect(runs[0]?.signal.aborted).toBe(true)
    expect(window.final().message).toMatchObject({
      state: 'cancelled',
      content: 'half',
      answeredBy: { node: 'mac' },
    })
    expect(window.final().message).not.toHaveProperty('error')
    chat.cancel(answer.id)
    chat.cancel('unknown')
  })

  it('does not stop the others', async () => {
    const { chat, send, emit, runs } = openChat()
    const first = await send()
    await send()
    chat.cancel(first.answer.id)
    await emit(1, say('Paris.'), finished('mac'))
    expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, false])
  })
})

describe('watching', () => {
  it('resumes from any event without a gap or a repeat, during and after the answer', async () => {
    const { chat, send, emit, clock } = openChat()
    const { answer } = await send()
    const all = attach(chat, answer.id)
    for (let word = 0; word < 20; word += 1) {
      await emit(0, say(`${word} `), ...(word === 9 ? [failedOver('mac')] : []))
      await clock.advance(50)
    }
    const middle = [0, 3, 11, 19].map(from => attach(chat, answer.id, from))
    await emit(0, finished('dgx', 'mac'))
    const after = all.events.map((_, from) => attach(chat, answer.id, from))
    await clock.settle()
    for (const [index, window] of middle.entries()) {
      expect(window.events).toEqual(all.events.slice([0, 3, 11, 19][index]))
    }
    for (const [from, window] of after.entries()) expect(window.events).toEqual(all.events.slice(from))
  })

  it('of a window that goes away ends there and nowhere else', async () => {
    const { chat, send, emit } = openChat()
    const { answer } = await send()
    const [leaving, staying] = [attach(chat, answer.id), attach(chat, answer.id)]
    await emit(0, say('Par'))
    leaving.detach()
    await leaving.done
    await emit(0, say('is.'), finished('mac'))
    await staying.done
    expect(staying.shown()).toBe('Paris.')
  })

  it('begun long after the end gets the stored message, numbered as the window expects', async () => {
    const { chat, send, emit, clock } = openChat()
    const { answer } = await send()
    await emit(0, say('Paris.'), finished('mac'))
    await clock.advance(61_000)
    expect(clock.pending()).toBe(0)
    const window = attach(chat, answer.id, 17)
    await clock.settle()
    expect(window.events).toMatchObject([
      { type: 'finished', seq: 17, message: { content: 'Paris.' }, saved: true },
    ])
  })

  it('resumed long after the end outranks every attempt the window has seen', async () => {
    const { chat, send, emit, clock } = openChat()
    const { answer } = await send()
    const window = attach(chat, answer.id)
    await emit(0, say('half'), failedOver('mac'), say('who'))
    await clock.advance(50)
    window.detach()
    await window.done
    await emit(0, say('le'), finished('dgx', 'mac'))
    await clock.advance(61_000)
    const seen = Math.max(...window.events.map(({ epoch }) => epoch))
    expect(seen).toBe(1)
    const resumed = attach(chat, answer.id, window.events.length)
    await clock.settle()
    expect(resumed.events).toHaveLength(1)
    expect(resumed.events[0]?.epoch).toBeGreaterThanOrEqual(seen)
  })

  it('an unknown message is NOT_FOUND', async () => {
    const { chat } = openChat()
    await expect(attach(chat, 'unknown').done).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('the conversations tells of each beginning and end', async () => {
    const { chat, send, emit, clock } = openChat()
    const changes: string[] = []
    const abort = new AbortController()
    const watching = (async () => {
      for await (const { conversationId } of chat.watchConversations(abort.signal))
        changes.push(conversationId)
    })()
    await send()
    await clock.settle()
    expect(changes).toEqual(['conversation'])
    await emit(0, finished('mac'))
    expect(changes).toEqual(['conversation', 'conversation'])
    abort.abort()
    await watching
  })
})

describe('when harombe stops', () => {
  it('what is being written is kept as interrupted, everyone is told, and no timer is left', async () => {
    const { chat, send, emit, clock, memory } = openChat()
    const windows = [attach(chat, (await send()).answer.id), attach(chat, (await send()).answer.id)]
    await emit(0, routed('mac'), say('half'))
    await emit(1, say('done'), finished('mac'))
    await chat.stop()
    await Promise.all(windows.map(({ done }) => done))
    expect(memory.finished.map(({ state, content }) => [state, content])).toEqual([
      ['complete', 'done'],
      ['interrupted', 'half'],
    ])
    expect(clock.pending()).toBe(0)
  })

  it('nothing is begun any more, and the refused message is not stored without an answer', async () => {
    const { chat, memory } = openChat()
    await chat.stop()
    await expect(chat.send({ text: 'Too late?', target: auto })).rejects.toThrow('stopping')
    expect(memory.messages.size).toBe(0)
  })
})

describe('a question', () => {
  function openSlowChat() {
    const opened = openChat()
    const { store } = opened.memory
    const disk = Promise.withResolvers<void>()
    const { beginAnswer } = store
    store.beginAnswer = input => ({ ...beginAnswer(input), accepted: disk.promise })
    return { ...opened, disk }
  }

  it('is given to no node before it is accepted, though windows find its answer', async () => {
    const { chat, send, clock, runs, memory, disk } = openSlowChat()
    const sent = send()
    await clock.settle()
    expect(runs).toHaveLength(0)
    const [, begun] = [...memory.messages.keys()]
    const window = attach(chat, begun ?? '')
    await clock.settle()
    expect(window.events).toEqual([])
    disk.resolve()
    const { answer } = await sent
    await clock.settle()
    expect(answer.id).toBe(begun)
    expect(runs).toHaveLength(1)
  })

  it('that can be neither stored nor kept is refused to whoever asked, and nothing is left running', async () => {
    const { chat, send, clock, runs, memory, disk } = openSlowChat()
    const sent = send()
    const window = attach(chat, [...memory.messages.keys()][1] ?? '')
    disk.reject(new HarombeError('STORAGE_FAILED', 'The disk is full.'))
    await expect(sent).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    await window.done
    expect(window.final()).toMatchObject({ saved: false, message: { state: 'failed' } })
    expect(runs).toHaveLength(0)
    await chat.stop()
    expect(clock.pending()).toBe(0)
  })

  it('that is being accepted when harombe stops is accepted, and its answer interrupted', async () => {
    const { chat, send, memory, disk } = openSlowChat()
    const sent = send()
    const stopped = chat.stop()
    disk.resolve()
    await sent
    await stopped
    expect(memory.finished.map(({ state }) => state)).toEqual(['interrupted'])
  })
})

describe('a part that breaks its word', () => {
  const broken = (execute: () => AsyncGenerator<never>) => {
    const clock = createVirtualClock()
    const memory = createMemoryAnswerStore()
    const unused = () => Promise.reject(new Error('unused'))
    const cluster = { execute, complete: unused, embed: unused }
    return { clock, memory, ...startChat(memory.store, cluster, clock) }
  }

  it('leaves no answer that is written for ever when its beginning fails', async () => {
    const { chat, send, clock, memory, reported } = openChat()
    memory.store.history = () => {
      throw new TypeError('bug')
    }
    const { answer } = await send()
    const window = attach(chat, answer.id)
    await clock.settle()
    expect(window.ended).toBe(true)
    expect(memory.finished).toMatchObject([{ state: 'failed', error: { code: 'INTERNAL' } }])
    expect(reported).toHaveLength(1)
  })

  it.each([
    [
      'throws',
      // biome-ignore lint/correctness/useYield: it throws before it could
      async function* (): AsyncGenerator<never> {
        throw new TypeError('bug')
      },
    ],
    ['ends without an outcome', async function* (): AsyncGenerator<never> {}],
  ])('leaves no answer that is written for ever when it is a cluster that %s', async (_name, execute) => {
    const { chat, clock, memory, reported } = broken(execute)
    const { answer } = await chat.send({ text: 'Well?', target: auto })
    const window = attach(chat, answer.id)
    await clock.settle()
    expect(window.ended).toBe(true)
    expect(memory.finished).toMatchObject([{ state: 'failed', error: { code: 'INTERNAL' } }])
    expect(reported).toHaveLength(1)
  })
})
