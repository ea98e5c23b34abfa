import OpenAI, { APIError, APIUserAbortError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../../shared/errors'
import { aborted, failed, finished, routed, says, text, toolCall } from '../../testing/fake-cluster'
import { caught, collect } from '../../testing/outcomes'
import { type StartedGateway, startGateway } from '../../testing/start-gateway'

let gateway: StartedGateway
let client: OpenAI
beforeAll(async () => {
  gateway = await startGateway()
  client = new OpenAI({ baseURL: `${gateway.endpoint}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => gateway.stop())

const messages = [{ role: 'user' as const, content: 'Hi' }]
const tools = [{ type: 'function' as const, function: { name: 'search', parameters: { type: 'object' } } }]
const call = { id: 'call_1', name: 'search', arguments: { q: 'ß' } }

/** What a real cluster cannot be made to do at will. */
describe("OpenAI's own client", () => {
  it('gets an answer and learns who gave it', async () => {
    gateway.fake.play(says(routed, text('Hel'), text('lo'), finished()))
    const { data, response } = await client.chat.completions
      .create({ model: 'tier-0', messages })
      .withResponse()
    expect(data.choices[0]?.message.content).toBe('Hello')
    expect(data.usage?.total_tokens).toBe(7)
    expect(response.headers.get('x-harombe-node')).toBe('mac-mini')
    expect(decodeURIComponent(response.headers.get('x-harombe-reason') ?? '')).toBe(
      'A simple question: short → mac-mini',
    )
    expect(gateway.fake.requests.at(-1)).toMatchObject({
      target: { tier: 0 },
      origin: 'api',
      onStreamFailure: 'restart',
    })
  })

  it('streams', async () => {
    gateway.fake.play(says(routed, text('Hel'), text('lo'), finished('length')))
    const stream = await client.chat.completions.create({
      model: 'auto',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await collect(stream)
    expect(chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('')).toBe('Hello')
    expect(chunks.findLast(chunk => chunk.choices.length > 0)?.choices[0]?.finish_reason).toBe('length')
    expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 })
    expect(gateway.fake.requests.at(-1)?.onStreamFailure).toBe('terminate')
  })

  it('gets tool calls, streamed or not, and nothing runs them', async () => {
    gateway.fake.play(says(routed, toolCall(call), finished('tool_calls')))
    const whole = await client.chat.completions.create({ model: 'auto', messages, tools })
    expect(whole.choices[0]?.message.tool_calls).toEqual([
      { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":"ß"}' } },
    ])
    const final = await client.chat.completions
      .stream({ model: 'auto', messages, tools })
      .finalChatCompletion()
    expect(final.choices[0]?.finish_reason).toBe('tool_calls')
    expect(final.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { arguments: '{"q":"ß"}' } })
    expect(gateway.fake.requests.at(-1)?.tools).toEqual([{ name: 'search', parameters: { type: 'object' } }])
  })

  it('is not given an answer without a tool call when it required one', async () => {
    gateway.fake.play(says(routed, text('No.'), finished()))
    const body = { model: 'auto', messages, tools, tool_choice: 'required' as const }
    expect(await caught(client.chat.completions.create(body))).toMatchObject({
      status: 502,
      code: 'node_refused',
    })
    expect(await caught(client.chat.completions.create({ ...body, stream: true }))).toMatchObject({
      status: 502,
    })
  })

  it.each([false, true])('throws what went wrong before the first token (stream: %s)', async stream => {
    gateway.fake.play(
      says(failed(new HarombeError('MODEL_MISSING', 'No node serves x.', { data: { param: 'model' } }))),
    )
    const error = await caught(client.chat.completions.create({ model: 'x', messages, stream }))
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' })
  })

  it('throws when a stream breaks off after it began', async () => {
    gateway.fake.play(says(routed, text('Hel'), failed(new HarombeError('STREAM_CUT_OFF', 'It broke off.'))))
    const stream = await client.chat.completions.create({ model: 'auto', messages, stream: true })
    const seen: string[] = []
    const error = await caught(
      (async () => {
        for await (const chunk of stream) seen.push(chunk.choices[0]?.delta.content ?? '')
      })(),
    )
    expect(error).toBeInstanceOf(APIError)
    expect(error).toMatchObject({ code: 'stream_cut_off' })
    expect(seen.join('')).toBe('Hel')
  })

  it('cancels upstream when it aborts', async () => {
    gateway.fake.play(async function* (_request, signal) {
      yield routed
      yield text('Hel')
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const abort = new AbortController()
    const stream = await client.chat.completions.create(
      { model: 'auto', messages, stream: true },
      { signal: abort.signal },
    )
    for await (const _chunk of stream) break
    abort.abort()
    await aborted(gateway.fake.signals.at(-1) ?? AbortSignal.abort())

    const early = new AbortController()
    gateway.fake.play(async function* (_request, signal) {
      early.abort()
      await aborted(signal)
      yield failed(new HarombeError('CANCELLED', 'Cancelled.'))
    })
    const error = await caught(
      client.chat.completions.create({ model: 'auto', messages }, { signal: early.signal }),
    )
    expect(error).toBeInstanceOf(APIUserAbortError)
    await aborted(gateway.fake.signals.at(-1) ?? AbortSignal.abort())
  })

  it('finds the names it may use', async () => {
    const ids: string[] = []
    for await (const model of client.models.list()) ids.push(model.id)
    expect(ids).toEqual(['auto', 'tier-0', 'tier-1', 'tier-2', 'node/mac-mini', 'qwen2.5:7b'])
    for (const id of ids) expect((await client.models.retrieve(id)).id).toBe(id)
    expect(await caught(client.models.retrieve('nope'))).toMatchObject({ status: 404 })
  })
})
