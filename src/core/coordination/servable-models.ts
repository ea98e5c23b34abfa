import type { BackendKind, LoadedModel } from '../../shared/entities'
import { isAskedFor } from './asked-name'
import {
  backendOf,
  type CapabilityKnowledge,
  type KnownModel,
  type ModelHost,
  type ModelPolicy,
} from './capability-knowledge'
import { withDeclared } from './declared-capabilities'
import type { NodeSpec } from './node-spec'
import { isSameModel } from './same-model'
import type { ServableModel } from './suitability'

/** A node as far as its models follow from it. */
type SeenNode = Pick<ModelHost, 'spec' | 'probe' | 'client'>

/** These load a model with the context length they are asked for; the others have the one they were started with. */
const takesContextLength = (backend: BackendKind) => backend === 'ollama' || backend === 'embedded'

const leastOf = (...lengths: (number | null | undefined)[]): number | null => {
  const known = lengths.filter(length => length !== null && length !== undefined)
  return known.length === 0 ? null : Math.min(...known)
}

export const policyFor = (spec: NodeSpec, known: KnownModel, contextLength: number): ModelPolicy => ({
  contextLength: leastOf(spec.contextLength ?? contextLength, known.contextLength) ?? contextLength,
  ...(spec.keepAlive === undefined ? {} : { keepAlive: spec.keepAlive }),
})

const isAuto = ({ model }: NodeSpec) => model === '' || model === 'auto'

/**
 * The models a node may be used for, by its own names, in the order of preference. Nobody naming one, they are: the
 * configured one, then those of `models`; with neither, whatever it serves. Of each group the loaded ones first. Then come
 * those that answer by name only: everything else it serves, unless `models` says what it is for.
 */
export function orderModels(
  spec: NodeSpec,
  served: readonly string[],
  loaded: readonly LoadedModel[],
): { name: string; onlyByName: boolean }[] {
  const { models: allowed = [] } = spec
  // What a node is configured with is not what it serves; only a server that lists nothing is taken at its word.
  const ownName = (wanted: string) =>
    served.length === 0 ? wanted : served.find(name => isAskedFor(name, wanted))
  const loadedFirst = (names: readonly string[]) => {
    const isLoaded = (name: string) => loaded.some(model => isSameModel(model.name, name))
    return [...names.filter(isLoaded), ...names.filter(name => !isLoaded(name))]
  }
  const configured = isAuto(spec) ? undefined : ownName(spec.model)
  const permitted = allowed.map(ownName).filter(name => name !== undefined)
  const isFree = isAuto(spec) && allowed.length === 0
  const unasked = new Set([
    ...(configured === undefined ? [] : [configured]),
    ...loadedFirst(isFree ? served : permitted),
  ])
  const byName = allowed.length > 0 ? [] : served.filter(name => !unasked.has(name))
  return [
    ...[...unasked].map(name => ({ name, onlyByName: false })),
    ...[...new Set(byName)].map(name => ({ name, onlyByName: true })),
  ]
}

/** The models of one node as routing and the dashboard need them. */
export interface NodeModels {
  /** As its server lists them. */
  listed: readonly string[]
  /** What it may be used for, best first. */
  servable: readonly ServableModel[]
  /** Of these the one that answers a plain question; without any, the configured one. Empty when there is none. */
  answering: string
  /** It answers those who name no model. */
  isUsable: boolean
}

function summarise(
  { spec }: SeenNode,
  listed: readonly string[],
  servable: readonly ServableModel[],
): NodeModels {
  const unasked = servable.filter(({ onlyByName }) => !onlyByName)
  const model = unasked.find(({ capabilities }) => capabilities.chat !== 'no') ?? unasked[0]
  return {
    listed,
    servable,
    answering: model?.name ?? (isAuto(spec) ? '' : spec.model),
    isUsable: unasked.length > 0,
  }
}

interface Kept {
  models: NodeModels
  probe: SeenNode['probe']
  client: SeenNode['client']
  spec: NodeSpec
  revision: number
  contextLength: number
}

export interface ServableModels {
  of(node: SeenNode): NodeModels
  /** What is known of any model on the node, with what the file declares of it. */
  known(node: SeenNode, model: string): KnownModel
}

/** Joins what a node lists, what the file says of it and what is known of its models; kept until one of them changes. */
export function createServableModels(
  knowledge: CapabilityKnowledge,
  /** The cluster's context length, tokens. */
  contextLength: () => number,
): ServableModels {
  const kept = new WeakMap<SeenNode, Kept>()
  const known = ({ spec }: SeenNode, model: string) =>
    withDeclared(knowledge.of(spec.name, model), spec, model)

  function look(node: SeenNode, clusterWide: number): NodeModels {
    const { spec, probe } = node
    const served = probe?.models.map(({ name }) => name) ?? []
    const windowOfPolicy = takesContextLength(backendOf(node)) ? clusterWide : null
    const servable = orderModels(spec, served, probe?.loaded ?? []).map(({ name, onlyByName }) => {
      const { contextLength: own, ...capabilities } = known(node, name)
      const window = leastOf(spec.contextLength ?? windowOfPolicy, own)
      return { name, capabilities, contextLength: window, onlyByName }
    })
    return summarise(node, served, servable)
  }

  return {
    known,
    of(node) {
      const { probe, client, spec } = node
      const revision = knowledge.revision?.(spec.name) ?? Number.NaN
      const clusterWide = contextLength()
      const before = kept.get(node)
      if (
        before !== undefined &&
        before.probe === probe &&
        before.client === client &&
        before.spec === spec &&
        before.revision === revision &&
        before.contextLength === clusterWide
      ) {
        return before.models
      }
      const models = look(node, clusterWide)
      kept.set(node, { models, probe, client, spec, revision, contextLength: clusterWide })
      return models
    },
  }
}
