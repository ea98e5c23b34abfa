import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSimulatedServer } from '../core/simulation/create-simulated-server'
import type { SimulatedServer } from '../core/simulation/types'
import { lastJson, runCli, type Served, startCli, startCliProcess } from './testing/run-cli'

interface Listed {
  nodes: { node: string; simulated: boolean }[]
  models: {
    name: string
    node: string
    size_bytes: number | null
    loaded: object | null
    is_default: boolean
  }[]
}

describe('models on three simulated servers', { timeout: 60_000 }, () => {
  let home: string
  let servers: Record<'mini' | 'gaming-pc' | 'workstation', SimulatedServer>
  let coordinator: Served | null

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-cli-'))
    servers = {
      mini: createSimulatedServer({
        model: 'small:3b',
        models: [
          { name: 'small:3b', sizeBytes: 2e9 },
          { name: 'shared:7b', sizeBytes: 4.7e9 },
        ],
      }),
      'gaming-pc': createSimulatedServer({
        model: 'medium:14b',
        models: [{ name: 'shared:7b', sizeBytes: 4.7e9 }],
      }),
      // Serves what it was started with.
      workstation: createSimulatedServer({ model: 'large:70b', protocol: 'openai', flavour: 'vllm' }),
    }
    const entries = await Promise.all(
      Object.entries(servers).map(async ([name, server], tier) => {
        const { port } = await server.start()
        return `    - name: ${name}\n      host: 127.0.0.1\n      port: ${port}\n      tier: ${tier}\n`
      }),
    )
    const yaml = `server:\n  port: 0\ncluster:\n  local:\n    enabled: false\n  health:\n    interval: 0.5\n  nodes:\n${entries.join('')}`
    await writeFile(join(home, 'harombe.yaml'), yaml)
    coordinator = null
  })

  afterEach(async () => {
    await coordinator?.stop()
    await Promise.all(Object.values(servers).map(server => server.stop()))
    await rm(home, { recursive: true, force: true })
  })

  const run = (...args: string[]) => runCli(['models', ...args], home)
  const list = async () => lastJson(await run('list', '--json')) as unknown as Listed
  const held = (name: keyof typeof servers) => servers[name].models.map(model => model.name)

  it('lists who has what, with and without a running coordinator', async () => {
    const check = ({ nodes, models }: Listed) => {
      expect(nodes.map(({ node, simulated }) => [node, simulated])).toEqual([
        ['mini', true],
        ['gaming-pc', true],
        ['workstation', true],
      ])
      expect(models.map(({ name, node }) => `${name} ${node}`)).toEqual([
        'large:70b workstation',
        'medium:14b gaming-pc',
        'shared:7b mini',
        'shared:7b gaming-pc',
        'small:3b mini',
      ])
      const small = models.find(({ name }) => name === 'small:3b')
      expect(small).toMatchObject({ size_bytes: 2e9, loaded: expect.any(Object), is_default: true })
    }
    check(await list())
    coordinator = await startCli(['serve'], home)
    check(await list())
    const table = (await run('list', '--node', 'mini')).stdout
    expect(table).toContain('mini (simulated)')
    expect(table).toMatch(/shared:7b\s+mini \(simulated\)\s+4\.7 GB/)
    expect(table).not.toContain('medium:14b')
    expect(lastJson(await run('list', '--node', 'nobody', '--json'))).toMatchObject({
      error: { code: 'NOT_FOUND', hint: expect.stringContaining('gaming-pc') },
    })
  })

  it('pulls, loads, unloads and deletes where it is told to, and where only one can', async () => {
    coordinator = await startCli(['serve'], home)
    const pulled = lastJson(await run('pull', 'new:1b', '--node', 'mini', '--json'))
    expect(pulled).toMatchObject({ kind: 'pull', node: 'mini', state: 'done', error: null })
    expect(held('mini')).toContain('new:1b')
    // Only one node has it, so nobody needs to say which.
    expect((await run('load', 'new:1b')).stdout).toBe('new:1b is loaded on mini.\n')
    expect(servers.mini.models.find(({ name }) => name === 'new:1b')?.isLoaded).toBe(true)
    expect((await run('unload', 'new:1b')).code).toBe(0)
    expect(servers.mini.models.find(({ name }) => name === 'new:1b')?.isLoaded).toBe(false)
    expect(await run('rm', 'new:1b', '--yes')).toMatchObject({
      code: 0,
      stdout: 'new:1b was deleted from mini.\n',
    })
    expect(held('mini')).not.toContain('new:1b')
  })

  it('works without a running coordinator, for the duration of the command', async () => {
    expect((await run('pull', 'new:1b', '--node', 'gaming-pc')).stdout).toBe('new:1b is on gaming-pc.\n')
    expect(held('gaming-pc')).toContain('new:1b')
  })

  it('guesses nothing: several nodes, no answer, no ability', async () => {
    const several = await run('pull', 'new:1b', '--json')
    expect(several.code).toBe(1)
    expect(lastJson(several)).toMatchObject({
      error: {
        code: 'BAD_REQUEST',
        hint: expect.stringContaining('--node'),
        data: { nodes: ['mini', 'gaming-pc'] },
      },
    })
    const unasked = await run('rm', 'shared:7b', '--node', 'mini')
    expect(unasked.code).toBe(2)
    expect(unasked.stderr).toContain('--yes')
    expect(held('mini')).toContain('shared:7b')
    const fixed = await run('load', 'large:70b', '--json')
    expect(lastJson(fixed)).toMatchObject({ error: { code: 'NODE_REFUSED', hint: expect.any(String) } })
    const missing = await run('show', 'nothing:1b', '--json')
    expect(lastJson(missing)).toMatchObject({ error: { code: 'MODEL_MISSING', hint: expect.any(String) } })
    expect((await run('pull')).code).toBe(2)
  })

  it('stops a download at Ctrl-C and says so', async () => {
    servers.mini.setBehaviour({ pullMs: 30_000, pullSteps: 300 })
    const child = startCliProcess(['models', 'pull', 'new:1b', '--node', 'mini'], home)
    let said = ''
    child.stderr?.on('data', chunk => {
      said += String(chunk)
    })
    const closed = new Promise<number | null>(resolve => child.on('close', resolve))
    await vi.waitFor(() => expect(said).toContain('%'), { timeout: 20_000 })
    child.kill('SIGINT')
    expect(await closed).toBe(process.platform === 'win32' ? null : 1)
    if (process.platform !== 'win32') expect(said).toContain('cancelled')
    await vi.waitFor(() => expect(servers.mini.stats.cancelledPulls).toBe(1), { timeout: 5000 })
    expect(held('mini')).not.toContain('new:1b')
  })

  it('tells a failed pull as an error with what to do', async () => {
    servers.mini.setBehaviour({ pullFailure: 'no space left on device' })
    const result = await run('pull', 'new:1b', '--node', 'mini', '--json')
    expect(result.code).toBe(1)
    expect(lastJson(result)).toMatchObject({
      error: {
        code: expect.any(String),
        message: expect.stringContaining('new:1b'),
        hint: expect.any(String),
      },
    })
  })

  it('shows what a node says of a model, and what could be had', async () => {
    const shown = lastJson(await run('show', 'medium:14b', '--json'))
    expect(shown).toMatchObject({
      name: 'medium:14b',
      node: 'gaming-pc',
      capabilities: { chat: 'yes' },
      evidence: expect.any(String),
    })
    expect((await run('show', 'medium:14b')).stdout).toMatch(/abilities\s+chat/)
    const { models } = lastJson(await run('catalogue', '--json')) as {
      models: { name: string; size_bytes: number; recommended: boolean; fits: { node: string }[] }[]
    }
    expect(models.length).toBeGreaterThan(5)
    expect(models[0]).toMatchObject({ size_bytes: expect.any(Number), fits: expect.any(Array) })
    const [recommended] = models.filter(model => model.recommended).map(({ name }) => name)
    const { stdout, stderr } = await run('catalogue')
    expect(stdout).toContain('GOOD FOR')
    expect(stdout).toContain(`\n${recommended} * `)
    expect(stderr).toContain('recommended for this machine')
  })
})
