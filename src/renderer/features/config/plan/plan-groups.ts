import type { FieldChange, Plan, PlanChange, PlanFinding, PlanStep } from '../../../../shared/entities'

/** What a plan does to one machine, or (node null) to the settings outside the nodes. */
export interface PlanGroup {
  node: string | null
  changes: readonly PlanChange[]
  findings: readonly PlanFinding[]
  estimate: Estimate | null
}

export interface Estimate {
  lowMs: number
  highMs: number
  /** Of some steps nobody can tell. */
  isPartial: boolean
}

const lengthy = new Set<PlanStep['kind']>(['pull', 'load'])

/** Of one machine, whose steps come one after the other; null when of none that take long can be told. */
function laneEstimate(steps: readonly PlanStep[]): Estimate | null {
  const long = steps.filter(step => lengthy.has(step.kind) || step.estimate !== null)
  const known = long.flatMap(({ estimate }) => estimate ?? [])
  if (known.length === 0) return null
  return {
    lowMs: known.reduce((sum, { lowMs }) => sum + lowMs, 0),
    highMs: known.reduce((sum, { highMs }) => sum + highMs, 0),
    isPartial: known.length < long.length,
  }
}

/** Of the whole plan: machines work side by side, so the slowest decides. */
export function planEstimate({ steps }: Pick<Plan, 'steps'>): Estimate | null {
  const lanes = [...new Set(steps.map(({ node }) => node))].map(node =>
    laneEstimate(steps.filter(step => step.node === node)),
  )
  const known = lanes.filter(lane => lane !== null)
  if (known.length === 0) return null
  const isUnknown = steps.some(step => lengthy.has(step.kind) && step.estimate === null)
  return {
    lowMs: Math.max(...known.map(({ lowMs }) => lowMs)),
    highMs: Math.max(...known.map(({ highMs }) => highMs)),
    isPartial: isUnknown,
  }
}

const nodeOf = (change: PlanChange) => (change.kind === 'setting_changed' ? null : change.node)

/** By machine in the plan's order, then machines of which there is only something to know, the settings last. */
export function planGroups({ changes, findings, steps }: Plan): PlanGroup[] {
  const names = [
    ...changes.map(nodeOf).filter(node => node !== null),
    ...findings.flatMap(({ node }) => node ?? []),
  ]
  const groups = [...new Set<string | null>([...names, null])].map(node => ({
    node,
    changes: changes.filter(change => nodeOf(change) === node),
    // What is about no machine stands above all of them.
    findings: node === null ? [] : findings.filter(finding => finding.node === node),
    estimate: laneEstimate(steps.filter(step => step.node === node)),
  }))
  return groups.filter(group => group.changes.length > 0 || group.findings.length > 0)
}

const ranks = { error: 0, warning: 1, info: 2 } as const

/** About no machine in particular, the worst first. */
export const commonFindings = ({ findings }: Pick<Plan, 'findings'>): PlanFinding[] =>
  findings.filter(({ node }) => node === null).toSorted((a, b) => ranks[a.severity] - ranks[b.severity])

/** The lines of the file that a change touches, as they would be written. */
export function fieldsOf(change: PlanChange): readonly FieldChange[] {
  switch (change.kind) {
    case 'node_changed':
      return change.fields
    case 'setting_changed':
      return [{ path: change.path, before: change.before, after: change.after }]
    case 'node_moved':
      return [{ path: 'tier', before: String(change.from), after: String(change.to) }]
    case 'node_renamed':
      return [{ path: 'name', before: change.from, after: change.node }]
    default:
      return []
  }
}
