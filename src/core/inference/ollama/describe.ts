import { z } from 'zod'
import type {
  Ability,
  ModelArchitecture,
  ModelCapabilities,
  ModelDetails,
  ModelSummary,
} from '../../../shared/entities'
import { plainExcerpt } from '../http/plain-text'
import { bareSummary } from '../model-library'
import { positiveOrNull, wordOrNull } from '../untrusted-values'

const shown = z.object({
  license: z.string().nullish(),
  details: z
    .object({ family: wordOrNull, parameter_size: wordOrNull, quantization_level: wordOrNull })
    .nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish(),
  capabilities: z.array(z.string()).nullish(),
})

type Info = (key: string) => unknown

const number = (value: unknown): number | null => positiveOrNull.parse(value)

/** One number, or the largest where every layer has its own; Ollama empties lists of more than five. */
function headCount(value: unknown): number | null {
  if (!Array.isArray(value)) return number(value)
  const counts = value.map(number).filter(count => count !== null)
  return counts.length === 0 ? null : Math.max(...counts)
}

function architectureOf(info: Info): ModelArchitecture | null {
  const layers = number(info('block_count'))
  const heads = headCount(info('attention.head_count'))
  const declared = info('attention.head_count_kv')
  const keyValueHeads = declared === undefined ? heads : headCount(declared)
  const width = number(info('embedding_length'))
  const derived = width === null || heads === null ? null : Math.floor(width / heads)
  const keyLength = number(info('attention.key_length')) ?? number(derived)
  const valueLength = number(info('attention.value_length')) ?? keyLength
  if (layers === null || keyValueHeads === null || keyLength === null || valueLength === null) return null
  return { layers, keyValueHeads, keyLength, valueLength }
}

/** Ollama's words for what a model can do. Early versions have none: then nothing is known. */
function capabilitiesOf(
  said: readonly string[] | null | undefined,
  server: Readonly<ModelCapabilities>,
): ModelCapabilities {
  if (!said) return { ...server }
  const ability = (word: string): Ability => (said.includes(word) ? 'yes' : 'no')
  const chat = ability('completion')
  return {
    chat,
    completion: chat,
    prefill: chat,
    json: chat,
    vision: ability('vision'),
    tools: ability('tools'),
    reasoning: ability('thinking'),
    embeddings: ability('embedding'),
  }
}

const firstLine = (text: string | null | undefined): string | null => {
  const line = text?.split('\n').find(one => one.trim() !== '') ?? ''
  return line === '' ? null : plainExcerpt(line, 200)
}

/**
 * `POST /api/show` as details; null when it is no such answer.
 * @param summary what the model list says of it, if it is there
 */
export function readDetails(
  name: string,
  value: unknown,
  summary: ModelSummary | undefined,
  server: Readonly<ModelCapabilities>,
): ModelDetails | null {
  const parsed = shown.safeParse(value)
  if (!parsed.success) return null
  const { details, license, capabilities } = parsed.data
  const entries = parsed.data.model_info ?? {}
  const architecture = wordOrNull.parse(entries['general.architecture'])
  const info: Info = key => entries[`${architecture}.${key}`]
  const listed = summary ?? bareSummary(name)
  return {
    ...listed,
    name,
    family: listed.family ?? details?.family ?? architecture,
    parameters: listed.parameters ?? details?.parameter_size ?? null,
    quantization: listed.quantization ?? details?.quantization_level ?? null,
    contextLength: number(info('context_length')) ?? listed.contextLength,
    capabilities: capabilitiesOf(capabilities, server),
    architecture: architectureOf(info),
    license: firstLine(license),
  }
}
