import type { ToolCallRecord } from '../../../shared/entities'
import type { Fence } from './fence'

const withoutResult: Readonly<Record<ToolCallRecord['state'], string>> = {
  waiting: 'It was not run.',
  running: 'It is not known whether this ran to its end.',
  done: 'It was done and gave nothing back.',
  failed: 'It failed.',
  denied: 'The user does not allow this call. It was not run.',
  refused: 'It is not allowed. It was not run.',
  cancelled: 'It was stopped.',
  unknown:
    'harombe ended while this ran: it is not known whether it had its effect. It is not run again by itself; check first, then decide.',
}

/** What the model is told of a call that ended, or of one that a dead process left. */
export function toldOf({ state, result, untrusted }: ToolCallRecord, fence: Fence): string {
  if (state === 'unknown' || result === undefined || result === '') return withoutResult[state]
  return untrusted === undefined ? result : fence(result)
}
