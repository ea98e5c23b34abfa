import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { createRequestLog } from '../src/core/memory/request-log/request-log'
import { request } from '../src/core/memory/request-log/testing/request'
import type { RequestLog, RequestQuery } from '../src/core/memory/request-log/types'
import { type Clock, systemClock } from '../src/shared/clock'
import { percentile, type Row, row } from './measure'

const rows = 100_000
const nodes = 20
const hours = 720
const atOnce = 250

const open = (path: string, clock: Clock = systemClock): RequestLog =>
  createRequestLog({
    path,
    clock,
    settings: () => ({ enabled: true, keepDays: 60 }),
    report: message => process.stderr.write(`${message}\n`),
  })

/** Microseconds per request with everything that is done for it, its share of writing the batch included. */
export function fillRequestLog(path: string): number {
  const began = Date.now() - hours * 3_600_000
  let tasks: (() => void)[] = []
  const clock: Clock = {
    ...systemClock,
    after(ms, task) {
      if (ms < 1000) tasks.push(task)
      return () => undefined
    },
  }
  const log = open(path, clock)
  let spent = 0
  for (let first = 0; first < rows; first += atOnce) {
    const batch = Array.from({ length: atOnce }, (_, index) => {
      const number = first + index
      return request({
        id: `request-${number}`,
        startedAt: began + Math.floor((number / rows) * hours * 3_600_000),
        node: `node-${number % nodes}`,
        tier: number % 3 === 0 ? 0 : number % 3 === 1 ? 1 : 2,
        model: `model-${number % 7}`,
        outcome: number % 50 === 0 ? 'failed' : 'complete',
        ttftMs: 20 + (number % 977),
        tokensPerSecond: 5 + (number % 53),
      })
    })
    const startedAt = performance.now()
    for (const record of batch) log.add(record)
    const due = tasks
    tasks = []
    for (const write of due) write()
    spent += performance.now() - startedAt
  }
  log.close()
  return (spent * 1000) / rows
}

function slowestPage(log: RequestLog): number {
  const queries: Partial<RequestQuery>[] = [
    {},
    { node: 'node-3' },
    { outcome: 'failed' },
    { tier: 2, outcome: 'failed', node: 'node-3' },
    { node: 'nobody' },
    { model: 'model-1', origin: 'chat' },
    { sinceMs: 3_600_000 },
    { sinceMs: 3_600_000, tier: 0 },
    { before: 500 },
  ]
  return Math.max(
    ...queries.map(query => {
      const samples = Array.from({ length: 20 }, () => {
        const startedAt = performance.now()
        log.list({ limit: 200, ...query })
        return performance.now() - startedAt
      })
      return percentile(samples, 0.5)
    }),
  )
}

/** The log of requests: a month of them, and what it costs the answers meanwhile. */
export async function benchRequestLog(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'harombe-bench-'))
  const path = join(folder, 'requests.db')
  try {
    const write = fillRequestLog(path)
    const log = open(path)
    const page = slowestPage(log)
    await setTimeout(100)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const startedAt = performance.now()
    await log.statistics(hours)
    const first = performance.now() - startedAt
    delay.disable()
    const blocked = delay.max / 1e6
    const again = performance.now()
    await log.statistics(hours)
    const next = performance.now() - again
    log.close()
    return [
      row('log a request, its share of the batch included', write, 'µs', 50),
      row('list 200 of 100,000 requests, slowest filter', page, 'ms', 20),
      row('statistics of 30 days after a start', first, 'ms', null),
      row('… longest the loop stands still meanwhile', blocked, 'ms', 20),
      row('statistics of 30 days', next, 'ms', 200),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
