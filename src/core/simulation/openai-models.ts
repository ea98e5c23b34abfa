import type { ModelStore, StoredModel } from './model-store'
import type { SimulatedFlavour } from './types'

const created = 1_767_225_600

type Entry = (model: StoredModel, isRouter: boolean) => Record<string, unknown>

const modalities = ({ spec }: StoredModel): string[] =>
  spec.capabilities.includes('vision') ? ['text', 'image'] : ['text']

/** What `GET /v1/models` says of one model. */
const entries: Readonly<Record<SimulatedFlavour, Entry>> = {
  openai: ({ spec }) => ({ id: spec.name, object: 'model', created, owned_by: 'simulated' }),
  vllm: ({ spec }) => ({
    id: spec.name,
    object: 'model',
    created,
    owned_by: 'vllm',
    root: spec.name,
    parent: null,
    max_model_len: spec.servedContext,
    permission: [],
  }),
  sglang: ({ spec }) => ({
    id: spec.name,
    object: 'model',
    created,
    owned_by: 'sglang',
    root: spec.name,
    parent: null,
    max_model_len: spec.servedContext,
  }),
  llamacpp: (model, isRouter) => ({
    id: model.spec.name,
    object: 'model',
    created,
    owned_by: 'llamacpp',
    architecture: { input_modalities: modalities(model), output_modalities: ['text'] },
    ...(isRouter ? { status: { value: model.loaded === null ? 'unloaded' : 'loaded', args: [] } } : {}),
    // Null while it is not loaded.
    meta:
      model.loaded === null
        ? null
        : {
            vocab_type: 2,
            n_vocab: 32_000,
            n_ctx: model.loaded.context,
            n_ctx_train: model.spec.contextLength,
            n_embd: model.spec.dimensions,
            n_params: Math.round(Number.parseFloat(model.spec.parameters) * 1e9) || 0,
            size: model.spec.sizeBytes,
          },
  }),
  lmstudio: ({ spec }) => ({ id: spec.name, object: 'model', owned_by: 'organization_owner' }),
  localai: ({ spec }) => ({ id: spec.name, object: 'model' }),
}

export function openAiModels(store: ModelStore, flavour: SimulatedFlavour, isRouter: boolean): unknown {
  const data = store.list().map(model => entries[flavour](model, isRouter))
  return { object: 'list', data }
}

const typeOf = ({ spec }: StoredModel): 'llm' | 'vlm' | 'embeddings' => {
  if (!spec.capabilities.includes('completion')) return 'embeddings'
  return spec.capabilities.includes('vision') ? 'vlm' : 'llm'
}

/** LM Studio's `GET /api/v0/models`, one entry. */
export function lmStudioModel(model: StoredModel): Record<string, unknown> {
  const { spec, loaded } = model
  return {
    id: spec.name,
    object: 'model',
    type: typeOf(model),
    publisher: 'simulated',
    arch: spec.family,
    compatibility_type: 'gguf',
    quantization: spec.quantization,
    state: loaded === null ? 'not-loaded' : 'loaded',
    max_context_length: spec.contextLength,
    ...(loaded === null ? {} : { loaded_context_length: loaded.context }),
    capabilities: spec.capabilities.includes('tools') ? ['tool_use'] : [],
  }
}

/** LM Studio's `GET /api/v1/models`, one entry. */
export function lmStudioListed(model: StoredModel): Record<string, unknown> {
  const { spec, loaded } = model
  const isLanguage = typeOf(model) !== 'embeddings'
  return {
    type: isLanguage ? 'llm' : 'embedding',
    publisher: 'simulated',
    key: spec.name,
    display_name: spec.name,
    architecture: spec.family,
    quantization: { name: spec.quantization, bits_per_weight: 4 },
    size_bytes: spec.sizeBytes,
    params_string: spec.parameters,
    loaded_instances: loaded === null ? [] : [{ id: spec.name, config: { context_length: loaded.context } }],
    max_context_length: spec.contextLength,
    format: 'gguf',
    ...(isLanguage
      ? {
          capabilities: {
            vision: spec.capabilities.includes('vision'),
            trained_for_tool_use: spec.capabilities.includes('tools'),
          },
        }
      : {}),
  }
}

/** llama.cpp's `GET /props`. */
export function llamaProps(model: StoredModel, slots: number): Record<string, unknown> {
  return {
    default_generation_settings: { n_ctx: model.loaded?.context ?? model.spec.servedContext, params: {} },
    total_slots: slots,
    model_alias: model.spec.name,
    model_path: `${model.spec.name}.gguf`,
    chat_template: 'simulated',
    chat_template_caps: { supports_tools: model.spec.capabilities.includes('tools') },
    modalities: { vision: model.spec.capabilities.includes('vision'), audio: false },
    build_info: 'b0-simulated',
    is_sleeping: false,
  }
}

/** LocalAI's `GET /v1/models/capabilities`, one entry. */
export function localAiModel(model: StoredModel): Record<string, unknown> {
  const words = {
    completion: 'chat',
    embedding: 'embeddings',
    vision: 'vision',
    tools: 'tools',
    thinking: 'thinking',
  }
  return {
    id: model.spec.name,
    object: 'model',
    capabilities: Object.entries(words).flatMap(([capability, word]) =>
      model.spec.capabilities.some(own => own === capability) ? [word] : [],
    ),
    input_modalities: modalities(model),
    output_modalities: ['text'],
  }
}
