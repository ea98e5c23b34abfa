import { createHash } from 'node:crypto'
import type { ModelSpec, ModelStore, StoredModel } from './model-store'

/** Ollama's own version numbers count up from 0; the suffix tells clients what they talk to. */
export const simulatedVersion = '0.30.0-simulated'

const modifiedAt = '2026-01-01T00:00:00Z'

/** The same name, the same content: what pulling it again would give. */
export const digestOf = (name: string): string => createHash('sha256').update(name).digest('hex')

function details(spec: ModelSpec): Record<string, unknown> {
  return {
    parent_model: '',
    format: 'gguf',
    family: spec.family,
    families: [spec.family],
    parameter_size: spec.parameters,
    quantization_level: spec.quantization,
  }
}

function named({ name, ...spec }: ModelSpec): Record<string, unknown> {
  return { name, model: name, digest: digestOf(name), details: details({ name, ...spec }) }
}

export function ollamaTags(store: ModelStore): Record<string, unknown> {
  const models = store.list().map(({ spec }) => ({
    ...named(spec),
    modified_at: modifiedAt,
    size: spec.sizeBytes,
    capabilities: spec.capabilities,
  }))
  return { models }
}

/** Ollama's word for ever. */
const never = '2318-01-01T00:00:00Z'

export function ollamaRunning(store: ModelStore): Record<string, unknown> {
  const models = store.list().flatMap(model => {
    const remaining = store.remaining(model)
    if (model.loaded === null || remaining === null) return []
    const size = store.memoryOf(model)
    return [
      {
        ...named(model.spec),
        size,
        size_vram: Math.round(size * model.spec.gpuShare),
        context_length: model.loaded.context,
        expires_at: Number.isFinite(remaining) ? new Date(Date.now() + remaining).toISOString() : never,
      },
    ]
  })
  return { models }
}

export function ollamaShow({ spec }: StoredModel): Record<string, unknown> {
  const { family, architecture } = spec
  return {
    ...(spec.license === '' ? {} : { license: spec.license }),
    modelfile: `# A simulated server stands in for ${spec.name}.`,
    parameters: '',
    template: '{{ .Prompt }}',
    details: details(spec),
    model_info: {
      'general.architecture': family,
      [`${family}.context_length`]: spec.contextLength,
      [`${family}.block_count`]: architecture.layers,
      [`${family}.attention.head_count_kv`]: architecture.keyValueHeads,
      [`${family}.attention.key_length`]: architecture.keyLength,
      [`${family}.attention.value_length`]: architecture.valueLength,
      [`${family}.embedding_length`]: spec.dimensions,
    },
    capabilities: spec.capabilities,
    modified_at: modifiedAt,
  }
}
