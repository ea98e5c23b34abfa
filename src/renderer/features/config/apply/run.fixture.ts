import type { ApplyRun, ApplyStep, PlanStep } from '../../../../shared/entities'
import { planOf } from '../plan/plan.fixture'

export const runStep = (
  kind: PlanStep['kind'],
  node: string | null,
  state: ApplyStep['state'],
  changes: Partial<ApplyStep> = {},
): ApplyStep => ({
  id: `${kind}/${node ?? ''}`,
  kind,
  node,
  model: kind === 'pull' || kind === 'load' ? 'a:7b' : null,
  needs: [],
  estimate: null,
  state,
  startedAt: null,
  endedAt: null,
  progress: null,
  detail: null,
  error: null,
  ...changes,
})

export const runOf = (state: ApplyRun['state'], steps: ApplyStep[], id = 'r1'): ApplyRun => {
  const { steps: _, ...plan } = planOf()
  return { id, plan, by: 'browser', state, startedAt: 0, endedAt: state === 'running' ? null : 1, steps }
}
