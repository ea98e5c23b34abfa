import type { NodeStatistics, Tier, TierStatistics } from '../../shared/entities'

/** Answers a median looks back on. */
const windowSize = 50

export interface AnswerSample {
  ttftMs: number | null
  tokensPerSecond: number | null
  tokens: number
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Median of the last values; computed at the first reading after a change, because nobody may be looking. */
function createMedian() {
  const values: number[] = []
  let median: number | null = null
  let isCurrent = true
  return {
    add(value: number | null): void {
      if (value === null) return
      values.push(value)
      if (values.length > windowSize) values.shift()
      isCurrent = false
    },
    read(): number | null {
      if (!isCurrent) median = medianOf(values)
      isCurrent = true
      return median
    },
  }
}

export interface StatisticsKeeper {
  /** A request was sent, whatever becomes of it. */
  started(): void
  failed(): void
  answered(sample: AnswerSample): void
  read(): NodeStatistics
}

/** Counters since the start and medians over the last 50 answers. */
export function createStatistics(): StatisticsKeeper {
  let requests = 0
  let failures = 0
  let tokens = 0
  const ttft = createMedian()
  const speed = createMedian()
  return {
    started() {
      requests += 1
    },
    failed() {
      failures += 1
    },
    answered(sample) {
      tokens += sample.tokens
      ttft.add(sample.ttftMs)
      speed.add(sample.tokensPerSecond)
    },
    read: () => ({ requests, failures, tokens, ttftMs: ttft.read(), tokensPerSecond: speed.read() }),
  }
}

export interface TierStatisticsKeeper {
  answered(tier: Tier, wanted: Tier, sample: AnswerSample): void
  failed(tier: Tier): void
  /** Of the tiers that had anything to do, lowest first. */
  read(): TierStatistics[]
}

/** The same by tier, with the answers that were wanted from another. */
export function createTierStatistics(): TierStatisticsKeeper {
  const tiers = new Map<Tier, { keeper: StatisticsKeeper; answers: number; fallbacks: number }>()
  const of = (tier: Tier) => {
    const known = tiers.get(tier) ?? { keeper: createStatistics(), answers: 0, fallbacks: 0 }
    tiers.set(tier, known)
    return known
  }
  return {
    answered(tier, wanted, sample) {
      const known = of(tier)
      known.answers += 1
      if (tier !== wanted) known.fallbacks += 1
      known.keeper.answered(sample)
    },
    failed: tier => of(tier).keeper.failed(),
    read: () =>
      [...tiers]
        .map(([tier, { keeper, answers, fallbacks }]) => {
          const { failures, tokens, ttftMs, tokensPerSecond } = keeper.read()
          return { tier, answers, failures, tokens, fallbacks, ttftMs, tokensPerSecond }
        })
        .sort((a, b) => a.tier - b.tier),
  }
}
