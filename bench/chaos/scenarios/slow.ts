import { type ApiOutcome, askApi } from '../clients/api'
import { type ChaosOptions, costs, keepGoing, withBench } from '../scenario'
import { type Figure, neverAny, promise, told } from '../verdict'

const tokensPerSecond = 60
const ttftMs = 50

/** R5: of ten nodes one is ten times slower, one fails and one says nothing; soon they get next to nothing to do. */
export function badNodes(options: ChaosOptions): Promise<Figure[]> {
  const learnMs = options.fast ? 6000 : 30_000
  const measureMs = options.fast ? 3000 : 30_000
  const nodes = Math.min(options.nodes, 10)
  return withBench(
    options,
    { nodes, slots: 4, behaviour: { tokensPerSecond, ttftMs, slots: 4 } },
    async run => {
      const { bench } = run
      const [slow = '', failing = '', empty = ''] = bench.nodes.map(({ name }) => name)
      const behave = (name: string, changes: Parameters<typeof bench.farm.call<'behave'>>[1]['changes']) =>
        bench.farm.call('behave', { nodes: [name], changes })
      await behave(slow, { tokensPerSecond: tokensPerSecond / 10, ttftMs: ttftMs * 10 })
      await behave(failing, { status: 500 })
      await behave(empty, { isEmpty: true })

      const questions = async (): Promise<Map<string, number>> => {
        const stats = await bench.farm.call('stats', null)
        return new Map(
          Object.entries(stats).map(([name, { completed, failed, cancelled, rejected, active }]) => [
            name,
            completed + failed + cancelled + rejected + active,
          ]),
        )
      }
      // As many people as the good nodes have room for, and a little less.
      const people = (nodes - 3) * 3
      let asked = 0
      const ask = (): Promise<ApiOutcome> =>
        askApi({
          endpoint: bench.endpoint,
          prompt: run.prompt(asked++, 10, 20),
          dialect: 'openai',
          model: 'auto',
        })
      await keepGoing(people, learnMs, ask)
      const before = await questions()
      const outcomes = await keepGoing(people, measureMs, ask)
      const after = await questions()
      const came = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0)
      const all = Math.max(
        1,
        bench.nodes.reduce((sum, { name }) => sum + came(name), 0),
      )
      const share = (what: string, name: string) =>
        promise(`traffic of the node that ${what}`, (100 * came(name)) / all, '%', { most: 5 })
      return [
        told('learning time', learnMs / 1000, 's'),
        told('questions measured', outcomes.length),
        share('is ten times slower', slow),
        share('answers 500', failing),
        share('answers nothing', empty),
        neverAny('failed', outcomes, ({ end }) => end !== 'done'),
        told(
          'answers without a word',
          outcomes.filter(({ end, text }) => end === 'done' && text === '').length,
        ),
        ...(await costs(bench)),
      ]
    },
  )
}
