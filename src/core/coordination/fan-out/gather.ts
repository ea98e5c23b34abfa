import type { Clock } from '../../../shared/clock'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import type { ExecutionResult } from '../types'
import type { FanOutPart } from './types'

/** Runs `work` for every item, so many at once, and resolves with all results in order. Rejects as soon as one does. */
export async function runAtOnce<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return results
}

/** An answer or a failure, with what the answer came from. */
export interface Outcome {
  part: FanOutPart
  result: ExecutionResult | null
}

/**
 * Runs one question to its end, whichever; rejects only with what nobody expected.
 * @param asked which part it is, and of whom it is asked where that is one node
 */
export async function settle(
  asked: Pick<FanOutPart, 'part' | 'node' | 'tier'>,
  clock: Pick<Clock, 'monotonic'>,
  ask: () => Promise<ExecutionResult>,
): Promise<Outcome> {
  const startedAt = clock.monotonic()
  const durationMs = () => Math.round(clock.monotonic() - startedAt)
  try {
    const result = await ask()
    const { answeredBy, content, metrics } = result
    return {
      part: { ...asked, answeredBy, response: content, tokens: metrics.tokens, durationMs: durationMs() },
      result,
    }
  } catch (thrown) {
    if (!isHarombeError(thrown)) throw thrown
    const error = thrown.toShape()
    return {
      part: { ...asked, answeredBy: null, response: '', tokens: 0, durationMs: durationMs(), error },
      result: null,
    }
  }
}

/** When not one answered: what they failed with. */
export function allFailed(outcomes: readonly Outcome[]): HarombeError {
  const errors = outcomes.flatMap(({ part }) => (part.error === undefined ? [] : [part.error]))
  const [first] = errors
  if (first !== undefined && errors.every(({ code }) => code === first.code))
    return HarombeError.fromShape(first)
  return new HarombeError('ALL_NODES_FAILED', first?.message ?? 'No node answered.', {
    data: { attempts: errors.map(({ code, message }) => ({ code, message })) },
  })
}
