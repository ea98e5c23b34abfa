import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../../../testing/bundle-program'
import type { SearchMatch } from '../files/search-task'
import { createToolThread, type ToolThread } from './tool-thread-runner'

let program: TestProgram
let thread: ToolThread
let folder: string
beforeAll(async () => {
  program = await bundleProgram({ thread: join(import.meta.dirname, 'tool-thread.ts') }, '')
  thread = createToolThread(join(program.path, '..', 'thread.mjs'))
  folder = mkdtempSync(join(tmpdir(), 'harombe-search-'))
  mkdirSync(join(folder, 'a'))
  writeFileSync(join(folder, 'a/first.txt'), 'needle here\n')
  writeFileSync(join(folder, 'slow.txt'), `${'a'.repeat(60)}!\n`)
})
afterAll(() => {
  program.remove()
  rmSync(folder, { recursive: true })
})

const never = new AbortController().signal
const denied = {
  platform: process.platform,
  home: '/nowhere',
  env: {},
  own: {
    dataDirectory: '/nowhere/data',
    configFile: '/nowhere/harombe.yaml',
    databases: [],
    appDirectory: null,
  },
}
const search = (query: string) => ({
  root: folder,
  isFile: false,
  query,
  isRegex: true,
  caseSensitive: true,
  glob: null,
  denied,
})

describe('the tool thread', () => {
  it('calculates', async () => {
    const result = await thread.run(
      'calculate',
      { expression: '0.1 + 0.2' },
      { signal: never, timeoutMs: 10_000 },
    )
    expect(result).toEqual({ text: '0.3' })
  })

  it('passes on what is wrong as it was meant', async () => {
    const work = thread.run('calculate', { expression: '1 +' }, { signal: never, timeoutMs: 10_000 })
    await expect(work).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: expect.stringContaining('cannot be calculated'),
    })
  })

  it('tells what it found before a regular expression went on for ever', async () => {
    const matches: SearchMatch[] = []
    const startedAt = performance.now()
    const work = thread.run('search', search('^(a+)+$|needle'), {
      signal: never,
      timeoutMs: 1_500,
      onPart: match => matches.push(match),
    })
    // This thread goes on meanwhile: its timers fire when they are due.
    const ticks: number[] = []
    const timer = setInterval(() => ticks.push(performance.now()), 50)
    await expect(work).rejects.toMatchObject({ code: 'TIMEOUT' })
    clearInterval(timer)
    expect(performance.now() - startedAt).toBeLessThan(5_000)
    expect(ticks.length).toBeGreaterThan(5)
    expect(matches).toEqual([{ path: 'a/first.txt', line: 1, text: 'needle here' }])
  })

  it('ends at once when it is told to', async () => {
    const stop = new AbortController()
    const work = thread.run('search', search('^(a+)+$'), { signal: stop.signal, timeoutMs: 60_000 })
    setTimeout(() => stop.abort(), 300)
    const startedAt = performance.now()
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(performance.now() - startedAt).toBeLessThan(3_000)
  })

  it('is not brought down by a page that takes for ever or all memory', async () => {
    const html = '<div>'.repeat(200_000)
    const work = thread.run(
      'page',
      { html, url: 'https://example.com/' },
      { signal: never, timeoutMs: 2_000 },
    )
    const outcome = await work.then(
      () => 'read',
      error => error.code,
    )
    expect(['read', 'TIMEOUT', 'PAYLOAD_TOO_LARGE']).toContain(outcome)
  })

  it('is refused more memory than a calculation needs', async () => {
    const expression = 'ones(20000, 20000)'
    const work = thread.run('calculate', { expression }, { signal: never, timeoutMs: 15_000 })
    await expect(work).rejects.toMatchObject({
      code: expect.stringMatching(/PAYLOAD_TOO_LARGE|TIMEOUT|BAD_REQUEST/),
    })
  })

  it('says that it cannot be started where its file is missing', async () => {
    const missing = createToolThread(join(folder, 'no-thread.mjs'))
    const work = missing.run('calculate', { expression: '1' }, { signal: never, timeoutMs: 5_000 })
    await expect(work).rejects.toThrow()
  })
})
