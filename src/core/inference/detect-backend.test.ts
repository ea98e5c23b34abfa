import { describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import type { SimulatedProtocol } from '../simulation/types'
import { createInferenceClient } from './create-inference-client'
import { detectBackend } from './detect-backend'
import { collectFrames, never, serveHttp, serveTcp, summarize } from './testing/scripted-server'

/** A server with these documents and 404 for the rest. */
async function serving(documents: Record<string, unknown>, status = 404): Promise<string> {
  const { url } = await serveHttp(({ path }, response) => {
    const document = documents[path]
    response.writeHead(document === undefined ? status : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(document ?? {}))
  })
  return url
}

const models = { '/v1/models': { object: 'list', data: [{ id: 'm' }] } }
const tags = { '/api/tags': { models: [{ name: 'm' }] } }
const ollama = { ...tags, '/api/version': { version: '0.30.1' }, ...models }
const health = { '/health': { status: 'healthy', model: 'm', version: '1.0' } }

describe('detectBackend', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a harombe, which also speaks the other APIs', { ...health, ...ollama }, 'harombe'],
    ['an Ollama, which also speaks the OpenAI API', ollama, 'ollama'],
    ['an OpenAI server', models, 'openai'],
    [
      "llama.cpp, which has Ollama's model list",
      { ...tags, '/health': { status: 'ok' }, ...models },
      'openai',
    ],
    ['a vLLM', { '/v1/models': { data: [{ id: 'm', owned_by: 'vllm' }] } }, 'vllm'],
    [
      'a llama.cpp that imitates Ollama, version and all',
      { ...ollama, '/v1/models': { data: [{ id: 'm', owned_by: 'llamacpp' }] } },
      'llamacpp',
    ],
    [
      'a LocalAI, which imitates Ollama, version and all',
      {
        ...ollama,
        '/v1/models/capabilities': { object: 'list', data: [{ id: 'm', capabilities: ['chat'] }] },
      },
      'openai',
    ],
    [
      'an LM Studio',
      {
        ...models,
        '/api/v1/models': {
          models: [{ type: 'llm', key: 'm', loaded_instances: [], max_context_length: 4096 }],
        },
      },
      'openai',
    ],
  ])('recognizes %s', async (_name, documents, backend) => {
    const url = await serving(documents)
    expect(await detectBackend(url, { signal: never })).toMatchObject({ backend, models: [{ name: 'm' }] })
  })

  it.each<[SimulatedProtocol, string]>([
    ['ollama', 'ollama'],
    ['openai', 'openai'],
  ])('recognizes a simulated %s server as simulated', async (protocol, backend) => {
    const server = createSimulatedServer({ model: 'm', protocol })
    const { url } = await server.start()
    expect(await detectBackend(url, { signal: never })).toMatchObject({ backend, simulated: true })
    await server.stop()
  })

  it('says that something else is there', async () => {
    await expect(detectBackend(await serving({}), { signal: never })).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
      message: expect.stringContaining('neither harombe nor Ollama'),
      hint: expect.stringContaining('11434'),
    })
  })

  it('says that the token is wrong rather than that the server is unknown', async () => {
    await expect(detectBackend(await serving({}, 401), { signal: never })).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      hint: expect.stringContaining('auth_token'),
    })
  })

  it('says that nothing is there', async () => {
    await expect(detectBackend('http://127.0.0.1:1', { signal: never })).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
    })
  })

  it('ends by the deadline of the caller when the server is silent', async () => {
    const url = await serveTcp(() => {})
    await expect(detectBackend(url, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
  })

  it.each(['ftp://host', 'http://user:pass@host', 'nonsense'])('refuses the address %s', async address => {
    await expect(detectBackend(address, { signal: never })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

describe('createInferenceClient', () => {
  it('gives a client that explains itself for a target that cannot be used', async () => {
    for (const target of [
      { baseUrl: 'file:///etc', backend: 'ollama' },
      { baseUrl: 'http://h', backend: 'ollama', token: 'a\nb' },
      { baseUrl: 'http://h', backend: 'embedded' },
    ] as const) {
      const client = createInferenceClient(target)
      const frames = await collectFrames(client.stream({ model: 'm', messages: [] }, { signal: never }))
      expect(summarize(frames)).toEqual([{ type: 'error', code: 'CONFIG_INVALID' }])
      await expect(client.complete({ model: 'm', messages: [] }, { signal: never })).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
      })
      await client.close()
    }
  })
})
