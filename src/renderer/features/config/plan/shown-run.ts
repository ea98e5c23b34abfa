import type { ApplyRun } from '../../../../shared/entities'

/** Which apply the drawer shows instead of a plan. */
export interface ShownRun {
  /** Null: the plan is shown. */
  id: string | null
  /** The last one this window had begun when it was looked at. */
  own: string | null
}

/**
 * One that runs is shown, whoever began it, and stays when it has ended: its outcome is what was waited for. So does one that was
 * begun here and is over before it was seen to run. The same object when nothing is new.
 */
export function nextShown(before: ShownRun, run: ApplyRun | null, own: string | null): ShownRun {
  const begun = own === before.own ? before.id : own
  const id = run?.state === 'running' ? run.id : begun
  return id === before.id && own === before.own ? before : { id, own }
}
