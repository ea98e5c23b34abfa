import { describe, expect, it } from 'vitest'
import { createOllamaClient } from '../create-ollama-client'
import type { InferenceRequest } from '../protocol'
import { never, owned, serveHttp } from '../testing/scripted-server'
import { toOllamaRequest } from './request'

const messages: InferenceRequest['messages'] = [{ role: 'user', content: 'Hello' }]
const bodyOf = (request: Partial<InferenceRequest>) =>
  toOllamaRequest({ model: 'm', messages, ...request }, undefined).body

describe('a question in the words of Ollama', () => {
  it('shows images as bare base64, those of a tool too', () => {
    const images = [{ mediaType: 'image/png', data: 'aGk=' }] as const
    const { messages: sent } = bodyOf({
      messages: [
        { role: 'user', content: 'Look', images },
        { role: 'tool', content: '', images, toolCallId: 'a', name: 'camera' },
      ],
    })
    expect(sent).toEqual([
      { role: 'user', content: 'Look', images: ['aGk='] },
      { role: 'tool', content: '', images: ['aGk='], tool_call_id: 'a', tool_name: 'camera' },
    ])
  })

  it('asks for a form by its word or by the schema itself', () => {
    const schema = { type: 'object' }
    expect(bodyOf({ format: { type: 'json' } })).toHaveProperty('format', 'json')
    expect(bodyOf({ format: { type: 'schema', name: 'x', schema } })).toHaveProperty('format', schema)
    expect(bodyOf({})).not.toHaveProperty('format')
  })

  it('names every way of drawing tokens as Ollama does', () => {
    const sampling = {
      temperature: 0,
      topP: 0.9,
      topK: 40,
      minP: 0.05,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      seed: 7,
      maxTokens: 64,
      stop: ['END'],
      contextLength: 4096,
    }
    expect(bodyOf(sampling)).toHaveProperty('options', {
      temperature: 0,
      top_p: 0.9,
      top_k: 40,
      min_p: 0.05,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      seed: 7,
      num_predict: 64,
      stop: ['END'],
      num_ctx: 4096,
    })
  })

  it.each([0, 300, -1])('says how long the model stays: %s', keepAlive => {
    expect(bodyOf({ keepAlive })).toHaveProperty('keep_alive', keepAlive)
  })

  it('is refused rather than cut when it is too long, and never makes Ollama load the model anew', () => {
    for (const request of [{}, { messages: [], prompt: { text: 'a' } }]) {
      expect(bodyOf(request)).toHaveProperty('truncate', false)
      expect(bodyOf(request)).not.toHaveProperty('shift')
    }
  })

  it('leaves the choice of a tool to whoever promises a call', () => {
    const tools = [{ name: 'look', parameters: { type: 'object' } }]
    expect(bodyOf({ tools, toolChoice: { name: 'look' } })).not.toHaveProperty('tool_choice')
  })

  it('goes on with a raw text as it stands', () => {
    const { path, body } = toOllamaRequest(
      { model: 'm', messages: [], prompt: { text: 'Once' }, maxTokens: 5, keepAlive: 60 },
      undefined,
    )
    expect(path).toBe('/api/generate')
    expect(body).toEqual({
      model: 'm',
      stream: true,
      truncate: false,
      prompt: 'Once',
      raw: true,
      think: false,
      keep_alive: 60,
      options: { num_predict: 5 },
    })
  })

  it('is refused without a text: Ollama would load the model and say nothing', async () => {
    const { url, seen } = await serveHttp((_request, response) => void response.end())
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    const raw = { model: 'm', messages: [], prompt: { text: '' } }
    await expect(client.complete(raw, { signal: never })).rejects.toMatchObject({ code: 'NODE_REFUSED' })
    expect(seen).toEqual([])
  })

  it('fills a gap through the template, which raw would take away', () => {
    const { body } = toOllamaRequest(
      { model: 'm', messages: [], prompt: { text: 'def a(', suffix: 'return' } },
      undefined,
    )
    expect(body).toMatchObject({ prompt: 'def a(', suffix: 'return' })
    expect(body).not.toHaveProperty('raw')
  })
})

describe('an answer of /api/generate', () => {
  it('is read like one of /api/chat', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.write('{"response":"upon","done":false}\n')
      response.end(
        '{"response":"","done":true,"done_reason":"length","prompt_eval_count":1,"eval_count":1}\n',
      )
    })
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    const raw = { model: 'm', messages: [], prompt: { text: 'Once' } }
    expect(await client.complete(raw, { signal: never })).toMatchObject({
      content: 'upon',
      reason: 'length',
      usage: { promptTokens: 1, completionTokens: 1 },
    })
  })

  it('may be empty: a text can be complete as it stands', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.end('{"response":"","done":true,"done_reason":"stop"}\n')
    })
    const client = owned(createOllamaClient({ baseUrl: url, backend: 'ollama' }))
    const raw = { model: 'm', messages: [], prompt: { text: 'The end.' } }
    expect(await client.complete(raw, { signal: never })).toMatchObject({ content: '', reason: 'stop' })
  })
})
