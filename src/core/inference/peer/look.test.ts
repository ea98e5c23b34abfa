import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createRemoteClient } from '../create-remote-client'
import { createHttpConnection } from '../http/connection'
import { bareSummary } from '../model-library'
import { never, owned, type SeenRequest, serveHttp } from '../testing/scripted-server'
import { createPeerLists, probePeer } from './look'

const options = { signal: never }
const healthy = { status: 'healthy', model: 'qwen3:8b', models: ['qwen3:8b', 'nomic'], version: '0.2.0' }
const tags = {
  models: [
    { name: 'qwen3:8b', size: 5_000_000_000, digest: 'd1', details: { family: 'qwen3' } },
    { name: 'nomic', size: 0, digest: 'made up', details: {} },
  ],
}
const running = { models: [{ name: 'qwen3:8b', size: 6000, size_vram: 6000, context_length: 8192 }] }

async function peer(
  documents: Record<string, unknown>,
  orders?: (request: SeenRequest, response: ServerResponse) => void,
) {
  const { url, seen } = await serveHttp((request, response) => {
    response.setHeader('content-type', 'application/json')
    const document = documents[request.path]
    if (document !== undefined) response.end(JSON.stringify(document))
    else if (orders === undefined) response.writeHead(404).end('{"detail":"Not Found"}')
    else orders(request, response)
  })
  const paths = () => seen.splice(0).map(({ path }) => path)
  return { url, paths, client: owned(createRemoteClient({ baseUrl: url, backend: 'harombe' })) }
}

describe('a look at another harombe', () => {
  it('takes what its lists say, but no size and no digest it made up', async () => {
    const memory = { vram_bytes: 24_000_000_000, ram_bytes: 64_000_000_000 }
    const { client } = await peer({
      '/health': { ...healthy, memory, slots: 6 },
      '/api/tags': tags,
      '/api/ps': running,
    })
    expect(await client.probe(options)).toEqual({
      backend: 'harombe',
      models: [
        { ...bareSummary('qwen3:8b'), sizeBytes: 5_000_000_000, digest: 'd1', family: 'qwen3' },
        bareSummary('nomic'),
      ],
      loaded: [{ name: 'qwen3:8b', sizeBytes: 6000, vramBytes: 6000, contextLength: 8192, expiresAt: null }],
      memory: { vramBytes: 24_000_000_000, ramBytes: 64_000_000_000 },
      version: '0.2.0',
      simulated: false,
      slots: 6,
    })
  })

  it.each([
    [0, null],
    [-3, null],
    ['8', null],
    [1.5, null],
    [1e9, 256],
  ])('takes no number of slots that cannot be: %j', async (slots, taken) => {
    const { client } = await peer({ '/health': { ...healthy, slots } })
    expect((await client.probe(options)).slots).toBe(taken)
  })

  it('lists no model that its health does not name', async () => {
    const { client } = await peer({ '/health': { status: 'healthy', model: 'nomic' }, '/api/tags': tags })
    expect((await client.probe(options)).models.map(({ name }) => name)).toEqual(['nomic'])
  })

  it('asks for the lists once a minute, for its health every time', async () => {
    const { url, paths } = await peer({ '/health': healthy, '/api/tags': tags, '/api/ps': running })
    let time = 0
    const lists = createPeerLists(() => time)
    const connection = createHttpConnection({ baseUrl: url, backend: 'harombe' }, 1000)
    const look = () => probePeer(connection, lists, never)
    const first = await look()
    expect(paths().sort()).toEqual(['/api/ps', '/api/tags', '/health'])
    time = 59_000
    expect(await look()).toEqual(first)
    expect(paths()).toEqual(['/health'])
    time = 61_000
    await look()
    expect(paths().sort()).toEqual(['/api/ps', '/api/tags', '/health'])
    await connection.close()
  })

  it('makes do with a Python one, which has none of that', async () => {
    const { client } = await peer({ '/health': { status: 'healthy', model: 'm', version: '0.1.0' } })
    expect(await client.probe(options)).toMatchObject({
      models: [bareSummary('m')],
      loaded: null,
      memory: null,
    })
    expect(client.library.abilities).toEqual({ pull: false, remove: false, load: false, unload: false })
    expect(await client.library.describe('m', options)).toMatchObject({
      name: 'm',
      capabilities: { chat: 'unknown' },
    })
  })

  it.each([{ vram_bytes: -1, ram_bytes: 1 }, { vram_bytes: 1 }, 'much', { vram_bytes: 1e300, ram_bytes: 1 }])(
    'takes no memory that cannot be: %j',
    async memory => {
      const { client } = await peer({ '/health': { ...healthy, memory } })
      expect((await client.probe(options)).memory).toBeNull()
    },
  )
})

describe('the models of another harombe', () => {
  const lists = { '/health': healthy, '/api/tags': tags, '/api/ps': running }

  it('can be pulled, deleted, loaded and unloaded there', async () => {
    const asked: unknown[] = []
    const { client } = await peer(lists, ({ path, method, body }, response) => {
      if (path === '/api/pull')
        response.end('{"status":"downloading","digest":"j","total":9,"completed":9}\n{"status":"success"}')
      else if (method === 'DELETE') response.end('{"status":"success"}')
      else if (path === '/api/chat') {
        asked.push(body)
        response.end('{"done":true,"done_reason":"load"}')
      }
    })
    await client.probe(options)
    const { library } = client
    expect(library.abilities).toEqual({ pull: true, remove: true, load: true, unload: true })
    const steps = []
    for await (const step of library.pull('new:1b', options)) steps.push(step)
    expect(steps).toEqual([{ status: 'downloading', completedBytes: 9, totalBytes: 9 }])
    await library.remove('nomic', options)
    await library.load('nomic', { contextLength: 2048, keepAlive: 60 }, options)
    await library.unload('nomic', options)
    // How long a context and for how long is the other harombe's own affair.
    expect(asked).toEqual([
      { model: 'nomic', messages: [], stream: false },
      { model: 'nomic', messages: [], stream: false, keep_alive: 0 },
    ])
  })

  it.each([401, 403])('are changed by an admin only, which a refusal with %s says', async status => {
    const { client } = await peer(lists, (_request, response) => {
      response.writeHead(status).end('{"error":"This token may not do that."}')
    })
    const expected = {
      code: 'NODE_REFUSED',
      message: expect.stringContaining('admin'),
      hint: expect.stringContaining('auth_token'),
    }
    await expect(client.library.remove('nomic', options)).rejects.toMatchObject(expected)
    await expect(client.library.pull('x', options)[Symbol.asyncIterator]().next()).rejects.toMatchObject(
      expected,
    )
  })

  it('are described as their own harombe describes them', async () => {
    const shown = { details: { family: 'qwen3' }, model_info: {}, capabilities: ['completion', 'tools'] }
    const { client } = await peer({ ...lists, '/api/show': shown })
    expect(await client.library.describe('qwen3:8b', options)).toMatchObject({
      sizeBytes: 5_000_000_000,
      capabilities: { chat: 'yes', tools: 'yes', vision: 'no' },
    })
  })
})
