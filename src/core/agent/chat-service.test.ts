import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { attach, openChat, settings } from './testing/chat'
import { failed, failedOver, finished, route, routed, say, think } from './testing/scripted-executor'

describe('an answer', () => {
  it('is written whether or not anybody watches, stored whole, and shown to everyone alike', async () => {
    const { chat, send, emit, clock, memory, reported } = openChat()
    const { answer, userMessage } = await send()
    expect(answer).toMatchObject({ role: 'assistant', state: 'streaming', parentId: userMessage.id })
    const early = attach(chat, answer.id)
    await emit(0, { type: 'stage', stage: 'reading', node: 'mac' }, routed('mac'), think('hm'), say('Par'))
    await clock.advance(100)
    const late = attach(chat, answer.id)
    await emit(0, say('is.'), finished('mac'))
    const after = attach(chat, answer.id)
    await Promise.all([early.done, late.done, after.done])

    expect([early.shown(), late.shown(), after.shown()]).toEqual(['Paris.', 'Paris.', 'Paris.'])
    expect(late.events).toEqual(early.events)
    expect(after.events).toEqual(early.events)
    expect(early.final()).toMatchObject({ saved: true })
    expect(memory.finished).toEqual([early.final().message])
    expect(memory.finished[0]).toMatchObject({
      id: answer.id,
      state: 'complete',
      content: 'Paris.',
      reasoning: 'hm',
      route,
      answeredBy: { node: 'mac' },
      metrics: { tokens: 3 },
    })
    expect(memory.finished[0]).not.toHaveProperty('error')
    expect(reported).toEqual([])
  })

  it('is asked with the system prompt, the branch and the settings of now', async () => {
    const { chat, send, emit, runs, clock } = openChat()
    await send('First?')
    await emit(0, say('One.'), finished('mac'))
    await chat.send({ text: 'Second?', target: { tier: 2, node: 'dgx' } })
    await clock.settle()
    expect(runs[1]?.request).toMatchObject({
      messages: [
        { role: 'system', content: settings.systemPrompt },
        { role: 'user', content: 'First?' },
        { role: 'assistant', content: 'One.' },
        { role: 'user', content: 'Second?' },
      ],
      target: { tier: 2, node: 'dgx' },
      origin: 'chat',
      onStreamFailure: 'restart',
      temperature: settings.temperature,
    })
  })

  it('is kept about every 250 ms while it is written, and not once more after its end', async () => {
    const { send, emit, clock, memory } = openChat()
    await send()
    for (let word = 0; word < 10; word += 1) {
      await emit(0, say(`${word} `))
      await clock.advance(100)
    }
    expect(memory.checkpoints.map(({ content }) => content.trim().split(' ').length)).toEqual([3, 6, 9])
    await emit(0, finished('mac'))
    await clock.advance(1000)
    expect(memory.checkpoints).toHaveLength(3)
  })

  it('is kept in the same moment as all the others, however they began', async () => {
    const { send, emit, clock, memory } = openChat()
    const moments: number[] = []
    const { checkpointAnswer } = memory.store
    memory.store.checkpointAnswer = (...call) => {
      moments.push(clock.monotonic())
      checkpointAnswer(...call)
    }
    for (const run of [0, 1, 2]) {
      await send()
      await emit(run, say('word'))
      await clock.advance(100)
    }
    await clock.advance(1000)
    expect(moments).toEqual([250, 250, 250])
    expect(clock.pending()).toBe(0)
  })

  it('written again is a sibling that answers the same question', async () => {
    const { chat, send, emit, runs, clock } = openChat()
    const { answer, userMessage } = await send()
    await emit(0, say('One.'), finished('mac'))
    const again = await chat.regenerate(answer.id, { tier: 2 })
    await clock.settle()
    expect(again.answer).toMatchObject({ parentId: userMessage.id })
    expect(again.answer.id).not.toBe(answer.id)
    expect(runs[1]?.request.messages.map(({ content }) => content)).not.toContain('One.')
    await expect(chat.regenerate(userMessage.id, { tier: 'auto' })).rejects.toThrow('Only an answer')
  })
})

describe('a node that dies in mid-answer', () => {
  it('keeps its text when the next one goes on behind it, and says where the seam sits', async () => {
    const { chat, send, emit, memory } = openChat()
    const window = attach(chat, (await send()).answer.id)
    await emit(
      0,
      routed('mac'),
      say('half an ans'),
      failedOver('mac', 'mid_answer', 'continue'),
      routed('dgx'),
    )
    await emit(0, say('wer'), finished('dgx', 'mac'))
    await window.done
    expect(window.shown()).toBe('half an answer')
    expect(new Set(window.events.slice(0, -1).map(({ epoch }) => epoch))).toEqual(new Set([0]))
    expect(memory.finished[0]?.content).toBe('half an answer')
    expect(memory.finished[0]?.failovers?.[0]?.keptCharacters).toBe(11)
    const seen = window.events.find(event => event.type === 'failedOver')
    expect(seen).toMatchObject({ failover: { keptCharacters: 11 } })
  })

  it('leaves its text standing until the next one speaks, then it is replaced whole', async () => {
    const { chat, send, emit, memory } = openChat()
    const window = attach(chat, (await send()).answer.id)
    await emit(0, routed('mac'), think('hm'), say('half an ans'), failedOver('mac'))
    await emit(0, routed('dgx'))
    expect(window.shown()).toBe('half an ans')
    await emit(0, say('whole'), say(' answer'), finished('dgx', 'mac'))
    await window.done
    expect(window.shown()).toBe('whole answer')
    expect(window.final().message).toMatchObject({
      content: 'whole answer',
      answeredBy: { node: 'dgx' },
      failovers: [{ node: 'mac' }],
    })
    expect(window.final().message).not.toHaveProperty('reasoning')
    expect(memory.finished[0]?.content).toBe('whole answer')
  })

  it('stores checkpoints under the attempt they belong to', async () => {
    const { send, emit, clock, memory } = openChat()
    await send()
    await emit(0, say('half'))
    await clock.advance(400)
    await emit(0, failedOver('mac'), say('whole'))
    await clock.advance(400)
    expect(memory.checkpoints).toMatchObject([
      { content: 'half', epoch: 0 },
      { content: 'whole', epoch: 1 },
    ])
  })

  it('changes nothing when it had not said anything yet', async () => {
    const { chat, send, emit } = openChat()
    const window = attach(chat, (await send()).answer.id)
    await emit(0, failedOver('mac', 'before_first_token'), say('whole'), finished('dgx', 'mac'))
    expect(window.final()).toMatchObject({ epoch: 0, message: { content: 'whole' } })
  })

  it('keeps its text when nobody can go on, as that of a failed answer', async () => {
    const { chat, send, emit } = openChat()
    const window = attach(chat, (await send()).answer.id)
    const error = new HarombeError('ALL_NODES_FAILED', 'mac failed and no other node can answer.')
    await emit(0, routed('mac'), say('half'), failedOver('mac'), failed(error))
    expect(window.final().message).toMatchObject({
      state: 'failed',
      content: 'half',
      answeredBy: { node: 'mac' },
      error: error.toShape(),
    })
    expect(window.shown()).toBe('half')
  })

  it('leaves nothing of its text in an answer that another finished without a word', async () => {
    const { chat, send, emit } = openChat()
    const window = attach(chat, (await send()).answer.id)
    await emit(
      0,
      routed('mac'),
      think('hm'),
      say('half'),
      failedOver('mac'),
      routed('dgx'),
      finished('dgx', 'mac'),
    )
    expect(window.final().message).toMatchObject({
      state: 'complete',
      content: '',
      answeredBy: { node: 'dgx' },
    })
    expect(window.final().message).not.toHaveProperty('reasoning')
    expect(window.final()).toMatchObject({ epoch: 1 })
  })
})

describe('a failure', () => {
  it('before the first word leaves an empty answer that says why', async () => {
    const { chat, send, emit } = openChat()
    const window = attach(chat, (await send()).answer.id)
    const error = new HarombeError('NO_NODE_AVAILABLE', 'No node can answer.', { hint: 'Start one.' })
    await emit(0, failed(error))
    expect(window.final().message).toMatchObject({ state: 'failed', content: '', error: error.toShape() })
    expect(window.final().message).not.toHaveProperty('answeredBy')
  })

  it('of the disk does not keep the answer from being shown: saved is false', async () => {
    const { chat, send, emit, memory, reported } = openChat()
    memory.refuse = true
    const window = attach(chat, (await send()).answer.id)
    await emit(0, say('Paris.'), finished('mac'))
    expect(window.final()).toMatchObject({ saved: false, message: { state: 'complete', content: 'Paris.' } })
    expect(reported).toEqual([])
  })

  it('nobody foresaw while saving is reported, and the answer shown', async () => {
    const { chat, send, emit, memory, reported } = openChat()
    memory.store.finishAnswer = () => Promise.reject(new TypeError('bug'))
    const window = attach(chat, (await send()).answer.id)
    await emit(0, say('Paris.'), finished('mac'))
    expect(window.final().saved).toBe(false)
    expect(reported).toMatchObject([{ message: 'bug' }])
  })

  it('of a checkpoint is reported and does not end the answer', async () => {
    const { chat, send, emit, clock, memory, reported } = openChat()
    memory.store.checkpointAnswer = () => {
      throw new Error('bug')
    }
    const window = attach(chat, (await send()).answer.id)
    await emit(0, say('Par'))
    await clock.advance(400)
    await emit(0, say('is.'), finished('mac'))
    expect(window.final().message).toMatchObject({ state: 'complete', content: 'Paris.' })
    expect(reported).toHaveLength(1)
  })
})
