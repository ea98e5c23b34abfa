import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../../shared/entities'
import { readDetails } from './describe'
import { isNamed, readModelList, readRunningModels } from './models'

describe('the model list of Ollama', () => {
  it('tells size, digest and build of every model', () => {
    const models = [
      {
        name: 'qwen3:8b',
        model: 'qwen3:8b',
        size: 5_225_388_164,
        digest: '500a1f067a9f',
        details: {
          family: 'qwen3',
          parameter_size: '8.2B',
          quantization_level: 'Q4_K_M',
          context_length: 40_960,
        },
      },
    ]
    expect(readModelList({ models })).toEqual([
      {
        name: 'qwen3:8b',
        sizeBytes: 5_225_388_164,
        digest: '500a1f067a9f',
        family: 'qwen3',
        parameters: '8.2B',
        quantization: 'Q4_K_M',
        contextLength: 40_960,
      },
    ])
  })

  it('leaves out what would not run on that machine', () => {
    const cloud = {
      name: 'gpt-oss:120b-cloud',
      remote_model: 'gpt-oss:120b',
      remote_host: 'https://ollama.com:443',
    }
    expect(readModelList({ models: [cloud, { name: 'a' }] })?.map(({ name }) => name)).toEqual(['a'])
  })

  it('takes nothing for a size that is none', () => {
    for (const size of [-1, 1e300, '5', Number.NaN, null, {}]) {
      expect(
        readModelList({ models: [{ name: 'a', size, details: { context_length: size } }] }),
      ).toMatchObject([{ sizeBytes: null, contextLength: null }])
    }
  })

  it.each([null, [], {}, { models: {} }, { models: [1] }, 'list'])('is not %j', value => {
    expect(readModelList(value)).toBeNull()
  })
})

describe('the running models of Ollama', () => {
  const running = (expires_at: unknown) => ({
    models: [{ name: 'a', size: 9000, size_vram: 6000, context_length: 8192, expires_at }],
  })

  it('tell how much of each is on the GPU and until when', () => {
    expect(readRunningModels(running('2026-11-22T13:00:00.123456789+01:00'))).toEqual([
      {
        name: 'a',
        sizeBytes: 9000,
        vramBytes: 6000,
        contextLength: 8192,
        expiresAt: Date.UTC(2026, 10, 22, 12, 0, 0, 123),
      },
    ])
  })

  it.each(['2318-11-01T00:00:00Z', 'soon', '', 5, undefined])('stay for good or unsaid with %j', expiry => {
    expect(readRunningModels(running(expiry))).toMatchObject([{ expiresAt: null }])
  })
})

describe('a name', () => {
  it('without a tag means the latest', () => {
    expect(isNamed('qwen3:latest', 'qwen3')).toBe(true)
    expect(isNamed('qwen3:8b', 'qwen3')).toBe(false)
    expect(isNamed('qwen3:8b', 'qwen3:8b')).toBe(true)
  })
})

const server = { ...unknownCapabilities, json: 'yes', completion: 'yes' } as const
const llama = {
  'general.architecture': 'llama',
  'llama.block_count': 32,
  'llama.attention.head_count': 32,
  'llama.attention.head_count_kv': 8,
  'llama.attention.key_length': 128,
  'llama.attention.value_length': 128,
  'llama.context_length': 131_072,
  'llama.embedding_length': 4096,
}
const describeModel = (value: unknown) => readDetails('m', value, undefined, server)

describe('what Ollama shows of a model', () => {
  it('is all that the size of its KV cache follows from', () => {
    expect(describeModel({ model_info: llama })).toMatchObject({
      contextLength: 131_072,
      family: 'llama',
      architecture: { layers: 32, keyValueHeads: 8, keyLength: 128, valueLength: 128 },
    })
  })

  it.each<[string, object, object | null]>([
    [
      'derives the length of keys from the width',
      { 'llama.attention.key_length': undefined, 'llama.attention.value_length': undefined },
      { keyLength: 128, valueLength: 128 },
    ],
    [
      'gives every head its own keys when it shares none',
      { 'llama.attention.head_count_kv': undefined },
      { keyValueHeads: 32 },
    ],
    [
      'takes the largest where layers differ',
      { 'llama.attention.head_count_kv': [0, 0, 4, 8] },
      { keyValueHeads: 8 },
    ],
    ['knows nothing where Ollama emptied the list', { 'llama.attention.head_count_kv': [] }, null],
    ['knows nothing without a number of layers', { 'llama.block_count': 0 }, null],
    ['knows nothing from numbers that are none', { 'llama.block_count': 1e300 }, null],
  ])('%s', (_what, changes, architecture) => {
    const details = describeModel({ model_info: { ...llama, ...changes } })
    if (architecture === null) expect(details?.architecture).toBeNull()
    else expect(details?.architecture).toMatchObject(architecture)
  })

  it('says what it can do in our words', () => {
    const of = (capabilities: string[] | undefined) =>
      describeModel({ model_info: {}, capabilities })?.capabilities
    expect(of(['completion', 'tools', 'vision', 'thinking'])).toEqual({
      chat: 'yes',
      completion: 'yes',
      prefill: 'yes',
      json: 'yes',
      vision: 'yes',
      tools: 'yes',
      reasoning: 'yes',
      embeddings: 'no',
    })
    expect(of(['embedding'])).toMatchObject({ chat: 'no', tools: 'no', embeddings: 'yes' })
    expect(of(undefined)).toEqual(server)
  })

  it('has a licence of one line', () => {
    expect(describeModel({ license: '\n\n  Apache License \u202e\nVersion 2.0' })?.license).toBe(
      'Apache License',
    )
    expect(describeModel({})?.license).toBeNull()
  })

  it('joins size and digest of the list', () => {
    const summary = {
      name: 'm:latest',
      sizeBytes: 5,
      digest: 'd',
      family: 'f',
      parameters: '1B',
      quantization: 'Q4',
      contextLength: 1,
    }
    expect(readDetails('m', { model_info: llama }, summary, server)).toMatchObject({
      name: 'm',
      sizeBytes: 5,
      digest: 'd',
      family: 'f',
      contextLength: 131_072,
    })
  })
})
