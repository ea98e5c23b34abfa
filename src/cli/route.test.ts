import { createWriteStream, existsSync } from 'node:fs'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSimulatedServer } from '../core/simulation/create-simulated-server'
import { lastJson, runCli, startCliProcess } from './testing/run-cli'

const hard =
  'Design a fault-tolerant distributed database, compare Raft with Paxos and prove the safety of your choice.'

describe('harombe route', { timeout: 120_000 }, () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-route-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  const parse = (stdout: string) =>
    stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>)

  it('says where a question would go, and where with a node switched off, without asking any', async () => {
    const servers = [0, 2].map(tier => createSimulatedServer({ model: `model-${tier}`, protocol: 'ollama' }))
    const ports = await Promise.all(servers.map(async server => (await server.start()).port))
    const nodes = ['mini', 'workstation'].map(
      (name, index) =>
        `    - { name: ${name}, host: 127.0.0.1, port: ${ports[index]}, model: model-${index * 2}, tier: ${index * 2} }\n`,
    )
    const yaml = `server: { port: 0 }\ncluster:\n  local: { enabled: false }\n  nodes:\n${nodes.join('')}`
    await writeFile(join(home, 'harombe.yaml'), yaml)
    try {
      const found = lastJson(await runCli(['route', hard, '--json'], home))
      expect(found).toMatchObject({
        ...{ class: 'complex', tier: 2, wanted_tier: 2, node: 'workstation', model: 'model-2' },
        candidates: [
          { node: 'workstation', verdict: 'chosen' },
          { node: 'mini', verdict: 'eligible' },
        ],
      })
      const without = await runCli(['route', hard, '--json', '--without', 'workstation'], home)
      expect(lastJson(without)).toMatchObject({ tier: 2, node: 'mini' })
      const forced = await runCli(['route', hard, '--tier', '0'], home)
      expect(forced.stdout).toMatch(/^Tier 2: a complex question/)
      expect(forced.stdout).toContain('mini would answer with model-0 (tier 0).')
      for (const option of ['--node', '--without']) {
        const unknown = await runCli(['route', hard, option, 'nobody', '--json'], home)
        expect(unknown.code).toBe(1)
        expect(lastJson(unknown)).toMatchObject({
          error: { code: 'NOT_FOUND', hint: 'Known nodes: mini, workstation.' },
        })
      }
      expect(servers.map(({ stats }) => [stats.completed, stats.active])).toEqual([
        [0, 0],
        [0, 0],
      ])
    } finally {
      await Promise.all(servers.map(server => server.stop()))
    }
  })

  it('tells the tier where there is no node, and who is missing', async () => {
    await writeFile(join(home, 'harombe.yaml'), 'cluster: { local: { enabled: false } }\n')
    const result = await runCli(['route', 'What is 2+2?', '--json'], home)
    expect(result.code).toBe(0)
    expect(lastJson(result)).toMatchObject({ tier: 0, node: null, model: null, candidates: [] })
  })

  it('judges ten thousand lines in order, in less memory than they take', async () => {
    const path = join(home, 'prompts.jsonl')
    const words = 'compare the two designs, then say which of them keeps what it promises and why; '
    const prompt = words.repeat(130).slice(0, 10_000)
    const lines = Readable.from(
      (function* () {
        for (let id = 0; id < 10_000; id += 1) yield `${JSON.stringify({ id, prompt: `${id} ${prompt}` })}\n`
      })(),
    )
    await pipeline(lines, createWriteStream(path))
    // 100 MB of text; whoever holds it all beside the program itself does not get far.
    const child = startCliProcess(['route', '--jsonl', path], home, {
      NODE_OPTIONS: '--max-old-space-size=96',
    })
    let next = 0
    let rest = ''
    for await (const chunk of child.stdout ?? []) {
      const parts = (rest + String(chunk)).split('\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const { id, tier } = JSON.parse(part) as Record<string, unknown>
        if (id !== next || typeof tier !== 'number') throw new Error(`line ${next} is ${part}`)
        next += 1
      }
    }
    expect(next).toBe(10_000)
  })

  it('ends quietly when nobody reads any more, long before the end of the file', async () => {
    const path = join(home, 'prompts.jsonl')
    await writeFile(path, `${JSON.stringify({ id: 1, prompt: 'word '.repeat(400) })}\n`.repeat(20_000))
    const child = startCliProcess(['route', '--jsonl', path], home)
    let errors = ''
    child.stderr?.on('data', chunk => {
      errors += String(chunk)
    })
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
    expect(errors).toBe('')
  })

  // A device that is always full, which Linux alone has.
  it.skipIf(!existsSync('/dev/full'))('says why it ended when its answers cannot be written', async () => {
    const path = join(home, 'prompts.jsonl')
    await writeFile(path, '{"prompt":"hi"}\n')
    const full = await open('/dev/full', 'w')
    try {
      const child = startCliProcess(['route', '--jsonl', path], home, {}, full.fd)
      let errors = ''
      child.stderr?.on('data', chunk => {
        errors += String(chunk)
      })
      expect(await new Promise(resolve => child.on('close', resolve))).toBe(1)
      expect(errors).toMatch(/^error: .*ENOSPC/)
    } finally {
      await full.close()
    }
  })

  it('answers good lines beside bad ones and fails at the end', async () => {
    const path = join(home, 'prompts.jsonl')
    await writeFile(
      path,
      `\ufeff{"id":"a","prompt":"What is 2+2?"}\r\n{\r\n\r\n${JSON.stringify({ id: [2], messages: [{ role: 'user', content: hard }] })}`,
    )
    const result = await runCli(['route', '--jsonl', path], home)
    expect(result.code).toBe(1)
    expect(parse(result.stdout)).toEqual([
      { id: 'a', tier: 0, probabilities: expect.any(Array), reasons: expect.any(Array) },
      { line: 2, error: { code: 'BAD_REQUEST', message: expect.any(String) } },
      { id: [2], tier: 2, probabilities: expect.any(Array), reasons: expect.any(Array) },
    ])
  })

  it('tells a mistake in the command from one in the world', async () => {
    const usage: string[][] = [
      ['route', 'x', '--jsonl', 'y'],
      ['route', '--jsonl', 'y', '--node', 'mini'],
      ['route', 'x', '--learned'],
      ['route', 'x', '--preference', 'best'],
      ['route'],
    ]
    for (const args of usage) {
      const result = await runCli([...args, '--json'], home)
      expect(result.code, args.join(' ')).toBe(2)
      expect(lastJson(result)).toMatchObject({ error: { code: 'BAD_REQUEST' } })
    }
    const absent = await runCli(['route', '--jsonl', join(home, 'absent.jsonl'), '--json'], home)
    expect(absent.code).toBe(1)
    expect(lastJson(absent)).toMatchObject({ error: { code: 'NOT_FOUND', hint: expect.any(String) } })
  })
})
