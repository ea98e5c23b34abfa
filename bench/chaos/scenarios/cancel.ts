import { setTimeout as sleep } from 'node:timers/promises'
import { askApi } from '../clients/api'
import { type ChaosOptions, costs, withBench } from '../scenario'
import { type Figure, figure, never, pace, quantile, told } from '../verdict'
import { wallNow } from '../wall'

/** More would wait for the two cores of a small machine, and it is not their waiting that is measured. */
const people = 16

/** R8: clients leave in mid-answer, some before its first word; the node is let go at once and no slot stays taken. */
export function cancelled(options: ChaosOptions): Promise<Figure[]> {
  const count = options.fast ? 300 : 10_000
  const behaviour = { tokensPerSecond: 50, ttftMs: 40 }
  const nodes = Math.min(options.nodes, 6)
  return withBench(options, { nodes, slots: 20, behaviour, proxied: false }, async run => {
    const { bench, random } = run
    const leftAt = new Map<string, number>()
    const closedAt = new Map<string, number>()
    let next = 0
    let early = 0

    const leave = async (): Promise<void> => {
      const prompt = run.prompt(next++, 300, 300)
      const leaving = new AbortController()
      const go = () => {
        if (leaving.signal.aborted) return
        leftAt.set(prompt, wallNow())
        leaving.abort()
      }
      // Some lose patience before the first word, the others somewhere in the answer.
      const patience = random()
      const parts = 1 + Math.floor(random() * 8)
      let heard = 0
      const impatience = patience < 0.2 ? setTimeout(go, patience * 200) : undefined
      const { firstAt } = await askApi({
        endpoint: bench.endpoint,
        prompt,
        dialect: next % 2 === 0 ? 'openai' : 'ollama',
        signal: leaving.signal,
        onText() {
          if (++heard >= parts) go()
        },
      })
      clearTimeout(impatience)
      if (firstAt === null) early++
    }
    const collect = async () => {
      for (const { prompt, at } of await bench.farm.call('ends', null)) closedAt.set(prompt, at)
    }
    const person = async () => {
      while (next < count) await leave()
    }
    await Promise.all(Array.from({ length: people }, person))
    await sleep(1000)
    await collect()

    const reached = [...leftAt].filter(([prompt]) => closedAt.has(prompt))
    const delays = reached.map(([prompt, at]) => Math.max(0, (closedAt.get(prompt) ?? at) - at))
    const stats = await bench.farm.call('stats', null)
    const running = Object.values(stats).reduce((sum, { active }) => sum + active, 0)
    const views = await bench.views()
    return [
      told('left', leftAt.size),
      told('left before the first word', early),
      told('had reached a node', reached.length),
      told('client gone to upstream closed, p50', quantile(delays, 0.5), 'ms'),
      figure('client gone to upstream closed, p99', quantile(delays, 0.99), 'ms', { most: 250 }),
      pace('client gone to upstream closed, longest', Math.max(0, ...delays), 'ms', { most: 250 }),
      never('answers that go on on a node', running),
      never(
        'slots still taken',
        views.reduce((sum, { activeRequests }) => sum + activeRequests, 0),
      ),
      ...(await costs(bench)),
    ]
  })
}
