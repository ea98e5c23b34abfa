import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryLog } from '../testing/fixtures'
import { crashReport, keepError } from './crash-report'
import { markRun } from './run-marker'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-crash-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const start = (now: number, bootedAt = 0) =>
  markRun(directory, { now: () => now, bootedAt }, createMemoryLog().log)
const surroundings = {
  version: '1.0.0',
  electron: '45',
  chrome: '150',
  node: '24',
  platform: 'linux',
  arch: 'x64',
  osRelease: '6.1',
}

describe('a run', () => {
  it('that ended as it should leaves nothing to report', () => {
    const first = start(1_000)
    expect(first.lastCrash).toBeNull()
    first.ended()
    expect(start(2_000).lastCrash).toBeNull()
  })

  it('that ended with an error is told of by the next, once', () => {
    start(1_000).failed(new TypeError('x is not a function'))
    const next = start(2_000)
    expect(next.lastCrash).toMatchObject({ at: 1_000, error: { name: 'TypeError' } })
    next.ended()
    expect(start(3_000).lastCrash).toBeNull()
  })

  it('that was cut off crashed, unless the machine was started since', () => {
    start(1_000)
    expect(start(2_000, 500).lastCrash).toEqual({ at: 1_000, error: null })
    expect(start(3_000, 2_500).lastCrash).toBeNull()
  })

  it('starts over a marker that cannot be read', () => {
    writeFileSync(join(directory, 'running.json'), '{"startedAt": "yesterday"')
    expect(start(1_000).lastCrash).toBeNull()
  })
})

describe('the report', () => {
  it('says what and where, and nothing that anybody wrote or is called', () => {
    const error = Object.assign(
      new RangeError('my prompt: token=hrb_secret\n    at home (/home/anna/diary.txt:1:1)'),
      {
        code: 'ERR_OUT_OF_RANGE',
      },
    )
    const stack = [
      `RangeError: ${error.message}`,
      '    at answer (file:///home/anna/app/out/main/index.js:10:5)',
      '    at C:\\Users\\Anna\\app\\node_modules\\ws\\lib\\socket.js:3:1',
      '    at load (/home/anna/secret-project/plugin.js:1:1)',
      '    at node:internal/process/task_queues:105:5',
    ].join('\n')
    error.stack = stack
    const report = crashReport({ kind: 'main', error: keepError(error, 5) }, 5, surroundings)
    expect(report).toContain('What: RangeError (ERR_OUT_OF_RANGE) in the main process')
    expect(report).toContain('at answer (out/main/index.js:10:5)')
    expect(report).toContain('node_modules/ws')
    expect(report).toContain('node:internal/process/task_queues')
    expect(report).not.toMatch(/anna|prompt|secret|diary/i)
  })

  it.each([
    'at answer (C:\\Users\\Anna Maria\\harombe\\resources\\app.asar\\out\\main\\index.js:10:5)',
    'at /home/Anna Maria (work)/harombe/out/main/index.js:10:5',
    'at async answer (/Users/Anna Maria/diary of mine.js:1:1)',
    'at eval (eval at load (/home/Anna Maria/x.js:1:1), <anonymous>:1:1)',
    'at answer (\\\\server\\Anna Maria\\diary\\x.js:1:1)',
  ])('leaves folders out whose names have spaces: %s', frame => {
    const error = new Error('m')
    error.stack = `Error: m\n    ${frame}`
    const { frames } = keepError(error, 1)
    expect(frames).toHaveLength(1)
    expect(frames.join()).not.toMatch(/anna|maria|diary\b(?! of)/i)
  })

  it('takes no line of a message that was changed after it was thrown', () => {
    const error = new Error('my prompt:\n    at home (diary:1:1)\n  and more')
    error.stack = `Error: ${error.message}\n    at answer (file:///app/out/main/index.js:1:1)`
    error.message = 'short'
    expect(keepError(error, 1).frames).toEqual(['at answer (out/main/index.js:1:1)'])
  })

  it('takes nothing from what only looks like an error', () => {
    const odd = Object.assign(new Error('m'), { name: 'say my name: Anna', code: 'secret words' })
    odd.stack = ''
    expect(keepError(odd, 1)).toEqual({ at: 1, name: 'Error', code: null, frames: [] })
    expect(keepError('a string with a prompt', 1)).toEqual({ at: 1, name: 'Error', code: null, frames: [] })
  })

  it('counts how often the window died', () => {
    const report = crashReport({ kind: 'window', reason: 'oom', exitCode: 5, count: 4 }, 0, surroundings)
    expect(report).toContain("the window's process ended 4 times (oom, exit code 5)")
    expect(report).toContain('When: 1970-01-01T00:00:00.000Z')
  })
})
