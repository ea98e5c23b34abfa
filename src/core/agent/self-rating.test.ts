import { describe, expect, it } from 'vitest'
import type { ExecutionEvent } from '../coordination/types'
import { attach } from './testing/chat'
import { type EscalatingChat, end, openEscalating, routedTo } from './testing/escalating-chat'
import { say, think } from './testing/scripted-executor'

describe('the model’s own word', () => {
  /** An answer with one weak sign, to a question the classifier was unsure about. */
  const borderline = [
    routedTo(0),
    say('Use this:\n\n```bash\nls -la\n'),
    end(0, 'stop', [0.4, 0.4, 0.2]),
  ] as const

  it('decides where other signs do not, after the answer is there, and is asked for in one token', async () => {
    const { chat, send, emit, message, outlook, runs } = openEscalating('offer')
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
    const { send, emit, message, outlook } = openEscalating('auto')
    outlook.rates(() => Promise.resolve(said))
    const { answer } = await send()
    await emit(0, ...borderline)
    expect(outlook.asked).toHaveLength(1)
    expect(message(answer.id)).not.toHaveProperty('escalation')
  })

  it('can have the larger node asked at once', async () => {
    const { send, emit, message, outlook, runs } = openEscalating('auto')
    outlook.rates(() => Promise.resolve('2'))
    const { answer } = await send()
    await emit(0, ...borderline)
    expect(message(answer.id).escalation).toMatchObject({ state: 'made', answerId: expect.any(String) })
    expect(runs).toHaveLength(2)
  })

  it.each<[string, (given: EscalatingChat) => void, readonly ExecutionEvent[]]>([
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
    const given = openEscalating('offer')
    prepare(given)
    await given.send()
    await given.emit(0, ...events)
    expect(given.outlook.asked).toEqual([])
  })

  it.each<[string, (given: EscalatingChat, answerId: string) => unknown]>([
    ['the user asks something else', ({ send }) => send('Next?')],
    ['the user stops it', ({ chat }, answerId) => chat.cancel(answerId)],
    ['somebody wants the node', ({ outlook }) => outlook.change('small', { activeRequests: 2 })],
    ['harombe stops', ({ chat }) => chat.stop()],
  ])('is given up at once when %s', async (_name, act) => {
    const given = openEscalating('auto')
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
