import { setTimeout as sleep } from 'node:timers/promises'
import { oracleTokens } from '../../../src/core/simulation/oracle-text'
import { type ApiOutcome, askApi } from '../clients/api'
import { type ChaosOptions, costs, ramp, withBench } from '../scenario'
import { type Figure, judgeApi, neverAny, pace, promise, quantile, told } from '../verdict'
import { wallNow } from '../wall'

const tokensPerSecond = 40
const ttftMs = 50
const slots = 4
const overload = 5
const least = 10
const most = 30
const maxWaitMs = 5000

/** Milliseconds of a slot that an answer takes on an idle machine. */
const serviceOf = ({ prompt }: ApiOutcome): number =>
  ttftMs + ((oracleTokens(prompt).length - 1) * 1000) / tokensPerSecond

/** R6: five times as much is asked as the cluster can answer. */
export function overloaded(options: ChaosOptions): Promise<Figure[]> {
  const lastsMs = options.fast ? 5000 : 300_000
  const nodes = Math.min(options.nodes, 4)
  const cluster = { queue: { max_length: nodes * slots * 2, max_wait: maxWaitMs / 1000 } }
  const settings = { nodes, slots, cluster, behaviour: { tokensPerSecond, ttftMs, slots } }
  return withBench(options, settings, async run => {
    const { bench } = run
    const meanServiceMs = ttftMs + ((least + most) / 2 - 1) * (1000 / tokensPerSecond)
    const count = Math.round((overload * nodes * slots * lastsMs) / meanServiceMs)
    const startedAt = wallNow()
    const rss: number[] = []
    const asking = ramp(count, lastsMs, index =>
      askApi({
        endpoint: bench.endpoint,
        prompt: run.prompt(index, least, most),
        dialect: index % 2 === 0 ? 'openai' : 'ollama',
      }),
    )
    const samples = 20
    for (let sample = 0; sample < samples; sample++) {
      await sleep(lastsMs / samples)
      rss.push((await bench.coordinator.call('figures', null)).rss)
    }
    const outcomes = await asking

    const done = outcomes.filter(({ end }) => end === 'done')
    // The first moments fill the slots, the last empty them: neither is overload.
    const from = startedAt + lastsMs * 0.1
    const inTime = done.filter(({ endedAt }) => endedAt >= from && endedAt <= startedAt + lastsMs)
    const busyMs = inTime.reduce((sum, outcome) => sum + serviceOf(outcome), 0)
    const goodput = (100 * busyMs) / (nodes * slots * lastsMs * 0.9)
    // Turned away at the door; who waited in vain as long as one may is told so as well, and later.
    const took = ({ askedAt, endedAt }: ApiOutcome) => endedAt - askedAt
    const refused = outcomes.filter(({ end }) => end === 'refused')
    const atOnce = refused.filter(outcome => took(outcome) < maxWaitMs / 2)
    const waits = done.map(({ askedAt, firstAt }) => (firstAt ?? askedAt) - askedAt)
    const early = quantile(rss.slice(4, 8), 0.5)
    const late = quantile(rss.slice(-4), 0.5)
    return [
      told('asked', count),
      told('asked ÷ capacity', overload, '×'),
      ...judgeApi(outcomes),
      pace('goodput ÷ capacity', goodput, '%', { least: 90 }),
      told('turned away at once', atOnce.length),
      pace('turned away within, p95', quantile(atOnce.map(took), 0.95), 'ms', { most: 100 }),
      told('turned away after waiting', refused.length - atOnce.length),
      neverAny(
        'refused otherwise than 503 with Retry-After',
        refused,
        o => o.status !== 503 || o.retryAfter === null,
      ),
      promise('wait of those answered, p95', quantile(waits, 0.95) / 1000, 's', {
        most: maxWaitMs / 1000 + 0.5,
      }),
      told('RSS late ÷ early', early === 0 ? 0 : (100 * late) / early, '%'),
      ...(await costs(bench)),
    ]
  })
}
