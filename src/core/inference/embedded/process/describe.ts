import { stat } from 'node:fs/promises'
import { z } from 'zod'
import type { ModelDetails } from '../../../../shared/entities'
import { isRecord } from '../../../../shared/record'
import type { EngineModel } from '../messages'
import type { LlamaModule } from './llama-types'

/** Long lists that say nothing about what a model can do. */
const ignoreKeys = ['tokens', 'scores', 'token_type', 'merges'].map(part => `tokenizer.ggml.${part}`)

const whole = z.coerce.number().int().positive().nullable().catch(null)
const text = z.string().min(1).max(256).nullable().catch(null)
/** One number, or one for each layer. */
const perLayer = z.preprocess(value => (Array.isArray(value) ? Math.max(...value) : value), whole)

const general = z.object({
  architecture: text,
  license: text,
  file_type: z.number().int().nullable().catch(null),
})
const ofArchitecture = z.object({
  context_length: whole,
  embedding_length: whole,
  block_count: whole,
  pooling_type: z.number().nullable().catch(null),
  attention: z
    .object({ head_count: perLayer, head_count_kv: perLayer, key_length: whole, value_length: whole })
    .nullable()
    .catch(null),
})

type Architecture = z.infer<typeof ofArchitecture>

function keyValueShape({
  block_count,
  embedding_length,
  attention,
}: Architecture): ModelDetails['architecture'] {
  if (block_count === null || attention === null) return null
  const heads = attention.head_count
  const width = heads === null || embedding_length === null ? null : Math.floor(embedding_length / heads)
  const keyValueHeads = attention.head_count_kv ?? heads
  const keyLength = attention.key_length ?? width
  const valueLength = attention.value_length ?? width
  if (keyValueHeads === null || keyLength === null || valueLength === null) return null
  return { layers: block_count, keyValueHeads, keyLength, valueLength }
}

/** `7.6B`, `494M`: the way model lists write it. */
function parameterCount(tensors: readonly { dimensions: readonly (number | bigint)[] }[]): string | null {
  const count = tensors.reduce(
    (sum, { dimensions }) => sum + dimensions.reduce<number>((size, length) => size * Number(length), 1),
    0,
  )
  if (!Number.isFinite(count) || count <= 0) return null
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)}B`
  return count >= 1e6 ? `${Math.round(count / 1e6)}M` : `${Math.round(count / 1e3)}K`
}

const thinkingMarks = ['<think>', '[THINK]', '<|START_THINKING|>', '<|channel|>', 'enable_thinking']

/** What the header of a file says. Nothing is loaded. @throws what the package throws on a file that is no GGUF */
export async function describeModel(
  module: LlamaModule,
  { name, path }: EngineModel,
  signal: AbortSignal,
): Promise<ModelDetails> {
  const { metadata, fullTensorInfo = [] } = await module.readGgufFileInfo(path, {
    sourceType: 'filesystem',
    ignoreKeys,
    logWarnings: false,
    signal,
  })
  const head = general.parse({
    architecture: null,
    license: null,
    file_type: null,
    ...record(metadata.general),
  })
  const own = head.architecture === null ? {} : record(metadata[head.architecture])
  const architecture = ofArchitecture.parse({
    context_length: null,
    embedding_length: null,
    block_count: null,
    pooling_type: null,
    ...own,
    attention: {
      head_count: null,
      head_count_kv: null,
      key_length: null,
      value_length: null,
      ...record(own.attention),
    },
  })
  const template = record(metadata.tokenizer).chat_template
  const chatTemplate = typeof template === 'string' ? template : ''
  const embedsOnly = architecture.pooling_type !== null && chatTemplate === ''
  const said = (words: readonly string[]) => words.some(word => chatTemplate.includes(word))
  const quantization = head.file_type === null ? undefined : module.GgufFileType[head.file_type]
  return {
    name,
    sizeBytes: (await stat(path)).size,
    digest: null,
    family: head.architecture,
    parameters: parameterCount(fullTensorInfo),
    quantization: typeof quantization === 'string' ? quantization.replace(/^(MOSTLY|ALL)_/, '') : null,
    contextLength: architecture.context_length,
    architecture: keyValueShape(architecture),
    license: head.license,
    capabilities: {
      chat: embedsOnly ? 'no' : chatTemplate === '' ? 'unknown' : 'yes',
      vision: 'no',
      tools: embedsOnly ? 'no' : said(['tools', 'tool_calls']) ? 'yes' : 'unknown',
      json: embedsOnly ? 'no' : 'yes',
      reasoning: embedsOnly ? 'no' : said(thinkingMarks) ? 'yes' : 'unknown',
      // Any model makes vectors; whether they mean anything, only those made for it can say.
      embeddings: architecture.pooling_type === null ? 'unknown' : 'yes',
      completion: embedsOnly ? 'no' : 'yes',
      prefill: embedsOnly ? 'no' : 'yes',
    },
  }
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
