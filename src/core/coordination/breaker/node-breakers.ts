import type { Clock } from '../../../shared/clock'
import type { BackendKind, NodeIncident } from '../../../shared/entities'
import type { HarombeError } from '../../../shared/errors'
import {
  type Breaker,
  beginTrial,
  breakerFigures,
  endTrial,
  type Fault,
  halfOpenBreaker,
  openBreaker,
  settleBreaker,
  soundBreaker,
  type TrialOutcome,
} from './breaker'
import { faultOf } from './faults'
import { findOutlier, isStillSlow } from './outliers'
import { createPulse, type Pulse, type PulseKeeper, pulseOf } from './pulse'
import type { AnswerSigns, BreakerLook, NodeBreakers } from './types'

export interface BreakerOptions {
  clock: Clock
  random(): number
  /** The kind of server it is now: another kind begins anew. */
  backend(): BackendKind
  /** Whether failures say anything now; not while machines wake up. */
  countsFaults(): boolean
  /** Whether this machine slept since, so that what took time since says nothing. */
  lostTimeSince(monotonicMs: number): boolean
  /** How the model does on other nodes of the tier. */
  equals(model: string): readonly Pulse[]
  onIncident(incident: Pick<NodeIncident, 'kind' | 'model' | 'reason'>): void
  /** One opened, half-opened or closed. */
  onChanged(): void
  /** A real request came to a good end. */
  onAnswered(): void
}

/** What the watch over a node's health does with its breakers, beyond what requests do. */
export interface BreakerKeeper extends NodeBreakers {
  pulse(model: string): Pulse
  /** Models one token of ours would tell more of: half-open after failures or failing, and nobody asks them anything. */
  inDoubt(idleMs: number): string[]
  /** Opens it without further counting. */
  trip(model: string, reason: string): void
  /** The node is back: what opened while it was away is tried again now instead of later. */
  tryAgain(): void
  /** Opens what is far off its equals. */
  compareWithEquals(): void
  stop(): void
}

interface Entry {
  breaker: Breaker
  pulse: PulseKeeper
  /** For display; of the last change of state. */
  sinceWall: number
  lastUsedAt: number
  cancelTimer: () => void
}

const noLooks: ReadonlyMap<string, BreakerLook> = new Map()

function lookAt(breaker: Breaker): BreakerLook {
  const { state, lastFailureAt } = breaker
  return {
    state,
    retryAt: state === 'open' ? breaker.until : null,
    isTrying: state === 'half_open' && breaker.trying > 0,
    lastFailureAt,
    reason: state === 'closed' ? '' : breaker.fault.reason,
  }
}

const timeless = ({ isEmpty }: AnswerSigns): AnswerSigns => ({ isEmpty })

const emptyAnswer: Fault = { kind: 'failed', reason: 'It gave an empty answer and called it complete.' }

/** Keeps the breakers of one node; owns the timer of every open one. */
export function createNodeBreakers(options: BreakerOptions): BreakerKeeper {
  const { clock, random, equals } = options
  const entries = new Map<string, Entry>()
  let backend: BackendKind | null = null

  function reset(): void {
    for (const { cancelTimer } of entries.values()) cancelTimer()
    entries.clear()
  }

  function find(model: string): Entry | undefined {
    const now = options.backend()
    if (now !== backend) reset()
    backend = now
    return entries.get(model)
  }

  function open(model: string): Entry {
    const known = find(model)
    if (known !== undefined) return known
    const now = clock.monotonic()
    const entry: Entry = {
      breaker: soundBreaker(now),
      pulse: createPulse(),
      sinceWall: Math.round(clock.wall()),
      lastUsedAt: now,
      cancelTimer: () => undefined,
    }
    entries.set(model, entry)
    return entry
  }

  function change(model: string, entry: Entry, next: Breaker): void {
    const before = entry.breaker
    entry.breaker = next
    if (before.state === next.state) return
    entry.sinceWall = Math.round(clock.wall())
    entry.cancelTimer()
    entry.cancelTimer = () => undefined
    // Its figures are of the time before, and would open it again at once.
    if (next.state !== 'half_open') entry.pulse.forget()
    if (next.state === 'open') {
      const wait = next.until - clock.monotonic()
      entry.cancelTimer = clock.after(wait, () => {
        change(model, entry, settleBreaker(entry.breaker, Math.max(clock.monotonic(), next.until)))
      })
    }
    const kind =
      `breaker_${next.state === 'open' ? 'opened' : next.state === 'closed' ? 'closed' : 'half_opened'}` as const
    options.onIncident({ kind, model, reason: next.state === 'closed' ? '' : next.fault.reason })
    options.onChanged()
  }

  function outcomeOf(model: string, breaker: Breaker, signs: AnswerSigns): TrialOutcome {
    if (signs.isEmpty === true) return emptyAnswer
    const wasSlow = breaker.state === 'half_open' && breaker.fault.kind === 'slow'
    return (wasSlow ? isStillSlow(pulseOf(signs), equals(model)) : null) ?? 'succeeded'
  }

  return {
    look(model) {
      const entry = find(model)
      const now = clock.monotonic()
      return lookAt(entry === undefined ? soundBreaker(now) : settleBreaker(entry.breaker, now))
    },

    looks() {
      if (entries.size === 0 || options.backend() !== backend) return noLooks
      let looks: Map<string, BreakerLook> | null = null
      for (const [model, { breaker }] of entries) {
        if (breaker.state === 'closed') continue
        looks ??= new Map()
        looks.set(model, lookAt(settleBreaker(breaker, clock.monotonic())))
      }
      return looks ?? noLooks
    },

    begin(model) {
      const entry = open(model)
      change(model, entry, settleBreaker(entry.breaker, clock.monotonic()))
      const [begun, mark] = beginTrial(entry.breaker)
      entry.breaker = begun
      const begunAt = clock.monotonic()
      entry.lastUsedAt = begunAt
      let isOver = false
      const end = (outcome: TrialOutcome) => {
        if (isOver) return
        isOver = true
        const now = clock.monotonic()
        entry.lastUsedAt = now
        // Another kind of server took its place meanwhile: this is of the one before.
        if (find(model) !== entry) return
        const counts = outcome === 'succeeded' || outcome === 'abandoned' || options.countsFaults()
        if (counts && typeof outcome === 'object') entry.pulse.failed(now)
        change(model, entry, endTrial(entry.breaker, mark, counts ? outcome : 'abandoned', now, random()))
        if (outcome === 'succeeded') options.onAnswered()
      }
      return {
        succeeded(told = {}) {
          const signs = options.lostTimeSince(begunAt) ? timeless(told) : told
          const outcome = outcomeOf(model, entry.breaker, signs)
          if (outcome === 'succeeded' && !isOver) entry.pulse.answered(signs, clock.monotonic())
          end(outcome)
        },
        failed: (error: HarombeError) => end(faultOf(error) ?? 'abandoned'),
        abandoned: () => end('abandoned'),
      }
    },

    views: () =>
      [...entries].flatMap(([model, { breaker, sinceWall }]) => {
        if (breaker.state === 'closed') return []
        const retryAt =
          breaker.state === 'open' ? sinceWall + Math.round(breaker.until - breaker.since) : null
        return { model, state: breaker.state, since: sinceWall, retryAt, reason: breaker.fault.reason }
      }),

    pulse: model =>
      find(model)?.pulse.read(clock.monotonic()) ?? {
        ttftMs: null,
        tokensPerSecond: null,
        successRate: null,
      },

    inDoubt(idleMs) {
      const now = clock.monotonic()
      return [...entries].flatMap(([model, { breaker, lastUsedAt }]) => {
        if (now - lastUsedAt < idleMs) return []
        if (breaker.state === 'half_open') {
          // Whether it is fast again a single token does not tell.
          return breaker.fault.kind !== 'slow' && now - breaker.since >= idleMs ? model : []
        }
        return breaker.state === 'closed' && breaker.consecutiveFaults > 0 ? model : []
      })
    },

    trip(model, reason) {
      const entry = open(model)
      if (entry.breaker.state === 'open') return
      const fault = { kind: 'failed', reason } as const
      change(model, entry, openBreaker(entry.breaker, fault, clock.monotonic(), random()))
    },

    tryAgain() {
      const now = clock.monotonic()
      for (const [model, entry] of entries) {
        if (entry.breaker.state === 'open' && entry.breaker.fault.kind !== 'slow')
          change(model, entry, halfOpenBreaker(entry.breaker, now))
      }
    },

    compareWithEquals() {
      const now = clock.monotonic()
      for (const [model, entry] of entries) {
        if (entry.breaker.state !== 'closed' || now - entry.lastUsedAt > breakerFigures.windowMs) continue
        const fault = findOutlier(entry.pulse.read(now), equals(model))
        if (fault !== null) change(model, entry, openBreaker(entry.breaker, fault, now, random()))
      }
    },

    stop: reset,
  }
}
