import { describe, expect, it } from 'vitest'
import type { Message, RouteDecision, Tier } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createRoutingLearning } from '../coordination/learning/routing-learning'
import type { ExecutionEvent } from '../coordination/types'
import { withFeedback } from './chat-feedback'
import { openChat } from './testing/chat'
import { answeredBy, failed, finished, route, say } from './testing/scripted-executor'

/** An answer that the classifier wanted of one tier, given by that or by the one that was forced. */
const answered = (wanted: Tier, forced: Tier | null = null): ExecutionEvent => {
  const by = forced ?? wanted
  const decision: RouteDecision = {
    ...route,
    classification: { ...route.classification, tier: wanted, probabilities: [0.8, 0.1, 0.1] },
    wantedTier: by,
    forced: forced === null ? 'none' : 'tier',
  }
  return { ...finished('n'), route: decision, answeredBy: { ...answeredBy('n'), tier: by } } as ExecutionEvent
}

function openRated() {
  const inner = openChat()
  const learning = createRoutingLearning({ clock: inner.clock, file: null, isOn: () => true, records: true })
  const { memory } = inner
  const reported: unknown[] = []
  const chat = withFeedback({
    chat: inner.chat,
    store: {
      message: id => memory.store.message(id),
      async annotateAnswer(id, { rating }) {
        const { rating: _before, ...message } = memory.store.message(id)
        const rated: Message = rating === null ? message : { ...message, rating }
        memory.messages.set(id, rated)
        return rated
      },
    },
    learning,
    report: error => reported.push(error),
  })
  const kinds = () =>
    learning.signals().map(({ kind, wantedTier, givenTier }) => [kind, wantedTier, givenTier])
  const send = (tier: 'auto' | Tier = 'auto') => chat.send({ text: 'What is 17 × 23?', target: { tier } })
  return { ...inner, chat, learning, kinds, send, reported }
}

describe('what the user does about answers', () => {
  it('is noticed when an answer is redone by a larger node, once that has answered', async () => {
    const { chat, send, emit, kinds, learning, clock } = openRated()
    const { answer, userMessage } = await send()
    await emit(0, say('401'), answered(0))
    await chat.regenerate(answer.id, { tier: 2 })
    await clock.settle()
    expect(kinds()).toEqual([])
    await emit(1, say('391'), answered(0, 2))
    expect(kinds()).toEqual([['redo_bigger', 0, 2]])
    expect(learning.find('choice', userMessage.id)?.probabilities).toEqual([0.8, 0.1, 0.1])
    expect(JSON.stringify(learning.signals())).not.toMatch(/What|401|391/)
  })

  it('counts once however often the same answer is redone, and no more once it is taken back', async () => {
    const { chat, send, emit, kinds, clock } = openRated()
    const { answer } = await send()
    await emit(0, answered(0))
    for (const run of [1, 2]) {
      await chat.regenerate(answer.id, { tier: 2 })
      await clock.settle()
      await emit(run, answered(0, 2))
    }
    expect(kinds()).toEqual([['redo_bigger', 0, 2]])
    const again = await chat.regenerate(answer.id, { tier: 2 })
    await clock.settle()
    await emit(3, answered(0, 2))
    await chat.regenerate(again.answer.id, { tier: 0 })
    await clock.settle()
    await emit(4, answered(0, 0))
    expect(kinds()).toEqual([])
  })

  it('is not read into an answer that failed, was stopped, or is redone by a node or model of choice', async () => {
    const { chat, send, emit, kinds, clock } = openRated()
    const broken = await send()
    await emit(0, failed(new HarombeError('NODE_UNREACHABLE', 'It is gone.')))
    await chat.regenerate(broken.answer.id, { tier: 2 })
    await clock.settle()
    await emit(1, answered(0, 2))

    const whole = await send()
    await emit(2, answered(0))
    const stopped = await chat.regenerate(whole.answer.id, { tier: 2 })
    await clock.settle()
    chat.cancel(stopped.answer.id)
    await clock.settle()
    await chat.regenerate(whole.answer.id, { tier: 2, node: 'dgx' })
    await chat.regenerate(whole.answer.id, { tier: 2, model: 'large' })
    await chat.regenerate(whole.answer.id, { tier: 'auto' })
    await clock.settle()
    for (const run of [4, 5, 6]) await emit(run, answered(0, 2))
    expect(kinds()).toEqual([])
  })

  it('is noticed when a tier is named that the classifier would not have taken', async () => {
    const { send, emit, kinds } = openRated()
    await send(2)
    await emit(0, answered(0, 2))
    await send(1)
    await emit(1, answered(1, 1))
    await send(2)
    await emit(2, failed(new HarombeError('NO_NODE_AVAILABLE', 'None.')))
    expect(kinds()).toEqual([['forced', 0, 2]])
  })

  it('is noticed when an answer is rated, and forgotten when the rating goes', async () => {
    const { chat, send, emit, kinds } = openRated()
    const { answer } = await send()
    await emit(0, answered(0))
    expect(await chat.rate(answer.id, 'down')).toMatchObject({ rating: 'down' })
    expect(kinds()).toEqual([['thumb_down', 0, 0]])
    await chat.rate(answer.id, 'up')
    await chat.rate(answer.id, 'up')
    expect(kinds()).toEqual([['thumb_up', 0, 0]])
    expect(await chat.rate(answer.id, null)).not.toHaveProperty('rating')
    expect(kinds()).toEqual([])
  })

  it('tells an offer that was taken from one that was passed over', async () => {
    const { chat, send, emit, kinds, memory, clock } = openRated()
    const escalation: Message['escalation'] = { state: 'offered', tier: 2, reasons: ['it breaks off'] }
    const offerIn = async (run: number) => {
      const { answer } = await send()
      await emit(run, answered(0))
      memory.messages.set(answer.id, { ...memory.store.message(answer.id), escalation })
      return answer
    }
    const passedOver = await offerIn(0)
    const taken = await offerIn(1)
    expect(kinds()).toEqual([['escalation_ignored', 0, 0]])
    await chat.regenerate(taken.id, { tier: 'auto' }, { escalates: true })
    await clock.settle()
    await emit(2, answered(0, 2))
    await chat.regenerate(passedOver.id, { tier: 2 }, { escalates: true })
    await clock.settle()
    await emit(3, answered(0, 2))
    expect(kinds()).toEqual([
      ['escalation_taken', 0, 2],
      ['escalation_taken', 0, 2],
    ])
  })

  it('never costs the question: what cannot be learnt is reported', async () => {
    const { send, memory, reported, emit } = openRated()
    await send()
    await emit(0, answered(0))
    memory.store.message = () => {
      throw new Error('the parent is gone')
    }
    await expect(send()).resolves.toMatchObject({ answer: { state: 'streaming' } })
    expect(reported).toEqual([new Error('the parent is gone')])
  })

  it('is told of a run by its first thought, and a thumb on what tools brought says nothing of sizes', async () => {
    const { chat, send, emit, kinds, memory, clock } = openRated()
    const { answer } = await send()
    await emit(0, say('391'), answered(2))
    const message = memory.store.message(answer.id)
    const plan = answered(0)
    if (plan.type !== 'finished') throw new Error('unreachable')
    const steps = [{ purpose: 'plan' as const, text: '', route: plan.route, calls: [] }]
    memory.messages.set(answer.id, { ...message, steps })
    await chat.rate(answer.id, 'down')
    expect(kinds()).toEqual([])
    await chat.regenerate(answer.id, { tier: 1 })
    await clock.settle()
    await emit(1, say('391'), answered(0, 1))
    expect(kinds()).toEqual([])
    memory.messages.set(answer.id, { ...message, steps, answeredBy: answeredBy('n') })
    await chat.regenerate(answer.id, { tier: 1 })
    await clock.settle()
    await emit(2, say('391'), answered(0, 1))
    expect(kinds()).toEqual([['redo_bigger', 0, 1]])
  })
})
