import { hash } from 'node:crypto'
import type {
  LoadedModel,
  ModelArchitecture,
  ModelCapabilities,
  ModelDetails,
  ModelSummary,
  NodeView,
} from '../../../shared/entities'
import { isSameModel } from '../../coordination/same-model'
import type { ClusterInspector, ServedModel } from '../../coordination/types'
import { bareSummary } from '../../inference/model-library'
import { listedModels } from '../listed-models'
import { virtualModels } from '../target'

/**
 * The version of Ollama's API this is written after. Clients compare it as a number, each in its own way: some cut what
 * follows a hyphen, some choke on one, some take it for a pre-release of less. So it is a plain one, and who really
 * answers is said in a field of its own.
 */
export const ollamaVersion = '0.32.0'

/** What `expires_at` says of a model that stays: as far off as Ollama itself puts it. */
const never = '2318-01-01T00:00:00Z'

/** In Ollama's words; only what is known. A model that may chat is shown as one that does, or clients would hide it. */
function toCapabilities(can: ModelCapabilities): string[] {
  const isForEmbeddings = can.embeddings === 'yes' && can.chat !== 'yes'
  return [
    ...(can.chat === 'no' || isForEmbeddings ? [] : ['completion']),
    ...(can.embeddings === 'yes' ? ['embedding'] : []),
    ...(can.tools === 'yes' ? ['tools'] : []),
    ...(can.vision === 'yes' ? ['vision'] : []),
    ...(can.reasoning === 'yes' ? ['thinking'] : []),
  ]
}

const toDetails = ({ family, parameters, quantization, contextLength }: ModelSummary) => ({
  parent_model: '',
  format: '',
  family: family ?? '',
  families: family === null ? [] : [family],
  parameter_size: parameters ?? '',
  quantization_level: quantization ?? '',
  ...(contextLength === null ? {} : { context_length: contextLength }),
})

/** Clients cut it to its first twelve characters and tell models apart by it, so a name without weights has one too. */
const digestOf = (name: string, summary: ModelSummary) =>
  (summary.digest ?? hash('sha256', `harombe ${name}`)).replace(/^sha256:/, '')

const toEntry = (name: string, summary: ModelSummary) => ({
  name,
  model: name,
  size: summary.sizeBytes ?? 0,
  digest: digestOf(name, summary),
  details: toDetails(summary),
})

/** A name a request may use, and what stands behind it now. */
interface Named {
  name: string
  summary: ModelSummary
  capabilities: string[]
}

type Cluster = Pick<ClusterInspector, 'view' | 'models'>

const find = (served: readonly ServedModel[], model: string) =>
  served.find(entry => isSameModel(entry.model, model))

/** What a name that leaves the choice to harombe can do: what any of the models it may choose can. */
function describeChoice(name: string, nodes: readonly NodeView[], served: readonly ServedModel[]): Named {
  const tier = /^tier-(\d)$/.exec(name)?.[1]
  const inTier = new Set(nodes.filter(node => String(node.tier) === tier).map(node => node.name))
  const ofTier = served.filter(model => model.nodes.some(node => inTier.has(node)))
  const models = ofTier.length === 0 ? served : ofTier
  const capabilities = new Set(['completion', ...models.flatMap(model => toCapabilities(model.capabilities))])
  const contexts = models
    .filter(model => toCapabilities(model.capabilities).includes('completion'))
    .flatMap(({ summary: { contextLength } }) => (contextLength === null ? [] : [contextLength]))
  return {
    name,
    summary: {
      ...bareSummary(name),
      family: 'harombe',
      // The shortest: whichever of them is chosen takes that much.
      contextLength: contexts.length === 0 ? null : Math.min(...contexts),
    },
    capabilities: [...capabilities],
  }
}

const toNamed = ({ model, summary, capabilities }: ServedModel): Named => ({
  name: model,
  summary,
  capabilities: toCapabilities(capabilities),
})

function describeNode({ name, model }: NodeView, served: readonly ServedModel[]): Named {
  const found = find(served, model)
  const known = found === undefined ? { ...bareSummary(name), family: 'harombe' } : found.summary
  return {
    name: `node/${name}`,
    // It is no copy of the weights: the same digest would have clients show one of the two.
    summary: { ...known, digest: null },
    capabilities: found === undefined ? ['completion'] : toCapabilities(found.capabilities),
  }
}

/** `GET /api/tags`. `modified` is the start of harombe: nobody tells when a model was changed, and clients want a time. */
export function toTags(cluster: Cluster, modified: string, forPeer: boolean): object {
  const served = cluster.models()
  const { nodes } = cluster.view()
  const listed = listedModels(cluster, forPeer).map(toNamed)
  const entries = forPeer
    ? listed
    : [
        ...virtualModels.map(name => describeChoice(name, nodes, served)),
        ...nodes.map(node => describeNode(node, served)),
        ...listed,
      ]
  return {
    models: entries.map(({ name, summary, capabilities }) => ({
      ...toEntry(name, summary),
      modified_at: modified,
      capabilities,
    })),
  }
}

const toRunning = (name: string, summary: ModelSummary, node: string, loaded: LoadedModel) => ({
  ...toEntry(name, summary),
  size: loaded.sizeBytes ?? summary.sizeBytes ?? 0,
  size_vram: loaded.vramBytes ?? 0,
  expires_at: loaded.expiresAt === null ? never : new Date(loaded.expiresAt).toISOString(),
  ...(loaded.contextLength === null ? {} : { context_length: loaded.contextLength }),
  /** Not Ollama's: the same model may be in the memory of several machines. */
  node,
})

/** `GET /api/ps`: what is in memory, once for every node that tells. */
export function toRunningModels(cluster: Cluster, forPeer: boolean): object {
  const served = listedModels(cluster, forPeer)
  return {
    models: served.flatMap(({ model, summary, loaded }) =>
      loaded.map(({ node, model: inMemory }) => toRunning(model, summary, node, inMemory)),
    ),
  }
}

function toModelInfo(
  asked: string,
  { family, contextLength }: ModelSummary,
  architecture: ModelArchitecture | null,
): Record<string, unknown> {
  const kind = family ?? 'unknown'
  return {
    'general.architecture': kind,
    // What Ollama too answers those who show it as the model's title.
    'general.basename': asked,
    ...(contextLength === null ? {} : { [`${kind}.context_length`]: contextLength }),
    ...(architecture === null
      ? {}
      : {
          [`${kind}.block_count`]: architecture.layers,
          [`${kind}.attention.head_count_kv`]: architecture.keyValueHeads,
          [`${kind}.attention.key_length`]: architecture.keyLength,
          [`${kind}.attention.value_length`]: architecture.valueLength,
        }),
  }
}

interface Shown {
  asked: string
  summary: ModelSummary
  capabilities: string[]
  architecture: ModelArchitecture | null
  license: string | null
  modelfile: string
}

const toShown = ({ asked, summary, capabilities, architecture, license, modelfile }: Shown) => ({
  ...(license === null ? {} : { license }),
  modelfile,
  // Templates and parameters are the node's own and are not passed on.
  parameters: '',
  template: '',
  details: toDetails(summary),
  model_info: toModelInfo(asked, summary, architecture),
  capabilities,
})

/** `POST /api/show` for a model of a node. */
export const toModelAnswer = (asked: string, node: string, details: ModelDetails): object =>
  toShown({
    asked,
    summary: details,
    capabilities: toCapabilities(details.capabilities),
    architecture: details.architecture,
    license: details.license,
    modelfile: `# ${details.name} on the node ${node}, through harombe.`,
  })

/** The same for a name that is no model. */
export function toChoiceAnswer(asked: string, cluster: Cluster): object {
  const { summary, capabilities } = describeChoice(asked, cluster.view().nodes, cluster.models())
  return toShown({
    asked,
    summary,
    capabilities,
    architecture: null,
    license: null,
    modelfile: `# ${asked} is no model: harombe chooses one for every question. What it may choose can do what is listed here.`,
  })
}
