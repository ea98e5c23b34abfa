import { describe, expect, it } from 'vitest'
import { specOf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { asking } from '../testing/snapshots'
import { createVirtualClock } from '../testing/virtual-clock'
import { createPlacements } from './placements'

const sample = {
  ttftMs: 100,
  promptTokens: 10,
  tokensPerSecond: 20,
  answerTokens: 50,
  class: 'simple',
  wasCold: false,
  load: 0,
} as const
const predicted = { waitMs: 0, loadMs: 0, promptMs: 100, writeMs: 900, isLearnt: false }
const minute = 60_000

function open() {
  const clock = createVirtualClock()
  const placements = createPlacements(clock, null)
  const node = loneNode(specOf('mac'))
  const answer = (times: number, model?: string) => {
    const target = model === undefined ? {} : { model }
    for (let count = 0; count < times; count += 1)
      placements.place(node, { model: 'small', predicted }, asking(0, target)).ended(sample, false)
  }
  const samples = () => placements.of(node).paces.of('small').samples
  return { clock, placements, node, answer, samples }
}

describe('what was learnt of a node', () => {
  it.each([
    ['is in doubt after it was away for half an hour', 31, 1],
    ['is as good as before after a restart', 5, 10],
  ])('%s', async (_name, minutes, left) => {
    const { clock, placements, node, answer, samples } = open()
    answer(10)
    // Every check that fails says so once more.
    for (let count = 0; count < minutes; count += 1) {
      placements.forget('mac')
      await clock.advance(minute)
    }
    placements.isBack(node)
    expect(samples()).toBe(left)
    answer(2)
    placements.isBack(node)
    expect(samples()).toBe(left + 2)
  })
})

it('a model is in demand for five minutes after it was asked for by name', async () => {
  const { clock, placements, node, answer } = open()
  const isInDemand = () => placements.of(node).inDemand.includes('small')
  answer(1)
  expect(isInDemand()).toBe(false)
  answer(1, 'small')
  expect(isInDemand()).toBe(true)
  await clock.advance(5 * minute)
  expect(isInDemand()).toBe(false)
})

it('nothing is learnt of an answer in the middle of which time was lost', () => {
  const { placements, node, answer, samples } = open()
  answer(1)
  const slept = placements.place(node, { model: 'small', predicted }, asking(0, {}))
  placements.timeWasLost()
  slept.ended({ ...sample, tokensPerSecond: 0.1 }, false)
  expect(samples()).toBe(1)
  answer(1)
  expect(samples()).toBe(2)
})
