import { z } from 'zod'
import { errorShape } from '../errors'
import { identifier, tier, timestamp } from './common'
import { backendKind } from './node'

const bytes = z.number().int().nonnegative()
const tokens = z.number().int().positive()

/** What a model can do beyond text. `unknown`: nobody has said and nothing was tried. */
export const ability = z.enum(['yes', 'no', 'unknown'])
export type Ability = z.infer<typeof ability>

export const modelCapabilities = z.object({
  chat: ability,
  vision: ability,
  tools: ability,
  /** Answers that keep to a JSON Schema. */
  json: ability,
  reasoning: ability,
  embeddings: ability,
  /** Continues a text without a chat template. */
  completion: ability,
  /** Continues an answer that was begun for it. */
  prefill: ability,
})
export type ModelCapabilities = z.infer<typeof modelCapabilities>
export type Capability = keyof ModelCapabilities

export const unknownCapabilities: Readonly<ModelCapabilities> = {
  chat: 'unknown',
  vision: 'unknown',
  tools: 'unknown',
  json: 'unknown',
  reasoning: 'unknown',
  embeddings: 'unknown',
  completion: 'unknown',
  prefill: 'unknown',
}

/** What a model list says of one model; null for what it leaves out. */
export const modelSummary = z.object({
  name: z.string(),
  sizeBytes: bytes.nullable(),
  /** Content address; the same on two nodes means the same weights. */
  digest: z.string().nullable(),
  family: z.string().nullable(),
  /** As the server writes it: `7.6B`. */
  parameters: z.string().nullable(),
  quantization: z.string().nullable(),
  /** Longest context the server says it serves, tokens. */
  contextLength: tokens.nullable(),
})
export type ModelSummary = z.infer<typeof modelSummary>

export const loadedModel = z.object({
  name: z.string(),
  /** Memory it takes, weights, KV cache and buffers together. */
  sizeBytes: bytes.nullable(),
  /** How much of that is on the GPU. */
  vramBytes: bytes.nullable(),
  contextLength: tokens.nullable(),
  /** When the server will drop it; null when it will not or does not say. */
  expiresAt: timestamp.nullable(),
})
export type LoadedModel = z.infer<typeof loadedModel>

/** What the size of a KV cache follows from. */
export const modelArchitecture = z.object({
  layers: tokens,
  keyValueHeads: tokens,
  keyLength: tokens,
  valueLength: tokens,
})
export type ModelArchitecture = z.infer<typeof modelArchitecture>

export const modelDetails = modelSummary.extend({
  capabilities: modelCapabilities,
  architecture: modelArchitecture.nullable(),
  license: z.string().nullable(),
})
export type ModelDetails = z.infer<typeof modelDetails>

/** Whether a model fits a node at a context length. Bytes are estimates; `corrected` says that observed use was counted in. */
export const fitEstimate = z.object({
  verdict: z.enum(['gpu', 'partly_gpu', 'memory', 'too_large', 'unknown']),
  weightsBytes: bytes,
  keyValueBytes: bytes,
  totalBytes: bytes,
  /** What the node has for models; null when nobody knows. */
  usableVramBytes: bytes.nullable(),
  usableMemoryBytes: bytes.nullable(),
  contextLength: tokens,
  corrected: z.boolean(),
  /** One sentence. */
  reason: z.string(),
})
export type FitEstimate = z.infer<typeof fitEstimate>

/** One model on one node, as the Models page and `harombe models` show it. */
export const nodeModel = modelSummary.extend({
  node: z.string(),
  tier: tier,
  /** Null while it is not in memory; so too where the server does not tell, see `NodeLibraryView.tellsLoaded`. */
  loaded: loadedModel.nullable(),
  capabilities: modelCapabilities,
  /** `proven`: a probe tried them on that node; `declared`: the server says so; `assumed`: from the kind of server. */
  evidence: z.enum(['proven', 'declared', 'assumed']),
  fit: fitEstimate.nullable(),
  /** It is what the node answers with when nobody names a model. */
  isDefault: z.boolean(),
})
export type NodeModel = z.infer<typeof nodeModel>

export const nodeLibraryView = z.object({
  node: z.string(),
  tier: tier,
  backend: backendKind,
  online: z.boolean(),
  simulated: z.boolean(),
  abilities: z.object({ pull: z.boolean(), remove: z.boolean(), load: z.boolean(), unload: z.boolean() }),
  tellsLoaded: z.boolean(),
})
export type NodeLibraryView = z.infer<typeof nodeLibraryView>

export const modelJobState = z.enum(['running', 'done', 'failed', 'cancelled'])
/** A pull, a load or the like that is under way or ended lately. */
export const modelJob = z.object({
  id: identifier,
  kind: z.enum(['pull', 'load', 'unload', 'remove']),
  node: z.string(),
  model: z.string(),
  state: modelJobState,
  status: z.string(),
  completedBytes: bytes,
  totalBytes: bytes.nullable(),
  bytesPerSecond: z.number().nonnegative().nullable(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  error: errorShape.nullable(),
})
export type ModelJob = z.infer<typeof modelJob>

/** Everything the Models page shows. */
export const modelsView = z.object({
  nodes: z.array(nodeLibraryView),
  models: z.array(nodeModel),
  /** Newest first; ended ones stay for a while. */
  jobs: z.array(modelJob),
})
export type ModelsView = z.infer<typeof modelsView>

/**
 * What a watcher of the models receives: the first has all parts, the later ones those that changed since. A download changes
 * its jobs four times a second, and thousands of models need not be sent with them.
 */
export const modelsUpdate = modelsView.partial().extend({
  /** All models of these nodes, instead of those they had. What does not fit one message follows at once in the next. */
  changed: z.array(z.object({ node: z.string(), models: z.array(nodeModel) })).optional(),
})
export type ModelsUpdate = z.infer<typeof modelsUpdate>

/** A model worth recommending, as data. */
export const catalogueModel = z.object({
  /** `qwen2.5:7b`, the name Ollama pulls it by. */
  name: z.string(),
  title: z.string(),
  family: z.string(),
  parametersBillion: z.number().positive(),
  quantization: z.string(),
  sizeBytes: bytes,
  contextLength: tokens,
  architecture: modelArchitecture.nullable(),
  capabilities: z.array(z.string()),
  license: z.string(),
  suggestedTier: tier,
  /** What it is good for, one sentence. */
  note: z.string(),
  /** Where the embedded engine gets it; null when it cannot. */
  gguf: z.object({ url: z.string(), sha256: z.string().nullable() }).nullable(),
})
export type CatalogueModel = z.infer<typeof catalogueModel>

/** The optional engine that answers without any server installed. */
export const engineStatus = z.object({
  state: z.enum(['absent', 'installing', 'ready', 'running', 'failed']),
  version: z.string().nullable(),
  /** `cpu`, `metal`, `cuda`, `vulkan`; null before it ran. */
  accelerator: z.string().nullable(),
  /** What to do about it, one sentence; null when all is well. */
  hint: z.string().nullable(),
  folder: z.string(),
})
export type EngineStatus = z.infer<typeof engineStatus>
