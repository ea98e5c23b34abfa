import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bareSummary } from '../../inference/model-library'
import type { ProbeResult } from '../../inference/protocol'
import { specOf } from '../testing/cluster'
import { createVirtualClock } from '../testing/virtual-clock'
import { createPaceBook, nothingSeen, type PacesContent, pacesContent } from './pace-book'
import { createPaceFile } from './pace-file'
import type { PaceSample } from './types'

const probeOf = (digest: string | null = null): ProbeResult => ({
  backend: 'ollama',
  models: [{ ...bareSummary('small'), digest }],
  loaded: null,
  memory: null,
  version: '1',
  simulated: false,
})
const nodeOf = (name = 'mac', digest: string | null = null) => ({
  spec: specOf(name),
  probe: probeOf(digest),
})

const sample = (tokensPerSecond: number): PaceSample => ({
  ttftMs: 300,
  promptTokens: 100,
  tokensPerSecond,
  answerTokens: 80,
  class: 'simple',
  wasCold: false,
  load: 0,
})

function open(start: PacesContent = nothingSeen) {
  const clock = createVirtualClock()
  let changes = 0
  const book = createPaceBook(start, clock.wall, () => (changes += 1))
  const learn = (node: ReturnType<typeof nodeOf>, speed: number, times = 5) => {
    for (let count = 0; count < times; count += 1) book.record(node, 'small', sample(speed))
  }
  return { book, learn, clock, changes: () => changes }
}

describe('the book of paces', () => {
  it('tells of each node and model what was seen there, at once, and presumes the rest', () => {
    const { book, learn, changes } = open()
    const [mac, dgx] = [nodeOf('mac'), { ...nodeOf('dgx'), spec: specOf('dgx', { tier: 2 }) }]
    const presumed = { ...book.of(dgx, 'small') }
    const lookup = book.lookup(mac)
    const before = lookup.of('small')
    expect(before).toMatchObject({ isLearnt: false, samples: 0 })
    learn(mac, 3)
    expect(lookup.of('small')).toMatchObject({ isLearnt: true, samples: 5 })
    expect(lookup.of('small').tokensPerSecond).toBeLessThan(4)
    expect(book.of(dgx, 'small')).toEqual(presumed)
    expect(book.of(mac, 'large').isLearnt).toBe(false)
    expect(changes()).toBe(5)
  })

  it('works a well-known pace out anew four times a second at most, and at once for another machine', async () => {
    const { book, learn, clock } = open()
    const mac = nodeOf()
    learn(mac, 30, 24)
    const well = book.of(mac, 'small')
    await clock.advance(200)
    learn(mac, 40, 20)
    expect(book.of(mac, 'small')).toBe(well)
    await clock.advance(50)
    learn(mac, 40, 1)
    expect(book.of(mac, 'small').tokensPerSecond).toBeGreaterThan(38)
    learn(mac, 4, 3)
    expect(book.of(mac, 'small').tokensPerSecond).toBeLessThan(5)
  })

  it('takes those of a tier that nobody saw at work to be like the others of it', () => {
    const { book, learn } = open()
    const [mac, tower, other] = [nodeOf('mac'), nodeOf('tower'), nodeOf('other')]
    const before = book.of(tower, 'small').tokensPerSecond
    book.record(mac, 'small', sample(400))
    // The first answer of one says as much of the others: none of them seems the quicker for it.
    expect(book.of(mac, 'small').tokensPerSecond).toBeCloseTo(400)
    expect(book.of(tower, 'small').tokensPerSecond).toBeCloseTo(400)
    expect(book.of(tower, 'small').isLearnt).toBe(false)
    // One odd machine among several does not decide for the rest.
    learn(other, 380)
    learn(nodeOf('nas'), 2)
    expect(book.of(tower, 'small').tokensPerSecond).toBeGreaterThan(300)
    expect(book.of(tower, 'large').tokensPerSecond).toBeGreaterThan(before)
  })

  it('gives a machine of another tier the experience of that tier', () => {
    const { book, learn } = open()
    const mac = nodeOf('mac')
    learn(mac, 400)
    mac.spec = specOf('mac', { tier: 2 })
    book.of(mac, 'small')
    expect(book.of(nodeOf('tower'), 'small').tokensPerSecond).toBeLessThan(100)
  })

  it('presumes by the book again when all that was seen is old', async () => {
    const { book, learn, clock } = open()
    const [mac, tower] = [nodeOf('mac'), nodeOf('tower')]
    const presumed = book.of(tower, 'small').tokensPerSecond
    learn(mac, 400)
    await clock.advance(100 * 24 * 3_600_000)
    mac.probe = probeOf()
    expect(book.of(mac, 'small').tokensPerSecond).toBeLessThan(presumed * 1.2)
    expect(book.of(tower, 'small').tokensPerSecond).toBeLessThan(presumed * 1.2)
  })

  it('counts the length of answers by model, not by the node that happened to be asked', () => {
    const { book } = open()
    const [mac, tower] = [nodeOf('mac'), nodeOf('tower')]
    for (let count = 0; count < 10; count += 1) {
      book.record(mac, 'small', { ...sample(20), answerTokens: 10 })
      book.record(tower, 'small', { ...sample(20), answerTokens: 300 })
    }
    expect(book.of(mac, 'small').answerTokens).toEqual(book.of(tower, 'small').answerTokens)
  })

  it('goes with the address, not with the name', () => {
    const { book, learn } = open()
    learn(nodeOf('mac'), 3)
    const renamed = { ...nodeOf('mac'), spec: specOf('studio', { url: 'http://mac' }) }
    expect(book.of(renamed, 'small').isLearnt).toBe(true)
    const elsewhere = { ...nodeOf('mac'), spec: specOf('mac', { url: 'http://other' }) }
    expect(book.of(elsewhere, 'small').isLearnt).toBe(false)
  })

  it('forgets a model that was replaced by another of the same name', () => {
    const { book, learn } = open()
    const node = nodeOf('mac', 'sha256:a')
    learn(node, 3)
    expect(book.of(node, 'small').isLearnt).toBe(true)
    node.probe = probeOf('sha256:b')
    expect(book.of(node, 'small').isLearnt).toBe(false)
    book.record(node, 'small', sample(50))
    expect(book.views(node, ['small'])[0]?.samples).toBe(1)
  })

  it('knows how long a model took to load the last time, and says nothing of one that never was cold', () => {
    const { book, learn } = open()
    const node = nodeOf()
    learn(node, 10, 2)
    expect(book.lastLoadMs(node, 'small')).toBeNull()
    for (const ttftMs of [40_000, 12_000])
      book.record(node, 'small', { ...sample(10), ttftMs, wasCold: true })
    learn(node, 10, 2)
    const last = book.lastLoadMs(node, 'small') ?? 0
    expect(last).toBeGreaterThan(8_000)
    expect(last).toBeLessThanOrEqual(12_000)
    expect(book.lastLoadMs(node, 'large')).toBeNull()
  })

  it('lets the next answers decide after an update of the server, and goes on as before when it was none', () => {
    const { book, learn } = open()
    const node = nodeOf()
    learn(node, 10, 20)
    node.probe = { ...probeOf(), version: '2' }
    expect(book.of(node, 'small')).toMatchObject({ isLearnt: false, samples: 1 })
    // Half as fast again is no other machine by itself, so that without the update the twenty would outvote these.
    learn(node, 15, 2)
    expect(book.of(node, 'small').tokensPerSecond).toBeGreaterThan(13)
    node.probe = { ...probeOf(), version: null }
    expect(book.of(node, 'small').samples).toBe(3)
  })

  it('holds a machine whose memory changed for another one', () => {
    const { book, learn } = open()
    const node = nodeOf()
    node.probe = { ...probeOf(), memory: { vramBytes: 8e9, ramBytes: 32e9 } }
    learn(node, 10, 20)
    node.probe = { ...probeOf(), memory: { vramBytes: 24e9, ramBytes: 32e9 } }
    expect(book.of(node, 'small').samples).toBe(1)
  })

  it('is in doubt when told so', () => {
    const { book, learn, changes } = open()
    const [node, other] = [nodeOf(), nodeOf('other')]
    learn(node, 10, 20)
    learn(other, 10, 20)
    const before = changes()
    book.doubt(node)
    expect(book.of(node, 'small')).toMatchObject({ isLearnt: false, samples: 1 })
    expect(book.of(other, 'small').samples).toBe(20)
    expect(changes()).toBe(before + 1)
  })

  it('lets figures grow old from check to check', async () => {
    const { book, learn, clock } = open()
    const node = nodeOf()
    learn(node, 3)
    await clock.advance(60 * 24 * 3_600_000)
    node.probe = probeOf()
    expect(book.of(node, 'small').isLearnt).toBe(false)
  })

  it('shows only what was seen', () => {
    const { book } = open()
    const node = nodeOf()
    expect(book.views(node, ['small', 'large'])).toEqual([])
    book.record(node, 'small', { ...sample(20), ttftMs: null })
    expect(book.views(node, ['small', 'large'])).toMatchObject([
      { model: 'small', ttftMs: null, promptTokensPerSecond: null, loadMs: null, samples: 1 },
    ])
    expect(book.views(node, ['small'])[0]?.tokensPerSecond).toBeGreaterThan(0)
  })

  it('keeps a bounded number of models, and what it keeps can be read again', () => {
    const { book } = open()
    for (let index = 0; index < 1010; index += 1) book.record(nodeOf(`node-${index}`), 'small', sample(20))
    const content = book.content()
    expect(content.models).toHaveLength(1000)
    expect(content.models[0]?.url).toBe('http://node-10')
    expect(pacesContent.parse(JSON.parse(JSON.stringify(content)))).toEqual(content)
  })
})

describe('the file of paces', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'harombe-paces-'))
  })
  afterEach(() => rmSync(directory, { recursive: true, force: true }))

  function openFile() {
    const problems: unknown[] = []
    const path = join(directory, 'paces.json')
    return { path, problems, file: createPaceFile(path, createVirtualClock(), error => problems.push(error)) }
  }

  it('spares the next start the learning of the last one', async () => {
    const { book, learn } = open()
    learn(nodeOf(), 3)
    const { file } = openFile()
    file.save(book.content)
    await file.close()
    const again = open(openFile().file.read())
    expect(again.book.of(nodeOf(), 'small')).toEqual(book.of(nodeOf(), 'small'))
  })

  it.each([
    ['cut off', '{"version":1,"models":[{"url":"http'],
    ['of another version', JSON.stringify({ version: 2, models: [] })],
    [
      'with a speed that would win every choice',
      JSON.stringify({
        version: 1,
        models: [
          {
            url: 'http://mac',
            model: 'small',
            digest: null,
            seen: [
              {
                at: 1,
                ttftMs: 1,
                loadMs: null,
                promptTokens: 1,
                tokensPerSecond: 1e300,
                answerTokens: 1,
                class: 'simple',
              },
            ],
          },
        ],
      }),
    ],
  ])('is set aside when it is %s, and the start goes on without', (_, text) => {
    const { file, path, problems } = openFile()
    writeFileSync(path, text)
    expect(file.read()).toEqual(nothingSeen)
    expect(problems).toHaveLength(1)
    expect(existsSync(path)).toBe(false)
    expect(readFileSync(`${path}.broken`, 'utf8')).toBe(text)
  })
})
