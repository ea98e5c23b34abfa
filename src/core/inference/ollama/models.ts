import { z } from 'zod'
import type { LoadedModel, ModelSummary } from '../../../shared/entities'
import { usableModels } from '../frame-parts'
import { limits } from '../limits'
import { countOrNull, instantOrNull, positiveOrNull, wordOrNull } from '../untrusted-values'

const details = z
  .object({
    family: wordOrNull,
    parameter_size: wordOrNull,
    quantization_level: wordOrNull,
    context_length: positiveOrNull,
  })
  .nullish()
const named = z.object({ name: z.string().optional(), model: z.string().optional() })
const nameOf = ({ name, model }: z.infer<typeof named>) => name ?? model ?? ''

const listed = named.extend({
  size: countOrNull,
  digest: wordOrNull,
  /** Set for a model that runs on somebody else's machine. */
  remote_host: z.unknown().optional(),
  details,
})
const list = z.object({ models: z.array(listed).nullable() })

const running = named.extend({
  size: countOrNull,
  size_vram: countOrNull,
  context_length: positiveOrNull,
  expires_at: instantOrNull,
})
const runningList = z.object({ models: z.array(running).nullable() })

/**
 * `GET /api/tags`; null when it is no such list. Models that Ollama passes on to its cloud are left out: who asks this
 * machine wants it to answer.
 */
export function readModelList(value: unknown): ModelSummary[] | null {
  const parsed = list.safeParse(value)
  if (!parsed.success) return null
  const summaries = (parsed.data.models ?? [])
    .filter(model => !model.remote_host)
    .map(model => ({
      name: nameOf(model),
      sizeBytes: model.size,
      digest: model.digest,
      family: model.details?.family ?? null,
      parameters: model.details?.parameter_size ?? null,
      quantization: model.details?.quantization_level ?? null,
      contextLength: model.details?.context_length ?? null,
    }))
  return usableModels(summaries, limits.models)
}

/** `GET /api/ps`; null when it is no such list. */
export function readRunningModels(value: unknown): LoadedModel[] | null {
  const parsed = runningList.safeParse(value)
  if (!parsed.success) return null
  const loaded = (parsed.data.models ?? []).map(model => ({
    name: nameOf(model),
    sizeBytes: model.size,
    vramBytes: model.size_vram,
    contextLength: model.context_length,
    expiresAt: model.expires_at,
  }))
  return usableModels(loaded, limits.models)
}

/** Whether a listed model is what a name stands for: `qwen3` is `qwen3:latest`. */
export const isNamed = (listedName: string, name: string): boolean =>
  listedName === name || listedName === `${name}:latest`
