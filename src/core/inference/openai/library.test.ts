import { describe, expect, it } from 'vitest'
import { createOpenAiClient } from '../create-openai-client'
import { never, owned, serveHttp } from '../testing/scripted-server'

const options = { signal: never }

/** llama.cpp's router: it takes an order at once and is done a few looks later. */
async function router(fails = false) {
  let state = 'unloaded'
  let looks = 0
  const server = await serveHttp(({ path }, response) => {
    response.setHeader('content-type', 'application/json')
    if (path === '/models/load') state = 'loading'
    if (path === '/models/unload') state = 'unloaded'
    if (path !== '/v1/models') {
      response.end('{"success":true}')
      return
    }
    if (state === 'loading' && ++looks > 1) state = fails ? 'unloaded' : 'loaded'
    // After an unload on purpose it says `failed` too.
    const status = { value: state, ...(state === 'unloaded' ? { failed: true, exit_code: 1 } : {}) }
    response.end(JSON.stringify({ data: [{ id: 'a', owned_by: 'llamacpp', status }] }))
  })
  const client = owned(createOpenAiClient({ baseUrl: server.url, backend: 'llamacpp' }))
  const orders = () =>
    server.seen.filter(({ method }) => method === 'POST').map(({ path, body }) => ({ path, body }))
  return { library: client.library, orders }
}

describe("the models of llama.cpp's router", () => {
  it('are loaded once they are in memory, not once the order was taken', async () => {
    const { library, orders } = await router()
    await library.load('a', {}, options)
    await library.load('a', {}, options)
    expect(orders()).toEqual([{ path: '/models/load', body: { model: 'a' } }])
    await library.unload('a', options)
    await library.unload('a', options)
    expect(orders().slice(1)).toEqual([{ path: '/models/unload', body: { model: 'a' } }])
  })

  it('that fail to load say so, although an unload looks the same', async () => {
    const { library } = await router(true)
    await expect(library.load('a', {}, options)).rejects.toMatchObject({ code: 'NODE_ERROR' })
  })

  it('are not waited for after the caller has left', async () => {
    const { library } = await router()
    const signal = AbortSignal.timeout(20)
    await expect(library.load('a', {}, { signal })).rejects.toMatchObject({ code: 'TIMEOUT' })
  })
})

it('a long list is not fetched again for every model of it', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `model-${index}`)
  const { url, seen } = await serveHttp((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ data: names.map(id => ({ id, owned_by: 'vllm' })) }))
  })
  const { library } = owned(createOpenAiClient({ baseUrl: url, backend: 'vllm' }))
  for (const name of names) expect((await library.describe(name, options)).name).toBe(name)
  expect(seen.filter(({ path }) => path === '/v1/models')).toHaveLength(1)
  await expect(library.describe('another', options)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
})

describe('the models of LM Studio', () => {
  async function studio(instances: { id: string; config: { context_length: number } }[]) {
    const model = {
      type: 'llm',
      key: 'a',
      size_bytes: 1,
      loaded_instances: instances,
      max_context_length: 8192,
    }
    const server = await serveHttp(({ path }, response) => {
      response.setHeader('content-type', 'application/json')
      if (path === '/v1/models') response.end('{"data":[{"id":"a","owned_by":"organization_owner"}]}')
      else if (path === '/api/v1/models') response.end(JSON.stringify({ models: [model] }))
      else response.end('{}')
    })
    const client = owned(createOpenAiClient({ baseUrl: server.url, backend: 'openai' }))
    const orders = () =>
      server.seen.filter(({ method }) => method === 'POST').map(({ path, body }) => ({ path, body }))
    return { library: client.library, orders }
  }
  const loadedWith = (context_length: number, id = 'a') => ({ id, config: { context_length } })

  it('are loaded with the context that is wanted', async () => {
    const { library, orders } = await studio([])
    await library.load('a', { contextLength: 4096 }, options)
    expect(orders()).toEqual([{ path: '/api/v1/models/load', body: { model: 'a', context_length: 4096 } }])
  })

  it.each([4096, undefined])('are left alone when they are there with %s', async contextLength => {
    const { library, orders } = await studio([loadedWith(4096)])
    await library.load('a', { contextLength }, options)
    expect(orders()).toEqual([])
  })

  it('are not loaded a second time beside a copy with another context', async () => {
    const { library, orders } = await studio([loadedWith(2048)])
    await library.load('a', { contextLength: 4096 }, options)
    expect(orders().map(({ path }) => path)).toEqual(['/api/v1/models/unload', '/api/v1/models/load'])
  })

  it('are unloaded with all their copies', async () => {
    const { library, orders } = await studio([loadedWith(4096), loadedWith(4096, 'a:2')])
    await library.unload('a', options)
    expect(orders().map(({ body }) => body)).toEqual([{ instance_id: 'a' }, { instance_id: 'a:2' }])
  })
})
