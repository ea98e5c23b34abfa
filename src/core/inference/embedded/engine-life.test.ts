import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { InferenceFrame } from '../protocol'
import { engineForTests } from './testing/engine-folder'
import {
  type BuiltEngine,
  buildEngineProcess,
  startTestEngine,
  type TestEngine,
  type TestEngineOptions,
} from './testing/start-test-engine'

const user = (content: string) => [{ role: 'user' as const, content }]
const never = new AbortController().signal
const patience = { timeout: 20_000, interval: 50 }

describe.skipIf(engineForTests() === null)('the life of the real engine process', { timeout: 60_000 }, () => {
  let built: BuiltEngine
  let test: TestEngine | null = null

  beforeAll(async () => {
    built = await buildEngineProcess()
  })
  afterEach(async () => {
    await test?.stop()
    test = null
  })
  afterAll(() => built.remove())

  function start(options: Partial<TestEngineOptions> = {}): TestEngine {
    test = startTestEngine({ entry: built.entry, models: { endless: { ends: 'never' } }, ...options })
    return test
  }
  const ask = ({ client }: TestEngine, model = 'endless', keepAlive?: number) =>
    client.complete({ model, messages: user('Hello?'), maxTokens: 5, keepAlive }, { signal: never })

  /** Asks something long, and kills the process once the answer has begun. */
  async function killInMidAnswer({ client, processes }: TestEngine): Promise<InferenceFrame[]> {
    const seen: InferenceFrame[] = []
    for await (const frame of client.stream(
      { model: 'endless', messages: user('Hello?') },
      { signal: never },
    )) {
      seen.push(frame)
      if (seen.length === 10) processes.at(-1)?.kill()
    }
    return seen
  }

  it('starts nothing before the first question, not even for a look at its models', async () => {
    const own = start()
    const probe = await own.client.probe({ signal: never })
    expect(probe).toMatchObject({ backend: 'embedded', loaded: [], simulated: false })
    expect(probe.models.map(({ name }) => name)).toEqual(['endless'])
    expect(probe.version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(own.processes).toHaveLength(0)
    await ask(own)
    expect(own.processes).toHaveLength(1)
  })

  it('cuts the answer off with a clear error when it is killed, and answers the next question', async () => {
    const own = start()
    const seen = await killInMidAnswer(own)
    expect(seen.slice(0, -1).every(({ type }) => type === 'text')).toBe(true)
    expect(seen.at(-1)).toMatchObject({
      type: 'error',
      error: {
        code: 'STREAM_CUT_OFF',
        message: expect.stringMatching(/^The engine process ended unexpectedly \(/),
        retryable: true,
      },
    })
    expect((await ask(own)).content).not.toBe('')
    expect(own.processes).toHaveLength(2)
  })

  it('is refused with the reason while it keeps crashing, and shows so when it is looked at', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-broken-'))
    const broken = join(directory, 'broken.mjs')
    writeFileSync(
      broken,
      "process.on('message', ({ type }) => type === 'ask' && (console.error('no such instruction'), process.exit(7)))",
    )
    const crashing = start({ entry: broken })
    const failures: unknown[] = []
    for (let round = 0; round < 2; round += 1) failures.push(await ask(crashing).catch(error => error))
    expect(failures[0]).toMatchObject({ code: 'NODE_ERROR', message: expect.stringContaining('exit code 7') })
    const refused = { code: 'NODE_ERROR', message: expect.stringContaining('3 times in a row (exit code 7)') }
    expect(failures[1]).toMatchObject(refused)
    expect(failures[1]).toMatchObject({ data: { output: ['no such instruction'] } })
    expect(crashing.processes).toHaveLength(3)
    await expect(crashing.client.probe({ signal: never })).rejects.toMatchObject(refused)
    expect(await crashing.engine.installer.status()).toMatchObject({ state: 'failed' })
    rmSync(directory, { recursive: true })
  })

  it('is killed when a cancelled task does not stop', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-hung-'))
    const hung = join(directory, 'hung.mjs')
    writeFileSync(
      hung,
      "process.on('message', ({ type, id }) => { if (type !== 'ask') return; process.send({ type: 'reply', id, reply: { type: 'begun' } }); process.send({ type: 'reply', id, reply: { type: 'text', text: 'x' } }) })",
    )
    const own = start({ entry: hung })
    for await (const _ of own.client.stream({ model: 'endless', messages: user('x') }, { signal: never }))
      break
    const leftAt = performance.now()
    const ended = () => own.lines.some(line => line.startsWith('the engine process was ended'))
    await vi.waitFor(() => expect(ended()).toBe(true), patience)
    expect(performance.now() - leftAt).toBeGreaterThan(1500)
    expect(performance.now() - leftAt).toBeLessThan(6000)
    rmSync(directory, { recursive: true })
  })

  it('loads, tells what is loaded and until when, and unloads', async () => {
    const own = start()
    const { library } = own.client
    await library.load('endless', { contextLength: 1024, keepAlive: 60 }, { signal: never })
    const { loaded } = await own.client.probe({ signal: never })
    expect(loaded).toMatchObject([{ name: 'endless', contextLength: 1024, vramBytes: 0 }])
    const [model] = loaded ?? []
    expect(model?.sizeBytes).toBeGreaterThan(400_000)
    const seconds = ((model?.expiresAt ?? 0) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(50)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(await own.engine.installer.status()).toMatchObject({ state: 'running', accelerator: 'cpu' })
    await library.unload('endless', { signal: never })
    expect((await own.client.probe({ signal: never })).loaded).toEqual([])
  })

  it('loads again for a longer context only', async () => {
    const own = start()
    const { library } = own.client
    const contextLength = async () => (await own.client.probe({ signal: never })).loaded?.[0]?.contextLength
    await library.load('endless', { contextLength: 2048 }, { signal: never })
    await library.load('endless', { contextLength: 1024 }, { signal: never })
    expect(await contextLength()).toBe(2048)
    await library.load('endless', { contextLength: 100_000 }, { signal: never })
    // As many as the model was trained for.
    expect(await contextLength()).toBe(4096)
  })

  it('has one model that chats in memory at a time', async () => {
    const own = start({ models: { a: { seed: 1 }, b: { seed: 2 } } })
    await ask(own, 'a')
    await ask(own, 'b')
    const { loaded } = await own.client.probe({ signal: never })
    expect(loaded?.map(({ name }) => name)).toEqual(['b'])
    expect((await ask(own, 'a')).content).not.toBe('')
    expect(own.processes).toHaveLength(1)
  })

  it('ends when its model is not kept, and begins again', async () => {
    const own = start()
    await ask(own, 'endless', 0)
    await vi.waitFor(async () => {
      expect(await own.engine.installer.status()).toMatchObject({ state: 'ready' })
    }, patience)
    expect((await ask(own)).content).not.toBe('')
    expect(own.processes).toHaveLength(2)
  })

  it('ends with the coordinator, and whoever waited hears so', async () => {
    const own = start()
    const answer = own.client.complete({ model: 'endless', messages: user('Hello?') }, { signal: never })
    const outcome = answer.catch(error => error)
    await vi.waitFor(() => expect(own.processes).toHaveLength(1), patience)
    await own.engine.stop()
    expect(await outcome).toMatchObject({ code: 'CANCELLED' })
    await expect(ask(own)).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it('fails to load a file that is no model, and lives on', async () => {
    const own = start()
    writeFileSync(
      join(own.modelsFolder, 'junk.gguf'),
      Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(5000, 7)]),
    )
    await expect(ask(own, 'junk')).rejects.toMatchObject({
      code: expect.stringMatching(/^NODE_ERROR|STREAM_CUT_OFF$/),
    })
    await expect(own.client.library.describe('junk', { signal: never })).rejects.toMatchObject({
      code: 'NODE_ERROR',
    })
    expect((await ask(own)).content).not.toBe('')
  })

  it('does not outlive the process that started it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-parent-'))
    const parent = join(directory, 'parent.mjs')
    writeFileSync(
      parent,
      `import { fork } from 'node:child_process'
const child = fork(${JSON.stringify(built.entry)}, [], { serialization: 'advanced' })
child.on('message', () => console.log(child.pid))
child.send({ type: 'configure', folder: '/nowhere', gpu: 'cpu', threads: 1 })
child.send({ type: 'ask', id: 1, task: { verb: 'status' } })
setInterval(() => {}, 1000)`,
    )
    const started: ChildProcess = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'ignore'] })
    const pid = await new Promise<number>(resolve => {
      started.stdout?.once('data', data => resolve(Number(String(data).split('\n')[0])))
    })
    const isAlive = () => {
      try {
        process.kill(pid, 0)
        return true
      } catch {
        return false
      }
    }
    expect(isAlive()).toBe(true)
    started.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive()).toBe(false), patience)
    rmSync(directory, { recursive: true })
  })

  it('loads a model anew whose file was replaced by another', async () => {
    const own = start({ models: { one: { seed: 1, ends: 'never' }, two: { seed: 2, ends: 'never' } } })
    const answer = async (model: string) => {
      const request = { model, messages: user('Hello?'), maxTokens: 12, temperature: 0, seed: 1 }
      return (await own.client.complete(request, { signal: never })).content
    }
    const other = await answer('two')
    expect(await answer('one')).not.toBe(other)
    renameSync(join(own.modelsFolder, 'two.gguf'), join(own.modelsFolder, 'one.gguf'))
    expect(await answer('one')).toBe(other)
    expect(own.processes).toHaveLength(1)
  })

  it('says that it is not installed, and which command helps', async () => {
    const own = start({ engineFolder: join(tmpdir(), 'harombe-nowhere') })
    const missing = {
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('harombe engine install'),
      hint: expect.stringContaining('harombe engine install'),
    }
    await expect(own.client.probe({ signal: never })).rejects.toMatchObject(missing)
    await expect(ask(own)).rejects.toMatchObject(missing)
    expect(own.processes).toHaveLength(0)
  })
})
