/**
 * The circuit breaker of one model on one node, as a value: every function takes one and returns the next. Times are
 * monotonic milliseconds. Where the figures come from is in docs/health.md.
 */
export const breakerFigures = {
  /** Faults in a row. */
  consecutiveFaults: 5,
  /** Refused connections in a row: nobody listens, so fewer say as much. */
  consecutiveRefusals: 2,
  /** Of the requests of the last `windowMs`, at least `leastRequests`, less than this share succeeded. */
  leastSuccess: 0.8,
  leastRequests: 10,
  windowMs: 30_000,
  /** It is closed for new requests this long at first, twice as long every further time in a row. */
  firstOpenMs: 5_000,
  longestOpenMs: 300_000,
  successesToClose: 2,
  /** Closed for so long, it begins again with the first open time. */
  forgivenAfterMs: 60_000,
} as const

const bucketMs = 3_000

export interface Fault {
  kind: 'refused' | 'failed' | 'slow'
  /** A sentence. */
  reason: string
}

export type TrialOutcome = 'succeeded' | 'abandoned' | Fault

interface Common {
  /** Rises when it opens and when it closes: outcomes of requests begun before say nothing of what is now. */
  generation: number
  since: number
  lastFailureAt: number | null
}

interface Bucket {
  from: number
  succeeded: number
  failed: number
}

export interface ClosedBreaker extends Common {
  state: 'closed'
  consecutiveFaults: number
  consecutiveRefusals: number
  recent: readonly Bucket[]
  /** How often it opened before in a row. */
  openings: number
}

export interface OpenBreaker extends Common {
  state: 'open'
  until: number
  openings: number
  fault: Fault
}

export interface HalfOpenBreaker extends Common {
  state: 'half_open'
  /** Requests under way to see whether it works. */
  trying: number
  successes: number
  openings: number
  fault: Fault
}

export type Breaker = ClosedBreaker | OpenBreaker | HalfOpenBreaker

/** A request that was begun, as the breaker remembers it. */
export interface TrialMark {
  generation: number
  /** It is one of the half-open breaker's `trying`. */
  counted: boolean
}

const closedSince = (now: number, generation: number, openings: number): ClosedBreaker => ({
  state: 'closed',
  generation,
  since: now,
  lastFailureAt: null,
  consecutiveFaults: 0,
  consecutiveRefusals: 0,
  recent: [],
  openings,
})

export const soundBreaker = (now: number): ClosedBreaker => closedSince(now, 0, 0)

/** Equal jitter: at least half of the full time, so that many clients of one node do not come back at one moment. */
export function openTime(openings: number, random: number): number {
  const { firstOpenMs, longestOpenMs } = breakerFigures
  const full = Math.min(longestOpenMs, firstOpenMs * 2 ** Math.min(openings - 1, 16))
  return full / 2 + (random * full) / 2
}

/** Opens it, whatever state it is in. */
export function openBreaker(breaker: Breaker, fault: Fault, now: number, random: number): OpenBreaker {
  const isForgiven = breaker.state === 'closed' && now - breaker.since >= breakerFigures.forgivenAfterMs
  const openings = isForgiven ? 1 : breaker.openings + 1
  return {
    state: 'open',
    generation: breaker.generation + 1,
    since: now,
    lastFailureAt: now,
    until: now + openTime(openings, random),
    openings,
    fault,
  }
}

/** Lets one request at a time through an open breaker from now on. */
export function halfOpenBreaker(breaker: OpenBreaker, now: number): HalfOpenBreaker {
  const { generation, openings, fault, lastFailureAt } = breaker
  return {
    state: 'half_open',
    generation,
    since: now,
    lastFailureAt,
    trying: 0,
    successes: 0,
    openings,
    fault,
  }
}

/** As it stands now: an open one whose time is over is half-open. */
export const settleBreaker = (breaker: Breaker, now: number): Breaker =>
  breaker.state === 'open' && now >= breaker.until ? halfOpenBreaker(breaker, now) : breaker

/** A request is sent. One may also be sent through an open breaker, when nobody else could answer. */
export function beginTrial(breaker: Breaker): [Breaker, TrialMark] {
  const { generation } = breaker
  if (breaker.state !== 'half_open') return [breaker, { generation, counted: false }]
  return [
    { ...breaker, trying: breaker.trying + 1 },
    { generation, counted: true },
  ]
}

function count(recent: readonly Bucket[], hasSucceeded: boolean, now: number): Bucket[] {
  const kept = recent.filter(({ from }) => now - from < breakerFigures.windowMs)
  const last = kept.at(-1)
  const isCurrent = last !== undefined && now - last.from < bucketMs
  const { from, succeeded, failed } = isCurrent ? last : { from: now, succeeded: 0, failed: 0 }
  const added = hasSucceeded
    ? { from, succeeded: succeeded + 1, failed }
    : { from, succeeded, failed: failed + 1 }
  return [...(isCurrent ? kept.slice(0, -1) : kept), added]
}

function failsTooOften(recent: readonly Bucket[]): boolean {
  let succeeded = 0
  let requests = 0
  for (const bucket of recent) {
    succeeded += bucket.succeeded
    requests += bucket.succeeded + bucket.failed
  }
  return requests >= breakerFigures.leastRequests && succeeded / requests < breakerFigures.leastSuccess
}

function endClosed(
  breaker: ClosedBreaker,
  outcome: 'succeeded' | Fault,
  now: number,
  random: number,
): Breaker {
  if (outcome === 'succeeded') {
    const recent = count(breaker.recent, true, now)
    return { ...breaker, recent, consecutiveFaults: 0, consecutiveRefusals: 0, lastFailureAt: null }
  }
  const next: ClosedBreaker = {
    ...breaker,
    recent: count(breaker.recent, false, now),
    consecutiveFaults: breaker.consecutiveFaults + 1,
    consecutiveRefusals: outcome.kind === 'refused' ? breaker.consecutiveRefusals + 1 : 0,
    lastFailureAt: now,
  }
  const isOver =
    next.consecutiveFaults >= breakerFigures.consecutiveFaults ||
    next.consecutiveRefusals >= breakerFigures.consecutiveRefusals ||
    failsTooOften(next.recent)
  return isOver ? openBreaker(next, outcome, now, random) : next
}

function endHalfOpen(breaker: HalfOpenBreaker, outcome: TrialOutcome, now: number, random: number): Breaker {
  if (outcome === 'abandoned') return breaker
  if (outcome !== 'succeeded') return openBreaker(breaker, outcome, now, random)
  const successes = breaker.successes + 1
  return successes >= breakerFigures.successesToClose
    ? closedSince(now, breaker.generation + 1, breaker.openings)
    : { ...breaker, successes }
}

/** A request came to its end. */
export function endTrial(
  breaker: Breaker,
  { generation, counted }: TrialMark,
  outcome: TrialOutcome,
  now: number,
  random: number,
): Breaker {
  if (generation !== breaker.generation) return breaker
  switch (breaker.state) {
    case 'closed':
      return outcome === 'abandoned' ? breaker : endClosed(breaker, outcome, now, random)
    case 'open':
      if (outcome === 'abandoned') return breaker
      if (outcome !== 'succeeded') return { ...breaker, lastFailureAt: now }
      // Sent because nobody else could answer, and answered: as good as the first request of a half-open one.
      return { ...halfOpenBreaker(breaker, now), successes: 1 }
    case 'half_open': {
      const trying = counted ? breaker.trying - 1 : breaker.trying
      return endHalfOpen({ ...breaker, trying }, outcome, now, random)
    }
  }
}
