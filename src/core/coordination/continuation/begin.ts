import type { Attempt } from '../attempt'
import { backendOf } from '../capability-knowledge'
import type { Run } from '../execution-run'
import type { ClusterNode } from '../node'
import type { Dispatcher } from '../queue/dispatcher'
import { isSameModel } from '../same-model'
import type { ExecutionRequest } from '../types'
import { isSameCopy, type ServedCopy, whyNotContinued } from './gate'

const copyOn = (node: ClusterNode, model: string): ServedCopy => ({
  backend: backendOf(node),
  model,
  summary: node.probe?.models.find(({ name }) => isSameModel(name, model)),
})

/**
 * Has the run go on with what was written, on a node that serves the same copy of the model and can, if it may be gone on with
 * and there is one.
 * @returns whether it does
 */
export function beginContinuing(
  { node, chosen }: Attempt,
  request: ExecutionRequest,
  run: Run,
  dispatcher: Dispatcher,
): boolean {
  const { written, continuations } = run
  if (written === null || whyNotContinued(request, written, continuations) !== null) return false
  const own = copyOn(node, chosen.model)
  const others = new Map<string, string>()
  for (const other of dispatcher.nodes()) {
    if (other === node || isSameCopy(own, copyOn(other, chosen.model))) continue
    others.set(other.spec.name, `its copy of ${chosen.model} may be another`)
  }
  const { text, tokens } = written
  run.continuing = { text, tokens, model: chosen.model, others }
  if (dispatcher.look(run).placing === null) {
    run.continuing = null
    return false
  }
  run.continuations += 1
  return true
}
