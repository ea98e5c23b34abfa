import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Breaker,
  beginTrial,
  breakerFigures,
  endTrial,
  type Fault,
  openTime,
  settleBreaker,
  soundBreaker,
  type TrialMark,
  type TrialOutcome,
} from './breaker'

const failed: Fault = { kind: 'failed', reason: 'It broke.' }
const refused: Fault = { kind: 'refused', reason: 'Nobody listens.' }

/** Begins and ends requests one after the other, `gapMs` apart. */
function goThrough(
  outcomes: readonly TrialOutcome[],
  gapMs = 0,
  from: Breaker = soundBreaker(0),
  startAt = 0,
) {
  let breaker = from
  let now = startAt
  for (const outcome of outcomes) {
    now += gapMs
    const [begun, mark] = beginTrial(settleBreaker(breaker, now))
    breaker = endTrial(begun, mark, outcome, now, 1)
  }
  return breaker
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('a closed breaker', () => {
  it('opens at the fifth fault in a row, not at the fourth', () => {
    expect(goThrough(times(4, failed)).state).toBe('closed')
    expect(goThrough(times(5, failed))).toMatchObject({ state: 'open', fault: failed })
  })

  it('begins to count anew after a success', () => {
    expect(goThrough([...times(4, failed), 'succeeded', ...times(4, failed)], 10_000).state).toBe('closed')
  })

  it('opens at the second refused connection in a row', () => {
    expect(goThrough([refused]).state).toBe('closed')
    expect(goThrough([refused, 'succeeded', refused], 10_000).state).toBe('closed')
    expect(goThrough([refused, failed, refused], 10_000).state).toBe('closed')
    expect(goThrough([refused, refused]).state).toBe('open')
  })

  it('opens when less than 80 % of at least ten requests in 30 s succeeded', () => {
    const threeOfTen: TrialOutcome[] = [...times(7, 'succeeded' as const), failed, 'succeeded', failed]
    expect(goThrough([...threeOfTen.slice(1), 'abandoned'], 1000).state).toBe('closed')
    expect(goThrough([failed, ...threeOfTen], 1000).state).toBe('open')
    expect(goThrough([failed, ...threeOfTen], 4000).state, 'they are spread over 40 s').toBe('closed')
  })

  it('remembers when it failed last until it answers', () => {
    expect(goThrough([failed, failed], 1000).lastFailureAt).toBe(2000)
    expect(goThrough([failed, failed, 'succeeded'], 1000).lastFailureAt).toBeNull()
  })

  it('takes no notice of what is abandoned', () => {
    expect(goThrough([...times(4, failed), ...times(20, 'abandoned' as const)]).state).toBe('closed')
    expect(goThrough([...times(4, failed), 'abandoned', failed]).state).toBe('open')
  })
})

describe('an open breaker', () => {
  it('is open for 5 s at first, then for twice as long each time, at most 300 s, and half of it at least', () => {
    const full = [1, 2, 3, 6, 7, 8, 1000].map(openings => openTime(openings, 1) / 1000)
    expect(full).toEqual([5, 10, 20, 160, 300, 300, 300])
    expect([openTime(1, 0), openTime(1000, 0)]).toEqual([2500, 150_000])
  })

  it('lets a request through after that, and closes at the second success, never at the first', () => {
    const open = goThrough(times(5, failed))
    expect(settleBreaker(open, 4999).state).toBe('open')
    const half = settleBreaker(open, 5000)
    expect(half.state).toBe('half_open')
    expect(goThrough(['succeeded'], 0, half, 5000).state).toBe('half_open')
    expect(goThrough(['succeeded', 'succeeded'], 0, half, 5000).state).toBe('closed')
    expect(goThrough(['succeeded', 'abandoned', 'succeeded'], 0, half, 5000).state).toBe('closed')
  })

  it('opens again at one fault, for longer', () => {
    const half = settleBreaker(goThrough(times(5, failed)), 5000)
    expect(goThrough(['succeeded', failed], 0, half, 5000)).toMatchObject({ state: 'open', until: 15_000 })
  })

  it('remembers that it opened before for a minute after it closed', () => {
    const half = settleBreaker(goThrough(times(5, failed)), 5000)
    const closed = goThrough(['succeeded', 'succeeded'], 0, half, 5000)
    expect(goThrough(times(5, failed), 0, closed, 64_999)).toMatchObject({ until: 74_999 })
    expect(goThrough(times(5, failed), 0, closed, 65_000)).toMatchObject({ until: 70_000 })
  })

  it('takes an answer to a request that was sent nevertheless for the first of the two', () => {
    const open = goThrough(times(5, failed))
    const [begun, mark] = beginTrial(open)
    expect(endTrial(begun, mark, 'succeeded', 1000, 0)).toMatchObject({ state: 'half_open', successes: 1 })
  })

  it('goes to the end of the order of those asked nevertheless when that fails as well', () => {
    const open = goThrough(times(5, failed))
    const [begun, mark] = beginTrial(open)
    expect(endTrial(begun, mark, failed, 1000, 0)).toEqual({ ...open, lastFailureAt: 1000 })
  })
})

interface Step {
  waitMs: number
  /** Which of the requests under way ends; none: another begins. */
  ends: number | null
  outcome: TrialOutcome
  random: number
}

const steps = fc.array(
  fc.record<Step>({
    waitMs: fc.oneof(fc.constant(0), fc.nat(2000), fc.nat(400_000)),
    ends: fc.option(fc.nat(5), { nil: null }),
    outcome: fc.constantFrom<TrialOutcome>('succeeded', 'abandoned', failed, failed, refused),
    random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  }),
  { maxLength: 80 },
)

interface Moment {
  before: Breaker
  after: Breaker
  outcome: TrialOutcome
  /** The request that ended; null when one began. */
  ended: TrialMark | null
  underWay: readonly TrialMark[]
  now: number
}

/** Goes through the steps and calls `look` after each. */
function live(life: readonly Step[], look: (moment: Moment) => void, from: Breaker = soundBreaker(0)): void {
  let breaker = from
  let now = 10_000
  const underWay: TrialMark[] = []
  for (const { waitMs, ends, outcome, random } of life) {
    now += waitMs
    const before = settleBreaker(breaker, now)
    const [ended = null] = ends === null ? [] : underWay.splice(ends, 1)
    if (ended !== null) breaker = endTrial(before, ended, outcome, now, random)
    else {
      const [begun, mark] = beginTrial(before)
      breaker = begun
      underWay.push(mark)
    }
    look({ before, after: breaker, outcome, ended, underWay, now })
  }
}

describe('a breaker, whatever happens', () => {
  it('closes only after two successes since it opened', () => {
    fc.assert(
      fc.property(steps, life => {
        let successes = 0
        live(life, ({ before, after, outcome, ended }) => {
          if (after.state === 'open' && before.state !== 'open') successes = 0
          else if (ended?.generation === before.generation && outcome === 'succeeded') successes += 1
          if (before.state !== 'closed' && after.state === 'closed')
            expect(successes).toBeGreaterThanOrEqual(2)
        })
      }),
    )
  })

  it('opens only at a fault of a request that was begun since it last opened or closed', () => {
    fc.assert(
      fc.property(steps, life => {
        live(life, ({ before, after, outcome, ended }) => {
          if (before.state === 'open' || after.state !== 'open') return
          expect(typeof outcome).toBe('object')
          expect(ended?.generation).toBe(before.generation)
        })
      }),
    )
  })

  it('is open between 2.5 and 300 s at a time, whatever fails meanwhile', () => {
    fc.assert(
      fc.property(steps, life => {
        let until: number | null = null
        live(life, ({ before, after, now }) => {
          if (after.state !== 'open') return
          expect(after.until - after.since).toBeGreaterThanOrEqual(breakerFigures.firstOpenMs / 2)
          expect(after.until - after.since).toBeLessThanOrEqual(breakerFigures.longestOpenMs)
          expect(now).toBeLessThan(after.until)
          if (before.state === 'open') expect(after.until).toBe(until)
          until = after.until
        })
      }),
    )
  })

  it('knows how many requests it is trying', () => {
    let seen = 0
    fc.assert(
      fc.property(steps, life => {
        live(
          life,
          ({ after, underWay }) => {
            if (after.state !== 'half_open') return
            const { generation, trying } = after
            if (trying > 0) seen += 1
            expect(trying).toBe(
              underWay.filter(mark => mark.counted && mark.generation === generation).length,
            )
          },
          settleBreaker(goThrough(times(5, failed)), 10_000),
        )
      }),
    )
    expect(seen).toBeGreaterThan(10)
  })

  it('takes no notice of outcomes of an earlier time', () => {
    fc.assert(
      fc.property(steps, life => {
        live(life, ({ before, after, ended }) => {
          if (ended !== null && ended.generation !== before.generation) expect(after).toBe(before)
        })
      }),
    )
  })
})
