import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoutingSignal } from '../../../shared/entities'
import { createVirtualClock } from '../testing/virtual-clock'
import { createRoutingLearning } from './routing-learning'
import { mostSignals, openSignalFile } from './signal-file'
import { signalOf } from './testing/signals'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-learning-'))
  path = join(directory, 'routing.json')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function open({ at = path, records = true } = {}) {
  const clock = createVirtualClock()
  const reported: unknown[] = []
  const file = openSignalFile(at, clock, error => reported.push(error))
  const state = { isOn: true }
  const learning = createRoutingLearning({ clock, file, isOn: () => state.isOn, records })
  const redo = (count: number, from = 0) => {
    for (let index = from; index < from + count; index += 1)
      learning.note(signalOf('redo_bigger', 0, 2, { message: `q${index}` }))
  }
  return Object.assign(state, { clock, reported, learning, redo })
}

const kept = (): { signals: RoutingSignal[] } => JSON.parse(readFileSync(path, 'utf8'))

describe('what was learnt', () => {
  it('outlives a restart, private to the user, in the order it was given', async () => {
    const first = open()
    first.redo(30)
    const shift = first.learning.shift()
    expect(shift[0]).toBeGreaterThan(0.4)
    const exported = first.learning.signals()
    await first.learning.close()
    const second = open()
    expect(second.learning.signals()).toEqual(exported)
    expect(second.learning.shift()[0]).toBeCloseTo(shift[0], 6)
    expect(second.learning.state()).toMatchObject({ bound: 1, signals: { redo_bigger: 30 }, problem: null })
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('counts one thing once, and forgets what is taken back', () => {
    const { learning } = open()
    for (let times = 0; times < 30; times += 1)
      learning.note(signalOf('redo_bigger', 0, 2, { message: 'same' }))
    expect(learning.signals()).toHaveLength(1)
    expect(learning.shift()).toEqual([0, 0])
    learning.note(signalOf('thumb_up', 0, 0, { message: 'answer' }))
    learning.note(signalOf('thumb_down', 0, 0, { message: 'answer' }))
    expect(learning.state().signals).toMatchObject({ thumb_up: 0, thumb_down: 1 })
    learning.takeBack('judgement', 'answer')
    learning.takeBack('choice', 'same')
    expect(learning.signals()).toEqual([])
    expect(learning.state().since).toBeNull()
  })

  it('keeps the newest few thousand', async () => {
    const { learning, redo } = open()
    redo(mostSignals + 10)
    expect(learning.signals()).toHaveLength(mostSignals)
    expect(learning.find('choice', 'q9')).toBeNull()
    expect(learning.find('choice', 'q10')).not.toBeNull()
    await learning.close()
    expect(statSync(path).size).toBeLessThan(1_000_000)
    expect(open().learning.signals()).toHaveLength(mostSignals)
  })

  it('is not pushed out by a command that names a tier thousands of times', () => {
    const { learning, redo } = open()
    redo(20)
    for (let index = 0; index < mostSignals + 100; index += 1)
      learning.note(signalOf('forced', 1, 0, { message: `command${index}` }))
    expect(learning.signals()).toHaveLength(mostSignals)
    expect(learning.state().signals).toMatchObject({ redo_bigger: 20, forced: mostSignals - 20 })
  })

  it('is neither used nor added to while it is switched off, and is there again afterwards', async () => {
    const part = open()
    part.redo(20)
    const shift = part.learning.shift()
    part.isOn = false
    part.redo(20, 100)
    part.learning.takeBack('choice', 'q1')
    expect(part.learning.shift()).toEqual([0, 0])
    expect(part.learning.state()).toMatchObject({ shift: [0, 0], signals: { redo_bigger: 20 } })
    part.isOn = true
    expect(part.learning.shift()).toEqual(shift)
    part.isOn = false
    expect(part.learning.reset()).toBe(20)
    await part.learning.close()
    expect(kept().signals).toEqual([])
  })

  it('is used by a command without a coordinator, which adds nothing but may reset it', async () => {
    const first = open()
    first.redo(20)
    await first.learning.close()
    const command = open({ records: false })
    command.redo(20, 100)
    expect(command.learning.signals()).toHaveLength(20)
    expect(command.learning.shift()[0]).toBeGreaterThan(0.3)
    await command.learning.close()
    const other = open({ records: false })
    expect(other.learning.reset()).toBe(20)
    await other.learning.close()
    expect(open().learning.signals()).toEqual([])
  })

  it('grows old while nothing happens', async () => {
    const { learning, redo, clock } = open()
    redo(20)
    const [before] = learning.shift()
    await clock.advance(90 * 86_400_000)
    expect(learning.shift()[0]).toBeLessThan(before)
  })
})

describe('its file', () => {
  const signal = signalOf('redo_bigger', 0, 2)
  it.each([
    ['cut off', '{"version":1,"signals":['],
    ['of another kind', '[]'],
    ['of a later version', JSON.stringify({ version: 2, signals: [] })],
    ['with a kind nobody knows', JSON.stringify({ version: 1, signals: [{ ...signal, kind: 'redo_all' }] })],
    ['with a tier there is not', JSON.stringify({ version: 1, signals: [{ ...signal, givenTier: 9 }] })],
    ['with a path as a message', JSON.stringify({ version: 1, signals: [{ ...signal, message: '../x' }] })],
    ['with a time before time', JSON.stringify({ version: 1, signals: [{ ...signal, at: -1 }] })],
    [
      'with more than is ever kept',
      JSON.stringify({ version: 1, signals: Array(mostSignals + 1).fill(signal) }),
    ],
    ['with a time after all time', JSON.stringify({ version: 1, signals: [{ ...signal, at: 8.65e15 }] })],
    ['without end', ' '.repeat(17 * 1024 ** 2)],
    ['in the depth', '['.repeat(200_000)],
  ])('%s: set aside, said, and begun anew', async (_name, content) => {
    writeFileSync(path, content)
    const { learning, redo, reported } = open()
    expect(learning.state()).toMatchObject({
      shift: [0, 0],
      problem: expect.stringContaining(`set aside as ${path}.broken`),
    })
    expect(reported).toHaveLength(1)
    redo(3)
    await learning.close()
    expect(readdirSync(directory).sort()).toEqual(['routing.json', 'routing.json.broken'])
    expect(open().learning.state()).toMatchObject({ signals: { redo_bigger: 3 }, problem: null })
  })

  it('that cannot be written leaves everything in memory and says so until it can', async () => {
    // A folder where the file's folder should be: what a full or read-only disk does, for every user.
    const blocked = join(directory, 'blocked')
    writeFileSync(blocked, '')
    const { learning, redo, clock, reported } = open({ at: join(blocked, 'routing.json') })
    redo(20)
    await clock.advance(2_001)
    await new Promise<void>(resolve => {
      const states = learning.watch(learning.state, new AbortController().signal)
      void (async () => {
        for await (const { problem } of states) if (problem !== null) return resolve()
      })()
    })
    expect(learning.state().problem).toContain('gone when harombe quits')
    expect(learning.shift()[0]).toBeGreaterThan(0.3)
    expect(reported).not.toEqual([])
    rmSync(blocked)
    mkdirSync(blocked)
    redo(1, 100)
    await learning.close()
    expect(learning.state().problem).toBeNull()
    expect(readdirSync(blocked)).toEqual(['routing.json'])
  })
})

describe('whoever watches', () => {
  it('hears of every change, and of many at once only the last', async () => {
    const { learning, redo } = open()
    const seen: number[] = []
    const abort = new AbortController()
    const done = (async () => {
      for await (const { signals } of learning.watch(learning.state, abort.signal))
        seen.push(signals.redo_bigger)
    })()
    await Promise.resolve()
    redo(500)
    await new Promise(resolve => setImmediate(resolve))
    expect(seen).toEqual([0, 500])
    learning.reset()
    learning.settingsChanged()
    await new Promise(resolve => setImmediate(resolve))
    expect(seen).toEqual([0, 500, 0])
    await learning.close()
    await done
    expect(seen).toEqual([0, 500, 0, 0])
  })
})
