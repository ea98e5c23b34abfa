import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { engineForTests } from '../core/inference/embedded/testing/engine-folder'
import { writeTinyModel } from '../core/inference/embedded/testing/write-tiny-model'
import { type CliResult, lastJson, type Served, startCli, startCliProcess } from './testing/run-cli'

let home = ''
let coordinator: Served | null = null
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'harombe-embedded-cli-'))
  await mkdir(join(home, 'models'))
  await writeFile(
    join(home, 'harombe.yaml'),
    'server: {port: 0}\ninference: {backend: embedded, embedded: {gpu: cpu}}\n',
  )
})
afterEach(async () => {
  await coordinator?.stop()
  coordinator = null
  await rm(home, { recursive: true, force: true })
})

const engine = engineForTests()
const model = (name: string, ends: 'often' | 'never') =>
  writeTinyModel(join(home, 'models', `${name}.gguf`), { ends, contextLength: 2048 })

function start(args: readonly string[], folder = engine ?? '') {
  const child = startCliProcess(args, home, { HAROMBE_ENGINE_DIR: folder })
  const result: CliResult = { code: null, stdout: '', stderr: '' }
  child.stdout?.on('data', chunk => {
    result.stdout += String(chunk)
  })
  child.stderr?.on('data', chunk => {
    result.stderr += String(chunk)
  })
  const ended = new Promise<CliResult>(resolve => {
    child.on('close', code => resolve({ ...result, code }))
  })
  return { result, ended }
}
const run = (args: readonly string[], folder?: string) => start(args, folder).ended

describe.skipIf(engine === null)('harombe with nothing but its own engine', { timeout: 120_000 }, () => {
  it('answers without any server', async () => {
    model('tiny', 'often')
    const result = await run(['chat', 'Hello there', '--json'])
    expect(result).toMatchObject({ code: 0 })
    expect(lastJson(result)).toMatchObject({ node: 'local', model: 'tiny', simulated: false, failovers: [] })
    expect(String(lastJson(result).answer)).not.toBe('')
  })

  it('begins the answer again when its engine died in the middle, says so, and answers the next question', async () => {
    model('endless', 'never')
    coordinator = await startCli(['serve'], home, { HAROMBE_ENGINE_DIR: engine ?? '' })
    const asked = start(['chat', 'Hello there', '--events'])
    await vi.waitFor(() => expect(asked.result.stdout).toContain('"type":"text"'), {
      timeout: 60_000,
      interval: 5,
    })
    const log = await readFile(join(home, 'harombe.log'), 'utf8')
    const pid = Number(/engine process was started \(pid (\d+)\)/.exec(log)?.[1])
    process.kill(pid, 'SIGKILL')
    const cut = await asked.ended
    expect(cut.code).toBe(0)
    expect(lastJson(cut)).toMatchObject({
      type: 'finished',
      failovers: [
        {
          node: 'local',
          stage: 'mid_answer',
          mode: 'restart',
          error: { message: expect.stringContaining('The engine process ended unexpectedly') },
        },
      ],
    })

    const next = await run(['chat', 'Hello again', '--json'])
    expect(next).toMatchObject({ code: 0 })
    expect(lastJson(next)).toMatchObject({ node: 'local', model: 'endless', failovers: [] })
    expect(lastJson(await run(['engine', 'status', '--json']))).toMatchObject({
      state: 'running',
      accelerator: 'cpu',
    })
  })
})

describe.skipIf(engine === null)('an engine that is not in use', { timeout: 60_000 }, () => {
  const text = '# mine\nserver: {port: 0}\nollama: {host: "http://127.0.0.1:9"} # off\n'
  beforeEach(() => writeFile(join(home, 'harombe.yaml'), text))

  it('is put to use by a command, without and with a running coordinator, and keeps the rest of the file', async () => {
    model('tiny', 'often')
    expect((await run(['engine', 'status'])).stdout).toContain('harombe engine use')
    coordinator = await startCli(['serve'], home, { HAROMBE_ENGINE_DIR: engine ?? '' })
    const used = await run(['engine', 'use'])
    expect(used).toMatchObject({ code: 0, stdout: expect.stringContaining('This machine answers with it.') })
    expect(await readFile(join(home, 'harombe.yaml'), 'utf8')).toBe(
      `${text}inference:\n  backend: embedded\n`,
    )
    expect(lastJson(await run(['chat', 'Hello', '--json']))).toMatchObject({ node: 'local', model: 'tiny' })
    await coordinator.stop()
    coordinator = null
    await writeFile(join(home, 'harombe.yaml'), text)
    expect((await run(['engine', 'use'])).code).toBe(0)
    expect(await readFile(join(home, 'harombe.yaml'), 'utf8')).toContain('backend: embedded')
  })

  it('is not put to use where it is not installed', async () => {
    const refused = await run(['engine', 'use', '--json'], join(tmpdir(), 'harombe-no-engine-here'))
    expect(lastJson(refused)).toMatchObject({ error: { hint: expect.stringContaining('engine install') } })
    expect(await readFile(join(home, 'harombe.yaml'), 'utf8')).toBe(text)
  })
})

describe('harombe without its engine, or without a model for it', { timeout: 60_000 }, () => {
  const nowhere = join(tmpdir(), 'harombe-no-engine-here')

  it('says which command installs the engine', async () => {
    model('tiny', 'often')
    const asked = await run(['chat', 'Hello'], nowhere)
    expect(asked.code).toBe(1)
    expect(asked.stderr).toContain('harombe engine install')
    const status = await run(['engine', 'status', '--json'], nowhere)
    expect(status.code).toBe(1)
    expect(lastJson(status)).toMatchObject({
      state: 'absent',
      folder: nowhere,
      hint: expect.stringContaining('harombe engine install'),
    })
    const doctor = await run(['doctor'], nowhere)
    expect(doctor.stdout).toContain('harombe engine install')
  })

  it.skipIf(engine === null)('says which command gets a model', async () => {
    const asked = await run(['chat', 'Hello'])
    expect(asked.code).toBe(1)
    expect(asked.stderr).toContain('harombe models pull')
    expect((await run(['doctor'])).stdout).toContain('harombe models pull')
  })
})
