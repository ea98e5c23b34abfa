import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { HarombeContract } from '../shared/contract'
import type { ModelsView } from '../shared/entities'
import { applyModelsUpdate } from '../shared/entities/models-update'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { createCoordinator } from './coordinator'
import { createSimulatedServer } from './simulation/create-simulated-server'

const gibibyte = 1024 ** 3

let directory: string
const cleanUps: (() => unknown)[] = []
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'harombe-models-'))
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  await rm(directory, { recursive: true })
})

/** A coordinator over one Ollama with one model, as a page talks to it. */
async function start(mode: 'serve' | 'ephemeral', node: Record<string, unknown> = {}) {
  const server = createSimulatedServer({
    models: [
      { name: 'small:latest', sizeBytes: 4 * gibibyte, contextLength: 32_768, capabilities: ['completion'] },
    ],
    registry: [{ name: 'large:latest', sizeBytes: 8 * gibibyte }],
    pullMs: 50,
  })
  const { url } = await server.start()
  cleanUps.push(server.stop)
  const nodes = [{ name: 'mac', url, backend: 'ollama', vram_gb: 24, ram_gb: 64, ...node }]
  const configPath = join(directory, 'harombe.yaml')
  await writeFile(configPath, JSON.stringify({ cluster: { local: { enabled: false }, nodes } }))
  const coordinator = createCoordinator({
    mode,
    dataDirectory: directory,
    configPath,
    version: '0',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
    overrides: { port: 0 },
  })
  cleanUps.push(() => coordinator.stop())
  const { endpoint } = await coordinator.start()
  const [near, far] = createMemoryChannelPair()
  serveChannel(far, coordinator.router, { kind: 'test', scopes: ['read', 'chat', 'admin'] }, coordinator)
  const client = createRpcClient<HarombeContract>(near)
  cleanUps.push(() => client.close())
  return { client, coordinator, endpoint, server }
}

describe('the models of a coordinator', () => {
  it('are known at the first look of a command, with how they fit what the file says of the machine', async () => {
    const { client } = await start('ephemeral', { capabilities: ['no-json'] })
    const { models, nodes } = await client.call('models.getModels', {})
    expect(nodes).toMatchObject([{ node: 'mac', online: true, abilities: { pull: true } }])
    expect(models).toMatchObject([
      {
        name: 'small:latest',
        isDefault: true,
        contextLength: 32_768,
        capabilities: { chat: 'yes', tools: 'no', json: 'no' },
        fit: { verdict: 'gpu', contextLength: 8192, usableVramBytes: Math.floor(24 * gibibyte * 0.85) },
      },
    ])
    const catalogue = await client.call('models.listCatalogue', {})
    const verdicts = new Map(catalogue.map(({ model, fits }) => [model.name, fits[0]?.fit.verdict]))
    expect(verdicts.get('qwen2.5:0.5b')).toBe('gpu')
    expect(verdicts.get('gpt-oss:120b')).toBe('too_large')
  })

  it('can be pulled through the contract and watched on the way', async () => {
    const { client } = await start('serve')
    // It listens before its nodes were looked at.
    const isOnline = async () => (await client.call('models.getModels', {})).nodes[0]?.online
    await expect.poll(isOnline).toBe(true)
    const states: string[] = []
    const names = new Set<string>()
    const isWatching = Promise.withResolvers<void>()
    const watched = (async () => {
      let view: ModelsView | null = null
      for await (const update of client.stream('models.watchModels', {})) {
        isWatching.resolve()
        view = applyModelsUpdate(view, update)
        for (const { name } of view?.models ?? []) names.add(name)
        const { jobs = [] } = update
        states.push(...jobs.map(({ state }) => state))
        if (states.at(-1) === 'done') return
      }
    })()
    await isWatching.promise
    const job = await client.call('models.pullModel', { node: 'mac', model: 'large' })
    expect(job).toMatchObject({ kind: 'pull', state: 'running' })
    await watched
    expect([...names]).toEqual(['small:latest', 'large:latest'])
    expect(states[0]).toBe('running')
    await expect(client.call('models.removeModel', { node: 'nas', model: 'large' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('are remembered in the data directory by one that owns it, and by no other', async () => {
    const file = join(directory, 'capabilities.json')
    const passing = await start('ephemeral')
    await passing.client.call('models.getModels', {})
    await passing.coordinator.stop()
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' })
    const { client, coordinator } = await start('serve')
    const evidence = async () => (await client.call('models.getModels', {})).models[0]?.evidence
    await expect.poll(evidence).toBe('declared')
    await coordinator.stop()
    const { models } = JSON.parse(await readFile(file, 'utf8'))
    expect(models).toMatchObject([{ model: 'small:latest', declared: { capabilities: { tools: 'no' } } }])
  })

  it('come with the memory of this machine for another harombe that asks', async () => {
    const { endpoint } = await start('serve')
    const memory = async () =>
      z.object({ memory: z.unknown() }).parse(await (await fetch(`${endpoint}/health`)).json()).memory
    await expect.poll(memory, { timeout: 15_000 }).toMatchObject({ ram_bytes: expect.any(Number) })
  })
})
