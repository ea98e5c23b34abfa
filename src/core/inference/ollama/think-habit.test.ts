import { describe, expect, it } from 'vitest'
import { createOllamaClient } from '../create-ollama-client'
import type { ReasoningEffort } from '../protocol'
import { never, owned, serveHttp } from '../testing/scripted-server'

type Takes = 'levels' | 'switch' | 'nothing'

/** What Ollama says about a value of `think` that a model does not take; null when it takes it. */
function complaint(takes: Takes, think: unknown, model: string): string | null {
  if (think === undefined || think === false || takes === 'levels') return null
  if (takes === 'nothing') return `"${model}" does not support thinking`
  return typeof think === 'string' ? `think value "${think}" is not supported for this model` : null
}

async function serving(takes: Takes) {
  const { url, seen } = await serveHttp(({ body }, response) => {
    const { think, model } = body as { think?: unknown; model: string }
    const error = complaint(takes, think, model)
    if (error === null) response.end('{"message":{"content":"ok"},"done":true,"done_reason":"stop"}\n')
    else response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
  })
  const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
  const ask = (reasoning: ReasoningEffort | undefined, model = 'm') =>
    client.complete({ model, messages: [{ role: 'user', content: 'Hi' }], reasoning }, { signal: never })
  const tried = () => seen.splice(0).map(({ body }) => (body as { think?: unknown }).think)
  return { ask, tried }
}

describe('how much a model of Ollama is to think', () => {
  it('is not said unless somebody asked', async () => {
    const { ask, tried } = await serving('nothing')
    await ask(undefined)
    expect(tried()).toEqual([undefined])
  })

  it.each<[Takes, ReasoningEffort, unknown[], unknown[]]>([
    ['levels', 'low', ['low'], ['low']],
    ['levels', 'off', [false], [false]],
    ['switch', 'high', ['high', true], [true]],
    ['nothing', 'medium', ['medium', undefined], [undefined]],
    ['nothing', 'off', [false], [false]],
  ])('is said to one that takes %s as %s: %j, and afterwards %j', async (takes, effort, first, then) => {
    const { ask, tried } = await serving(takes)
    await ask(effort)
    expect(tried()).toEqual(first)
    await ask(effort)
    expect(tried()).toEqual(then)
  })

  it('is learned for each model by itself', async () => {
    const { ask, tried } = await serving('nothing')
    await ask('low', 'a')
    tried()
    await ask('low', 'b')
    expect(tried()).toEqual(['low', undefined])
  })

  it('is not blamed for a refusal of something else', async () => {
    const { url, seen } = await serveHttp((_request, response) => {
      response
        .writeHead(400)
        .end('{"error":"registry.ollama.ai/library/qwen3-thinking does not support tools"}')
    })
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    const request = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], reasoning: 'low' } as const
    await expect(client.complete(request, { signal: never })).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    expect(seen).toHaveLength(1)
  })
})
