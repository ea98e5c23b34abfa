import { describe, expect, it } from 'vitest'
import { measure } from './metrics/figures'
import { judgeAll } from './outcome'
import { readOwnPrompts } from './own-prompts'
import { shippedRouter } from './routers/ours'

/** The short form of `npm run bench:routing`, which needs no data but our own: a model file that does not fit its code shows here. */
describe('the shipped model, on prompts it was not trained on', () => {
  const outcomes = judgeAll(shippedRouter('balanced'), readOwnPrompts('evaluation'))
  const figures = measure(outcomes)

  const wrong = outcomes.filter(({ row, tier }) => (row.tier === 0) !== (tier === 0)).map(({ row }) => row.id)
  const seen = `wrong: ${wrong.join(', ')}`

  it('keeps what is known to be simple on tier 0', () => {
    expect(figures.knownSimpleKept, seen).toBeGreaterThanOrEqual(0.97)
  })

  it('sends what is known to be hard higher, and nearly all of it where quality is preferred', () => {
    expect(figures.knownHardKept, seen).toBeLessThanOrEqual(0.15)
    const careful = measure(judgeAll(shippedRouter('quality'), readOwnPrompts('evaluation')))
    expect(careful.knownHardKept).toBeLessThanOrEqual(0.1)
  })

  it('tells simple from hard in every language there is', () => {
    for (const [lang, own] of Map.groupBy(outcomes, ({ row }) => row.lang)) {
      expect(measure(own).aucMedium, lang).toBeGreaterThan(0.85)
    }
  })

  it('sends less up the thriftier it is to be', () => {
    const rows = outcomes.map(({ row }) => row)
    const shareUp = (preference: 'eco' | 'balanced' | 'quality') => {
      const { givenFast } = measure(judgeAll(shippedRouter(preference), rows))
      return 1 - (givenFast ?? 1)
    }
    expect(shareUp('eco')).toBeLessThan(shareUp('balanced'))
    expect(shareUp('balanced')).toBeLessThan(shareUp('quality'))
  })
})
