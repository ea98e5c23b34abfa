import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../../shared/clock'
import { outlineOf } from '../../agent/context/outline'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import { cutText } from '../recall/cut-text'
import { createFileReader, type FileReader } from './file-reader'
import { hostileFiles } from './testing/hostile-files'
import { ingestLimits, isUnreadable } from './types'

let program: TestProgram
let read: FileReader
const reported: unknown[] = []
const unstopped = new AbortController().signal

beforeAll(async () => {
  program = await bundleProgram({ thread: join(import.meta.dirname, 'ingest-thread.ts') }, '')
  read = createFileReader({
    threadEntry: join(program.path, '..', 'thread.mjs'),
    // Nobody has half a minute for each.
    after: (ms, task) => systemClock.after(Math.min(ms, 4_000), task),
    report: error => reported.push(error),
  })
})
afterAll(() => program.remove())

const megabyte = 1024 * 1024

describe('a file made to break its reader', { timeout: 60_000 }, () => {
  it('is one of sixty', () => {
    expect(hostileFiles.length).toBeGreaterThanOrEqual(60)
  })

  it.each(hostileFiles)('$what, called $name: $fate', async ({ name, make, fate }) => {
    const bytes = make()
    const before = process.memoryUsage.rss()
    let peak = 0
    const looking = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss() - before)
    }, 20)
    const found = await read(name, bytes, unstopped).finally(() => clearInterval(looking))
    expect(reported).toEqual([])
    // Objects, buffers, and what a buffer that grows copies.
    expect(peak / megabyte).toBeLessThan(2800)
    const became = isUnreadable(found) ? 'refused' : found.kind
    if (fate !== 'either') expect(became).toBe(fate)
    if (isUnreadable(found)) return expect(found.problem).toMatch(/^[A-Z].{10,300}\.$/)
    const text = found.text ?? ''
    expect(text.length).toBeLessThanOrEqual(ingestLimits.characters)
    expect(text.isWellFormed()).toBe(true)
    expect(text).not.toContain('\0')
    // What is done with it afterwards, where others wait.
    const began = process.threadCpuUsage()
    cutText(text, { maximum: 64 })
    outlineOf(found.kind, text)
    const { user, system } = process.threadCpuUsage(began)
    expect((user + system) / 1000).toBeLessThan(1500)
  })
})
