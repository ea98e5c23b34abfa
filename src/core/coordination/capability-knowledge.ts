import { type BackendKind, type ModelCapabilities, unknownCapabilities } from '../../shared/entities'
import type { InferenceClient, ProbeResult } from '../inference/protocol'
import { listedModel } from './listed-model'
import type { NodeSpec } from './node-spec'

/** What one model on one node can do, and the longest context it is known to take there, tokens. */
export type KnownModel = ModelCapabilities & { contextLength: number | null }

/** What is known of the models of every node. ModelService is the implementation; routing asks it for every decision. */
export interface CapabilityKnowledge {
  /** Answers from memory, at once; `unknown` and null for what nobody has said or tried. `model` is the node's own name. */
  of(node: string, model: string): KnownModel
  /**
   * Rises whenever an answer of `of` for that node may have become another for any reason but a check of it; until then
   * what was read is kept. Without it nothing is.
   */
  revision?(node: string): number
  /**
   * Finds out what can be found out soon, for a request that nobody is known to be able to take: resolves when there is
   * nothing more to wait for, or when the signal fires. Never throws.
   */
  learn?(signal: AbortSignal): Promise<void>
}

/**
 * What a model on a node is loaded with, whoever asks: the same in every chat, embedding, load and probe, so that no two
 * of them make the server load it again. `keepAlive` in seconds, -1 for ever; absent: the server's own.
 */
export interface ModelPolicy {
  contextLength: number
  keepAlive?: number
}

/** A node as work on its models sees it: a moment's picture, made anew for every look. */
export interface ModelHost {
  readonly spec: NodeSpec
  /** Null until the backend is known. Stays usable until `retired` fires. */
  readonly client: InferenceClient | null
  /** Of the last good check; null before it. */
  readonly probe: ProbeResult | null
  readonly online: boolean
  /** It answers its checks, though perhaps without the configured model: work on its models is possible. */
  readonly reachable: boolean
  /** What it answers with when nobody names a model; empty when unknown. */
  readonly defaultModel: string
  readonly activeRequests: number
  /** Fires when the node was removed or points elsewhere: what was learnt of it is void. */
  readonly retired: AbortSignal
}

/** The kind of server a node is, as far as it is known. */
export const backendOf = ({
  probe,
  client,
  spec,
}: Pick<ModelHost, 'probe' | 'client' | 'spec'>): BackendKind =>
  probe?.backend ?? client?.kind ?? spec.backend ?? 'ollama'

/** What there is without asking further: the kind of server, and the context lengths its model list told. */
export const assumedOf = (
  host: Pick<ModelHost, 'client' | 'probe'> | undefined,
  model: string,
): KnownModel => ({
  ...(host?.client?.supports ?? unknownCapabilities),
  contextLength: listedModel(host?.probe?.models ?? [], model)?.contextLength ?? null,
})

/** Knowledge for a cluster nobody has looked into. It changes with the checks of a node only. */
export const createAssumedKnowledge = (
  host: (node: string) => Pick<ModelHost, 'client' | 'probe'> | undefined,
): CapabilityKnowledge => ({
  of: (node, model) => assumedOf(host(node), model),
  revision: () => 0,
})
