import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../shared/entities'
import { createSeededRandom, createVirtualClock } from '../../coordination/testing/virtual-clock'
import { createHourBook } from './hour-book'
import { createRequestLog } from './request-log'
import { addValue, mergeSketch, readPercentiles, type Sketch } from './sketch'
import { request } from './testing/request'

const hourMs = 3_600_000

function sketchOf(values: readonly number[]): Sketch {
  const sketch: Sketch = new Map()
  for (const value of values) addValue(sketch, value)
  return sketch
}

describe('a sketch', () => {
  it('tells percentiles within 2 %, alone and added up', () => {
    const random = createSeededRandom(7)
    for (const size of [1, 2, 19, 20, 21, 1000]) {
      const values = Array.from({ length: size }, () => 10 ** (random() * 7 - 1))
      const sorted = values.toSorted((a, b) => a - b)
      const exact = (share: number) => sorted[Math.ceil(share * size) - 1] ?? Number.NaN
      const sum = sketchOf(values.slice(0, size >> 1))
      mergeSketch(sum, sketchOf(values.slice(size >> 1)))
      for (const read of [readPercentiles(sketchOf(values)), readPercentiles(sum)]) {
        expect(Math.abs((read?.p50 ?? 0) / exact(0.5) - 1)).toBeLessThanOrEqual(0.02)
        expect(Math.abs((read?.p95 ?? 0) / exact(0.95) - 1)).toBeLessThanOrEqual(0.02)
      }
    }
  })

  it('knows nothing of nothing, and zero as zero', () => {
    expect(readPercentiles(new Map())).toBeNull()
    expect(readPercentiles(sketchOf([0, 0, 0, 0, 100]))).toMatchObject({ p50: 0 })
  })
})

describe('statistics', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'harombe-statistics-'))
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  const open = (clock = createVirtualClock()) => ({
    clock,
    log: createRequestLog({
      path: join(directory, 'requests.db'),
      clock,
      settings: () => ({ enabled: true, keepDays: 30 }),
      report: () => undefined,
    }),
  })

  const random = createSeededRandom(11)
  const anyOf = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T

  /** Requests of the last two days, of every kind. */
  function history(until: number, count: number): RequestRecord[] {
    return Array.from({ length: count }, (_, index) => {
      const outcome = anyOf(['complete', 'complete', 'failed', 'cancelled', 'rejected'] as const)
      const [node, tier] = anyOf([
        ['mini', 0],
        ['mid', 1],
        ['big', 2],
      ] as const)
      const wentSomewhere = outcome !== 'rejected'
      return request({
        id: `r${index}`,
        startedAt: until - Math.floor(random() * 48 * hourMs),
        outcome,
        node: wentSomewhere ? node : null,
        tier: wentSomewhere ? tier : null,
        model: wentSomewhere ? anyOf(['small', 'large']) : null,
        wantedTier: anyOf([0, 1, 2]),
        class: anyOf(['simple', 'moderate', 'complex', null]),
        forced: anyOf(['none', 'tier', null]),
        tokens: Math.floor(random() * 100),
        spentTokens: 100,
        promptTokens: anyOf([null, 5]),
      })
    })
  }

  const sum = (records: readonly RequestRecord[], read: (record: RequestRecord) => number) =>
    records.reduce((total, record) => total + read(record), 0)

  function countsOf(records: readonly RequestRecord[]) {
    const of = (outcome: RequestRecord['outcome']) => records.filter(each => each.outcome === outcome)
    const answers = of('complete')
    return {
      requests: records.length,
      answers: answers.length,
      failures: of('failed').length,
      cancelled: of('cancelled').length,
      rejected: of('rejected').length,
      fallbacks: answers.filter(({ tier, wantedTier }) => tier !== wantedTier).length,
      tokens: sum(records, ({ tokens }) => tokens),
      spentTokens: sum(records, ({ spentTokens }) => spentTokens),
      promptTokens: sum(records, ({ promptTokens }) => promptTokens ?? 0),
    }
  }

  it('are what counting every single request gives, also after a restart', async () => {
    const { clock, log } = open()
    const records = history(clock.wall(), 3000)
    for (const record of records.slice(0, 2500)) log.add(record)
    await clock.advance(10_000)
    log.close()
    const { log: again } = open(clock)
    for (const record of records.slice(2500)) again.add(record)
    for (const hours of [1, 24, 48, 720]) {
      const read = await again.statistics(hours)
      expect(clock.wall() - read.since).toBeLessThan(hours * hourMs)
      expect(clock.wall() - read.since).toBeGreaterThanOrEqual((hours - 1) * hourMs)
      const young = records.filter(({ startedAt }) => startedAt >= read.since)
      expect(read.totals).toMatchObject(countsOf(young))
      for (const { tier, ...figures } of read.tiers)
        expect(figures).toMatchObject(countsOf(young.filter(each => each.tier === tier)))
      for (const { node, ...figures } of read.nodes)
        expect(figures).toMatchObject(countsOf(young.filter(each => each.node === node)))
      for (const { model, ...figures } of read.models)
        expect(figures).toMatchObject(countsOf(young.filter(each => each.model === model)))
      for (const { at, ...figures } of read.hours) {
        const within = young.filter(({ startedAt }) => startedAt >= at && startedAt < at + hourMs)
        expect(figures).toMatchObject(countsOf(within))
      }
      expect(sum(young, () => 1)).toBe(read.hours.reduce((total, { requests }) => total + requests, 0))
      const simple = young.filter(
        each => each.outcome === 'complete' && each.class === 'simple' && each.forced === 'none',
      )
      const onTier0 = simple.filter(({ tier }) => tier === 0).length
      expect(read.simple).toEqual({
        answers: simple.length,
        onTier0,
        share: simple.length === 0 ? null : onTier0 / simple.length,
      })
    }
    const twice = await Promise.all([again.statistics(720), again.statistics(720)])
    expect(twice[0]).toEqual(twice[1])
    expect(twice[0].totals.requests).toBe(3000)
    again.close()
  })

  it('count the failovers on the way, and how long answers took', async () => {
    const { log } = open()
    const error = { code: 'TIMEOUT' as const, message: '', retryable: true }
    const failover = {
      node: 'a',
      tier: 0 as const,
      stage: 'mid_answer' as const,
      mode: 'restart' as const,
      error,
    }
    log.add(request({ failovers: [failover, failover], queuedMs: 500, durationMs: 2000 }))
    // How long it took to be turned away is not how long an answer takes.
    log.add(request({ outcome: 'rejected', ttftMs: null, tokensPerSecond: null, durationMs: 1 }))
    const { totals } = await log.statistics(1)
    expect(totals.failovers).toBe(2)
    expect(totals.durationMs?.p50).toBeGreaterThan(1900)
    expect(totals.ttftMs?.p95).toBeGreaterThan(115)
    expect(totals.queuedMs).toMatchObject({ p50: 0 })
    log.close()
  })

  it('stay small however many names there are', async () => {
    const book = createHourBook()
    for (let index = 0; index < 5000; index += 1)
      book.add({ ...request({ node: `n${index}`, model: `m${index}` }), failoverCount: 0 })
    const read = await book.read(0, async () => undefined)
    expect(read.totals.requests).toBe(5000)
    expect(read.nodes).toHaveLength(200)
    expect(read.models).toHaveLength(200)
  })
})
