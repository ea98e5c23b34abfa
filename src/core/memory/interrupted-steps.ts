import type { RunStep, ToolCallRecord } from '../../shared/entities'

/** A call that ran may have had its effect; one that waited for a person never began. Neither is ever run again by itself. */
function interrupted(call: ToolCallRecord): ToolCallRecord {
  if (call.state !== 'running' && call.state !== 'waiting') return call
  const { approval: _asked, ...rest } = call
  return { ...rest, state: call.state === 'running' ? 'unknown' : 'cancelled' }
}

/** The steps of a run whose process ended. */
export function interruptedSteps(steps: readonly RunStep[]): RunStep[] {
  return steps.map(step => ({ ...step, calls: step.calls.map(interrupted) }))
}
