import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSimulatedServer } from '../core/simulation/create-simulated-server'
import type { SimulatedServer } from '../core/simulation/types'
import { lastJson, runCli, type Served, startCli, startCliProcess, stoppedCode } from './testing/run-cli'

const easy = 'What is 2+2?'
const hard =
  'Design a fault-tolerant distributed database, compare Raft with Paxos and prove the safety of your choice.'

const tiers = ['mini', 'gaming-pc', 'workstation'] as const

describe('a cluster of three inference servers', { timeout: 60_000 }, () => {
  let home: string
  let servers: SimulatedServer[]
  let coordinator: Served | null

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-cli-'))
    // One of them speaks the other protocol: routing must not depend on which.
    servers = tiers.map((name, tier) =>
      createSimulatedServer({
        model: `model-of-${name}`,
        protocol: tier === 1 ? 'openai' : 'ollama',
        tokensPerSecond: 2000,
        ttftMs: 1,
      }),
    )
    const ports = await Promise.all(servers.map(async server => (await server.start()).port))
    const nodes = tiers.map(
      (name, tier) =>
        `    - name: ${name}\n      host: 127.0.0.1\n      port: ${ports[tier]}\n      model: model-of-${name}\n      tier: ${tier}\n`,
    )
    const yaml = `server:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  health:\n    interval: 0.5\n  queue:\n    max_wait: 2\n  nodes:\n${nodes.join('')}`
    await writeFile(join(home, 'harombe.yaml'), yaml)
    coordinator = null
  })

  afterEach(async () => {
    await coordinator?.stop()
    await Promise.all(servers.map(server => server.stop()))
    await rm(home, { recursive: true, force: true })
  })

  const ask = async (question: string, ...options: string[]) =>
    runCli(['chat', question, '--json', ...options], home)
  const answeredBy = async (question: string) => lastJson(await ask(question)).node

  it('routes by complexity, falls back 2→1→0, and uses a server again that came back', async () => {
    coordinator = await startCli(['serve'], home)
    expect(await answeredBy(easy)).toBe('mini')
    const first = lastJson(await ask(hard))
    expect(first).toMatchObject({
      node: 'workstation',
      tier: 2,
      model: 'model-of-workstation',
      failovers: [],
    })

    await servers[2]?.stop()
    const second = lastJson(await ask(hard))
    expect(second).toMatchObject({ node: 'gaming-pc', tier: 1 })

    await servers[1]?.stop()
    expect(await answeredBy(hard)).toBe('mini')

    await servers[0]?.stop()
    const nobody = await ask(hard)
    expect(nobody.code).toBe(1)
    expect(lastJson(nobody)).toMatchObject({ error: { code: 'NO_NODE_AVAILABLE', hint: expect.any(String) } })

    await servers[2]?.start()
    const deadline = performance.now() + 2000
    let back = lastJson(await ask(hard))
    while (back.node !== 'workstation' && performance.now() < deadline) back = lastJson(await ask(hard))
    expect(back).toMatchObject({ node: 'workstation', tier: 2 })
  })

  it('works without a running coordinator, probing the nodes first', async () => {
    expect(await answeredBy(easy)).toBe('mini')
    const forced = lastJson(await ask(easy, '--tier', '2'))
    expect(forced).toMatchObject({ node: 'workstation' })
    const pinned = lastJson(await ask(easy, '--node', 'gaming-pc'))
    expect(pinned).toMatchObject({ node: 'gaming-pc', model: 'model-of-gaming-pc' })
  })

  it('answers again on the next node when one dies in mid-answer, and says so', async () => {
    servers[2]?.setBehaviour({ failAfterTokens: 40, tokensPerSecond: 300 })
    const result = await ask(hard)
    const record = lastJson(result)
    expect(result.code).toBe(0)
    expect(record).toMatchObject({
      node: 'gaming-pc',
      failovers: [{ node: 'workstation', stage: 'mid_answer' }],
    })
    expect(record.answer).not.toContain('model-of-workstation')
  })

  it('watches until Ctrl-C, which is a normal end, and repeats no table', async () => {
    coordinator = await startCli(['serve'], home)
    const child = startCliProcess(['cluster', 'status', '--watch'], home)
    let output = ''
    child.stdout?.on('data', chunk => {
      output += String(chunk)
    })
    const closed = new Promise<number | null>(resolve => child.on('close', resolve))
    await vi.waitFor(() => expect(output).toContain('workstation'), { timeout: 10_000 })
    await servers[2]?.stop()
    await vi.waitFor(() => expect(output).toContain('offline'), { timeout: 10_000 })
    child.kill('SIGINT')
    expect(await closed).toBe(stoppedCode)
    const tables = output.trimEnd().split('\n\n')
    expect(tables.every(table => table.startsWith('NODE'))).toBe(true)
    for (const [index, table] of tables.entries()) expect(table).not.toBe(tables[index - 1])
  })

  it('lists, tests, adds and removes nodes in the file without losing its comments', async () => {
    const status = lastJson(await runCli(['cluster', 'status', '--json'], home)) as {
      nodes: { name: string; available: boolean }[]
    }
    expect(status.nodes.map(node => [node.name, node.available])).toEqual(tiers.map(name => [name, true]))

    const added = await runCli(
      ['cluster', 'add', 'spare', '--host', '127.0.0.1', '--port', '9', '--tier', '1'],
      home,
    )
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('Added spare') })
    const tested = await runCli(['cluster', 'test'], home)
    expect(tested.code).toBe(1)
    expect(tested.stdout).toContain('FAIL spare')
    expect(tested.stdout).toContain('ok   mini')

    expect(added.stderr).toContain('Nothing listens at')
    expect(added.stderr).not.toContain('..')
    const twice = await runCli(['cluster', 'add', 'mini', '--host', '127.0.0.1', '--port', '9'], home)
    expect(twice.stderr).toContain('mini')
    expect((await runCli(['cluster', 'remove', 'spare'], home)).code).toBe(0)
    expect((await runCli(['cluster', 'test'], home)).code).toBe(0)
    const unknown = await runCli(['cluster', 'remove', 'nobody', '--json'], home)
    expect(lastJson(unknown)).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})
