import { setTimeout as sleep } from 'node:timers/promises'
import { askApi } from '../clients/api'
import {
  type ChaosOptions,
  costs,
  deadline,
  keepGoing,
  openPool,
  type Run,
  readDatabase,
  withBench,
} from '../scenario'
import { type Figure, judgeApi, judgeWindows, never, told } from '../verdict'

/** R3 restarts every node within ten minutes; here each takes its turn at once after the other, which is harder. */
interface Tempo {
  everyMs: number
  awayMs: number
}
const tempoOf = ({ fast }: ChaosOptions): Tempo =>
  fast ? { everyMs: 900, awayMs: 500 } : { everyMs: 6000, awayMs: 3000 }

async function restartEach({ bench, random }: Run, { everyMs, awayMs }: Tempo): Promise<void> {
  for (const { name } of bench.nodes) {
    await sleep(everyMs - awayMs)
    await bench.fault(name, random() < 0.5 ? 'reset' : 'fin')
    await sleep(awayMs)
    await bench.fault(name, 'up')
  }
}

/** R3: each node is restarted once under load. Windows ask on; programs have their answers held until they are whole. */
export function rollingRestart(options: ChaosOptions): Promise<Figure[]> {
  const tempo = tempoOf(options)
  const streams = Math.min(options.streams, 200)
  const behaviour = { tokensPerSecond: options.fast ? 30 : 12, ttftMs: 60 }
  return withBench(options, { behaviour }, async run => {
    const { bench, random } = run
    const lasts = bench.nodes.length * tempo.everyMs
    const common = async (): Promise<Figure[]> => [
      told('nodes restarted', bench.nodes.length),
      told('restarts took', lasts / 1000, 's'),
      ...(await costs(bench)),
    ]
    if (options.mode === 'api') {
      const giveUp = new AbortController()
      const late = deadline(lasts + 180_000, () => giveUp.abort())
      const [outcomes] = await Promise.all([
        keepGoing(streams, lasts, index =>
          askApi({
            endpoint: bench.endpoint,
            prompt: run.prompt(index, 20, 60),
            dialect: index % 2 === 0 ? 'openai' : 'ollama',
            signal: giveUp.signal,
            headers: { 'x-harombe-on-stream-failure': 'buffer' },
          }),
        ),
        restartEach(run, tempo),
      ])
      late.stop()
      return [
        ...judgeApi(outcomes),
        never('not whole', outcomes.filter(({ end }) => end !== 'done').length),
        ...(await common()),
      ]
    }
    const pool = await openPool(bench, streams, random)
    const late = deadline(lasts + 180_000, pool.close)
    const [outcomes] = await Promise.all([
      keepGoing(streams, lasts, index => pool.ask(run.prompt(index, 20, 60))),
      restartEach(run, tempo),
    ])
    late.stop()
    pool.close()
    const cost = await common()
    await bench.stopCoordinator()
    return [...judgeWindows(outcomes, readDatabase(bench)), ...cost]
  })
}
