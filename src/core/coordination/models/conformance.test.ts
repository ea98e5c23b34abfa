import { inflateSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Ability, BackendKind, Capability } from '../../../shared/entities'
import { createInferenceClient } from '../../inference/create-inference-client'
import type { InferenceClient } from '../../inference/protocol'
import { createSimulatedServer } from '../../simulation/create-simulated-server'
import type { SimulatedFlavour, SimulatedModel, SimulatedServerOptions } from '../../simulation/types'
import { type Subject, tryCapability, worthTrying } from './conformance'
import { redSquare } from './test-image'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

const quick = { ttftMs: 1, tokensPerSecond: 5000 } as const

async function start(backend: BackendKind, options: SimulatedServerOptions): Promise<InferenceClient> {
  const server = createSimulatedServer({ ...quick, ...options })
  const { url } = await server.start()
  const client = createInferenceClient({ baseUrl: url, backend })
  cleanUps.push(() => client.close(), server.stop)
  return client
}

const subject = (client: InferenceClient): Subject => ({
  client,
  model: 'small',
  contextLength: undefined,
  keepAlive: undefined,
  onReasoned: () => undefined,
})

const patiently = () => AbortSignal.timeout(20_000)
const model = (changes: Partial<SimulatedModel> = {}): SimulatedModel => ({
  name: 'small',
  loaded: true,
  ...changes,
})

const servers: readonly [BackendKind, SimulatedServerOptions][] = [
  ['ollama', { models: [model()] }],
  ...(['vllm', 'sglang', 'llamacpp', 'openai'] as const satisfies SimulatedFlavour[]).map(
    (flavour): [BackendKind, SimulatedServerOptions] => [
      flavour,
      { protocol: 'openai', flavour, model: 'small', models: [model()] },
    ],
  ),
]

describe.each(servers)('against a server that speaks as %s does', (backend, options) => {
  it.each<[Capability, Ability]>([
    ['chat', 'yes'],
    ['tools', 'yes'],
    ['json', 'yes'],
    ['completion', 'yes'],
  ])('proves %s', async (capability, proven) => {
    const client = await start(backend, options)
    expect(await tryCapability(capability, subject(client), patiently())).toBe(proven)
  })

  it('takes for eyes what names the colour of the square, and nothing less', async () => {
    expect(await tryCapability('vision', subject(await start(backend, options)), patiently())).toBe('yes')
    const models = [model({ capabilities: ['completion'] })]
    const blind = subject(await start(backend, { ...options, models }))
    // SGLang drops the image and answers, the others say what is the matter.
    expect(await tryCapability('vision', blind, patiently())).toBe(backend === 'sglang' ? 'unknown' : 'no')
  })

  it('never takes a model without tools for one that has them', async () => {
    const models = [model({ capabilities: ['completion'] })]
    const client = await start(backend, { ...options, models })
    expect(await tryCapability('tools', subject(client), patiently())).not.toBe('yes')
  })

  it('makes vectors with a model for them, and finds nothing while its server is busy', async () => {
    const models = [model({ capabilities: ['embedding'] })]
    const client = await start(backend, { ...options, models })
    expect(await tryCapability('embeddings', subject(client), patiently())).toBe('yes')
    const busy = await start(backend, { ...options, slots: 0 })
    expect(await tryCapability('chat', subject(busy), patiently())).toBeNull()
  })

  it('finds nothing when the answer breaks off, or when it is called off', async () => {
    const broken = await start(backend, { ...options, failAfterTokens: 1, failure: 'destroy' })
    expect(await tryCapability('chat', subject(broken), patiently())).toBeNull()
    const slow = await start(backend, { ...options, ttftMs: 60_000 })
    const abort = new AbortController()
    const trial = tryCapability('chat', subject(slow), abort.signal)
    abort.abort()
    expect(await trial).toBeNull()
  })
})

describe('worthTrying', () => {
  const all = (
    held: Partial<Record<Capability, Ability>>,
    supports: Partial<Record<Capability, Ability>> = {},
  ) =>
    worthTrying(
      name => held[name] ?? 'unknown',
      name => supports[name] ?? 'unknown',
      () => false,
    )

  it('tries talk and all that comes with it on a model nobody knows, and no vectors', () => {
    expect(all({})).toEqual(['chat', 'tools', 'json', 'vision', 'completion', 'prefill'])
  })

  it('tries vectors alone on a model made for them', () => {
    expect(all({ embeddings: 'yes' })).toEqual(['embeddings'])
    expect(all({ chat: 'no' })).toEqual(['embeddings'])
    expect(all({ chat: 'yes', embeddings: 'yes' })).toContain('embeddings')
  })

  it('leaves out what the server cannot do', () => {
    expect(all({}, { tools: 'no', completion: 'no' })).toEqual(['chat', 'json', 'vision', 'prefill'])
  })
})

describe('the test image', () => {
  it('is a PNG of 64 red pixels by 64', () => {
    const { mediaType, data } = redSquare()
    const file = Buffer.from(data, 'base64')
    expect(mediaType).toBe('image/png')
    expect(file.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([64, 64])
    const start = file.indexOf('IDAT')
    const length = file.readUInt32BE(start - 4)
    const pixels = inflateSync(file.subarray(start + 4, start + 4 + length))
    expect(pixels).toHaveLength(64 * (1 + 64 * 3))
    expect([...pixels.subarray(0, 4)]).toEqual([0, 0xe0, 0x10, 0x10])
    // Written by the makers of the format for every empty end chunk: our sums are theirs.
    expect(file.subarray(-4).toString('hex')).toBe('ae426082')
  })
})
