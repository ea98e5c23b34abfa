import type { Convergence, Plan } from '../../../shared/entities'

/** Where machines differ from what the file says and was applied; one English sentence each. */
export const findDrift = ({ findings }: Pick<Plan, 'findings'>): Convergence['drift'] =>
  findings
    .filter(({ code }) => code === 'drift')
    .map(({ node, model, message }) => ({ node, model, message }))

/** What a plan of the file as it stands says of how far the machines are. `checkedAt`: when they were looked at last. */
export function convergenceOf(
  plan: Pick<Plan, 'findings' | 'changes'>,
  checkedAt: number | null,
): Convergence {
  const drift = findDrift(plan)
  const pending = plan.changes.filter(
    // What failed waits for apply, also where its entry is in force.
    ({ cause, ...change }) =>
      cause === 'unfinished' || (cause === 'file' && !('inForce' in change && change.inForce)),
  ).length
  const state = drift.length > 0 ? 'drifted' : pending > 0 ? 'pending' : 'converged'
  return { state, pending, drift, checkedAt }
}
