import type { Clock } from '../../shared/clock'
import type { HarombeError } from '../../shared/errors'
import { pause } from '../../shared/pause'
import type { Run } from './execution-run'
import { certaintyMs } from './queue/blame'
import type { Dispatcher } from './queue/dispatcher'
import { restAfter } from './queue/node-pressure'
import { isBusy, isToBeSeen, mayHaveWorked } from './retry-rules'

export interface PauseDependencies {
  clock: Clock
  random(): number
  dispatcher: Pick<Dispatcher, 'blame' | 'budget'>
}

export const needsBudget = (error: HarombeError, run: Run, { dispatcher }: PauseDependencies): boolean =>
  !isBusy(error) &&
  mayHaveWorked(error) &&
  run.lastHarm !== null &&
  !dispatcher.blame.isOfNode(run.lastHarm, run.id)

/**
 * Waits until there is room for another try, so that a cluster that fails is not asked ever more often.
 * @returns to be called at the end of that try; null when the request may wait no longer
 */
export async function untilBudget(
  run: Run,
  { dispatcher, clock, random }: PauseDependencies,
): Promise<(() => void) | null> {
  for (let waits = 1; !run.signal.aborted && run.queuedMs < run.maxWaitMs; waits += 1) {
    const giveBack = dispatcher.budget.take()
    if (giveBack !== null) return giveBack
    const ms = restAfter(waits, random())
    await pause(ms, run.signal, clock)
    run.queuedMs += ms
  }
  return null
}

/** Before a query is held to have broken its nodes: what becomes of the others that ran there is seen a little later. */
export async function untilBlameIsClear(run: Run, { dispatcher, clock }: PauseDependencies): Promise<void> {
  if (isToBeSeen(run, dispatcher.blame)) await pause(certaintyMs, run.signal, clock)
}
