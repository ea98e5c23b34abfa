import type { AnswerSigns } from './types'

/** How a model on a node did lately, to be held against its equals. */
export interface Pulse {
  /** Medians; null with too few answers. */
  ttftMs: number | null
  tokensPerSecond: number | null
  /** 0–1; null with too few requests. */
  successRate: number | null
}

/** Long enough for a node that is asked now and then, short enough to be of today's node. */
const memoryMs = 300_000
const mostOutcomes = 50
const leastAnswers = 5
const leastOutcomes = 10
/** The time to the first token of a longer prompt says more of the prompt than of the node. */
const longestPrompt = 2_000

interface Entry {
  at: number
  hasSucceeded: boolean
  ttftMs: number | null
  tokensPerSecond: number | null
}

function medianOf(values: readonly number[]): number | null {
  if (values.length < leastAnswers) return null
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? null
}

export interface PulseKeeper {
  answered(signs: AnswerSigns, now: number): void
  failed(now: number): void
  read(now: number): Pulse
  /** What was is no measure of what comes: it was out of use in between. */
  forget(): void
}

export const pulseOf = ({ ttftMs, tokensPerSecond, promptTokens }: AnswerSigns) => ({
  ttftMs: (promptTokens ?? 0) > longestPrompt ? null : (ttftMs ?? null),
  tokensPerSecond: tokensPerSecond ?? null,
})

/** The last outcomes of one model on one node, at most 50 and none older than five minutes. */
export function createPulse(): PulseKeeper {
  let entries: Entry[] = []
  const add = (entry: Entry) => {
    entries.push(entry)
    if (entries.length > mostOutcomes) entries.shift()
  }
  return {
    answered: (signs, now) => add({ at: now, hasSucceeded: true, ...pulseOf(signs) }),
    failed: now => add({ at: now, hasSucceeded: false, ttftMs: null, tokensPerSecond: null }),
    read(now) {
      entries = entries.filter(({ at }) => now - at <= memoryMs)
      const succeeded = entries.filter(({ hasSucceeded }) => hasSucceeded).length
      return {
        ttftMs: medianOf(entries.flatMap(({ ttftMs }) => ttftMs ?? [])),
        tokensPerSecond: medianOf(entries.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])),
        successRate: entries.length < leastOutcomes ? null : succeeded / entries.length,
      }
    },
    forget() {
      entries = []
    },
  }
}
