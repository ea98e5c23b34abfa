import { afterEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import type { SimulatedFlavour, SimulatedServer, SimulatedServerOptions } from '../simulation/types'
import { createInferenceClient } from './create-inference-client'
import { decodePeerFrames } from './peer/answer'
import { encodePeerFrame, fromPeerRequest, peerRequest, toPeerRequest } from './peer-wire'
import type { InferenceFrame, InferenceRequest } from './protocol'
import { confidenceOf, createConfidenceHabit, createConfidenceMeter } from './token-confidence'

const request: InferenceRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'Say something about the sea.' }],
  watchConfidence: true,
}

describe('the meter', () => {
  it('adds up what it is told and nothing else', () => {
    const meter = createConfidenceMeter()
    expect(meter.read()).toBeUndefined()
    for (const junk of [null, 'x', {}, [null, 1, {}, { logprob: 'x' }, { logprob: Number.NaN }]])
      meter.take(junk)
    expect(meter.read()).toBeUndefined()
    meter.take([{ token: 'a', logprob: -0.5 }, { logprob: -2 }])
    meter.take([{ logprob: -9999 }, { logprob: 0.1 }, { logprob: Number.NEGATIVE_INFINITY }])
    expect(meter.read()).toEqual({ tokens: 5, sum: -42.5, low: 3, minimum: -20 })
  })
})

describe('what another harombe tells', () => {
  it.each([null, {}, { tokens: 0, sum: 0, low: 0, minimum: 0 }, { tokens: 2, sum: 1, low: 0, minimum: 0 }])(
    'is nothing when it cannot be it: %j',
    value => expect(confidenceOf(value)).toBeUndefined(),
  )

  it('goes over the wire and back, and is asked for only where it is wanted', () => {
    const confidence = { tokens: 4, sum: -3, low: 1, minimum: -2 }
    const usage = { promptTokens: 1, completionTokens: 4, confidence }
    const frames: InferenceFrame[] = []
    const decoder = decodePeerFrames('peer')
    decoder.push(Buffer.from(encodePeerFrame({ type: 'usage', usage })), frame => frames.push(frame))
    expect(frames).toEqual([{ type: 'usage', usage }])
    const asked = peerRequest.parse(JSON.parse(JSON.stringify(toPeerRequest(request))))
    expect(fromPeerRequest(asked).watchConfidence).toBe(true)
    const { watchConfidence: _watched, ...plain } = request
    expect(JSON.stringify(toPeerRequest(plain))).not.toContain('confidence')
  })
})

describe('the habit', () => {
  const refusal = (message: string, status?: number) =>
    new HarombeError('NODE_REFUSED', message, { data: status === undefined ? {} : { status } })

  it('never asks a server again that named it', () => {
    const habit = createConfidenceHabit()
    expect(habit.learn(refusal('Unsupported parameter: logprobs', 400), request)).toBe(true)
    expect(habit.isAsked({ ...request })).toBe(false)
    expect(habit.learn(refusal('Unsupported parameter: logprobs', 400), request)).toBe(false)
  })

  it('asks once more without it when a server does not say what it dislikes, and blames nobody', () => {
    const habit = createConfidenceHabit()
    expect(habit.learn(refusal('Unprocessable', 422), request)).toBe(true)
    expect([habit.isAsked(request), habit.isAsked({ ...request })]).toEqual([false, true])
    expect(habit.learn(refusal('No such token', 401), { ...request })).toBe(false)
    const { watchConfidence: _watched, ...plain } = request
    expect(habit.learn(refusal('Unprocessable', 422), plain)).toBe(false)
  })
})

describe('on the wire', () => {
  const servers: SimulatedServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()))
  })

  async function start(
    kind: 'ollama' | SimulatedFlavour,
    behaviour: Partial<SimulatedServerOptions> & { logprobs: 'sure' | 'unsure' | 'none' | 'refused' },
  ) {
    const protocol =
      kind === 'ollama' ? ({ protocol: 'ollama' } as const) : ({ protocol: 'openai', flavour: kind } as const)
    const server = createSimulatedServer({
      ...protocol,
      model: 'm',
      ttftMs: 0,
      tokensPerSecond: 1e5,
      ...behaviour,
    })
    servers.push(server)
    const { url } = await server.start()
    const backend = kind === 'lmstudio' || kind === 'localai' ? 'openai' : kind
    return { server, client: createInferenceClient({ baseUrl: url, backend }) }
  }
  const ask = async (client: ReturnType<typeof createInferenceClient>, asked: InferenceRequest = request) => {
    const frames: InferenceFrame[] = []
    for await (const frame of client.stream(asked, { signal: AbortSignal.timeout(5000) })) frames.push(frame)
    const usage = frames.findLast(frame => frame.type === 'usage')
    return {
      end: frames.at(-1)?.type,
      confidence: usage?.usage.confidence,
      counted: usage?.usage.completionTokens,
    }
  }

  it.each(['ollama', 'openai', 'vllm', 'sglang', 'llamacpp'] as const)(
    '%s tells it of every token of its text, and only when asked',
    async kind => {
      const { client } = await start(kind, { logprobs: 'sure', reasons: true })
      const told = await ask(client)
      expect(told.end).toBe('done')
      expect(told.confidence?.tokens).toBeGreaterThan(5)
      // Thoughts are counted as tokens of the answer, but say nothing of its text.
      expect(told.confidence?.tokens).toBeLessThan(told.counted ?? 0)
      expect((told.confidence?.sum ?? -9) / (told.confidence?.tokens ?? 1)).toBeGreaterThan(-0.4)
      expect((await ask(client)).confidence).toEqual(told.confidence)
      const { watchConfidence: _watched, ...plain } = request
      expect((await ask(client, plain)).confidence).toBeUndefined()
      await client.close()
    },
  )

  it.each(['ollama', 'vllm', 'llamacpp'] as const)(
    '%s that refuses is asked without it: the question is answered, and the next at once',
    async kind => {
      const { client, server } = await start(kind, { logprobs: 'refused' })
      expect(await ask(client)).toMatchObject({ end: 'done', confidence: undefined })
      expect(server.stats.requests).toBe(2)
      expect((await ask(client)).end).toBe('done')
      expect(server.stats.requests).toBe(3)
      await client.close()
    },
  )

  it.each(['ollama', 'openai'] as const)('%s that takes no notice is no worse off', async kind => {
    const { client, server } = await start(kind, { logprobs: 'none' })
    expect(await ask(client)).toMatchObject({ end: 'done', confidence: undefined })
    expect(server.stats.requests).toBe(1)
    await client.close()
  })

  it('an unsure model is told from a sure one', async () => {
    const { client } = await start('vllm', { logprobs: 'unsure' })
    const { confidence } = await ask(client)
    expect((confidence?.sum ?? 0) / (confidence?.tokens ?? 1)).toBeLessThan(-1)
    expect(confidence?.low).toBeGreaterThan(0)
    await client.close()
  })
})
