import type { Classification } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import type { EmbeddingRequest } from '../inference/protocol'
import { type Attempt, answererOf, optionsFor } from './attempt'
import { chooseNode, learnWithin, nextNode } from './choose-node'
import type { TryDependencies } from './execution'
import type { Run } from './execution-run'
import { explainNoRoute } from './explain-no-route'
import type { NodeSnapshot, SelectionRequest } from './judge-node'
import type { SlotUse } from './queue/slot'
import { requirementsOfEmbedding } from './requirements'
import { needsBudget, untilBlameIsClear, untilBudget } from './retry-pauses'
import { allFailed, exhaustion, isBlameless, recordFailure } from './retry-rules'
import { selectRoute } from './selection'
import type { EmbeddingExecution, EmbeddingResult, RouteTarget } from './types'

/** Embeddings need no judgement of difficulty: any node with the model makes the same ones. */
const classificationOf = (estimatedTokens: number): Classification => ({
  class: 'simple',
  tier: 0,
  reasons: ['embeddings are the same work on every node'],
  estimatedTokens,
  gates: [],
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
async function settle(run: Run, dependencies: TryDependencies): Promise<void> {
  const { target } = run.selectionRequest
  if (target.model !== undefined) return
  const look = () => {
    const nodes = dependencies.dispatcher.look(run).snapshots
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

/** The model says nothing of how fast it writes. */
const reportOf = (run: Run, wasCold: boolean): SlotUse => ({
  sample: {
    ttftMs: null,
    tokensPerSecond: null,
    answerTokens: null,
    class: run.selectionRequest.classification.class,
    wasCold,
  },
  signs: {},
  isKept: false,
})

/** One node, one try. Gives its slot back. */
async function tryEmbedding(
  attempt: Attempt,
  { inputs, dimensions }: EmbeddingExecution,
  run: Run,
  dependencies: TryDependencies,
) {
  const { chosen, decision, node, client, slot, wasCold } = attempt
  const { model } = chosen
  const request: EmbeddingRequest = {
    model,
    inputs,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...dependencies.policyOf(node, model),
  }
  try {
    node.statistics.started()
    dependencies.onProgress({ state: 'routed', node, model, decision })
    const embeddings = await client.embed(request, optionsFor(attempt, dependencies))
    if (wasCold) dependencies.onLoaded(node, model)
    node.statistics.answered({ ttftMs: null, tokensPerSecond: null, tokens: 0 })
    slot.answered(reportOf(run, wasCold))
    return embeddings
  } catch (thrown) {
    if (!isHarombeError(thrown)) throw thrown
    const error = slot.interruption() ?? thrown
    if (!run.signal.aborted) {
      if (!isBlameless(error) && slot.interruption() === null) node.statistics.failed()
      slot.failed(error, null)
    }
    return error
  } finally {
    slot.release()
  }
}

/** Nobody reads how far it has come in the line. */
async function chosenNode(run: Run, dependencies: TryDependencies) {
  const choice = chooseNode(run, dependencies)
  for (;;) {
    const { done, value } = await choice.next()
    if (done === true) return value
  }
}

/**
 * Makes embeddings on the first node that can, and on failure on the next with the same model, never with another.
 * @throws HarombeError
 */
export async function embed(
  request: EmbeddingExecution,
  run: Run,
  dependencies: TryDependencies,
): Promise<EmbeddingResult> {
  await settle(run, dependencies)
  let giveBack: (() => void) | null = null
  for (;;) {
    const attempt = await chosenNode(run, dependencies)
    if (attempt.kind === 'none') {
      giveBack?.()
      throw attempt.error
    }
    const outcome = await tryEmbedding(attempt, request, run, dependencies).finally(() => giveBack?.())
    giveBack = null
    const { chosen, decision } = attempt
    if (!(outcome instanceof HarombeError)) {
      return { ...outcome, model: chosen.model, route: decision, answeredBy: answererOf(attempt) }
    }
    const abortion = run.abortion()
    if (abortion !== null) throw abortion
    const { name: node, tier } = attempt.node.spec
    const stage = 'before_first_token'
    const failover = { node, tier, stage, mode: 'restart', error: outcome.toShape() } as const
    const refused = recordFailure(run, { failover, error: outcome, chosen, harm: run.lastHarm })
    if (refused !== null) throw refused
    await untilBlameIsClear(run, dependencies)
    const spent = exhaustion(run, dependencies.dispatcher.blame, decision.candidates)
    if (spent !== null) throw run.abortion() ?? spent
    if (run.refusal !== null && nextNode(run, dependencies) === null) throw run.refusal
    if (!needsBudget(outcome, run, dependencies)) continue
    giveBack = await untilBudget(run, dependencies)
    if (giveBack === null) throw run.abortion() ?? allFailed(run)
  }
}

export function describeEmbedding(request: EmbeddingExecution): Run['selectionRequest'] {
  const requirements = requirementsOfEmbedding(request)
  const classification = classificationOf(requirements.contextTokens)
  return { target: request.target, classification, requirements }
}
