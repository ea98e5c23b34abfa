import { describe, expect, it } from 'vitest'
import type { Classification, Message, Tier } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import type { ExecutionEvent } from '../coordination/types'
import { attach, openChat } from './testing/chat'
import { createOutlook } from './testing/outlook'
import { failed, finished, routed, say, think } from './testing/scripted-executor'

const anyNode = { tier: 'auto' } as const

/** How a node ends its answer: which tier it is of, and why it stopped. */
function end(
  tier: Tier,
  reason: 'stop' | 'length' = 'stop',
  probabilities?: Classification['probabilities'],
): ExecutionEvent {
  const event = finished('small')
  if (event.type !== 'finished') throw new Error('unreachable')
  const name = ['small', 'medium', 'large'][tier] ?? ''
  const { classification } = event.route
  return {
    ...event,
    reason,
    route: { ...event.route, classification: { ...classification, probabilities } },
    answeredBy: { node: name, tier, model: name, simulated: false },
  }
}
const routedTo = (tier: Tier): ExecutionEvent => {
  const event = routed('small')
  return event.type === 'routed' ? { ...event, answeredBy: { ...event.answeredBy, tier } } : event
}

function open(mode: 'off' | 'offer' | 'auto', changes: { perHour?: number } = {}) {
  const made: { outlook: ReturnType<typeof createOutlook> | null } = { outlook: null }
  const chat = openChat(monotonic => {
    made.outlook = createOutlook(monotonic)
    Object.assign(made.outlook.settings, { mode, ...changes })
    return made.outlook.judge
  })
  const { outlook } = made
  if (outlook === null) throw new Error('unreachable')
  const message = (id: string): Message => chat.memory.store.message(id)
  /** A question whose answer of tier 0 is cut off. */
  const fallShort = async (run: number) => {
    const { answer } = await chat.send()
    await chat.emit(run, routedTo(0), say('Because the'), end(0, 'length'))
    return message(answer.id)
  }
  return { ...chat, outlook, message, fallShort }
}

describe('an answer that falls short', () => {
  it('carries an offer, in the event that ends it and in the store', async () => {
    const { chat, send, emit, message, memory, runs } = open('offer')
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
    const { send, emit, message } = open('offer')
    const { answer } = await send()
    await emit(0, routedTo(0), say('Paris.'), end(0))
    expect(message(answer.id)).not.toHaveProperty('escalation')
  })

  it.each<[string, Parameters<ReturnType<typeof open>['chat']['send']>[0]['target']]>([
    ['tier', { tier: 0 }],
    ['node', { tier: 'auto', node: 'small' }],
    ['model', { tier: 'auto', model: 'small' }],
  ])('is left alone when the user insisted on its %s', async (_name, target) => {
    const { chat, emit, message, runs, clock } = open('auto')
    const { answer } = await chat.send({ text: 'Why?', target })
    await clock.settle()
    await emit(0, routedTo(0), say('Because the'), end(0, 'length'))
    expect(message(answer.id)).not.toHaveProperty('escalation')
    expect(runs).toHaveLength(1)
    expect(runs[0]?.request).not.toHaveProperty('watchConfidence')
  })

  it('is left alone when nobody larger can take it', async () => {
    const { fallShort, outlook } = open('auto')
    outlook.change('medium', { status: 'offline' })
    outlook.change('large', { status: 'draining' })
    expect(await fallShort(0)).not.toHaveProperty('escalation')
  })

  it('of the largest tier, or that failed or was stopped, is left alone', async () => {
    const { chat, send, emit, message, clock } = open('auto')
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
    const { fallShort, runs } = open('off')
    expect(await fallShort(0)).not.toHaveProperty('escalation')
    expect(runs[0]?.request).not.toHaveProperty('watchConfidence')
  })

  it('is judged by the settings of now, which a reload may have changed', async () => {
    const { fallShort, outlook } = open('off')
    await fallShort(0)
    outlook.settings.mode = 'offer'
    expect(await fallShort(1)).toMatchObject({ escalation: { state: 'offered' } })
  })
})

describe('an offer the user takes', () => {
  it('is asked of the tier it leads to; the new answer says what it betters, the small one that it was made', async () => {
    const { chat, fallShort, runs, message, emit, memory } = open('offer')
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
    const { chat, send, emit, runs, message, clock } = open('offer')
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
    const { fallShort, runs, message, emit, memory } = open('auto')
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
    const { fallShort, clock, emit, memory } = open('auto', { perHour: 1 })
    expect(await fallShort(0)).toMatchObject({ escalation: { state: 'made' } })
    await emit(1, routedTo(1), say('Good.'), end(1))
    expect(await fallShort(2)).toMatchObject({ escalation: { state: 'offered' } })
    await clock.advance(3_600_001)
    expect(await fallShort(3)).toMatchObject({ escalation: { state: 'made' } })
    expect(memory.messages.size).toBe(8)
  })

  it('offers when the larger node has no free slot', async () => {
    const { fallShort, outlook, runs } = open('auto')
    outlook.change('medium', { activeRequests: 4, slots: 4 })
    expect(await fallShort(0)).toMatchObject({ escalation: { state: 'offered', tier: 1 } })
    expect(runs).toHaveLength(1)
  })

  it('leaves the small answer shown when the larger node fails, and it can be asked for again', async () => {
    const { fallShort, emit, message, memory } = open('auto')
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
    const { fallShort, emit, memory, message } = open('auto')
    const small = await fallShort(0)
    await emit(1, routedTo(1), say('Because air'), failed(new HarombeError('STREAM_CUT_OFF', 'gone')))
    expect(memory.shown()).toBe(small.id)
    expect(message(small.escalation?.answerId ?? '').content).toBe('Because air')
  })

  it('goes back to the small answer when it was no larger node that answered after all', async () => {
    const { fallShort, emit, memory } = open('auto')
    const small = await fallShort(0)
    await emit(1, routedTo(0), say('Because the'), end(0))
    expect(memory.shown()).toBe(small.id)
  })

  it('is stopped by the user: the small answer stays, and nothing is offered again', async () => {
    const { chat, fallShort, emit, memory, message, clock, runs } = open('auto')
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
    const { fallShort, emit, memory, chat, clock } = open('auto')
    const small = await fallShort(0)
    const next = await chat.send({ text: 'And why red?', target: anyNode })
    await clock.settle()
    await emit(1, routedTo(1), say('Because air'), end(1))
    expect(memory.shown()).toBe(next.answer.id)
    expect(next.userMessage.parentId).toBe(small.id)
  })

  it('makes nothing while harombe stops', async () => {
    const { chat, fallShort, runs, message, memory } = open('auto')
    const small = await fallShort(0)
    await chat.stop()
    expect(runs).toHaveLength(2)
    expect(message(small.escalation?.answerId ?? '').state).toBe('interrupted')
    expect(memory.shown()).toBe(small.id)
  })

  it('survives a store that refuses: the answer is what it was', async () => {
    const { memory, fallShort, reported } = open('auto')
    const { beginAnswer } = memory.store
    memory.store.beginAnswer = input => {
      if (input.escalatedFrom !== undefined) throw new TypeError('bug')
      return beginAnswer(input)
    }
    expect(await fallShort(0)).not.toHaveProperty('escalation')
    expect(reported).toMatchObject([{ message: 'bug' }])
  })
})

describe('the model’s own word', () => {
  /** An answer with one weak sign, to a question the classifier was unsure about. */
  const borderline = [
    routedTo(0),
    say('Use this:\n\n```bash\nls -la\n'),
    end(0, 'stop', [0.4, 0.4, 0.2]),
  ] as const

  it('decides where other signs do not, after the answer is there, and is asked for in one token', async () => {
    const { chat, send, emit, message, outlook, runs } = open('offer')
    outlook.rates(() => Promise.resolve('1'))
    const { answer } = await send()
    const window = attach(chat, answer.id)
    await emit(0, ...borderline)
    expect(window.final().message).not.toHaveProperty('escalation')
    expect(message(answer.id).escalation).toMatchObject({ state: 'offered', tier: 1 })
    expect(message(answer.id).escalation?.reasons[0]).toBe('the model itself is not sure of it')
    const [{ request }] = outlook.asked as [(typeof outlook.asked)[number]]
    expect(request).toMatchObject({
      target: { node: 'small', model: 'small' },
      ...{ priority: 'background', isAside: true, maxTokens: 1, maxWaitMs: 0, timeoutMs: 2000 },
    })
    expect(request.messages.slice(0, -2)).toEqual(runs[0]?.request.messages)
    expect(outlook.watching()).toBe(0)
  })

  it.each(['4', '5', 'no', ''])('of %j changes nothing', async said => {
    const { send, emit, message, outlook } = open('auto')
    outlook.rates(() => Promise.resolve(said))
    const { answer } = await send()
    await emit(0, ...borderline)
    expect(outlook.asked).toHaveLength(1)
    expect(message(answer.id)).not.toHaveProperty('escalation')
  })

  it('can have the larger node asked at once', async () => {
    const { send, emit, message, outlook, runs } = open('auto')
    outlook.rates(() => Promise.resolve('2'))
    const { answer } = await send()
    await emit(0, ...borderline)
    expect(message(answer.id).escalation).toMatchObject({ state: 'made', answerId: expect.any(String) })
    expect(runs).toHaveLength(2)
  })

  it.each<[string, (given: ReturnType<typeof open>) => void, readonly ExecutionEvent[]]>([
    ['the node is busy', ({ outlook }) => outlook.change('small', { activeRequests: 1 }), borderline],
    ['others wait for it', ({ outlook }) => outlook.change('small', { queued: 1 }), borderline],
    [
      'its window would not hold it',
      ({ outlook }) => Object.assign(outlook.windows, { tokens: 60 }),
      borderline,
    ],
    ['it is a reasoning model', () => undefined, [routedTo(0), think('hm'), ...borderline.slice(1)]],
    ['the answer is well', () => undefined, [routedTo(0), say('Paris.'), end(0)]],
    ['the answer is bad', () => undefined, [routedTo(0), say('Because the'), end(0, 'length')]],
  ])('is not asked for when %s', async (_name, prepare, events) => {
    const given = open('offer')
    prepare(given)
    await given.send()
    await given.emit(0, ...events)
    expect(given.outlook.asked).toEqual([])
  })

  it.each<[string, (given: ReturnType<typeof open>, answerId: string) => unknown]>([
    ['the user asks something else', ({ send }) => send('Next?')],
    ['the user stops it', ({ chat }, answerId) => chat.cancel(answerId)],
    ['somebody wants the node', ({ outlook }) => outlook.change('small', { activeRequests: 2 })],
    ['harombe stops', ({ chat }) => chat.stop()],
  ])('is given up at once when %s', async (_name, act) => {
    const given = open('auto')
    given.outlook.rates(
      signal =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        }),
    )
    const { answer } = await given.send()
    await given.emit(0, ...borderline)
    expect(given.outlook.asked[0]?.signal.aborted).toBe(false)
    await act(given, answer.id)
    await given.clock.settle()
    expect(given.outlook.asked[0]?.signal.aborted).toBe(true)
    expect(given.message(answer.id)).not.toHaveProperty('escalation')
    expect(given.outlook.watching()).toBe(0)
    expect(given.reported).toEqual([])
  })
})
