import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPseudoTerminal, whyNoPseudoTerminal } from './testing/pseudo-terminal'
import { lastJson, runCli, type Served, startCli, startCliProcess } from './testing/run-cli'
import { openSlowPull, type SlowPull } from './testing/slow-pull'

describe('plans on the command line', { timeout: 60_000 }, () => {
  let home: string
  let simulated: Served[]
  let slow: SlowPull | null
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-plans-'))
    simulated = []
    slow = null
  })
  afterEach(async () => {
    await slow?.close()
    await Promise.all(simulated.map(server => server.stop()))
    await rm(home, { recursive: true, force: true })
  })

  async function simulate(model: string): Promise<string> {
    const server = await startCli(['simulate', '--port', '0', '--model', model], home)
    simulated.push(server)
    return String(server.info.url)
  }
  const write = (...nodes: string[]) =>
    writeFile(
      join(home, 'harombe.yaml'),
      ['server: {port: 0}', 'cluster:', '  local: {enabled: false}', '  nodes:', ...nodes, ''].join('\n'),
    )
  const node = (name: string, url: string, model: string) =>
    `    - {name: ${name}, url: "${url}", tier: 0, model: "${model}"} # ${name}`

  it('come to nothing once they are applied, leave no trace before, and can be taken back', async () => {
    const url = await simulate('small')
    await write(node('mini', url, 'small'))
    const planned = await runCli(['plan'], home)
    expect(planned).toMatchObject({ code: 2, stdout: expect.stringContaining('+ add mini') })
    expect(await readdir(home)).toEqual(['harombe.yaml'])
    const applied = await runCli(['apply', '--yes', '--json'], home)
    expect(applied.code).toBe(0)
    expect(lastJson(applied)).toMatchObject({ run: { state: 'done', by: 'cli' } })
    expect(await runCli(['plan'], home)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do'),
    })
    const first = await readFile(join(home, 'harombe.yaml'), 'utf8')

    await write(node('mini', url, 'small'), node('second', url, 'small'))
    expect((await runCli(['apply', '--yes'], home)).code).toBe(0)
    expect((await runCli(['rollback', '--yes'], home)).code).toBe(0)
    expect(await readFile(join(home, 'harombe.yaml'), 'utf8')).toBe(first)
    expect(lastJson(await runCli(['history', '--json'], home))).toMatchObject({
      versions: [{ action: 'rollback', is_applied: true }, { action: 'apply' }, { action: 'apply' }],
    })

    // A file that somebody broke is what people go back for.
    await writeFile(join(home, 'harombe.yaml'), 'cluster: [\n')
    expect((await runCli(['plan'], home)).code).toBe(1)
    expect((await runCli(['history'], home)).stdout).toContain('rolled back')
    expect((await runCli(['rollback', '--dry-run'], home)).code).toBe(0)
    expect((await runCli(['rollback', '--yes'], home)).stdout).toContain('the machines needed nothing')
    expect(await readFile(join(home, 'harombe.yaml'), 'utf8')).toBe(first)
  })

  it('are refused when file or machines are no longer those of the plan', async () => {
    const url = await simulate('small')
    await write(node('mini', url, 'small'))
    const saved = join(home, 'saved.plan')
    await runCli(['plan', '--out', saved], home)
    await write(node('mini', url, 'small'), node('second', url, 'small'))
    const moved = await runCli(['apply', saved, '--json'], home)
    expect(moved.code).toBe(1)
    expect(lastJson(moved)).toMatchObject({
      error: { code: 'CONFLICT', data: { moved: expect.arrayContaining(['desired']) } },
    })
    await write(node('mini', url, 'small'))
    expect((await runCli(['apply', saved, '--json'], home)).code).toBe(0)
  })

  it('stop at a safe point on Ctrl-C, in the midst of a download, and go on later', async () => {
    slow = await openSlowPull(await simulate('small'))
    await write(node('mini', slow.url, 'qwen2.5:0.5b'))
    const applying = startCliProcess(['apply', '--yes', '--json'], home)
    let output = ''
    applying.stdout?.on('data', chunk => {
      output += String(chunk)
    })
    await slow.pulling
    applying.kill('SIGINT')
    await slow.letGo
    const [code] = await once(applying, 'close')
    expect(code).toBe(1)
    expect(JSON.parse(output)).toMatchObject({ run: { state: 'cancelled' } })
    const resumed = await runCli(['apply', '--resume', '--json'], home)
    expect(lastJson(resumed)).toMatchObject({ run: { state: 'done' } })
    expect((await runCli(['plan'], home)).code).toBe(0)
  })

  it('go through the coordinator that runs, and refuse one with another file', async () => {
    const url = await simulate('small')
    await write(node('mini', url, 'small'))
    const serving = await startCli(['serve'], home)
    try {
      expect(await runCli(['plan'], home)).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('in force'),
      })
      expect((await runCli(['apply', '--yes'], home)).code).toBe(0)
      expect((await runCli(['plan'], home)).code).toBe(0)
      const other = join(home, 'other.yaml')
      await writeFile(other, 'cluster: {}\n')
      const refused = await runCli(['apply', '--yes', '--config', other, '--json'], home)
      expect(lastJson(refused)).toMatchObject({
        error: { code: 'CONFLICT', hint: expect.stringContaining('--data-dir') },
      })
      const response = await fetch(`${String(serving.info.endpoint)}/schema/harombe.json`)
      expect(await response.json()).toMatchObject({ title: 'harombe.yaml' })
    } finally {
      await serving.stop()
    }
  })

  it('ask on a terminal, and show what is done in place', async ({ skip }) => {
    const reason = whyNoPseudoTerminal()
    if (reason !== null) return skip(reason)
    await write(node('mini', await simulate('small'), 'small'))
    const terminal = openPseudoTerminal(['apply'], home)
    await terminal.until('Apply this?')
    terminal.type('y\r')
    await terminal.until('Applied:')
    expect(await terminal.ended).toBe(0)
    expect(terminal.shown()).toContain('\u001b[32m+\u001b[39m add mini')
  })
})
