import { afterEach, describe, expect, it } from 'vitest'
import { createOpenAiClient } from '../inference/create-openai-client'
import { userAgent } from '../inference/http/origin'
import { bareSummary, nothingKnown } from '../inference/model-library'
import { createFakeCluster, nodeView, servedModel } from './testing/fake-cluster'
import { createFakeModels } from './testing/fake-models'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

const path = '/models/llama-Q4_K_M.gguf'
const twin = 'D:\\weights\\llama-Q4_K_M.gguf'
const unaskable = ['../../etc/passwd', '__proto__', 'a\u0007b', 'a b', 'auto', 'tier-0', 'node/x']

const peer = { 'user-agent': userAgent }
const anthropic = { 'anthropic-version': '2023-06-01' }
const virtual = ['auto', 'tier-0', 'tier-1', 'tier-2', 'node/box', 'node/friend']

async function start() {
  const nodes = [
    nodeView({
      name: 'box',
      origin: 'local',
      backend: 'llamacpp',
      model: path,
      models: [path, ...unaskable],
    }),
    nodeView({ name: 'friend', backend: 'harombe', model: 'large', models: ['large', twin] }),
  ]
  const served = [
    servedModel(path, { nodes: ['box'], loaded: [{ node: 'box', model: loadedAs(path) }] }),
    ...unaskable.map(name => servedModel(name, { nodes: ['box'] })),
    servedModel('large', { nodes: ['friend'] }),
    servedModel(twin, { nodes: ['friend'] }),
  ]
  gateway = await startGateway({ fake: createFakeCluster(nodes, { served }) })
}

const loadedAs = (name: string) => {
  const { sizeBytes, contextLength } = bareSummary(name)
  return { name, sizeBytes, contextLength, vramBytes: null, expiresAt: null }
}

async function names(address: string, headers: Record<string, string> = {}): Promise<string[]> {
  const text = await (await fetch(`${gateway.endpoint}${address}`, { headers })).text()
  return [...text.matchAll(/"(?:id|name)":"([^"]*)"/g)].map(([, name = '']) => name)
}

describe('the models that are listed', () => {
  it('are those a request may name, a file by its last part, once', async () => {
    await start()
    const all = [...virtual, 'llama-Q4_K_M', 'large']
    expect(await names('/v1/models')).toEqual(all)
    expect(await names('/v1/models', anthropic)).toEqual(all)
    expect(await names('/api/tags')).toEqual(all)
    expect(await names('/api/ps')).toEqual(['llama-Q4_K_M'])
    expect((await fetch(`${gateway.endpoint}/v1/models/llama-Q4_K_M`)).status).toBe(200)
    expect(await (await fetch(`${gateway.endpoint}/v1/models`)).json()).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({ id: 'llama-Q4_K_M', owned_by: 'box, friend' }),
      ]),
    })
  })

  it('are for another harombe those of this machine alone, whatever it asks', async () => {
    await start()
    expect(await names('/v1/models', peer)).toEqual(['llama-Q4_K_M'])
    expect(await names('/v1/models', { ...peer, ...anthropic })).toEqual(['llama-Q4_K_M'])
    expect(await names('/api/tags', peer)).toEqual(['llama-Q4_K_M'])
    expect((await fetch(`${gateway.endpoint}/v1/models/auto`, { headers: peer })).status).toBe(404)
    expect(await (await fetch(`${gateway.endpoint}/health`)).json()).toMatchObject({
      models: ['llama-Q4_K_M'],
    })
  })

  it.each(['openai', 'vllm'] as const)(
    'do not hide from a harombe that lists us as %s what we are, even when there are none',
    async backend => {
      await start()
      const probe = async () => {
        const client = createOpenAiClient({ baseUrl: gateway.endpoint, backend })
        const { backend: found, models } = await client.probe({ signal: AbortSignal.timeout(2000) })
        await client.close()
        return { found, names: models.map(({ name }) => name) }
      }
      expect(await probe()).toEqual({ found: 'harombe', names: ['llama-Q4_K_M'] })
      await gateway.stop()
      const alone = [nodeView({ name: 'friend', backend: 'harombe', model: 'large', models: ['large'] })]
      gateway = await startGateway({ fake: createFakeCluster(alone) })
      expect(await probe()).toEqual({ found: 'harombe', names: [] })
    },
  )

  it('lead by their listed name to what the server calls them', async () => {
    await start()
    const fakeModels = createFakeModels()
    const asked: string[] = []
    fakeModels.models.describe = async (node, model) => {
      asked.push(`${node} ${model}`)
      return nothingKnown(model)
    }
    const other = await startGateway({ fake: gateway.fake, fakeModels })
    try {
      for (const headers of [{}, peer, { 'x-harombe-node': 'friend' }]) {
        await fetch(`${other.endpoint}/api/show`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ model: 'llama-Q4_K_M' }),
        })
      }
    } finally {
      await other.stop()
    }
    expect(asked).toEqual([`box ${path}`, `box ${path}`, `friend ${twin}`])
  })
})
