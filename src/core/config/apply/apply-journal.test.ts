import fs, { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ApplyRun } from '../../../shared/entities'
import { createApplyJournal } from './apply-journal'
import { planOf, stepOf } from './testing/steps'

/** Bytes the disk still takes; what is more is left away, as a disk does that becomes full. */
let room = Number.POSITIVE_INFINITY
const { writeSync } = fs
const writeWhatFits = (descriptor: number, data: Uint8Array) => {
  if (room === 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  return writeSync(descriptor, data, 0, Math.min(room, data.length))
}

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-journal-'))
  Object.assign(fs, { writeSync: writeWhatFits })
  syncBuiltinESMExports()
})
afterEach(() => {
  room = Number.POSITIVE_INFINITY
  Object.assign(fs, { writeSync })
  syncBuiltinESMExports()
  rmSync(directory, { recursive: true })
})

const { steps: _steps, ...plan } = planOf([])
const run: ApplyRun = {
  id: 'run',
  plan,
  by: 'cli',
  state: 'running',
  startedAt: 1,
  endedAt: null,
  steps: [stepOf('register/a'), stepOf('test/a')],
}

it('believes what was noted after the disk had been full for a while', () => {
  const path = join(directory, 'config', 'apply.ndjson')
  const journal = createApplyJournal(path, error => {
    throw error
  })
  journal.begin(run)
  const before = readFileSync(path, 'utf8')
  for (room of [20, 0]) {
    expect(() => journal.note(stepOf('register/a', 'running'))).toThrow(
      expect.objectContaining({ code: 'STORAGE_FAILED' }),
    )
    expect(readFileSync(path, 'utf8')).toBe(before)
  }
  room = Number.POSITIVE_INFINITY
  journal.note(stepOf('register/a', 'done'))
  journal.end({ state: 'failed', endedAt: 9 })
  expect(journal.read()).toMatchObject({ state: 'failed', steps: [{ state: 'done' }, { state: 'pending' }] })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})
