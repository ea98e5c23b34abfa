import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../core/simulation/create-simulated-server'
import type { SimulatedServer } from '../core/simulation/types'
import { lastJson, runCli, type Served, startCli } from './testing/run-cli'

const question = 'What is the capital of Honduras?'

describe('what was learnt, on the command line', { timeout: 60_000 }, () => {
  let home: string
  let servers: SimulatedServer[]
  let coordinator: Served | null = null

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-learned-'))
    servers = [0, 1, 2].map(tier =>
      createSimulatedServer({ model: `m${tier}`, protocol: 'ollama', tokensPerSecond: 2000, ttftMs: 1 }),
    )
    const ports = await Promise.all(servers.map(async server => (await server.start()).port))
    const nodes = ports.map(
      (port, tier) => `    - {name: n${tier}, host: 127.0.0.1, port: ${port}, tier: ${tier}}\n`,
    )
    const yaml = `server: {port: 0}\ncluster:\n  local: {enabled: false}\n  nodes:\n${nodes.join('')}`
    await writeFile(join(home, 'harombe.yaml'), yaml)
  })
  afterEach(async () => {
    await coordinator?.stop()
    coordinator = null
    await Promise.all(servers.map(server => server.stop()))
    await rm(home, { recursive: true, force: true })
  })

  it('is shown, exported and forgotten, whether or not a coordinator runs', async () => {
    expect((await runCli(['learned'], home)).stdout).toContain('Nothing was learnt yet.')
    coordinator = await startCli(['serve'], home)
    await runCli(['chat', question, '--tier', '2', '--json'], home)
    await runCli(['chat', question, '--node', 'n2', '--json'], home)
    await runCli(['chat', question, '--json'], home)
    const shown = lastJson(await runCli(['learned', 'show', '--json'], home))
    expect(shown).toMatchObject({
      preference: 'balanced',
      learn: true,
      shift: [0, 0],
      bound: 1,
      signals: { forced: 1, redo_bigger: 0 },
      problem: null,
    })
    await coordinator.stop()
    coordinator = null

    const { stdout } = await runCli(['learned'], home)
    expect(stdout).toContain('1  sent to a tier by you')
    const exported = await runCli(['learned', 'export'], home)
    expect(exported.stdout).not.toContain('Honduras')
    expect(JSON.parse(exported.stdout)).toMatchObject({
      version: 1,
      signals: [{ kind: 'forced', wantedTier: 0, givenTier: 2 }],
    })
    // Without a coordinator a question is answered and nothing learnt.
    await runCli(['chat', question, '--tier', '2', '--json'], home)
    expect(lastJson(await runCli(['learned', 'reset', '--json'], home))).toEqual({ removed: 1 })
    expect(JSON.parse(await readFile(join(home, 'routing.json'), 'utf8'))).toEqual({
      version: 1,
      signals: [],
    })
    expect((await runCli(['learned', 'reset'], home)).stdout).toContain('Nothing had been learnt.')
  })

  it('says that a file could not be read, and goes on', async () => {
    await writeFile(join(home, 'routing.json'), `{"version":1,"signals":[{"kind":"${'x'.repeat(1000)}`)
    const first = await runCli(['learned'], home)
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('routing.json.broken') })
    expect((await runCli(['learned'], home)).stderr).toBe('')
  })
})
