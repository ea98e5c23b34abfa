import type { ApplyRun, ApplyStep, PlanStep } from '../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../shared/errors'

/** A step as a sentence goes on about it: `the download of qwen2.5:14b on gaming-pc`. */
export function stepName({ kind, node, model }: Pick<PlanStep, 'kind' | 'node' | 'model'>): string {
  switch (kind) {
    case 'register':
      return `registering ${node}`
    case 'test':
      return `the test of ${node}`
    case 'pull':
      return `the download of ${model} on ${node}`
    case 'load':
      return `loading ${model} on ${node}`
    case 'drain':
      return `draining ${node}`
    case 'retire':
      return `retiring ${node}`
    case 'reload':
      return 'bringing the settings into force'
  }
}

type EndState = Exclude<ApplyRun['state'], 'running'>

/** How a run ended whose steps can go no further. @param signal of the run, aborted when it was cancelled or cut off */
export function stateOfEnd(steps: readonly ApplyStep[], signal: AbortSignal): EndState {
  if (steps.every(({ state }) => state === 'done')) return 'done'
  if (!signal.aborted) return 'failed'
  return isHarombeError(signal.reason) && signal.reason.code === 'INTERRUPTED' ? 'interrupted' : 'cancelled'
}

const interrupted = () => new HarombeError('INTERRUPTED', 'harombe ended while it was being done.').toShape()

/** What becomes of the steps that a run of that end leaves: one that was running may have done its work or not. */
export function describeEnd(end: EndState): (step: ApplyStep, now: number) => Partial<ApplyStep> {
  return ({ state }, now) => {
    if (state === 'running') {
      const error = interrupted()
      return { state: 'cancelled', endedAt: now, detail: error.message, error }
    }
    if (state !== 'pending') return {}
    const why = end === 'interrupted' ? 'harombe ended before.' : 'It was cancelled before.'
    return { state: 'skipped', endedAt: now, detail: `Not begun: ${why}` }
  }
}
