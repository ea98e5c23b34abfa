import { setTimeout as sleep } from 'node:timers/promises'
import type { WindowOutcome } from '../clients/windows'
import { createOtherHost, type OtherHost, type Partition } from '../network'
import { type ChaosOptions, costs, deadline, openPool, ramp, readDatabase, withBench } from '../scenario'
import { type Figure, gapsOf, judgeWindows, promise, quantile, told } from '../verdict'
import { wallNow } from '../wall'

/** What the coordinator waits between two parts of an answer, and what finding another node may take on top. */
const stallMs = 30_000
const graceMs = 5000

async function underPartitions(options: ChaosOptions, other: OtherHost): Promise<Figure[]> {
  const lastsMs = options.fast ? 8000 : 40_000
  const streams = Math.min(options.streams, options.fast ? 40 : 120)
  const settings = {
    nodes: other.hosts.length,
    behaviour: { tokensPerSecond: 10, ttftMs: 60 },
    farm: { hosts: other.hosts, wrapper: other.wrapper },
  }
  return withBench(options, settings, async run => {
    const { bench, random } = run
    const pool = await openPool(bench, streams, random)
    const late = deadline(600_000, pool.close)
    const outcomes: WindowOutcome[] = []
    const figures: Figure[] = []
    const kinds: readonly Partition[] = ['both', 'to', 'from']
    for (const [round, how] of kinds.entries()) {
      const index = round % other.hosts.length
      const [host = '', node = ''] = [other.hosts[index], bench.nodes[index]?.name]
      const asking = ramp(streams, 1000, item => pool.ask(run.prompt(round * streams + item, 40, 80)))
      await sleep(2500)
      other.partition(host, how)
      const cutAt = wallNow()
      await sleep(lastsMs)
      other.partition(host, 'none')
      const healedAt = performance.now()
      await bench.until(
        `${node} online again`,
        async () => (await bench.views()).every(({ status }) => status === 'online'),
        60_000,
      )
      const backAfter = (performance.now() - healedAt) / 1000
      const answered = await asking
      outcomes.push(...answered)
      const gaps = gapsOf(answered, new Map([[node, cutAt]]))
      const which = how === 'both' ? 'both ways' : how === 'to' ? 'to the node' : 'from the node'
      figures.push(
        told(`${which}: answers that moved to another node`, gaps.length),
        promise(`${which}: cut to first new text, p95`, quantile(gaps, 0.95) / 1000, 's', {
          most: (stallMs + graceMs) / 1000,
        }),
        promise(`${which}: healed to online`, backAfter, 's', { most: 15 }),
      )
    }
    late.stop()
    pool.close()
    const cost = await costs(bench)
    await bench.stopCoordinator()
    return [
      told('each partition lasted', lastsMs / 1000, 's'),
      ...judgeWindows(outcomes, readDatabase(bench)),
      ...figures,
      ...cost,
    ]
  })
}

/** R17: packets between the coordinator and one node are dropped, both ways and one way, and some time later they are not. */
export async function partitioned(options: ChaosOptions): Promise<Figure[]> {
  const other = createOtherHost(`hrb-i${process.pid % 100_000}`, Math.max(2, Math.min(options.nodes, 4)))
  if (typeof other === 'string') return [{ ...told('not run', 1), examples: [other] }]
  try {
    return await underPartitions(options, other)
  } finally {
    other.remove()
  }
}
