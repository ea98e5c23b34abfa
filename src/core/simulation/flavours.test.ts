import { describe, expect, it } from 'vitest'
import { createSimulator, pixel } from './testing/simulate'
import type { SimulatedFlavour } from './types'

const simulate = createSimulator()

async function ask(url: string, path: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(url + path, init)
  const text = await response.text()
  return { status: response.status, text }
}
const json = (text: string): unknown => JSON.parse(text)

const flavours = ['openai', 'vllm', 'sglang', 'llamacpp', 'lmstudio', 'localai'] as const
const plain = { name: 'plain', capabilities: ['completion' as const], contextLength: 64 }
const messages = [{ role: 'user', content: 'What is 2+2?' }]
const long = [{ role: 'user', content: 'x'.repeat(400) }]
const picture = [
  { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] },
]
const tools = [{ type: 'function', function: { name: 'get_time', parameters: {} } }]

/** Status and words of each refusal; null: it answers all the same. */
type Refused = [status: number, words: RegExp] | null
interface Words {
  missing: Refused
  tooLong: Refused
  tools: Refused
  image: Refused
  embedding: Refused
  loading: Refused
}
const expected: Record<SimulatedFlavour, Words> = {
  openai: {
    missing: [404, /"code":"model_not_found"/],
    tooLong: [400, /"code":"context_length_exceeded"/],
    tools: null,
    image: [400, /image_url is only supported by certain models/],
    embedding: [403, /not allowed to generate embeddings/],
    loading: [503, /Loading model/],
  },
  vllm: {
    missing: [404, /"message":"The model `absent` does not exist\.","type":"NotFoundError"/],
    tooLong: [400, /You passed 104 input tokens .* context length is only 64 tokens/],
    tools: [400, /--enable-auto-tool-choice/],
    image: [400, /plain is not a multimodal model/],
    embedding: [501, /does not support Embeddings API/],
    loading: [503, /Loading model/],
  },
  sglang: {
    missing: null,
    tooLong: [400, /^\{"object":"error","message":"The input \(104 tokens\) is longer/],
    tools: null,
    image: null,
    embedding: [400, /--is-embedding/],
    loading: [200, /simulated/i],
  },
  llamacpp: {
    missing: null,
    tooLong: [400, /"type":"exceed_context_size_error","n_prompt_tokens":104,"n_ctx":64/],
    tools: [500, /requires --jinja/],
    image: [500, /image input is not supported/],
    embedding: [501, /Start it with `--embeddings`/],
    loading: [503, /"message":"Loading model","type":"unavailable_error"/],
  },
  lmstudio: {
    missing: [400, /Invalid model identifier \\"absent\\".*plain/],
    tooLong: [400, /^\{"error":"The number of tokens to keep/],
    tools: null,
    image: [400, /does not support images/],
    embedding: [400, /Model is not embedding/],
    loading: null,
  },
  localai: {
    missing: [404, /model \\"absent\\" not found/],
    tooLong: [500, /rpc error.*available context size/],
    tools: null,
    image: [500, /image input is not supported/],
    embedding: [500, /rpc error.*Unimplemented/],
    loading: [503, /model_loading/],
  },
}

describe.each(flavours)('a simulated %s', flavour => {
  const words = expected[flavour]
  const requests: [keyof Words, string, Record<string, unknown>][] = [
    ['missing', '/v1/chat/completions', { model: 'absent', messages }],
    ['tooLong', '/v1/chat/completions', { model: 'plain', messages: long }],
    ['tools', '/v1/chat/completions', { model: 'plain', messages, tools }],
    ['image', '/v1/chat/completions', { model: 'plain', messages: picture }],
    ['embedding', '/v1/embeddings', { model: 'plain', input: 'x' }],
  ]

  it.each(requests)('refuses %s in its own words', async (kind, path, body) => {
    const { url } = await simulate(flavour, { model: 'plain', models: [plain] })
    const { status, text } = await ask(url, path, body)
    const [refused, pattern] = words[kind] ?? [200, /simulated/i]
    expect({ status, text }).toEqual({ status: refused, text: expect.stringMatching(pattern) })
  })

  it('says that it is loading, or is silent', async () => {
    const { server, url } = await simulate(flavour, { models: [plain], isLoading: true })
    const answer = ask(url, '/v1/chat/completions', { model: 'plain', messages })
    if (words.loading === null) {
      await expect.poll(() => server.stats.active).toBe(1)
      server.setBehaviour({ isLoading: false })
    }
    const [status, pattern] = words.loading ?? [200, /simulated/i]
    expect(await answer).toEqual({ status, text: expect.stringMatching(pattern) })
  })

  it('says that it is busy, with Retry-After', async () => {
    const { url } = await simulate(flavour, { model: 'm', slots: 0, busyStatus: 429, retryAfter: 7 })
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', messages }),
    })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await response.text()).toMatch(/busy|queue is full/)
  })

  it('gives usage in a stream only when asked to', async () => {
    const { url } = await simulate(flavour, { model: 'm' })
    const request = { model: 'm', messages, stream: true }
    expect((await ask(url, '/v1/chat/completions', request)).text).not.toContain('usage')
    const counted = await ask(url, '/v1/chat/completions', {
      ...request,
      stream_options: { include_usage: true },
    })
    expect(counted.text).toMatch(/"usage":\{"prompt_tokens":\d+.*\n\ndata: \[DONE\]\n\n$/)
  })

  it('goes on with a last message of the assistant only where the real one does', async () => {
    const { url } = await simulate(flavour, { model: 'm' })
    const begun = [...messages, { role: 'assistant', content: '2+2 = **4' }]
    const said = async (extra: Record<string, unknown>) => {
      const { text } = await ask(url, '/v1/chat/completions', { model: 'm', messages: begun, ...extra })
      return text.includes('"content":"2+2') ? 'anew' : 'on'
    }
    const flags = { continue_final_message: true, add_generation_prompt: false }
    const plainly = flavour === 'llamacpp' ? 'on' : 'anew'
    const flagged = flavour === 'llamacpp' || flavour === 'vllm' || flavour === 'sglang' ? 'on' : 'anew'
    expect([await said({}), await said(flags)]).toEqual([plainly, flagged])
  })
})

describe('what each tells of its models and its health', () => {
  it('vLLM: owner, length and version', async () => {
    const { url } = await simulate('vllm', { models: [{ ...plain, servedContext: 32 }] })
    expect(json((await ask(url, '/v1/models')).text)).toMatchObject({
      data: [{ id: 'plain', owned_by: 'vllm', max_model_len: 32 }],
    })
    expect((await ask(url, '/health')).text).toBe('')
    expect((await ask(url, '/version')).text).toContain('simulated')
    expect((await ask(url, '/nowhere')).text).toBe('{"detail":"Not Found"}')
    const reserved = { model: 'plain', messages, max_tokens: 60 }
    expect((await ask(url, '/v1/chat/completions', reserved)).status).toBe(400)
    expect((await ask(url, '/v1/completions', { model: 'plain', prompt: 'a', suffix: 'b' })).status).toBe(400)
  })

  it('SGLang: owner, model and health', async () => {
    const { server, url } = await simulate('sglang', { models: [plain] })
    expect((await ask(url, '/v1/models')).text).toContain('"owned_by":"sglang"')
    expect(json((await ask(url, '/get_model_info')).text)).toMatchObject({
      model_path: 'plain',
      is_generation: true,
    })
    server.setBehaviour({ isLoading: true })
    expect((await ask(url, '/health')).status).toBe(503)
  })

  it('llama.cpp: sizes, properties, slots, and a list while it loads', async () => {
    const { server, url } = await simulate('llamacpp', { model: 'tiny-7b', slots: 2, isLoading: true })
    expect((await ask(url, '/health')).status).toBe(503)
    expect((await ask(url, '/props')).status).toBe(503)
    expect((await ask(url, '/v1/models')).text).toContain('"n_ctx_train":32768')
    server.setBehaviour({ isLoading: false })
    expect((await ask(url, '/health')).text).toBe('{"status":"ok"}')
    expect(json((await ask(url, '/props')).text)).toMatchObject({
      total_slots: 2,
      modalities: { vision: true },
    })
    expect(json((await ask(url, '/slots')).text)).toMatchObject([{ is_processing: false }, { id: 1 }])
  })

  it('llama.cpp: fills a gap in its own form, and takes a tool by name for none', async () => {
    const { url } = await simulate('llamacpp', { models: [{ name: 'm' }], model: 'm' })
    const gap = { input_prefix: 'def f():', input_suffix: 'return 1', stream: true }
    const { text } = await ask(url, '/infill', gap)
    expect(text).toMatch(/^data: \{"index":0,"content":" \[simu/)
    expect(text).toMatch(/"stop":true,"stop_type":"eos","tokens_evaluated":4,"tokens_predicted":\d+\}\n\n$/)
    const named = { type: 'function', function: { name: 'get_time' } }
    const answered = await ask(url, '/v1/chat/completions', {
      model: 'm',
      messages,
      tools,
      tool_choice: named,
    })
    expect(answered.text).not.toContain('tool_calls')
  })

  it('llama.cpp: goes on with nothing while the model is to think', async () => {
    const thinker = { name: 'm', capabilities: ['completion' as const, 'thinking' as const] }
    const { url } = await simulate('llamacpp', { model: 'm', models: [thinker] })
    const body = { model: 'm', messages: [...messages, { role: 'assistant', content: '2+2' }] }
    expect((await ask(url, '/v1/chat/completions', body)).text).toContain('incompatible with enable_thinking')
    const quiet = { ...body, chat_template_kwargs: { enable_thinking: false } }
    expect((await ask(url, '/v1/chat/completions', quiet)).status).toBe(200)
  })

  it('llama.cpp as a router: loads and unloads', async () => {
    const { server, url } = await simulate('llamacpp', { models: [plain, { name: 'other' }], loadMs: 20 })
    const statuses = async (): Promise<unknown> => {
      const listed = json((await ask(url, '/models')).text)
      return listed
    }
    expect(await statuses()).toMatchObject({ data: [{ status: { value: 'unloaded' }, meta: null }, {}] })
    expect((await ask(url, '/models/load', { model: 'plain' })).text).toBe('{"success":true}')
    await expect
      .poll(statuses)
      .toMatchObject({ data: [{ status: { value: 'loaded' }, meta: { n_ctx: 64 } }, {}] })
    expect((await ask(url, '/models/load', { model: 'plain' })).status).toBe(400)
    expect((await ask(url, '/models/unload', { model: 'plain' })).text).toBe('{"success":true}')
    expect((await ask(url, '/models/unload', { model: 'plain' })).status).toBe(400)
    expect((await ask(url, '/models/load', { model: 'absent' })).text).toContain("model 'absent' not found")
    expect((await ask(url, '/v1/chat/completions', { model: 'other', messages })).status).toBe(200)
    expect(server.stats).toMatchObject({ loads: 2, unloads: 1 })
  })

  it('LM Studio: states, contexts and kinds; loads with a context', async () => {
    const { url } = await simulate('lmstudio', {
      models: [plain, { name: 'eyes', contextLength: 8192 }, { name: 'words', capabilities: ['embedding'] }],
    })
    expect(json((await ask(url, '/api/v0/models')).text)).toMatchObject({
      data: [
        { id: 'plain', type: 'llm', state: 'not-loaded', max_context_length: 64, capabilities: [] },
        { id: 'eyes', type: 'vlm', capabilities: ['tool_use'] },
        { id: 'words', type: 'embeddings' },
      ],
    })
    const loaded = await ask(url, '/api/v1/models/load', { model: 'eyes', context_length: 2048 })
    expect(json(loaded.text)).toMatchObject({ instance_id: 'eyes', status: 'loaded', type: 'llm' })
    expect(json((await ask(url, '/api/v1/models')).text)).toMatchObject({
      models: [
        { loaded_instances: [] },
        { key: 'eyes', loaded_instances: [{ id: 'eyes', config: { context_length: 2048 } }] },
        { type: 'embedding' },
      ],
    })
    await ask(url, '/api/v1/models/unload', { instance_id: 'eyes' })
    expect((await ask(url, '/api/v0/models')).text).not.toContain('"loaded"')
  })

  it('LM Studio: no JSON mode, 200 for what it does not know, and errors inside a stream', async () => {
    const { server, url } = await simulate('lmstudio', { models: [plain] })
    const mode = { model: 'plain', messages, response_format: { type: 'json_object' } }
    expect(await ask(url, '/v1/chat/completions', mode)).toMatchObject({
      status: 400,
      text: "{\"error\":\"'response_format.type' must be 'json_schema' or 'text'\"}",
    })
    expect(await ask(url, '/health')).toMatchObject({
      status: 200,
      text: expect.stringContaining('Unexpected'),
    })
    const tooLong = await ask(url, '/v1/chat/completions', { model: 'plain', messages: long, stream: true })
    expect(tooLong).toMatchObject({ status: 200, text: expect.stringMatching(/^event: error\ndata: /) })
    server.setBehaviour({ failAfterTokens: 1, failure: 'error' })
    const broken = await ask(url, '/v1/chat/completions', { model: 'plain', messages, stream: true })
    expect(broken.text).toMatch(/\nevent: error\ndata: \{.*\}\n\n$/)
  })

  it('vLLM says [DONE] after an error too', async () => {
    const { url } = await simulate('vllm', { model: 'm', failAfterTokens: 1, failure: 'error' })
    const { text } = await ask(url, '/v1/chat/completions', { model: 'm', messages, stream: true })
    expect(text).toMatch(/"error":\{"message":"simulated failure.*\n\ndata: \[DONE\]\n\n$/)
  })

  it('LocalAI: readiness and capabilities', async () => {
    const { server, url } = await simulate('localai', { models: [plain] })
    expect((await ask(url, '/readyz')).status).toBe(200)
    expect(json((await ask(url, '/v1/models')).text)).toEqual({
      object: 'list',
      data: [{ id: 'plain', object: 'model' }],
    })
    expect((await ask(url, '/v1/models/capabilities')).text).toContain('"capabilities":["chat"]')
    server.setBehaviour({ isLoading: true })
    expect((await ask(url, '/readyz')).status).toBe(503)
    expect((await ask(url, '/healthz')).status).toBe(200)
  })
})
