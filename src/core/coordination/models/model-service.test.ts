import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../shared/clock'
import type { ModelJob, ModelsView } from '../../../shared/entities'
import { catalogue } from '../../hardware/catalogue'
import { createInferenceClient } from '../../inference/create-inference-client'
import { detectBackend } from '../../inference/detect-backend'
import { createSimulatedServer } from '../../simulation/create-simulated-server'
import type { SimulatedServer, SimulatedServerOptions } from '../../simulation/types'
import { createClassifier } from '../classification/create-classifier'
import { createTextJudge } from '../classification/text-judge'
import { createClusterManager } from '../cluster-manager'
import { question, specOf } from '../testing/cluster'
import { createModelLearning } from './learning'
import { createModelService } from './model-service'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const gibibyte = 1024 ** 3

/** A real cluster with one real server that stands in for Ollama, and nothing scripted in between. */
async function start(options: SimulatedServerOptions = {}) {
  const server: SimulatedServer = createSimulatedServer({
    ttftMs: 2,
    tokensPerSecond: 5000,
    pullMs: 60,
    models: [
      { name: 'small', sizeBytes: 2 * gibibyte, contextLength: 4096 },
      { name: 'vectors', sizeBytes: gibibyte, capabilities: ['embedding'] },
    ],
    registry: [{ name: 'large', sizeBytes: 8 * gibibyte }],
    ...options,
  })
  const { url } = await server.start()
  let ids = 0
  const createId = () => `id-${ids++}`
  const learning = createModelLearning({
    clock: systemClock,
    hosts: () => manager.hosts(),
    host: name => manager.host(name),
    policy: (node, model) => manager.policyOf(node, model),
    memoryOf: () => ({ vramBytes: 24 * gibibyte, ramBytes: 64 * gibibyte, unified: false }),
    isProbing: () => false,
    file: null,
    reportUnknown: error => expect.unreachable(String(error)),
  })
  const manager = createClusterManager({
    clock: systemClock,
    random: Math.random,
    createId,
    createClient: createInferenceClient,
    detectBackend,
    classifier: createClassifier({ judge: createTextJudge() }),
    knowledge: learning.knowledge,
    readSurroundings: () => ({ configProblem: null, demoRunning: false }),
    settings: {
      routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true },
      health: { intervalMs: 60_000, timeoutMs: 2000 },
      contextLength: 8192,
    },
  })
  const service = createModelService({
    clock: systemClock,
    createId,
    cluster: manager,
    learning,
    catalogue,
    policy: manager.policyOf,
    reportUnknown: error => expect.unreachable(String(error)),
  })
  cleanUps.push(server.stop, manager.stop, service.stop)
  await manager.setNodes([specOf('mac', { url, model: '' })])
  await learning.knowledge.learn?.(AbortSignal.timeout(5000))

  /** Every state of a job until its end. */
  async function work(kind: ModelJob['kind'], model: string): Promise<ModelJob[]> {
    const { id } = service.start(kind, 'mac', model)
    const states: ModelJob[] = []
    for await (const state of service.follow(id, AbortSignal.timeout(10_000))) states.push(state)
    return states
  }
  const model = (name: string) => service.view().models.find(entry => entry.name.split(':')[0] === name)
  return { server, manager, service, learning, work, model }
}

describe('the models of a real server', () => {
  it('are shown with what they can do, what they take, and what answers', async () => {
    const { service, model } = await start()
    expect(service.view().nodes).toMatchObject([
      {
        node: 'mac',
        backend: 'ollama',
        online: true,
        simulated: true,
        tellsLoaded: true,
        abilities: { pull: true },
      },
    ])
    expect(model('small')).toMatchObject({
      evidence: 'declared',
      isDefault: true,
      contextLength: 4096,
      loaded: null,
      capabilities: { chat: 'yes', vision: 'yes', tools: 'yes', embeddings: 'no' },
      fit: { verdict: 'gpu', contextLength: 4096, weightsBytes: 2 * gibibyte },
    })
    expect(model('vectors')).toMatchObject({
      isDefault: false,
      capabilities: { chat: 'no', embeddings: 'yes' },
      fit: { keyValueBytes: 0 },
    })
  })

  it('are described on demand, with the error of a model that is not there', async () => {
    const { service } = await start()
    const signal = AbortSignal.timeout(5000)
    const details = await service.describe('mac', 'small', signal)
    expect(details.architecture).toEqual({ layers: 16, keyValueHeads: 8, keyLength: 64, valueLength: 64 })
    await expect(service.describe('mac', 'nothing', signal)).rejects.toMatchObject({ code: 'MODEL_MISSING' })
    await expect(service.describe('nas', 'small', signal)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('are pulled with progress, and there and described when the job is done', async () => {
    const { work, model, learning } = await start()
    const states = await work('pull', 'large')
    expect(states.at(-1)).toMatchObject({ state: 'done', error: null })
    expect(states.at(-1)?.completedBytes).toBe(states.at(-1)?.totalBytes)
    expect(states.some(({ state, completedBytes }) => state === 'running' && completedBytes > 0)).toBe(true)
    expect(model('large')).toBeDefined()
    await learning.knowledge.learn?.(AbortSignal.timeout(5000))
    expect(model('large')).toMatchObject({ evidence: 'declared', fit: { weightsBytes: 8 * gibibyte } })
  })

  it('are loaded as every request loads them: an answer afterwards makes no server load again', async () => {
    const { work, model, manager, server } = await start()
    await work('load', 'small')
    expect(model('small')?.loaded).toMatchObject({ contextLength: 4096 })
    const { loads } = server.stats
    await manager.complete(question(), AbortSignal.timeout(5000))
    expect(server.stats.loads).toBe(loads)
    await work('unload', 'small')
    expect(model('small')?.loaded).toBeNull()
  })

  it('teach by their size in memory what they will take', async () => {
    const { work, model } = await start()
    const before = model('small')?.fit?.totalBytes ?? 0
    await work('load', 'small')
    const loaded = model('small')
    expect(loaded?.fit).toMatchObject({ corrected: true, totalBytes: loaded?.loaded?.sizeBytes })
    await work('unload', 'small')
    expect(model('small')?.fit?.corrected).toBe(true)
    expect(model('small')?.fit?.totalBytes).not.toBe(before)
  })

  it('are deleted, but not while they may be answering', async () => {
    const { work, model, manager, service, server } = await start({ tokensPerSecond: 100 })
    await work('load', 'small')
    const answer = manager.complete(question(), AbortSignal.timeout(10_000))
    await expect.poll(() => server.stats.active).toBe(1)
    expect(() => service.start('remove', 'mac', 'small')).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    )
    await answer
    expect((await work('remove', 'small')).at(-1)?.state).toBe('done')
    expect(model('small')).toBeUndefined()
  })

  it('that cannot be had fail their job with the server’s reason', async () => {
    const { work } = await start()
    expect((await work('pull', 'unheard-of')).at(-1)).toMatchObject({
      state: 'failed',
      error: { retryable: false },
    })
  })

  it('fail their job when the disk is full, and when the server dies, each with what to do', async () => {
    const full = await start({ pullFailure: 'write /models/blobs/sha256-0: no space left on device' })
    expect((await full.work('pull', 'large')).at(-1)?.error).toMatchObject({
      message: 'mac has no disk space left for large.',
    })
    const dying = await start({ pullMs: 60_000, pullSteps: 1000 })
    const { id } = dying.service.start('pull', 'mac', 'large')
    await expect.poll(() => dying.service.view().jobs[0]?.totalBytes ?? 0).toBeGreaterThan(0)
    await dying.server.stop()
    await expect.poll(() => dying.service.view().jobs.find(job => job.id === id)?.state).toBe('failed')
    expect(dying.service.view().jobs[0]?.error).toMatchObject({ retryable: true, hint: expect.any(String) })
  })

  it('stop being pulled there when the job is cancelled here', async () => {
    const { service, server } = await start({ pullMs: 60_000, pullSteps: 1000 })
    const { id } = service.start('pull', 'mac', 'large')
    await expect.poll(() => service.view().jobs[0]?.totalBytes ?? 0).toBeGreaterThan(0)
    service.cancel(id)
    await expect.poll(() => server.stats.cancelledPulls).toBe(1)
  })

  it('are watched: what happens elsewhere is seen with the next check', async () => {
    const { service, manager, work } = await start()
    const views: ModelsView[] = []
    const leaving = new AbortController()
    const watching = (async () => {
      for await (const view of service.watch(leaving.signal)) views.push(view)
    })()
    await work('load', 'small')
    await manager.checkNow('mac')
    await expect
      .poll(() => views.at(-1)?.models.find(({ name }) => name.startsWith('small'))?.loaded)
      .not.toBeNull()
    leaving.abort()
    await watching
  })

  it('are compared with the catalogue, each with how it would fit every node', async () => {
    const { service } = await start()
    const entries = service.catalogue()
    expect(entries).toHaveLength(catalogue.length)
    const verdict = (name: string) => entries.find(({ model }) => model.name === name)?.fits[0]?.fit.verdict
    expect(verdict('qwen2.5:0.5b')).toBe('gpu')
    expect(verdict('qwen2.5:72b')).toBe('partly_gpu')
    expect(verdict('gpt-oss:120b')).toBe('too_large')
  })
})
