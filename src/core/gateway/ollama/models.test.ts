import { beforeEach, describe, expect, it } from 'vitest'
import { HarombeError } from '../../../shared/errors'
import { bareLoaded, bareSummary } from '../../inference/model-library'
import { createAsker } from '../testing/ask-gateway'
import { createFakeCluster, nodeView, servedModel } from '../testing/fake-cluster'
import { createFakeModels } from '../testing/fake-models'
import { adminToken, type StartedGateway, startGateway } from '../testing/start-gateway'

const abilities = { pull: true, remove: true, load: true, unload: true }
const library = (node: string, changes: Partial<typeof abilities> = {}) => ({
  node,
  tier: 0 as const,
  backend: 'ollama' as const,
  online: true,
  simulated: false,
  abilities: { ...abilities, ...changes },
  tellsLoaded: true,
})

describe('loading and unloading', () => {
  const nodes = [
    nodeView({ name: 'mac', load: 0.9 }),
    nodeView({ name: 'tower', load: 0.1 }),
    nodeView({ name: 'fixed', load: 0 }),
    nodeView({ name: 'asleep', load: 0 }),
  ]
  const everywhere = ['mac', 'tower', 'fixed', 'asleep']
  const held = (...names: string[]) =>
    servedModel('held:7b', {
      nodes: everywhere,
      loaded: names.map(node => ({ node, model: bareLoaded('held:7b') })),
    })
  let loading: StartedGateway
  beforeEach(async () => {
    loading = await startGateway({
      fake: createFakeCluster(nodes, {
        served: [servedModel('cold:7b', { nodes: everywhere }), held('mac', 'tower')],
      }),
      fakeModels: createFakeModels({
        nodes: [
          library('mac'),
          library('tower'),
          library('fixed', { load: false, unload: false }),
          { ...library('asleep'), online: false },
        ],
      }),
    })
    return loading.stop
  })

  const load = async (model: string, headers: Record<string, string> = {}, body: object = {}) => {
    const response = await createAsker(() => loading).post('/api/generate', { model, ...body }, headers)
    return { status: response.status, body: await response.json() }
  }
  const admin = { authorization: `Bearer ${adminToken}` }

  it.each([
    ['cold:7b', {}, [{ kind: 'load', node: 'tower', model: 'cold:7b' }]],
    ['cold:7b', { 'x-harombe-node': 'mac' }, [{ kind: 'load', node: 'mac', model: 'cold:7b' }]],
    ['cold:7b', { 'x-harombe-node': 'fixed' }, []],
    ['held:7b', {}, []],
    ['auto', {}, []],
    ['tier-1', {}, []],
  ])('%s with %j has loaded what had to be', async (model, headers, started) => {
    expect(await load(model, headers)).toMatchObject({
      status: 200,
      body: { done: true, done_reason: 'load' },
    })
    expect(loading.fakeModels.started).toEqual(started)
  })

  it('takes a suffix without a prompt for a wish to load, as Ollama does', async () => {
    expect(await load('cold:7b', {}, { suffix: '}' })).toMatchObject({ body: { done_reason: 'load' } })
    expect(loading.fakeModels.started).toMatchObject([{ kind: 'load', model: 'cold:7b' }])
  })

  it('is told what went wrong', async () => {
    expect(await load('nope')).toMatchObject({ status: 404 })
    expect(await load('node/nowhere')).toMatchObject({ status: 404 })
    loading.fakeModels.play(async function* (job) {
      const error = new HarombeError('NODE_ERROR', 'Out of memory.').toShape()
      yield { ...job, state: 'failed', error }
    })
    expect(await load('cold:7b')).toEqual({ status: 502, body: { error: 'Out of memory.' } })
  })

  it('drops a model wherever it is held, for those who may', async () => {
    expect(await load('held:7b', {}, { keep_alive: 0 })).toMatchObject({ status: 403 })
    expect(loading.fakeModels.started).toEqual([])
    expect(await load('held:7b', admin, { keep_alive: '0s' })).toMatchObject({
      status: 200,
      body: { done_reason: 'unload' },
    })
    expect(loading.fakeModels.started).toEqual([
      { kind: 'unload', node: 'mac', model: 'held:7b' },
      { kind: 'unload', node: 'tower', model: 'held:7b' },
    ])
    expect(await load('auto', admin, { keep_alive: 0 })).toMatchObject({ status: 400 })
  })
})

describe('changing models', () => {
  const admin = { authorization: `Bearer ${adminToken}` }
  async function change(
    fakeModels: ReturnType<typeof createFakeModels>,
    origins: Record<string, 'local' | 'config'>,
    model: string,
    headers: Record<string, string> = {},
  ) {
    const nodes = Object.entries(origins).map(([name, origin]) => nodeView({ name, origin }))
    const changing = await startGateway({ fake: createFakeCluster(nodes), fakeModels })
    try {
      const response = await fetch(`${changing.endpoint}/api/pull`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...admin, ...headers },
        body: JSON.stringify({ name: model }),
      })
      return { status: response.status, text: await response.text() }
    } finally {
      await changing.stop()
    }
  }

  it.each([
    [{ mac: 'local', tower: 'config' }, 'phi4', {}, { node: 'mac', model: 'phi4' }],
    [
      { mac: 'local', tower: 'config' },
      'node/tower/hf.co/a/b:Q4',
      {},
      { node: 'tower', model: 'hf.co/a/b:Q4' },
    ],
    [
      { mac: 'local', tower: 'config' },
      'phi4',
      { 'x-harombe-node': 'tower' },
      { node: 'tower', model: 'phi4' },
    ],
    [{ fixed: 'config', tower: 'config' }, 'phi4', {}, { node: 'tower', model: 'phi4' }],
  ] as const)('%j: %s with %j goes to one node', async (origins, model, headers, place) => {
    const fakeModels = createFakeModels({
      nodes: Object.keys(origins).map(node => library(node, { pull: node !== 'fixed' })),
    })
    const { status, text } = await change(fakeModels, origins, model, headers)
    expect(status).toBe(200)
    expect(text.trimEnd().split('\n').at(-1)).toBe('{"status":"success"}')
    expect(fakeModels.started).toEqual([{ kind: 'pull', ...place }])
  })

  it('asks which node is meant rather than choose one', async () => {
    const fakeModels = createFakeModels({ nodes: [library('mac'), library('tower')] })
    const { status, text } = await change(fakeModels, { mac: 'config', tower: 'config' }, 'phi4')
    expect(status).toBe(400)
    expect(text).toContain('node/mac/phi4, node/tower/phi4')
    expect(fakeModels.started).toEqual([])
  })

  it('tells how a pull goes, and how it ends', async () => {
    const fakeModels = createFakeModels({ nodes: [library('mac')] })
    fakeModels.play(async function* (job) {
      yield job
      yield { ...job, status: 'downloading', completedBytes: 5, totalBytes: 10 }
      yield { ...job, state: 'cancelled', status: 'Cancelled' }
    })
    const { text } = await change(fakeModels, { mac: 'local' }, 'phi4')
    const lines: unknown[] = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toEqual([
      { status: 'starting' },
      {
        status: 'downloading',
        digest: expect.stringMatching(/^harombe:job-1.{6,}$/),
        total: 10,
        completed: 5,
      },
      { error: expect.stringContaining('cancelled') },
    ])
  })
})

describe('what is known of models', () => {
  it("is told in Ollama's words, and only what is known", async () => {
    const summary = {
      ...bareSummary('full:7b'),
      sizeBytes: 4e9,
      digest: 'sha256:abcdef0123456789',
      family: 'qwen2',
      parameters: '7.6B',
      quantization: 'Q4_K_M',
      contextLength: 32_768,
    }
    const can = servedModel('x').capabilities
    const fake = createFakeCluster(
      [nodeView({ model: 'full:7b' }), nodeView({ name: 'other', tier: 1, model: '' })],
      {
        served: [
          servedModel('full:7b', {
            summary,
            capabilities: { ...can, chat: 'yes', tools: 'yes', vision: 'no' },
            loaded: [
              {
                node: 'mac-mini',
                model: { ...bareLoaded('full:7b'), sizeBytes: 5e9, vramBytes: 4e9, contextLength: 8192 },
              },
            ],
          }),
          servedModel('bare', {
            nodes: ['other'],
            summary: { ...bareSummary('bare'), contextLength: 8192 },
          }),
          servedModel('vectors', { nodes: ['other'], capabilities: { ...can, embeddings: 'yes' } }),
        ],
      },
    )
    const listing = await startGateway({ fake })
    const get = async (path: string) => (await fetch(`${listing.endpoint}${path}`)).json()
    try {
      expect(await get('/api/tags')).toMatchObject({
        models: expect.arrayContaining([
          expect.objectContaining({
            name: 'full:7b',
            model: 'full:7b',
            size: 4e9,
            digest: 'abcdef0123456789',
            capabilities: ['completion', 'tools'],
            details: {
              parent_model: '',
              format: '',
              family: 'qwen2',
              families: ['qwen2'],
              parameter_size: '7.6B',
              quantization_level: 'Q4_K_M',
              context_length: 32_768,
            },
          }),
          expect.objectContaining({
            name: 'node/mac-mini',
            size: 4e9,
            capabilities: ['completion', 'tools'],
          }),
          expect.objectContaining({ name: 'vectors', capabilities: ['embedding'] }),
          // Whichever model is chosen takes that much.
          expect.objectContaining({
            name: 'auto',
            capabilities: ['completion', 'tools', 'embedding'],
            details: expect.objectContaining({ family: 'harombe', context_length: 8192 }),
          }),
          expect.objectContaining({ name: 'tier-1', capabilities: ['completion', 'embedding'] }),
          expect.objectContaining({ name: 'bare', size: 0, capabilities: ['completion'] }),
        ]),
      })
      const shown = await fetch(`${listing.endpoint}/api/show`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'auto' }),
      })
      // Copilot Chat reads its window and its title out of these.
      expect(await shown.json()).toMatchObject({
        model_info: {
          'general.architecture': 'harombe',
          'general.basename': 'auto',
          'harombe.context_length': 8192,
        },
        capabilities: ['completion', 'tools', 'embedding'],
      })
      expect(await get('/api/ps')).toEqual({
        models: [
          expect.objectContaining({
            name: 'full:7b',
            size: 5e9,
            size_vram: 4e9,
            context_length: 8192,
            node: 'mac-mini',
            expires_at: '2318-01-01T00:00:00Z',
          }),
        ],
      })
      expect(await get('/api/version')).toEqual({ version: '0.32.0', harombe: '1.2.3' })
    } finally {
      await listing.stop()
    }
  })
})
