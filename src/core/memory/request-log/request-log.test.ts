import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../coordination/testing/virtual-clock'
import { isPrivate } from '../../testing/file-mode'
import { createRequestLog, type RequestLogOptions } from './request-log'
import { idsOnDisk } from './testing/ids-on-disk'
import { request } from './testing/request'
import type { RequestLog, RequestQuery } from './types'

const hourMs = 3_600_000

let directory: string
let path: string
let clock: VirtualClock
let logs: RequestLog[]

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-requests-'))
  path = join(directory, 'data', 'requests.db')
  clock = createVirtualClock()
  logs = []
})

afterEach(() => {
  for (const log of logs) log.close()
  expect(clock.pending()).toBe(0)
  rmSync(directory, { recursive: true })
})

function open(options: Partial<RequestLogOptions> = {}): RequestLog {
  const log = createRequestLog({
    path,
    clock,
    settings: () => ({ enabled: true, keepDays: 30 }),
    report: vi.fn(),
    ...options,
  })
  logs.push(log)
  return log
}

const now = (changes: Parameters<typeof request>[0] = {}) => request({ startedAt: clock.wall(), ...changes })
const ids = (log: RequestLog, query: Partial<RequestQuery> = {}) =>
  log.list({ limit: 200, ...query }).records.map(({ id }) => id)

describe('counting', () => {
  it('tells requests apart, those that are not written yet too, and counts none twice', async () => {
    const log = open()
    for (let index = 0; index < 5_000; index += 1) log.add(now({ id: `a${index}`, node: 'a', tier: 0 }))
    await clock.advance(60_000)
    for (let index = 0; index < 3; index += 1) log.add(now({ id: `b${index}`, node: 'b', tier: 2 }))
    log.add(now({ id: 'lost', outcome: 'rejected', node: null, tier: null }))
    const counts = async (sinceMs?: number) =>
      (await log.count(sinceMs)).map(({ node, requests }) => [node, requests])
    expect(await counts()).toEqual(
      expect.arrayContaining([
        ['a', 5_000],
        ['b', 3],
        [null, 1],
      ]),
    )
    await clock.advance(1_000)
    expect(await counts()).toEqual(
      expect.arrayContaining([
        ['a', 5_000],
        ['b', 3],
        [null, 1],
      ]),
    )
    expect(await counts(30_000)).toEqual(expect.not.arrayContaining([['a', 5_000]]))
    await log.clear()
    expect(await counts()).toEqual([])
  })
})

describe('a request log', () => {
  it('gives every field back, before and after it was written and after a restart', async () => {
    const full = now({
      id: 'full',
      outcome: 'failed',
      error: 'ALL_NODES_FAILED',
      origin: 'api',
      kind: 'embedding',
      class: null,
      wantedTier: 2,
      forced: 'model',
      node: null,
      tier: null,
      model: null,
      ttftMs: null,
      promptTokens: null,
      tokensPerSecond: null,
      queuedMs: 12.5,
      tokenSource: 'estimated',
      failovers: [
        {
          node: 'big',
          tier: 2,
          stage: 'mid_answer',
          mode: 'continue',
          error: { code: 'TIMEOUT', retryable: true, message: 'It took too long.' },
        },
      ],
    })
    const log = open()
    log.add(full)
    expect(log.list({ limit: 1 })).toEqual({ records: [full], next: null, kept: 'disk', problem: null })
    await clock.advance(1000)
    expect(log.list({ limit: 1 }).records).toEqual([full])
    log.close()
    expect(open().list({ limit: 1 }).records).toEqual([full])
    expect(isPrivate(path)).toBe(true)
  })

  it('writes what came together in one go, and what waits when it is closed', async () => {
    const log = open()
    log.add(now({ id: 'a' }))
    log.add(now({ id: 'b' }))
    expect(existsSync(path)).toBe(false)
    await clock.advance(299)
    expect(existsSync(path)).toBe(false)
    await clock.advance(1)
    expect(idsOnDisk(path)).toEqual(['a', 'b'])
    log.add(now({ id: 'c' }))
    log.close()
    log.add(now({ id: 'late' }))
    expect(idsOnDisk(path)).toEqual(['a', 'b', 'c'])
  })

  it('pages through everything once, over what is written and what is not, while more comes', async () => {
    const log = open()
    for (let index = 0; index < 25; index += 1) {
      log.add(now({ id: `r${index}` }))
      if (index === 14) await clock.advance(1000)
    }
    const seen: string[] = []
    let before: number | null = null
    do {
      const page = log.list({ before, limit: 4 })
      seen.push(...page.records.map(({ id }) => id))
      before = page.next
      log.add(now({ id: 'newer' }))
      await clock.advance(100)
    } while (before !== null)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `r${24 - index}`))
  })

  it.each([
    [{ node: 'big' }, ['c', 'b']],
    [{ tier: 2 }, ['c', 'b']],
    [{ model: 'large' }, ['b']],
    [{ outcome: 'failed' }, ['c']],
    [{ origin: 'api' }, ['d', 'b']],
    [{ sinceMs: 5 * 60_000 }, ['d', 'c']],
    [{ node: 'big', outcome: 'complete', origin: 'api' }, ['b']],
    [{ tier: 0, outcome: 'failed' }, []],
  ] as const)('finds by %j the same on disk as in memory', async (query, expected) => {
    const log = open()
    log.add(now({ id: 'a' }))
    log.add(now({ id: 'b', node: 'big', tier: 2, model: 'large', origin: 'api' }))
    await clock.advance(200)
    const later = clock.wall() + 10 * 60_000
    const young = { startedAt: later }
    log.add(request({ id: 'c', node: 'big', tier: 2, model: 'other', outcome: 'failed', ...young }))
    log.add(request({ id: 'd', origin: 'api', ...young }))
    const moved = createMovedClock(10 * 60_000)
    expect(ids(log, query)).toEqual('sinceMs' in query ? ['d', 'c', 'b', 'a'] : expected)
    await clock.advance(1000)
    log.close()
    expect(ids(open({ clock: moved }), query)).toEqual(expected)
  })

  it('keeps the order of ending when the clock jumps back', async () => {
    const log = open()
    log.add(request({ id: 'first', startedAt: 2_000_000_000_000 }))
    log.add(request({ id: 'second', startedAt: 1_000 }))
    await clock.advance(1000)
    log.add(request({ id: 'third', startedAt: 5 }))
    expect(ids(log)).toEqual(['third', 'second', 'first'])
  })

  it('is not there without a path, and keeps nothing while it is switched off', async () => {
    const none = open({ path: null })
    none.add(now())
    expect(none.list({ limit: 5 })).toEqual({ records: [], next: null, kept: 'off', problem: null })
    expect((await none.statistics(24)).totals.requests).toBe(0)
    expect(await none.clear()).toBe(0)

    let enabled = false
    const log = open({ settings: () => ({ enabled, keepDays: 30 }) })
    log.add(now({ id: 'unwanted' }))
    await clock.advance(1000)
    expect(existsSync(path)).toBe(false)
    enabled = true
    log.add(now({ id: 'wanted' }))
    await clock.advance(1000)
    enabled = false
    expect(log.list({ limit: 5 })).toMatchObject({ records: [{ id: 'wanted' }], kept: 'off' })
  })

  it('forgets everything when it is cleared, but not what comes while it is', async () => {
    const log = open()
    for (let index = 0; index < 1000; index += 1) log.add(now())
    await clock.advance(1000)
    log.add(now({ id: 'waiting' }))
    const clearing = log.clear()
    log.add(now({ id: 'new' }))
    expect(ids(log)).toEqual(['new'])
    expect(await clearing).toBe(1001)
    await clock.advance(1000)
    expect(idsOnDisk(path)).toEqual(['new'])
    expect((await log.statistics(24)).totals.requests).toBe(1)
    log.close()
    expect((await open().statistics(24)).totals.requests).toBe(1)
  })

  it('never keeps text of a question or an answer', async () => {
    const canary = 'CANARY-7f3a'
    const log = open()
    const error = {
      code: 'NODE_ERROR' as const,
      message: `cannot parse "${canary}"`,
      hint: canary,
      data: { body: canary },
      retryable: true,
    }
    const told = log.watch(AbortSignal.timeout(10_000))[Symbol.asyncIterator]()
    await told.next()
    log.add(now({ failovers: [{ node: 'n', tier: 0, stage: 'mid_answer', mode: 'restart', error }] }))
    expect(JSON.stringify([log.list({ limit: 1 }), (await told.next()).value])).not.toContain(canary)
    await clock.advance(1000)
    expect(idsOnDisk(path)).toHaveLength(1)
    for (const suffix of ['', '-wal']) expect(readFileSync(path + suffix).includes(canary)).toBe(false)
    await told.return?.()
  })

  it('keeps names and reasons short whatever a machine calls itself', () => {
    const log = open()
    const long = '\ud83d\ude00'.repeat(100_000)
    log.add(now({ node: long, model: long, reason: long }))
    const [{ node, model, reason } = request()] = log.list({ limit: 1 }).records
    for (const text of [node ?? '', model ?? '', reason]) {
      expect(text.length).toBeLessThanOrEqual(500)
      expect(text.isWellFormed()).toBe(true)
    }
  })
})

/** The same clock, some time later. */
function createMovedClock(ms: number) {
  return { ...clock, wall: () => clock.wall() + ms }
}

describe('retention', () => {
  const count = () => idsOnDisk(path).length

  it('removes what is older than the days it is kept, in slices', async () => {
    const old = clock.wall() - 2 * 24 * hourMs
    const log = open({ settings: () => ({ enabled: true, keepDays: 1 }) })
    for (let index = 0; index < 600; index += 1) log.add(request({ id: 'old', startedAt: old }))
    log.add(now({ id: 'young' }))
    await clock.advance(20_000)
    expect(count()).toBe(601)
    await clock.advance(10_001)
    expect(count()).toBe(351)
    await clock.advance(1_000)
    expect(ids(log)).toEqual(['young'])
    expect((await log.statistics(24 * 3)).totals.requests).toBe(1)
  })

  it('keeps no more than the limit, the newest', async () => {
    const log = open({ mostKept: 10 })
    for (let index = 0; index < 500; index += 1) log.add(now({ id: `r${index}` }))
    await clock.advance(40_000)
    expect(idsOnDisk(path)).toEqual(Array.from({ length: 10 }, (_, index) => `r${490 + index}`))
    await clock.advance(hourMs)
    log.add(now({ id: 'one more' }))
    await clock.advance(2 * hourMs)
    expect(count()).toBe(10)
  })
})

describe('watching', () => {
  it('tells what ends from the moment the first item comes', async () => {
    const log = open()
    const abort = new AbortController()
    log.add(now({ id: 'before' }))
    const watch = log.watch(abort.signal)[Symbol.asyncIterator]()
    expect((await watch.next()).value).toEqual({ records: [], missed: 0 })
    log.add(now({ id: 'a' }))
    log.add(now({ id: 'b' }))
    const { value } = await watch.next()
    expect(value).toMatchObject({ records: [{ id: 'a' }, { id: 'b' }], missed: 0 })
    const last = watch.next()
    abort.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  it('holds a bounded number for one that does not read, and tells how many it missed', async () => {
    const log = open()
    const watch = log.watch(new AbortController().signal)[Symbol.asyncIterator]()
    await watch.next()
    for (let index = 0; index < 1200; index += 1) log.add(now({ id: `r${index}` }))
    const { value } = await watch.next()
    expect(value?.missed).toBe(700)
    expect(value?.records.map(({ id }: { id: string }) => id)).toEqual(
      Array.from({ length: 500 }, (_, index) => `r${700 + index}`),
    )
    const last = watch.next()
    log.close()
    expect((await last).done).toBe(true)
  })
})
