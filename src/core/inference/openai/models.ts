import { z } from 'zod'
import type { ModelCapabilities, ModelDetails } from '../../../shared/entities'
import { bareSummary } from '../model-library'
import { countOrNull, positiveOrNull } from '../untrusted-values'

/** A model as its server lists it: what is known of it, and whether it is in memory (null: not told). */
export interface ListedModel {
  name: string
  details: ModelDetails
  isLoaded: boolean | null
  isLoading: boolean
  /** What it is loaded with. */
  loadedContext: number | null
  /** Names by which a loaded copy can be unloaded. */
  instances: readonly string[]
}

const status = z.object({ value: z.string() }).nullish().catch(null)
const meta = z
  .object({ size: countOrNull, n_params: positiveOrNull, n_ctx_train: positiveOrNull, n_ctx: positiveOrNull })
  .nullish()
  .catch(null)
const modality = z.array(z.string()).nullish().catch(null)

const list = z.object({
  /** The version of another harombe, which has no model of its own making to sign. */
  harombe: z.unknown().optional(),
  data: z.array(
    z.object({
      id: z.string(),
      owned_by: z.unknown().optional(),
      /** vLLM, SGLang. */
      max_model_len: positiveOrNull,
      /** llama.cpp. */
      meta,
      /** llama.cpp's router. */
      status,
      architecture: z.object({ input_modalities: modality }).nullish().catch(null),
    }),
  ),
})
type Entry = z.infer<typeof list>['data'][number]

/** `8030261312` as `8.0B`. */
function parametersOf(count: number | null): string | null {
  if (count === null) return null
  return count >= 1e9 ? `${(count / 1e9).toFixed(1)}B` : `${Math.max(1, Math.round(count / 1e6))}M`
}

function describe(entry: Entry, supports: Readonly<ModelCapabilities>): ModelDetails {
  const inputs = entry.architecture?.input_modalities
  return {
    ...bareSummary(entry.id),
    sizeBytes: entry.meta?.size ?? null,
    parameters: parametersOf(entry.meta?.n_params ?? null),
    contextLength: entry.max_model_len ?? entry.meta?.n_ctx ?? entry.meta?.n_ctx_train ?? null,
    capabilities: {
      ...supports,
      ...(inputs ? { vision: inputs.includes('image') ? 'yes' : 'no' } : {}),
    },
    architecture: null,
    license: null,
  }
}

export interface OpenAiModelList {
  owner: unknown
  isRouter: boolean
  models: ListedModel[]
}

/**
 * `GET /v1/models`; null when it is no such list.
 * @param areLoaded the server holds in memory whatever it lists
 */
export function readOpenAiModels(
  value: unknown,
  supports: Readonly<ModelCapabilities>,
  areLoaded: (owner: unknown) => boolean,
): OpenAiModelList | null {
  const parsed = list.safeParse(value)
  if (!parsed.success) return null
  const { data, harombe } = parsed.data
  const owner = harombe === undefined ? data[0]?.owned_by : 'harombe'
  return {
    owner,
    isRouter: data.some(entry => Boolean(entry.status)),
    models: data.map(entry => {
      const isLoaded = entry.status ? entry.status.value === 'loaded' : areLoaded(owner) || null
      return {
        name: entry.id,
        details: describe(entry, supports),
        isLoaded,
        isLoading: entry.status?.value === 'loading',
        loadedContext: entry.max_model_len ?? entry.meta?.n_ctx ?? null,
        instances: isLoaded ? [entry.id] : [],
      }
    }),
  }
}
