import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Classifier } from '../../core/coordination/classification/classifier'
import { createClassifier } from '../../core/coordination/classification/create-classifier'
import { createTextJudge } from '../../core/coordination/classification/text-judge'
import { createRunContext } from '../testing/run-context'
import { routeLines } from './route-lines'

/** Says what it was told to weigh with. */
const echoing: Classifier = {
  classify: ({ operatingPoint: { preference, shift } }) => ({
    ...{ class: 'simple', tier: 0, estimatedTokens: 0, gates: [] },
    reasons: [preference, ...shift.map(String)],
  }),
}

const noSession = async () => {
  throw new Error('It needs no coordinator.')
}

describe('lines that are judged', () => {
  let home: string
  let configPath: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-lines-'))
    configPath = join(home, 'harombe.yaml')
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  function setUp() {
    const { context, stopping } = createRunContext(noSession)
    const places = () => ({ dataDirectory: home, configPath, configIsExplicit: false })
    return { context: { ...context, places }, stopping }
  }

  async function judge(
    text: string,
    options = {},
    classifier = createClassifier({ judge: createTextJudge() }),
  ) {
    let written = ''
    const stdout = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk)
        done()
      },
    })
    const stdin = Readable.from([Buffer.from(text)])
    const code = await routeLines('-', options, setUp().context, { stdin, stdout, classifier })
    const lines = written.split('\n')
    expect(lines.pop()).toBe('')
    return { code, lines: lines.map(line => JSON.parse(line) as Record<string, unknown>) }
  }

  it('are answered in order with tier, probabilities and reasons, and nothing else', async () => {
    const { code, lines } = await judge(
      '\ufeff{"id":"a","prompt":"What is the capital of France?"}\r\n\r\n{"id":2,"prompt":"Derive the average running time of quicksort, prove it, and implement it in Rust with a benchmark."}\n',
    )
    expect(code).toBe(0)
    expect(lines.map(({ id }) => id)).toEqual(['a', 2])
    for (const line of lines) expect(Object.keys(line)).toEqual(['id', 'tier', 'probabilities', 'reasons'])
    expect(lines.map(({ tier }) => tier)).toEqual([0, 2])
  })

  it('are all answered though some cannot be read, and that is told at the end', async () => {
    const { code, lines } = await judge('{"id":1,"prompt":"hi"}\nnonsense\n{"id":3}\n{"id":4,"prompt":"hi"}')
    expect(code).toBe(1)
    expect(lines).toEqual([
      expect.objectContaining({ id: 1, tier: 0 }),
      { line: 2, error: { code: 'BAD_REQUEST', message: expect.any(String) } },
      { id: 3, line: 3, error: { code: 'BAD_REQUEST', message: expect.any(String) } },
      expect.objectContaining({ id: 4, tier: 0 }),
    ])
  })

  it('are weighed as harombe.yaml says, unless the command says otherwise', async () => {
    const preferenceFor = async (options: object) => {
      const [line] = (await judge('{"prompt":"hi"}', options, echoing)).lines
      return line?.reasons
    }
    expect(await preferenceFor({})).toEqual(['balanced', '0', '0'])
    expect(await preferenceFor({ preference: 'eco' })).toEqual(['eco', '0', '0'])
    await writeFile(configPath, 'cluster:\n  routing:\n    preference: quality\n')
    expect(await preferenceFor({})).toEqual(['quality', '0', '0'])
    expect(await preferenceFor({ preference: 'eco' })).toEqual(['eco', '0', '0'])
  })

  it('are refused with a file that is broken, as its preference is not known', async () => {
    await writeFile(configPath, 'cluster:\n  routing:\n    preference: best\n')
    await expect(judge('{"prompt":"hi"}')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('line 3'),
    })
    expect((await judge('{"prompt":"hi"}', { preference: 'eco' })).code).toBe(0)
  })

  it('are not read faster than the answers are taken', async () => {
    let read = 0
    async function* endless() {
      for (;;) {
        read += 1
        yield Buffer.from(`{"id":${read},"prompt":"${'word '.repeat(2000)}"}\n`)
      }
    }
    const { context, stopping } = setUp()
    let taken = 0
    const stalled = Promise.withResolvers<void>()
    const stdout = new Writable({
      highWaterMark: 1024,
      write(_chunk, _encoding, done) {
        taken += 1
        // It never takes another one.
        if (taken < 3) done()
        else stalled.resolve()
      },
    })
    const running = routeLines('-', {}, context, {
      stdin: Readable.from(endless()),
      stdout,
      classifier: createClassifier({ judge: createTextJudge() }),
    })
    await stalled.promise
    for (let turn = 0; turn < 50; turn += 1) await new Promise(resolve => setImmediate(resolve))
    expect(read).toBeLessThan(60)
    stopping.abort()
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' })
  })

  it.each([
    ['that is not there', 'absent.jsonl', 'NOT_FOUND'],
    ['that is a directory', '.', 'BAD_REQUEST'],
  ])('cannot be read from a file %s', async (_what, name, code) => {
    const running = routeLines(join(home, name), {}, setUp().context)
    await expect(running).rejects.toMatchObject({ code, hint: expect.any(String) })
  })
})
