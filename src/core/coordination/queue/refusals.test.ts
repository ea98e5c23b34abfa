import { beforeEach, describe, expect, it } from 'vitest'
import { selectRoute } from '../selection'
import { createTestCluster, outcomeOf, question, specOf, type TestCluster } from '../testing/cluster'
import type { Step } from '../testing/scripted-machines'
import { asking, policy, snapshot } from '../testing/snapshots'
import { stopAfterEach } from '../testing/stop-after-each'
import { createRefusals } from './refusals'

describe('what was refused', () => {
  const selection = selectRoute([snapshot('a', 0)], policy(), asking(0))
  const asked = asking(0)
  let now = 0
  let revision = 0
  const refusals = () => {
    now = 0
    revision = 0
    const made = createRefusals(
      () => now,
      () => revision,
    )
    made.add('plain', 10, selection, 4000)
    return made
  }

  it('is told to others of the kind, in words of their own', () => {
    const other = {
      ...asked,
      classification: { ...asked.classification, reasons: ['it says hello'] },
    }
    expect(refusals().find('plain', other)).toMatchObject({
      expectedMs: 4000,
      decision: {
        classification: { reasons: ['it says hello'] },
        reason: expect.stringContaining('it says hello'),
        candidates: [{ node: 'a' }],
      },
    })
  })

  it.each<[string, () => void, string, number]>([
    ['those of another kind', () => undefined, 'with a picture', 10],
    ['those that are smaller', () => undefined, 'plain', 9],
    ['anybody once something has changed', () => (revision += 1), 'plain', 10],
    ['anybody after a moment', () => (now = 50), 'plain', 10],
  ])('says nothing of %s', (_whom, change, kind, contextTokens) => {
    const known = refusals()
    change()
    const requirements = { ...asked.requirements, contextTokens }
    expect(known.find(kind, { ...asked, requirements })).toBeNull()
  })
})

describe('a line that is full', () => {
  let cluster: TestCluster
  beforeEach(() => {
    cluster = createTestCluster(1, { queue: { maxLength: 3, maxWaitMs: 60_000 } })
  })
  stopAfterEach(() => cluster)

  const takes = (ms: number): readonly Step[] => [{ wait: ms }, { say: 'done' }, 'done']
  const many = (count: number, content = 'What is the capital of France?') =>
    Array.from({ length: count }, () => cluster.start(question({ messages: [{ role: 'user', content }] })))

  it('turns all away that come in one moment, and takes the next one in as soon as there is a place', async () => {
    cluster.machines.add('a', { plan: () => takes(5000) })
    await cluster.setNodes([specOf('a')])
    const [, ...rest] = many(50)
    await cluster.clock.settle()
    const turnedAway = rest.slice(3).map(({ events }) => outcomeOf(events).end)
    expect(turnedAway).toHaveLength(46)
    for (const end of turnedAway) {
      expect(end).toMatchObject({ type: 'failed', error: { code: 'NODE_BUSY' } })
      expect(end.route).toMatchObject({ wantedTier: 0, candidates: [{ node: 'a' }] })
    }
    await cluster.clock.advance(4999)
    const [late] = many(1)
    await cluster.clock.settle()
    expect(late?.events.at(-1)).toMatchObject({ type: 'failed' })
    await cluster.clock.advance(1)
    const [next] = many(1)
    await cluster.clock.settle()
    expect(next?.events.at(-1)).toMatchObject({ type: 'stage', stage: 'queued' })
  })

  it('gives a short question the free node that is too small for the long ones it turned away', async () => {
    for (const name of ['large', 'small']) cluster.machines.add(name, { plan: () => takes(5000) })
    await cluster.setNodes([specOf('large'), specOf('small', { contextLength: 300 })])
    const long = many(10, 'Tell me of it. '.repeat(200))
    await cluster.clock.settle()
    expect(long.at(-1)?.events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'NODE_BUSY' } })
    const [short] = many(1, 'Tell me of it.')
    await cluster.clock.settle()
    expect(short?.events).toContainEqual({ type: 'stage', stage: 'connecting', node: 'small' })
  })
})
