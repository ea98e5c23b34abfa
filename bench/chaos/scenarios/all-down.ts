import { setTimeout as sleep } from 'node:timers/promises'
import type { WindowOutcome } from '../clients/windows'
import { type ChaosOptions, costs, deadline, openPool, ramp, readDatabase, withBench } from '../scenario'
import { type Figure, judgeWindows, neverAny, promise, quantile, told } from '../verdict'
import { wallNow } from '../wall'

/** How long a request waits for a node to come back, by the configuration's default. */
const maxWaitMs = 60_000
/** What may come on top of it: an attempt that was under way, the end being told. */
const graceMs = 5000
/** Nodes come back one after the other, as machines do after a power cut. */
const staggerMs = 300
const settleMs = 500

/** R4: the whole cluster is away for a while; then it comes back, and nothing is stampeded. */
export function allDown(options: ChaosOptions): Promise<Figure[]> {
  const downMs = options.fast ? 4000 : 60_000
  const streams = Math.min(options.streams, 400)
  const behaviour = { tokensPerSecond: 20, ttftMs: 60 }
  // All of them wait at once, in a line that is as long as they are many.
  const cluster = { queue: { max_length: streams } }
  return withBench(options, { behaviour, cluster }, async run => {
    const { bench, random } = run
    const pool = await openPool(bench, streams, random)
    const late = deadline(downMs + maxWaitMs + 120_000, pool.close)
    const ask = (index: number) => pool.ask(run.prompt(index, 30, 60))
    const half = Math.floor(streams / 2)

    // Some are in the middle of their answer when everything goes, the others ask while there is nobody.
    const before = ramp(half, 1000, ask)
    await sleep(1200)
    await Promise.all(
      bench.nodes.map(({ name }, index) => bench.fault(name, index % 2 === 0 ? 'reset' : 'fin')),
    )
    const wentAt = wallNow()
    // What was cut off then was no attempt to come back.
    await sleep(settleMs)
    await bench.farm.call('ends', null)
    const during = ramp(streams - half, downMs * 0.8, index => ask(half + index))
    await sleep(downMs - settleMs)
    const backAt = wallNow()
    for (const { name } of bench.nodes) {
      await bench.fault(name, 'up')
      await sleep(staggerMs)
    }
    const outcomes = [...(await before), ...(await during)]
    late.stop()
    pool.close()

    const attempts = (await bench.farm.call('ends', null)).length
    const pending = outcomes.filter(({ endedAt }) => endedAt === 0 || endedAt > wentAt)
    const recovered = outcomes.flatMap(({ firstAt }) => [...firstAt.values()]).filter(at => at > backAt)
    const failed = outcomes.filter(({ state }) => state === 'failed')
    const waited = ({ askedAt, endedAt }: WindowOutcome) => endedAt - Math.max(askedAt, wentAt)
    const cost = await costs(bench)
    await bench.stopCoordinator()
    // Failing clearly after the whole wait is allowed here; failing early is not.
    const isEarly = (o: WindowOutcome) =>
      o.state === 'failed' && waited(o) < Math.min(maxWaitMs, downMs) - graceMs
    const figures = judgeWindows(outcomes, readDatabase(bench))
    return [
      told('away for', downMs / 1000, 's'),
      ...figures.filter(({ what }) => what !== 'failed'),
      told('failed after waiting as long as they may', failed.length),
      neverAny('failed before that', outcomes, isEarly),
      promise('longest wait until failing', Math.max(0, ...failed.map(waited)) / 1000, 's', {
        most: (maxWaitMs + graceMs) / 1000,
      }),
      promise('first node back to first new text', (Math.min(...recovered) - backAt) / 1000, 's', {
        most: 10,
      }),
      told('first node back to new text, p95', (quantile(recovered, 0.95) - backAt) / 1000, 's'),
      promise('attempts for each waiting question', attempts / Math.max(1, pending.length), '×', {
        most: 1.2,
      }),
      ...cost,
    ]
  })
}
