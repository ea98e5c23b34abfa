import { createRandom } from '../chaos/random'
import { type FigureName, type Figures, figureNames, meanFigures, measure } from './metrics/figures'
import type { Outcome } from './outcome'

export type Interval = readonly [number, number]
export type Intervals = Readonly<Partial<Record<FigureName, Interval>>>

/** The value below which this share of the sorted values lies. */
const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN

/**
 * 95 % intervals by the bootstrap: whole groups are drawn with replacement, as prompts of one group are no independent
 * witnesses. `repetitions` are the same prompts judged several times; a draw takes a group with all of them.
 */
export function bootstrapIntervals(
  repetitions: readonly (readonly Outcome[])[],
  groupOf: (outcome: Outcome) => string,
  { draws, seed }: { draws: number; seed: number },
): Intervals {
  const random = createRandom(seed)
  const grouped = repetitions.map(outcomes => Map.groupBy(outcomes, groupOf))
  const names = [...(grouped[0]?.keys() ?? [])]
  const drawn: Figures[] = Array.from({ length: draws }, () => {
    const chosen = names.map(() => names[Math.floor(random() * names.length)] ?? '')
    return meanFigures(grouped.map(groups => measure(chosen.flatMap(name => groups.get(name) ?? []))))
  })
  const entries = figureNames.flatMap(name => {
    const values = drawn.flatMap(figures => figures[name] ?? []).sort((a, b) => a - b)
    return values.length === 0 ? [] : [[name, [quantile(values, 0.025), quantile(values, 0.975)]] as const]
  })
  return Object.fromEntries(entries)
}
