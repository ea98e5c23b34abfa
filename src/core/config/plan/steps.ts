import type { PlanChange, PlanStep } from '../../../shared/entities'
import { plainName } from '../../../shared/same-model'

export interface StepsInput {
  changes: readonly PlanChange[]
  /** Nodes that must show that they answer, once they are registered. */
  toTest: ReadonlySet<string>
  /** Nodes that cannot be used as they are written; null among them: the settings cannot. They get no steps. */
  unusable: ReadonlySet<string | null>
  /** Nodes with the same answer have their models in common. */
  serverOf(node: string): string
}

const registers: ReadonlySet<PlanChange['kind']> = new Set([
  'node_added',
  'node_moved',
  'node_renamed',
  'node_changed',
])

const noStep = { model: null, needs: [], estimate: null }

/**
 * Lanes of the nodes in the order of the changes (register, test, pull, load; drain, retire), then the settings. Each step needs the
 * one before it in its lane; the settings, that all nodes are registered, since they may speak of them.
 */
export function stepsFor({ changes, toTest, unusable, serverOf }: StepsInput): PlanStep[] {
  const steps: PlanStep[] = []
  const lastOf = new Map<string, string>()
  const pulls = new Map<string, string>()
  const add = (node: string, step: Omit<PlanStep, 'node' | 'needs'>, also: readonly string[] = []) => {
    const last = lastOf.get(node)
    const needs = [...new Set([...(last === undefined ? [] : [last]), ...also])]
    steps.push({ ...step, node, needs })
    lastOf.set(node, step.id)
  }
  const onServer = (node: string, model: string) => `${serverOf(node)} ${plainName(model)}`
  for (const change of changes) {
    if (change.kind === 'setting_changed' || unusable.has(change.node)) continue
    const { node } = change
    if (registers.has(change.kind)) {
      if (lastOf.has(node)) continue
      add(node, { ...noStep, id: `register/${node}`, kind: 'register' })
      if (toTest.has(node)) add(node, { ...noStep, id: `test/${node}`, kind: 'test' })
    } else if (change.kind === 'node_removed') {
      if (!change.inForce) add(node, { ...noStep, id: `drain/${node}`, kind: 'drain' })
      add(node, { ...noStep, id: `retire/${node}`, kind: 'retire' })
    } else if (change.kind === 'model_pulled') {
      const { id, model, estimate } = change
      add(node, { id, kind: 'pull', model, estimate })
      pulls.set(onServer(node, model), id)
    } else if (change.kind === 'model_loaded') {
      const { id, model, estimate } = change
      const pull = pulls.get(onServer(node, model))
      add(node, { id, kind: 'load', model, estimate }, pull === undefined ? [] : [pull])
    }
  }
  const hasSettings = changes.some(({ kind }) => kind === 'setting_changed')
  if (hasSettings && !unusable.has(null)) {
    const needs = steps.filter(({ kind }) => kind === 'register').map(({ id }) => id)
    steps.push({ ...noStep, id: 'reload', kind: 'reload', node: null, needs })
  }
  return steps
}
