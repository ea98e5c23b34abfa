import type { Config } from '../../../../shared/config/schema'
import { configSchema } from '../../../../shared/config/schema'
import type { ApplyStep, ApplyStepState, Plan, PlanStep, PlanStepKind } from '../../../../shared/entities'
import type { ApplyActions, StepContext } from '../types'

/** `pull/gaming-pc/qwen2.5:14b`, as plans name their steps. */
export function planStepOf(id: string, needs: string[] = []): PlanStep {
  const [kind = '', node = null, ...model] = id.split('/')
  return {
    id,
    kind: kind as PlanStepKind,
    node,
    model: model.length === 0 ? null : model.join('/'),
    needs,
    estimate: null,
  }
}

export const stepOf = (id: string, state: ApplyStepState = 'pending', needs: string[] = []): ApplyStep => ({
  ...planStepOf(id, needs),
  state,
  startedAt: null,
  endedAt: null,
  progress: null,
  detail: null,
  error: null,
})

const digest = 'd'.repeat(64)

/** A plan of these steps, each needing the one before it in its lane. */
export function planOf(ids: readonly string[], changes: Partial<Plan> = {}): Plan {
  const last = new Map<string | null, string>()
  const steps = ids.map(id => {
    const step = planStepOf(id)
    const before = last.get(step.node)
    last.set(step.node, id)
    return { ...step, needs: before === undefined ? [] : [before] }
  })
  return {
    format: 1,
    id: 'plan',
    createdAt: 0,
    configPath: '/somewhere/harombe.yaml',
    from: 'file',
    basis: { desired: digest, applied: null, observed: digest },
    targets: [],
    refreshed: true,
    changes: [],
    findings: [],
    steps,
    summary: { add: 0, change: 0, remove: 0, move: 0, pull: 0, load: 0, settings: 0, downloadBytes: 0 },
    ...changes,
  }
}

export const configOf = (nodes: readonly Record<string, unknown>[], more: object = {}): Config =>
  configSchema.parse({ ...more, cluster: { nodes } })

/** Steps that do nothing but say so; `work` has the say in how each goes. */
export function scriptedActions(
  work: (id: string, context: StepContext) => Promise<void> = async () => undefined,
): ApplyActions & { done: string[] } {
  const done: string[] = []
  const act = async (id: string, context: StepContext) => {
    await work(id, context)
    done.push(id)
    return `Did ${id}.`
  }
  return {
    done,
    register: (node, _from, context) => act(`register/${node}`, context),
    test: (node, context) => act(`test/${node}`, context),
    pull: (node, model, context) => act(`pull/${node}/${model}`, context),
    load: (node, model, context) => act(`load/${node}/${model}`, context),
    drain: (node, context) => act(`drain/${node}`, context),
    retire: (node, context) => act(`retire/${node}`, context),
    reload: context => act('reload', context),
    serverOf: node => node,
    holdings: () => ({ models: [], loaded: [] }),
    release: () => undefined,
  }
}
