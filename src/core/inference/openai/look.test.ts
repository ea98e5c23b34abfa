import { describe, expect, it } from 'vitest'
import { createOpenAiClient, type OpenAiKind } from '../create-openai-client'
import { never, owned, type SeenRequest, serveHttp } from '../testing/scripted-server'

type Documents = Record<string, unknown>

/** Serves documents by path; a number is a status, anything unknown is 404. */
async function serving(documents: Documents, kind: OpenAiKind = 'openai') {
  const { url, seen } = await serveHttp(({ path }, response) => {
    const document = documents[path]
    response.setHeader('content-type', 'application/json')
    if (typeof document === 'number') response.writeHead(document).end()
    else if (document === undefined) response.writeHead(404).end('{"detail":"Not Found"}')
    else response.end(JSON.stringify(document))
  })
  const client = owned(createOpenAiClient({ baseUrl: url, backend: kind }))
  const probe = () => client.probe({ signal: never })
  const paths = () => seen.splice(0).map((one: SeenRequest) => one.path)
  return { client, probe, paths }
}

const listOf = (...models: object[]) => ({ object: 'list', data: models })

const lmStudioV1 = {
  models: [
    {
      type: 'llm',
      key: 'google/gemma-4-26b-a4b',
      architecture: 'gemma4',
      quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
      size_bytes: 17_990_911_801,
      params_string: '26B-A4B',
      loaded_instances: [{ id: 'google/gemma-4-26b-a4b', config: { context_length: 4096 } }],
      max_context_length: 262_144,
      capabilities: {
        vision: true,
        trained_for_tool_use: true,
        reasoning: { allowed_options: ['off', 'on'] },
      },
    },
    {
      type: 'embedding',
      key: 'nomic',
      quantization: { name: 'F16' },
      size_bytes: 274_290_560,
      params_string: null,
      loaded_instances: [],
      max_context_length: 2048,
    },
  ],
}
const lmStudioV0 = listOf(
  {
    id: 'qwen2-vl',
    type: 'vlm',
    arch: 'qwen2_vl',
    quantization: '4bit',
    state: 'not-loaded',
    max_context_length: 32_768,
  },
  {
    id: 'llama',
    type: 'llm',
    arch: 'llama',
    quantization: 'Q4_K_M',
    state: 'loaded',
    max_context_length: 131_072,
    loaded_context_length: 8192,
    capabilities: ['tool_use'],
  },
)

describe('a look at vLLM', () => {
  it('tells the context it serves and that its models are in memory', async () => {
    const list = listOf({ id: 'qwen', owned_by: 'vllm', max_model_len: 8192 })
    const { probe } = await serving({ '/v1/models': list, '/version': { version: '0.14.1' } }, 'vllm')
    expect(await probe()).toMatchObject({
      backend: 'vllm',
      version: '0.14.1',
      models: [{ name: 'qwen', contextLength: 8192 }],
      loaded: [{ name: 'qwen', contextLength: 8192 }],
    })
  })

  it('teaches a client of any server what it has: top_k and begun answers are no secrets then', async () => {
    const { client, probe } = await serving({ '/v1/models': listOf({ id: 'q', owned_by: 'vllm' }) })
    expect(client.supports.prefill).toBe('no')
    await probe()
    expect(client.supports.prefill).toBe('yes')
  })
})

describe('a look at llama.cpp', () => {
  const list = listOf({
    id: '/models/a.gguf',
    owned_by: 'llamacpp',
    meta: { n_ctx_train: 131_072, n_params: 8_030_261_312, size: 4_912_898_304 },
  })

  it('adds what its properties say, which are asked once a minute at most', async () => {
    const { client, probe, paths } = await serving(
      {
        '/v1/models': list,
        '/health': { status: 'ok' },
        '/props': {
          default_generation_settings: { n_ctx: 4096 },
          modalities: { vision: false },
          build_info: 'b6000-abc',
          total_slots: 4,
        },
      },
      'llamacpp',
    )
    const seen = await probe()
    expect(seen).toMatchObject({
      backend: 'llamacpp',
      version: 'b6000-abc',
      slots: 4,
      models: [{ sizeBytes: 4_912_898_304, parameters: '8.0B', contextLength: 4096 }],
      loaded: [{ name: '/models/a.gguf', contextLength: 4096 }],
    })
    expect(paths().sort()).toEqual(['/health', '/props', '/v1/models'])
    expect(await probe()).toEqual(seen)
    expect(paths().sort()).toEqual(['/health', '/v1/models'])
    expect(await client.library.describe('/models/a.gguf', { signal: never })).toMatchObject({
      capabilities: { vision: 'no', completion: 'yes' },
    })
  })

  it('does without them', async () => {
    const { probe } = await serving({ '/v1/models': list, '/health': { status: 'ok' } }, 'llamacpp')
    expect(await probe()).toMatchObject({ version: null, slots: null, models: [{ contextLength: 131_072 }] })
  })

  it('sees which models its router has in memory', async () => {
    const router = listOf(
      {
        id: 'a',
        owned_by: 'llamacpp',
        status: { value: 'loaded' },
        architecture: { input_modalities: ['text', 'image'] },
      },
      {
        id: 'b',
        owned_by: 'llamacpp',
        status: { value: 'unloaded' },
        architecture: { input_modalities: ['text'] },
      },
    )
    const { client, probe } = await serving({ '/v1/models': router, '/health': { status: 'ok' } }, 'llamacpp')
    expect(client.library.abilities.load).toBe(false)
    expect(await probe()).toMatchObject({ loaded: [{ name: 'a' }], models: [{ name: 'a' }, { name: 'b' }] })
    expect(client.library.abilities).toEqual({ pull: false, remove: false, load: true, unload: true })
    expect(await client.library.describe('b', { signal: never })).toMatchObject({
      capabilities: { vision: 'no' },
    })
  })
})

describe('a look at a server that is starting', () => {
  const models = listOf({ id: 'a' })
  it.each<[string, OpenAiKind, Documents]>([
    ['SGLang', 'sglang', { '/v1/models': models, '/health': 503 }],
    [
      'LocalAI',
      'openai',
      {
        '/v1/models': models,
        '/v1/models/capabilities': listOf({ id: 'a', capabilities: [] }),
        '/readyz': 503,
      },
    ],
  ])('says so of %s', async (_server, kind, documents) => {
    const { probe } = await serving(documents, kind)
    // LocalAI is known for what it is only after the first look.
    if (kind === 'openai') await probe()
    await expect(probe()).rejects.toMatchObject({ code: 'NODE_LOADING' })
  })

  it('does not take a broken or missing health address for a bad sign', async () => {
    for (const health of [500, undefined]) {
      const { probe } = await serving({ '/v1/models': models, '/health': health }, 'sglang')
      expect(await probe()).toMatchObject({ models: [{ name: 'a' }] })
    }
  })
})

describe('a look at LM Studio', () => {
  it('takes all from its own list, and asks nothing else afterwards', async () => {
    const { client, probe, paths } = await serving({
      '/v1/models': listOf({ id: 'x' }),
      '/api/v1/models': lmStudioV1,
    })
    const seen = await probe()
    expect(seen).toMatchObject({
      backend: 'openai',
      models: [
        {
          name: 'google/gemma-4-26b-a4b',
          sizeBytes: 17_990_911_801,
          family: 'gemma4',
          parameters: '26B-A4B',
          quantization: 'Q4_K_M',
          contextLength: 262_144,
        },
        { name: 'nomic', contextLength: 2048 },
      ],
      loaded: [{ name: 'google/gemma-4-26b-a4b', contextLength: 4096 }],
    })
    paths()
    expect(await probe()).toEqual(seen)
    expect(paths()).toEqual(['/api/v1/models'])
    const { library } = client
    expect(library.abilities.load).toBe(true)
    expect(await library.describe('google/gemma-4-26b-a4b', { signal: never })).toMatchObject({
      capabilities: { chat: 'yes', vision: 'yes', tools: 'yes', reasoning: 'yes', json: 'yes' },
    })
    expect(await library.describe('nomic', { signal: never })).toMatchObject({
      capabilities: { chat: 'no', embeddings: 'yes' },
    })
  })

  it('knows older ones, which cannot be told to load', async () => {
    const { client, probe } = await serving({
      '/v1/models': listOf({ id: 'x' }),
      '/api/v0/models': lmStudioV0,
    })
    expect(await probe()).toMatchObject({
      models: [{ name: 'qwen2-vl' }, { name: 'llama', contextLength: 131_072 }],
      loaded: [{ name: 'llama', contextLength: 8192 }],
    })
    expect(client.library.abilities.load).toBe(false)
    expect(client.supports.json).toBe('yes')
    expect(await client.library.describe('llama', { signal: never })).toMatchObject({
      capabilities: { vision: 'no', tools: 'yes' },
    })
  })

  it('is not deceived by one that answers 200 to addresses it does not know', async () => {
    const odd = { error: 'Unexpected endpoint or method. (GET /api/v1/models)' }
    const { probe } = await serving({
      '/v1/models': listOf({ id: 'x' }),
      '/api/v1/models': odd,
      '/api/v0/models': odd,
      '/v1/models/capabilities': odd,
    })
    expect(await probe()).toMatchObject({ models: [{ name: 'x' }], loaded: null })
  })

  it('notices that another server has taken its place', async () => {
    const documents: Documents = { '/v1/models': listOf({ id: 'x' }), '/api/v1/models': lmStudioV1 }
    const { client, probe } = await serving(documents)
    await probe()
    expect(client.library.abilities.load).toBe(true)
    documents['/api/v1/models'] = undefined
    documents['/v1/models'] = listOf({ id: 'y', owned_by: 'vllm' })
    expect(await probe()).toMatchObject({ backend: 'vllm', models: [{ name: 'y' }] })
    expect(client.library.abilities.load).toBe(false)
    expect(client.supports.prefill).toBe('yes')
  })
})

describe('a look at any other server', () => {
  it('asks for its product now and then, not every time', async () => {
    const { probe, paths } = await serving({ '/v1/models': listOf({ id: 'x' }) })
    await probe()
    expect(paths()).toContain('/api/v1/models')
    await probe()
    expect(paths()).toEqual(['/v1/models'])
  })

  it('reads what LocalAI says of its models', async () => {
    const capabilities = listOf(
      { id: 'a', capabilities: ['chat', 'vision', 'tools'] },
      { id: 'e', capabilities: ['embeddings'] },
      { id: 'file.gguf', capabilities: null },
    )
    const { client, probe } = await serving({
      '/v1/models': listOf({ id: 'a' }),
      '/v1/models/capabilities': capabilities,
    })
    expect(await probe()).toMatchObject({
      loaded: null,
      models: [{ name: 'a' }, { name: 'e' }, { name: 'file.gguf' }],
    })
    const { library } = client
    expect(await library.describe('a', { signal: never })).toMatchObject({
      capabilities: { chat: 'yes', vision: 'yes', tools: 'yes', embeddings: 'no' },
    })
    expect(await library.describe('e', { signal: never })).toMatchObject({
      capabilities: { chat: 'no', embeddings: 'yes' },
    })
    expect(await library.describe('file.gguf', { signal: never })).toMatchObject({
      capabilities: { chat: 'unknown' },
    })
  })

  it.each([
    { data: [{ id: 'a', max_model_len: -1, meta: 'x', status: 5, architecture: [] }] },
    { data: [{ id: 'a', max_model_len: 1e300, meta: { size: -1, n_params: 0.5, n_ctx_train: 'many' } }] },
  ])('takes only what can be from %j', async list => {
    const { probe } = await serving({ '/v1/models': list })
    expect((await probe()).models).toMatchObject([
      { name: 'a', sizeBytes: null, contextLength: null, parameters: null },
    ])
  })

  it('lets nobody change its models', async () => {
    const { client } = await serving({ '/v1/models': listOf({ id: 'a', owned_by: 'vllm' }) }, 'vllm')
    const { library } = client
    await expect(library.load('a', {}, { signal: never })).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    await expect(library.remove('a', { signal: never })).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    await expect(library.describe('b', { signal: never })).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  })
})
