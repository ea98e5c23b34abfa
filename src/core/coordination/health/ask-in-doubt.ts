import type { Clock } from '../../../shared/clock'
import { HarombeError, isHarombeError } from '../../../shared/errors'
import type { InferenceClient } from '../../inference/protocol'
import type { KnownModel, ModelPolicy } from '../capability-knowledge'
import { type ClusterNode, occupy } from '../node'
import { isLoaded } from '../warmth'

/** A model nobody has asked for so long and that is in doubt is asked by us. */
const idleMs = 10_000
/** For one token of a model that is in memory. */
const patienceMs = 30_000

export interface DoubtDependencies {
  clock: Clock
  policyOf(node: ClusterNode, model: string): ModelPolicy
  known(node: ClusterNode, model: string): KnownModel
  /** The slot it took is free again. */
  onFreed(): void
}

async function askOne(
  client: InferenceClient,
  { model, policy, known }: { model: string; policy: ModelPolicy; known: KnownModel },
  signal: AbortSignal,
): Promise<HarombeError | null> {
  const options = { signal, firstTokenMs: patienceMs }
  try {
    if (known.chat === 'no' && known.embeddings === 'yes') {
      await client.embed({ model, inputs: ['Hi'], ...policy }, options)
      return null
    }
    const messages = [{ role: 'user', content: 'Hi' }] as const
    for await (const frame of client.stream({ model, messages, maxTokens: 1, ...policy }, options)) {
      if (frame.type === 'error') return frame.error
      if (frame.type === 'done') return null
    }
    return new HarombeError('STREAM_CUT_OFF', 'It ended its answer without finishing it.')
  } catch (thrown) {
    return isHarombeError(thrown) ? thrown : new HarombeError('NODE_ERROR', 'It failed.', { cause: thrown })
  }
}

/**
 * Asks a node one token of each model whose breaker is half-open or that failed last, when it answers its checks and nobody
 * asks it anything: its worker may hang behind a server that says it is well. Only of models that are in memory, on an idle
 * node, and counted as nobody's request.
 */
export function createDoubtAsker(dependencies: DoubtDependencies) {
  const { clock, policyOf, known, onFreed } = dependencies

  async function ask(node: ClusterNode, client: InferenceClient, model: string): Promise<void> {
    const abort = new AbortController()
    let isSilent = false
    const interrupt = () => abort.abort()
    const cancel = clock.after(patienceMs, () => {
      isSilent = true
      abort.abort()
    })
    const leave = occupy(node, interrupt)
    const trial = node.breakers.begin(model)
    const question = { model, policy: policyOf(node, model), known: known(node, model) }
    const signal = AbortSignal.any([abort.signal, node.retired.signal])
    const failure = await askOne(client, question, signal)
    cancel()
    leave()
    if (node.retired.signal.aborted) trial.abandoned()
    else if (failure === null) trial.succeeded()
    else trial.failed(failure)
    // An idle machine that does not say a word of a model it has in memory: its worker hangs.
    if (isSilent && !node.retired.signal.aborted)
      node.breakers.trip(model, `It did not say a word within ${patienceMs / 1000} s, though it is idle.`)
    onFreed()
  }

  return (node: ClusterNode): void => {
    const { client, probe, spec, draining, server } = node
    if (client === null || node.reachability !== 'up' || draining || !spec.enabled) return
    if (server.activeRequests > 0) return
    const [model] = node.breakers.inDoubt(idleMs).filter(name => isLoaded(probe, name) === true)
    if (model !== undefined) void ask(node, client, model)
  }
}
