import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { attach } from './testing/chat'
import { type EscalatingChat, end, openEscalating, routedTo } from './testing/escalating-chat'
import { failed, say } from './testing/scripted-executor'

const anyNode = { tier: 'auto' } as const

describe('an answer that falls short', () => {
  it('carries an offer, in the event that ends it and in the store', async () => {
    const { chat, send, emit, message, memory, runs } = openEscalating('offer')
    const { answer } = await send()
    const window = attach(chat, answer.id)
    await emit(0, routedTo(0), say('Because the'), end(0, 'length'))
    const escalation = { state: 'offered', tier: 1, reasons: ['it was cut off'] }
    expect(window.final().message).toMatchObject({ content: 'Because the', escalation })
    expect(message(answer.id).escalation).toEqual(escalation)
    expect(memory.messages.size).toBe(2)
    expect(runs[0]?.request.watchConfidence).toBe(true)
  })

  it('and was well, carries none', async () => {
    const { send, emit, message } = openEscalating('offer')
    const { answer } = await send()
    await emit(0, routedTo(0), say('Paris.'), end(0))
    expect(message(answer.id)).not.toHaveProperty('escalation')
  })

  it.each<[string, Parameters<EscalatingChat['chat']['send']>[0]['target']]>([
    ['tier', { tier: 0 }],
    ['node', { tier: 'auto', node: 'small' }],
    ['model', { tier: 'auto', model: 'small' }],
  ])('is left alone when the user insisted on its %s', async (_name, target) => {
    const { chat, emit, message, runs, clock } = openEscalating('auto')
    const { answer } = await chat.send({ text: 'Why?', target })
    await clock.settle()
    await emit(0, routedTo(0), say('Because the'), end(0, 'length'))
    expect(message(answer.id)).not.toHaveProperty('escalation')
    expect(runs).toHaveLength(1)
    expect(runs[0]?.request).not.toHaveProperty('watchConfidence')
  })

  it('is left alone when nobody larger can take it', async () => {
    const { fallShort, outlook } = openEscalating('auto')
    outlook.change('medium', { status: 'offline' })
    outlook.change('large', { status: 'draining' })
    expect(await fallShort(0)).not.toHaveProperty('escalation')
  })

  it('of the largest tier, or that failed or was stopped, is left alone', async () => {
    const { chat, send, emit, message, clock } = openEscalating('auto')
    const [large, broken, stopped] = [await send(), await send(), await send()]
    await emit(0, routedTo(2), say('Because the'), end(2, 'length'))
    await emit(1, routedTo(0), say('Because the'), failed(new HarombeError('STREAM_CUT_OFF', 'gone')))
    await emit(2, routedTo(0), say('Because the'))
    chat.cancel(stopped.answer.id)
    await clock.settle()
    for (const { answer } of [large, broken, stopped])
      expect(message(answer.id)).not.toHaveProperty('escalation')
  })

  it('is not even looked at when that is off: no node is asked how sure it is', async () => {
    const { fallShort, runs } = openEscalating('off')
    expect(await fallShort(0)).not.toHaveProperty('escalation')
    expect(runs[0]?.request).not.toHaveProperty('watchConfidence')
  })

  it('is judged by the settings of now, which a reload may have changed', async () => {
    const { fallShort, outlook } = openEscalating('off')
    await fallShort(0)
    outlook.settings.mode = 'offer'
    expect(await fallShort(1)).toMatchObject({ escalation: { state: 'offered' } })
  })
})

describe('an offer the user takes', () => {
  it('is asked of the tier it leads to; the new answer says what it betters, the small one that it was made', async () => {
    const { chat, fallShort, runs, message, emit, memory } = openEscalating('offer')
    const small = await fallShort(0)
    const taken = await chat.regenerate(small.id, anyNode, { escalates: true })
    await emit(1, routedTo(1), say('Because the'), end(1, 'length'))
    expect(runs[1]?.request.target).toEqual({ tier: 1 })
    expect(message(taken.answer.id)).toMatchObject({ escalatedFrom: small.id, parentId: small.parentId })
    expect(message(small.id).escalation).toMatchObject({ state: 'made', answerId: taken.answer.id })
    expect(memory.shown()).toBe(taken.answer.id)
    // An escalation is the last word, however it fell out.
    expect(message(taken.answer.id)).not.toHaveProperty('escalation')
    expect(runs[1]?.request).not.toHaveProperty('watchConfidence')
  })

  it('goes where the user says instead, and an answer without an offer may be bettered as well', async () => {
    const { chat, send, emit, runs, message, clock } = openEscalating('offer')
    const { answer } = await send()
    await emit(0, routedTo(0), say('Paris.'), end(0))
    const taken = await chat.regenerate(answer.id, { tier: 2 }, { escalates: true })
    await clock.settle()
    expect(runs[1]?.request.target).toEqual({ tier: 2 })
    expect(taken.answer.escalatedFrom).toBe(answer.id)
    expect(message(answer.id)).not.toHaveProperty('escalation')
    const plain = await chat.regenerate(answer.id, { tier: 2 })
    expect(plain.answer).not.toHaveProperty('escalatedFrom')
  })
})

describe('auto', () => {
  it('asks the larger node at once, beside the small answer, and shows its answer from its first word', async () => {
    const { fallShort, runs, message, emit, memory } = openEscalating('auto')
    const small = await fallShort(0)
    const answerId = small.escalation?.answerId ?? ''
    expect(small.escalation).toEqual({ state: 'made', tier: 1, reasons: ['it was cut off'], answerId })
    expect(message(answerId)).toMatchObject({
      escalatedFrom: small.id,
      parentId: small.parentId,
      state: 'streaming',
    })
    expect(runs[1]?.request).toMatchObject({ target: { tier: 1 }, messages: runs[0]?.request.messages })
    expect(runs[1]?.request.priority).toBeUndefined()
    expect(memory.shown()).toBe(small.id)
    await emit(1, routedTo(1), say('Because'))
    expect(memory.shown()).toBe(answerId)
    await emit(1, say(' air scatters.'), end(1, 'length'))
    expect(message(answerId)).toMatchObject({ state: 'complete' })
    expect(message(answerId)).not.toHaveProperty('escalation')
    expect([memory.shown(), runs.length]).toEqual([answerId, 2])
  })

  it('offers when the hour’s budget is used up, and makes again an hour later', async () => {
    const { fallShort, clock, emit, memory } = openEscalating('auto', { perHour: 1 })
    expect(await fallShort(0)).toMatchObject({ escalation: { state: 'made' } })
    await emit(1, routedTo(1), say('Good.'), end(1))
    expect(await fallShort(2)).toMatchObject({ escalation: { state: 'offered' } })
    await clock.advance(3_600_001)
    expect(await fallShort(3)).toMatchObject({ escalation: { state: 'made' } })
    expect(memory.messages.size).toBe(8)
  })

  it('offers when the larger node has no free slot', async () => {
    const { fallShort, outlook, runs } = openEscalating('auto')
    outlook.change('medium', { activeRequests: 4, slots: 4 })
    expect(await fallShort(0)).toMatchObject({ escalation: { state: 'offered', tier: 1 } })
    expect(runs).toHaveLength(1)
  })

  it('leaves the small answer shown when the larger node fails, and it can be asked for again', async () => {
    const { fallShort, emit, message, memory } = openEscalating('auto')
    const small = await fallShort(0)
    const answerId = small.escalation?.answerId ?? ''
    await emit(1, failed(new HarombeError('ALL_NODES_FAILED', 'medium failed.')))
    expect(memory.shown()).toBe(small.id)
    expect(message(small.id)).toMatchObject({
      content: 'Because the',
      escalation: { state: 'offered', answerId },
    })
    expect(message(answerId)).toMatchObject({ state: 'failed', error: { message: 'medium failed.' } })
  })

  it('goes back to the small answer when the larger one breaks off', async () => {
    const { fallShort, emit, memory, message } = openEscalating('auto')
    const small = await fallShort(0)
    await emit(1, routedTo(1), say('Because air'), failed(new HarombeError('STREAM_CUT_OFF', 'gone')))
    expect(memory.shown()).toBe(small.id)
    expect(message(small.escalation?.answerId ?? '').content).toBe('Because air')
  })

  it('goes back to the small answer when it was no larger node that answered after all', async () => {
    const { fallShort, emit, memory } = openEscalating('auto')
    const small = await fallShort(0)
    await emit(1, routedTo(0), say('Because the'), end(0))
    expect(memory.shown()).toBe(small.id)
  })

  it('is stopped by the user: the small answer stays, and nothing is offered again', async () => {
    const { chat, fallShort, emit, memory, message, clock, runs } = openEscalating('auto')
    const small = await fallShort(0)
    const answerId = small.escalation?.answerId ?? ''
    await emit(1, routedTo(1), say('Because air'))
    chat.cancel(answerId)
    await clock.settle()
    expect(runs[1]?.signal.aborted).toBe(true)
    expect(message(answerId)).toMatchObject({ state: 'cancelled', content: 'Because air' })
    expect(memory.shown()).toBe(small.id)
    expect(message(small.id).escalation?.state).toBe('made')
  })

  it('takes nobody away from where they have gone meanwhile', async () => {
    const { fallShort, emit, memory, chat, clock } = openEscalating('auto')
    const small = await fallShort(0)
    const next = await chat.send({ text: 'And why red?', target: anyNode })
    await clock.settle()
    await emit(1, routedTo(1), say('Because air'), end(1))
    expect(memory.shown()).toBe(next.answer.id)
    expect(next.userMessage.parentId).toBe(small.id)
  })

  it('makes nothing while harombe stops', async () => {
    const { chat, fallShort, runs, message, memory } = openEscalating('auto')
    const small = await fallShort(0)
    await chat.stop()
    expect(runs).toHaveLength(2)
    expect(message(small.escalation?.answerId ?? '').state).toBe('interrupted')
    expect(memory.shown()).toBe(small.id)
  })

  it('survives a store that refuses: the answer is what it was', async () => {
    const { memory, fallShort, reported } = openEscalating('auto')
    const { beginAnswer } = memory.store
    memory.store.beginAnswer = input => {
      if (input.escalatedFrom !== undefined) throw new TypeError('bug')
      return beginAnswer(input)
    }
    expect(await fallShort(0)).not.toHaveProperty('escalation')
    expect(reported).toMatchObject([{ message: 'bug' }])
  })
})
