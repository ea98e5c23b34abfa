import type { Classification } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { EmbeddingRequest } from '../inference/protocol'
import { type Attempt, answererOf, optionsFor } from './attempt'
import { chooseNode, learnWithin, nextNode } from './choose-node'
import type { ExecutionDependencies } from './execution'
import { isBlameless, isOfRequest, openRun, type Run, recordFailure } from './execution-run'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import { requirementsOfEmbedding } from './requirements'
import { selectRoute } from './selection'
import type { EmbeddingExecution, EmbeddingResult, RouteTarget } from './types'

export type EmbeddingDependencies = Omit<ExecutionDependencies, 'classifier' | 'onEnd'>

/** Embeddings need no judgement of difficulty: any node with the model makes the same ones. */
const classificationOf = (estimatedTokens: number): Classification => ({
  class: 'simple',
  tier: 0,
  reasons: ['embeddings are the same work on every node'],
  estimatedTokens,
})

/**
 * The model for a request that names none: of those known to make embeddings the first by name, so that every call gets the
 * same. Nodes that are away count too, since vectors of two models cannot be compared.
 */
export function settleEmbeddingModel(
  nodes: readonly NodeSnapshot[],
  { node: wantedNode }: Pick<RouteTarget, 'node'>,
): SelectionRequest['settledModel'] {
  const [name] = nodes
    .filter(({ enabled, name }) => enabled && (wantedNode === undefined || name === wantedNode))
    .flatMap(({ modelsServed }) => modelsServed)
    .filter(({ capabilities }) => capabilities.embeddings === 'yes')
    .map(model => model.name)
    .sort()
  if (name === undefined) return undefined
  const whose = wantedNode === undefined ? "the cluster's" : `${wantedNode}'s`
  return { name, because: `${name} is ${whose} embedding model.` }
}

const noEmbeddingModel = () =>
  new HarombeError('MODEL_MISSING', 'No model is known to make embeddings.', {
    hint: 'Pull one, such as nomic-embed-text, name the model to use, or write `capabilities: [embeddings]` at its node.',
  })

/** How long a caller waits for something to be found out that may not be there to find. */
const learningMs = 10_000

/** Settles on a model when none was named. @throws HarombeError when there is none, or nobody to ask */
async function settle(run: Run, dependencies: EmbeddingDependencies): Promise<void> {
  const { target } = run.selectionRequest
  if (target.model !== undefined) return
  const look = () => {
    const nodes = dependencies.nodes().map(dependencies.snapshotOf)
    return { nodes, settledModel: settleEmbeddingModel(nodes, target) }
  }
  let { nodes, settledModel } = look()
  if (settledModel === undefined) {
    if (nodes.every(({ status }) => status !== 'online')) await dependencies.recheck(run.signal)
    await learnWithin(learningMs, run, dependencies)
    ;({ nodes, settledModel } = look())
  }
  if (settledModel !== undefined) {
    run.selectionRequest = { ...run.selectionRequest, settledModel }
    return
  }
  const abortion = run.abortion()
  if (abortion !== null) throw abortion
  const isUp = ({ name, status }: NodeSnapshot) =>
    (target.node === undefined || target.node === name) && (status === 'online' || status === 'model_missing')
  if (nodes.some(isUp)) throw noEmbeddingModel()
  const request = { ...run.selectionRequest, tried: run.tried }
  const { decision } = selectRoute(nodes, dependencies.policy(), request)
  throw explainNoRoute(nodes, dependencies.policy(), request, decision)
}

/** One node, one try. Gives back the slot that was taken for it. */
async function tryEmbedding(
  attempt: Attempt,
  { inputs, dimensions }: EmbeddingExecution,
  run: Run,
  dependencies: EmbeddingDependencies,
) {
  const { selection, node, client } = attempt
  const { model } = selection.chosen
  const request: EmbeddingRequest = {
    model,
    inputs,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...dependencies.policyOf(node, model),
  }
  try {
    node.statistics.started()
    dependencies.onProgress({ state: 'routed', node, decision: selection.decision, tokens: 0 })
    const embeddings = await client.embed(request, optionsFor(attempt, run, dependencies))
    node.statistics.answered({ ttftMs: null, tokensPerSecond: null, tokens: 0 })
    return embeddings
  } catch (thrown) {
    if (!isHarombeError(thrown)) throw thrown
    if (!run.signal.aborted && !isBlameless(thrown)) node.statistics.failed()
    return thrown
  } finally {
    node.activeRequests -= 1
  }
}

/**
 * Makes embeddings on the first node that can, and on failure on the next with the same model, never with another.
 * @throws HarombeError
 */
export async function embed(
  request: EmbeddingExecution,
  run: Run,
  dependencies: EmbeddingDependencies,
): Promise<EmbeddingResult> {
  dependencies.onProgress({ state: 'started', node: null, decision: null, tokens: 0 })
  await settle(run, dependencies)
  for (;;) {
    const attempt = await chooseNode(run, dependencies)
    if (attempt.kind === 'none') throw attempt.error
    const { chosen, decision } = attempt.selection
    const outcome = await tryEmbedding(attempt, request, run, dependencies)
    if (!(outcome instanceof HarombeError)) {
      return { ...outcome, model: chosen.model, route: decision, answeredBy: answererOf(attempt) }
    }
    const abortion = run.abortion()
    if (abortion !== null) throw abortion
    if (!isOfRequest(outcome)) dependencies.onNodeFailure(attempt.node, outcome)
    const { name: node, tier } = attempt.node.spec
    const failover = {
      node,
      tier,
      stage: 'before_first_token',
      mode: 'restart',
      error: outcome.toShape(),
    } as const
    const isOver = recordFailure(run, failover, outcome, { chosen, onStreamFailure: 'restart' })
    const reason = isOver ?? (nextNode(run, dependencies) === null ? run.refusal : null)
    if (reason !== null) throw reason
  }
}

export const openEmbeddingRun = (
  request: EmbeddingExecution,
  signal: AbortSignal,
  clock: EmbeddingDependencies['clock'],
): Run =>
  openRun(
    () => {
      const requirements = requirementsOfEmbedding(request)
      const classification = classificationOf(requirements.contextTokens)
      return { target: request.target, classification, requirements }
    },
    signal,
    clock,
  )
