import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../core/testing/file-mode'
import { lastJson, runCli, startCli, startCliProcess, stoppedCode } from './testing/run-cli'

describe('the command line', { timeout: 60_000 }, () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-cli-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  it('demo answers an easy and a hard question on different tiers, labelled as simulated', async () => {
    const easy = lastJson(await runCli(['demo', '--ask', 'What is 2+2?', '--json'], home))
    const hard = lastJson(
      await runCli(
        [
          'demo',
          '--ask',
          'Derive the average running time of quicksort, prove it, and implement it in Rust with a benchmark.',
          '--json',
        ],
        home,
      ),
    )
    expect(easy).toMatchObject({
      tier: 0,
      simulated: true,
      ttft_ms: expect.any(Number),
      reason: expect.any(String),
    })
    expect(hard).toMatchObject({ tier: 2, simulated: true })
    expect(easy.node).not.toBe(hard.node)
  })

  it('answers as well when nobody reads its remarks', async () => {
    const child = startCliProcess(['demo', '--ask', 'What is 2+2?'], home)
    child.stderr?.destroy()
    let answer = ''
    child.stdout?.on('data', chunk => {
      answer += String(chunk)
    })
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
    expect(answer).toContain('4')
  })

  it('exits with 2 for a mistake in the command and 1 for one in the world', async () => {
    expect((await runCli(['nonsense'], home)).code).toBe(2)
    const wrongTier = await runCli(['chat', 'hi', '--tier', '7', '--json'], home)
    expect(wrongTier).toMatchObject({ code: 2, stderr: '' })
    expect(lastJson(wrongTier)).toMatchObject({
      error: { code: 'BAD_REQUEST', message: expect.stringContaining('--tier'), hint: expect.any(String) },
    })
    expect((await runCli(['simulate', '--port', '0', '--model', ' '], home)).code).toBe(2)
    expect((await runCli(['simulate', '--port', '0'], home)).code).toBe(2)
    const wrongNodeTier = await runCli(['cluster', 'add', 'a', '--tier', 'auto'], home)
    expect(wrongNodeTier.code).toBe(2)
    expect(wrongNodeTier.stderr).toContain('Write 0 (fast), 1 (balanced) or 2 (powerful).')
    expect(wrongNodeTier.stderr).toContain('(harombe cluster add --help shows how)')
    expect((await runCli(['cluster', 'add', 'a', '--backend', 'embedded'], home)).code).toBe(2)
    const nowhere = await runCli(['cluster', 'add', 'a', '--json'], home)
    expect(nowhere.code).toBe(2)
    expect(lastJson(nowhere)).toMatchObject({ error: { hint: expect.stringContaining('--url') } })
    expect((await runCli(['--help'], home)).code).toBe(0)
    const missing = await runCli(['chat', 'hi', '--config', join(home, 'absent.yaml'), '--json'], home)
    expect(missing.code).toBe(1)
    expect(lastJson(missing)).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  it('refuses a broken file with line and column instead of answering from defaults', async () => {
    await writeFile(join(home, 'harombe.yaml'), 'cluster:\n  nodes:\n    - name: a\n      tier: 3\n')
    const result = await runCli(['chat', 'hi', '--json'], home)
    expect(result.code).toBe(1)
    expect(lastJson(result)).toMatchObject({
      error: { code: 'CONFIG_INVALID', message: expect.stringContaining('line 4') },
    })
    expect((await runCli(['config', 'validate'], home)).code).toBe(1)
  })

  it('init writes a valid file and never overwrites one unasked', async () => {
    const made = await runCli(['init'], home)
    expect(made.code).toBe(0)
    expect(made.stdout).toMatch(/`harombe models pull \S+`/)
    const path = join(home, 'harombe.yaml')
    const first = await readFile(path, 'utf8')
    expect(isPrivate(path)).toBe(true)
    expect((await runCli(['config', 'validate'], home)).code).toBe(0)
    await writeFile(path, `${first}# mine\n`)
    expect((await runCli(['cluster', 'init'], home)).code).toBe(1)
    expect(await readFile(path, 'utf8')).toContain('# mine')
    const forced = lastJson(await runCli(['init', '--force', '--json'], home))
    expect(await readFile(String(forced.backup), 'utf8')).toContain('# mine')
  })

  it('two coordinators never share a data directory, and the lock goes when one ends', async () => {
    const first = await startCli(['serve', '--port', '0'], home)
    const second = await runCli(['serve', '--port', '0', '--json'], home)
    expect(second.code).toBe(1)
    // Whoever lost the first link gets in by this one.
    const { endpoint } = first.info
    expect(lastJson(second)).toMatchObject({
      error: { code: 'LOCKED', data: { url: expect.stringContaining(`${endpoint}/#code=`) } },
    })
    const { stdout } = await runCli(['serve'], home)
    expect(stdout).toMatch(/^Open http.*#code=/)
    expect(await first.stop()).toBe(stoppedCode)
    const third = await startCli(['serve', '--port', '0'], home)
    expect(await third.stop('SIGINT')).toBe(stoppedCode)
  })

  it('takes the place of a coordinator that was killed', async () => {
    const first = await startCli(['serve', '--port', '0'], home)
    await first.stop('SIGKILL')
    const second = await startCli(['serve', '--port', '0'], home)
    expect(await second.stop()).toBe(stoppedCode)
  })

  it('refuses to listen beyond this machine without a token', async () => {
    const result = await runCli(['serve', '--host', '0.0.0.0', '--port', '0', '--json'], home)
    expect(result.code).toBe(1)
    expect(lastJson(result)).toMatchObject({ error: { code: 'CONFIG_INVALID' } })
  })

  it('does not call a file valid that serve refuses', async () => {
    const path = join(home, 'harombe.yaml')
    await writeFile(path, 'server: { host: 0.0.0.0 }\n')
    const result = await runCli(['config', 'validate', '--json'], home)
    expect(result.code).toBe(1)
    expect(lastJson(result)).toMatchObject({ error: { code: 'CONFIG_INVALID' } })
  })

  it('cleans up after a reader that leaves early', async () => {
    const temporary = join(home, 'tmp')
    await mkdir(temporary)
    const questions = Array.from({ length: 20 }, () => 'What is 2+2?')
    const child = startCliProcess(['demo', '--json', '--ask', ...questions], home, {
      TMPDIR: temporary,
      TEMP: temporary,
    })
    child.stdout?.once('data', () => child.stdout?.destroy())
    let complaints = ''
    child.stderr?.on('data', chunk => {
      complaints += String(chunk)
    })
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
    expect(complaints).toBe('')
    expect(await readdir(temporary)).toEqual([])
  })

  it('doctor finds nothing broken without any node and says what to do next', async () => {
    // Whatever else this machine runs, on port 8000 or as a model server, must not matter.
    await writeFile(
      join(home, 'harombe.yaml'),
      'server: { port: 0 }\ncluster: { local: { enabled: false } }\n',
    )
    const record = lastJson(await runCli(['doctor', '--json'], home))
    expect(record).toMatchObject({ healthy: true })
    expect(JSON.stringify(record)).toContain('harombe demo')
  })
})
