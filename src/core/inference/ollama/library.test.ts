import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createOllamaClient } from '../create-ollama-client'
import { never, owned, type SeenRequest, serveHttp } from '../testing/scripted-server'

async function serving(script: (request: SeenRequest, response: ServerResponse) => void) {
  const { url, seen } = await serveHttp(script)
  const { library } = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
  const asked = () => seen.map(({ method, path, body }) => ({ method, path, body }))
  return { library, asked }
}
const options = { signal: never }
const loaded = '{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"load"}'

describe('the models of an Ollama', () => {
  it('are loaded by a question without a message', async () => {
    const { library, asked } = await serving((_request, response) => void response.end(loaded))
    await library.load('m', { contextLength: 4096, keepAlive: -1 }, options)
    await library.load('m', {}, options)
    expect(asked()).toEqual([
      {
        method: 'POST',
        path: '/api/chat',
        body: { model: 'm', messages: [], stream: false, keep_alive: -1, options: { num_ctx: 4096 } },
      },
      { method: 'POST', path: '/api/chat', body: { model: 'm', messages: [], stream: false } },
    ])
  })

  it('are loaded by embedding nothing when they cannot chat', async () => {
    const { library, asked } = await serving(({ path }, response) => {
      if (path === '/api/embed') response.end('{"embeddings":[]}')
      else response.writeHead(400).end('{"error":"\\"nomic\\" does not support chat"}')
    })
    await library.load('nomic', { keepAlive: 60 }, options)
    expect(asked().at(-1)).toEqual({
      method: 'POST',
      path: '/api/embed',
      body: { model: 'nomic', input: [], keep_alive: 60 },
    })
  })

  it('are unloaded by keeping them for no time', async () => {
    const { library, asked } = await serving((_request, response) => void response.end(loaded))
    await library.unload('m', options)
    expect(asked()).toEqual([
      { method: 'POST', path: '/api/chat', body: { model: 'm', messages: [], stream: false, keep_alive: 0 } },
    ])
  })

  it('are deleted, which Ollama confirms with an empty answer', async () => {
    const { library, asked } = await serving((_request, response) => void response.end())
    await library.remove('m', options)
    expect(asked()).toEqual([{ method: 'DELETE', path: '/api/delete', body: { model: 'm' } }])
  })

  it('are described with or without the list that knows their size', async () => {
    for (const hasList of [true, false]) {
      const { library } = await serving(({ path }, response) => {
        if (path === '/api/show')
          response.end('{"details":{"family":"llama"},"model_info":{},"capabilities":["completion"]}')
        else if (hasList) response.end('{"models":[{"name":"m:latest","size":5}]}')
        else response.writeHead(500).end()
      })
      expect(await library.describe('m', options)).toMatchObject({
        name: 'm',
        family: 'llama',
        sizeBytes: hasList ? 5 : null,
        capabilities: { chat: 'yes', vision: 'no' },
      })
    }
  })

  it('are described without the list of all of them being fetched for each', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `model-${index}`)
    const { library, asked } = await serving(({ path }, response) => {
      if (path === '/api/show') response.end('{"capabilities":["completion"]}')
      else response.end(JSON.stringify({ models: names.map((name, size) => ({ name, size })) }))
    })
    for (const [size, name] of names.entries())
      expect((await library.describe(name, options)).sizeBytes).toBe(size)
    expect(asked().filter(({ path }) => path === '/api/tags')).toHaveLength(1)
  })

  it.each(['describe', 'remove', 'load', 'unload'] as const)(
    'that are not there cannot be asked to %s',
    async what => {
      const { library } = await serving((_request, response) => {
        response.writeHead(404).end(`{"error":"model 'm' not found"}`)
      })
      const done = what === 'load' ? library.load('m', {}, options) : library[what]('m', options)
      await expect(done).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    },
  )
})

describe('embeddings of an Ollama', () => {
  const client = (url: string) => owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))

  it('are made in batches and put together in order', async () => {
    const { url, seen } = await serveHttp(({ body }, response) => {
      const { input } = body as { input: string[] }
      response.end(
        JSON.stringify({ embeddings: input.map(text => [Number(text)]), prompt_eval_count: input.length }),
      )
    })
    const inputs = Array.from({ length: 150 }, (_unused, index) => String(index))
    const made = await client(url).embed(
      { model: 'm', inputs, dimensions: 1, contextLength: 512, keepAlive: 60 },
      options,
    )
    expect(made.vectors.flat()).toEqual(inputs.map(Number))
    expect(made.promptTokens).toBe(150)
    expect(seen).toHaveLength(3)
    expect(seen[0]?.body).toMatchObject({
      model: 'm',
      truncate: false,
      dimensions: 1,
      keep_alive: 60,
      options: { num_ctx: 512 },
    })
  })

  it.each<[string, unknown]>([
    ['too few', { embeddings: [[1]] }],
    ['too many', { embeddings: [[1], [1], [1]] }],
    // More than fit on a stack as arguments.
    ['far too many', { embeddings: Array.from({ length: 300_000 }, () => [1]) }],
    ['of two lengths', { embeddings: [[1], [1, 2]] }],
    ['empty', { embeddings: [[], []] }],
    ['no numbers', { embeddings: [['1'], [null]] }],
    ['none', { error: 'what?' }],
  ])('are refused when they are %s', async (_what, answer) => {
    const { url } = await serveHttp((_request, response) => void response.end(JSON.stringify(answer)))
    await expect(client(url).embed({ model: 'm', inputs: ['a', 'b'] }, options)).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
      message: expect.not.stringContaining('closed the connection'),
    })
  })

  it('of a text that is too long are refused, not cut', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.writeHead(400).end('{"error":"the input length exceeds the context length"}')
    })
    await expect(client(url).embed({ model: 'm', inputs: ['a'] }, options)).rejects.toMatchObject({
      code: 'CONTEXT_TOO_LONG',
    })
  })

  it('that are longer than any can be are not read to their end', async () => {
    const { url } = await serveHttp((_request, response) => {
      const flood = Buffer.alloc(256 * 1024, 0x31)
      const pour = (): void => {
        while (!response.destroyed && response.write(flood));
        if (!response.destroyed) response.once('drain', pour)
      }
      response.write('{"embeddings":[[')
      pour()
    })
    await expect(client(url).embed({ model: 'm', inputs: ['a'] }, options)).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
    })
  })
})
