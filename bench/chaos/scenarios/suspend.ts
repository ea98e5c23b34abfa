import { setTimeout as sleep } from 'node:timers/promises'
import { type ChaosOptions, costs, deadline, openPool, ramp, readDatabase, withBench } from '../scenario'
import { type Figure, judgeWindows, never, told } from '../verdict'

/** R15: the coordinator's process stands still for a while, as in a short sleep of its machine, and goes on. */
export function suspended(options: ChaosOptions): Promise<Figure[]> {
  const stops = options.fast ? [3000] : [10_000, 20_000]
  const streams = Math.min(options.streams, 200)
  return withBench(
    options,
    { behaviour: { tokensPerSecond: options.fast ? 20 : 10, ttftMs: 60 } },
    async run => {
      const { bench, random } = run
      const pool = await openPool(bench, streams, random)
      const late = deadline(180_000, pool.close)
      const outcomes = []
      for (const [round, stop] of stops.entries()) {
        const asking = ramp(streams, 1000, index => pool.ask(run.prompt(round * streams + index, 30, 60)))
        await sleep(1500)
        bench.coordinator.signal('SIGSTOP')
        await sleep(stop)
        bench.coordinator.signal('SIGCONT')
        outcomes.push(...(await asking))
      }
      late.stop()
      const views = await bench.views()
      pool.close()
      const cost = await costs(bench)
      await bench.stopCoordinator()
      const open = views.flatMap(({ name, breakers }) =>
        breakers.filter(({ state }) => state !== 'closed').map(breaker => ({ name, ...breaker })),
      )
      return [
        told('stood still, longest', Math.max(...stops) / 1000, 's'),
        ...judgeWindows(outcomes, readDatabase(bench)),
        never(
          'breakers open afterwards',
          open.length,
          open.map(({ name, model, state, reason }) => `${name} ${model}: ${state}, ${reason}`),
        ),
        never('nodes not online afterwards', views.filter(({ status }) => status !== 'online').length),
        // Standing still is no work, so the longest delay says nothing here.
        ...cost.filter(({ what }) => !what.startsWith('event-loop')),
      ]
    },
  )
}
