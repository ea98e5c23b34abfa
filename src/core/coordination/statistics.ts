import type { NodeStatistics } from '../../shared/entities'

/** Answers a median looks back on. */
const windowSize = 50

export interface AnswerSample {
  ttftMs: number | null
  tokensPerSecond: number | null
  tokens: number
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

function keep(values: number[], value: number | null): void {
  if (value === null) return
  values.push(value)
  if (values.length > windowSize) values.shift()
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
  const ttft: number[] = []
  const speed: number[] = []
  return {
    started() {
      requests += 1
    },
    failed() {
      failures += 1
    },
    answered(sample) {
      tokens += sample.tokens
      keep(ttft, sample.ttftMs)
      keep(speed, sample.tokensPerSecond)
    },
    read: () => ({ requests, failures, tokens, ttftMs: median(ttft), tokensPerSecond: median(speed) }),
  }
}
