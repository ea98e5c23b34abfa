import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { end, openEscalating, routedTo } from './testing/escalating-chat'
import { say } from './testing/scripted-executor'

const anyNode = { tier: 'auto' } as const
const gone = () => new HarombeError('NOT_FOUND', 'This conversation was deleted.')

describe('auto', () => {
  it('makes nothing of an answer that was asked for again before it ended: it can still be asked for', async () => {
    const { chat, send, emit, message, memory, runs, clock } = openEscalating('auto')
    const { answer } = await send()
    const again = await chat.regenerate(answer.id, anyNode)
    await clock.settle()
    await emit(0, routedTo(0), say('Because the'), end(0, 'length'))
    expect(message(answer.id).escalation).toMatchObject({ state: 'offered', tier: 1 })
    expect(runs).toHaveLength(2)
    await emit(1, routedTo(0), say('Because the'), end(0, 'length'))
    expect(message(again.answer.id).escalation).toMatchObject({ state: 'made' })
    expect([runs.length, memory.shown()]).toEqual([3, again.answer.id])
  })

  it('asks nobody for a conversation that was deleted meanwhile, and nobody hears of that', async () => {
    const { memory, fallShort, reported, runs } = openEscalating('auto')
    memory.store.isShown = () => {
      throw gone()
    }
    expect(await fallShort(0)).not.toHaveProperty('escalation')
    expect(runs).toHaveLength(1)
    expect(reported).toEqual([])
  })

  it('ends in silence when the conversation is deleted while the larger node writes', async () => {
    const { chat, fallShort, emit, memory, message, reported, clock } = openEscalating('auto')
    const answerId = (await fallShort(0)).escalation?.answerId ?? ''
    await emit(1, routedTo(1), say('Because air'))
    memory.store.showInstead = () => Promise.reject(gone())
    memory.store.annotateAnswer = () => Promise.reject(gone())
    chat.cancel(answerId)
    await clock.settle()
    expect(message(answerId).state).toBe('cancelled')
    expect(reported).toEqual([])
  })

  it('can be asked for again when its answer was never accepted by the store', async () => {
    const { memory, fallShort, message, runs } = openEscalating('auto')
    const { beginAnswer } = memory.store
    memory.store.beginAnswer = input => ({
      ...beginAnswer(input),
      ...(input.escalatedFrom === undefined
        ? {}
        : { accepted: Promise.reject(new HarombeError('STORAGE_FAILED', 'Too much waits.')) }),
    })
    const small = await fallShort(0)
    expect(message(small.id).escalation).toMatchObject({ state: 'offered', tier: 1 })
    expect(runs).toHaveLength(1)
  })
})
