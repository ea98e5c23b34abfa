import { describe, expect, it } from 'vitest'
import { createOllamaClient } from './create-ollama-client'
import { createOpenAiClient } from './create-openai-client'
import { never, owned, serveHttp } from './testing/scripted-server'

/** Embeds two texts at a server of the OpenAI protocol that answers this. */
async function embed(data: unknown, dimensions?: number) {
  const { url } = await serveHttp((_request, response) => void response.end(JSON.stringify({ data })))
  const client = owned(createOpenAiClient({ baseUrl: url, backend: 'openai' }))
  const request = { model: 'm', inputs: ['a', 'b'], ...(dimensions === undefined ? {} : { dimensions }) }
  return client.embed(request, { signal: never })
}

const vector = (index: number, ...embedding: number[]) => ({ index, embedding })

describe('embeddings', () => {
  it('are in the order of their texts, however they are listed', async () => {
    expect((await embed([vector(1, 2), vector(0, 1)])).vectors).toEqual([[1], [2]])
  })

  it.each([
    ['two for the same text', [vector(0, 1), vector(0, 2)]],
    ['one for a text nobody sent', [vector(0, 1), vector(7, 2)]],
    ['numbered from one', [vector(1, 1), vector(2, 2)]],
  ])('are refused when there are %s', async (_what, data) => {
    await expect(embed(data)).rejects.toMatchObject({ code: 'MALFORMED_RESPONSE' })
  })

  it('are refused in another length than was asked for', async () => {
    await expect(embed([vector(0, 1, 2, 3), vector(1, 4, 5, 6)], 2)).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      message: expect.stringContaining('3 numbers'),
    })
    expect((await embed([vector(0, 1, 2), vector(1, 4, 5)], 2)).vectors).toHaveLength(2)
  })
})

it('shows no control characters as the version of a server', async () => {
  const answers: Record<string, unknown> = {
    '/api/tags': { models: [] },
    '/api/version': { version: '0.1\u0000\u202e<b>' },
    '/api/ps': { models: [] },
  }
  const { url } = await serveHttp(({ path }, response) => void response.end(JSON.stringify(answers[path])))
  const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
  expect((await client.probe({ signal: never })).version).toBe('0.1 <b>')
})
