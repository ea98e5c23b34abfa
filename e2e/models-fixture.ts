import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedServer } from '../src/core/simulation/create-simulated-server'
import type { SimulatedModel, SimulatedServer } from '../src/core/simulation/types'

const gigabyte = 1e9
const architecture = { layers: 28, keyValueHeads: 4, keyLength: 128, valueLength: 128 }
const seven: SimulatedModel = {
  name: 'qwen2.5:7b',
  sizeBytes: 4.7 * gigabyte,
  family: 'qwen2',
  quantization: 'Q4_K_M',
  license: 'Apache License\nVersion 2.0, January 2004',
  architecture,
  capabilities: ['completion', 'tools'],
}
const machines = [
  {
    name: 'mini',
    vram: 8,
    model: 'llama3.2:3b',
    models: [
      { ...seven, name: 'llama3.2:3b', sizeBytes: 2 * gigabyte, family: 'llama' },
      seven,
      { name: 'nomic-embed-text:latest', sizeBytes: 0.27 * gigabyte, capabilities: ['embedding'] },
    ],
  },
  {
    name: 'gaming-pc',
    vram: 16,
    model: 'qwen2.5:14b',
    models: [
      { ...seven, name: 'qwen2.5:14b', sizeBytes: 9 * gigabyte },
      seven,
      { ...seven, name: 'qwen2.5:72b', sizeBytes: 47 * gigabyte },
    ],
  },
  {
    name: 'workstation',
    vram: 48,
    model: 'llama3.3:70b',
    models: [{ ...seven, name: 'llama3.3:70b', sizeBytes: 42.5 * gigabyte, family: 'llama' }],
  },
] satisfies { name: string; vram: number; model: string; models: SimulatedModel[] }[]

export interface ModelsCluster {
  home: string
  server(name: string): SimulatedServer
  stop(): Promise<void>
}

/** Three simulated Ollamas with models of real sizes, in this process, so that a test decides how fast they download. */
export async function startModelsCluster(): Promise<ModelsCluster> {
  const home = await mkdtemp(join(tmpdir(), 'harombe-e2e-'))
  const servers = new Map<string, SimulatedServer>()
  const nodes: string[] = []
  for (const [tier, { name, vram, model, models }] of machines.entries()) {
    const server = createSimulatedServer({ model, models, tokensPerSecond: 200, ttftMs: 20 })
    const { port } = await server.start()
    servers.set(name, server)
    nodes.push(
      `    - { name: ${name}, host: 127.0.0.1, port: ${port}, tier: ${tier}, vram_gb: ${vram}, ram_gb: 16 }\n`,
    )
  }
  await writeFile(
    join(home, 'harombe.yaml'),
    `server:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  health:\n    interval: 1\n  nodes:\n${nodes.join('')}`,
  )
  return {
    home,
    server(name) {
      const found = servers.get(name)
      if (found === undefined) throw new Error(`no machine ${name}`)
      return found
    },
    async stop() {
      await Promise.all([...servers.values()].map(server => server.stop()))
      await rm(home, { recursive: true, force: true })
    },
  }
}
