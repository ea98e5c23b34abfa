import { z } from 'zod'
import { type ModelCapabilities, type ModelDetails, unknownCapabilities } from '../../../shared/entities'
import { bareSummary } from '../model-library'
import { countOrNull, positiveOrNull, wordOrNull } from '../untrusted-values'
import type { ListedModel } from './models'

/** LM Studio's own API beside the OpenAI one: v1 since 0.4.0, v0 (without load and unload) since 0.3.6. */
export const lmStudioPaths = { v1: '/api/v1/models', v0: '/api/v0/models' } as const

const v1 = z.object({
  models: z.array(
    z.object({
      type: z.enum(['llm', 'embedding']),
      key: z.string(),
      architecture: wordOrNull,
      quantization: z.object({ name: wordOrNull }).nullish().catch(null),
      size_bytes: countOrNull,
      params_string: wordOrNull,
      max_context_length: positiveOrNull,
      loaded_instances: z
        .array(
          z.object({
            id: z.string(),
            config: z.object({ context_length: positiveOrNull }).nullish().catch(null),
          }),
        )
        .catch([]),
      capabilities: z
        .object({
          vision: z.boolean().optional(),
          trained_for_tool_use: z.boolean().optional(),
          reasoning: z.unknown().optional(),
        })
        .nullish()
        .catch(null),
    }),
  ),
})

const v0 = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.enum(['llm', 'vlm', 'embeddings']),
      arch: wordOrNull,
      quantization: wordOrNull,
      state: z.string(),
      max_context_length: positiveOrNull,
      loaded_context_length: positiveOrNull,
      capabilities: z.array(z.string()).nullish().catch(null),
    }),
  ),
})

const embedding: ModelCapabilities = {
  ...unknownCapabilities,
  chat: 'no',
  vision: 'no',
  tools: 'no',
  json: 'no',
  reasoning: 'no',
  embeddings: 'yes',
  completion: 'no',
  prefill: 'no',
}
const language: ModelCapabilities = {
  ...unknownCapabilities,
  chat: 'yes',
  json: 'yes',
  embeddings: 'no',
  prefill: 'no',
}
const told = (is: boolean | undefined) => (is === undefined ? 'unknown' : is ? 'yes' : 'no')

const detailsOf = (name: string, known: Partial<ModelDetails>): ModelDetails => ({
  ...bareSummary(name),
  capabilities: language,
  architecture: null,
  license: null,
  ...known,
})

/** `GET /api/v1/models`; null when it is no such list: LM Studio answers 200 to addresses it does not know. */
export function readLmStudioModels(value: unknown): ListedModel[] | null {
  const parsed = v1.safeParse(value)
  if (!parsed.success) return null
  return parsed.data.models.map(model => {
    const { capabilities, loaded_instances: loaded } = model
    return {
      name: model.key,
      isLoaded: loaded.length > 0,
      isLoading: false,
      loadedContext: loaded[0]?.config?.context_length ?? null,
      instances: loaded.map(({ id }) => id),
      details: detailsOf(model.key, {
        sizeBytes: model.size_bytes,
        family: model.architecture,
        parameters: model.params_string,
        quantization: model.quantization?.name ?? null,
        contextLength: model.max_context_length,
        capabilities:
          model.type === 'embedding'
            ? embedding
            : {
                ...language,
                vision: told(capabilities?.vision),
                tools: told(capabilities?.trained_for_tool_use),
                reasoning: told(capabilities ? Boolean(capabilities.reasoning) : undefined),
              },
      }),
    }
  })
}

/** `GET /api/v0/models`; null when it is no such list. */
export function readOldLmStudioModels(value: unknown): ListedModel[] | null {
  const parsed = v0.safeParse(value)
  if (!parsed.success) return null
  return parsed.data.data.map(model => {
    const isLoaded = model.state === 'loaded'
    const { capabilities } = model
    return {
      name: model.id,
      isLoaded,
      isLoading: false,
      loadedContext: model.loaded_context_length,
      instances: isLoaded ? [model.id] : [],
      details: detailsOf(model.id, {
        family: model.arch,
        quantization: model.quantization,
        contextLength: model.max_context_length,
        capabilities:
          model.type === 'embeddings'
            ? embedding
            : {
                ...language,
                vision: model.type === 'vlm' ? 'yes' : 'no',
                tools: capabilities ? told(capabilities.includes('tool_use')) : 'unknown',
              },
      }),
    }
  })
}
