import { createTextJudge } from '../../src/core/coordination/classification/text-judge'
import { type Bar, crossValidatedBars, evaluationBars, judgeBar, speedBars, unseenSourceBars } from './bars'
import { crossValidate, foldCount, leaveSourcesOut } from './cross-validate'
import { groupsOf } from './groups'
import { bootstrapIntervals, type Intervals } from './intervals'
import { confusionOfOutcomes, type Figures, meanFigures, measure } from './metrics/figures'
import { judgeAll, type Outcome } from './outcome'
import type { JudgedBar, PartResult, RouterResult, RoutingResult } from './result'
import { always } from './routers/baselines'
import { originalHeuristic } from './routers/original'
import { preferences, shippedRouter } from './routers/ours'
import type { GoldRow } from './rows'
import { measureSpeed, type Speed } from './speed'
import type { Trainer } from './trainer'

const bootstrapDraws = 500

/** Repetitions together, so that a part's figure is the mean of what each of them gives. */
function partsOf(
  repetitions: readonly (readonly Outcome[])[],
  kindOf: (row: GoldRow) => string,
): PartResult[] {
  const kinds = [...new Set(repetitions.flatMap(outcomes => outcomes.map(({ row }) => kindOf(row))))].sort()
  return kinds.map(part => {
    const own = repetitions.map(outcomes => outcomes.filter(({ row }) => kindOf(row) === part))
    return { part, prompts: own[0]?.length ?? 0, figures: meanFigures(own.map(measure)) }
  })
}

const judged = (of: string, bars: readonly Bar[], figures: Figures, intervals: Intervals = {}): JudgedBar[] =>
  bars.map(bar => ({
    of,
    figure: bar.figure,
    interval: intervals[bar.figure] ?? null,
    ...judgeBar(bar, figures),
  }))

function speedBarsOf(speed: Speed): JudgedBar[] {
  const rows = [
    ['µs for 2,000 characters', speed.shortMicroseconds, speedBars.shortMicroseconds],
    ['µs for 100,000 characters', speed.longMicroseconds, speedBars.longMicroseconds],
    ['ms to start', speed.startMilliseconds, speedBars.startMilliseconds],
  ] as const
  return rows.map(([what, value, most]) => ({
    ...{ of: 'speed', what, value, most, isMet: value <= most },
    ...{ interval: null, figure: null },
  }))
}

export interface RoutingBench {
  rows: readonly GoldRow[]
  /** Only trained on, never asked about. */
  further: readonly GoldRow[]
  /** Prompts of our own that no model is trained on. */
  evaluation: readonly GoldRow[]
  trainer: Trainer
  seeds: number
  /** Told how far it is. */
  say(progress: string): void
}

/** The group of each row, over all of them: a prompt and its like in another set are never on both sides. */
function groupsAmong(rows: readonly GoldRow[]): (row: GoldRow) => string {
  const names = groupsOf(rows)
  const groups = new Map(rows.map((row, index) => [row, names[index] ?? row.id]))
  return row => groups.get(row) ?? row.id
}

/** Measures everything. Deterministic but for the speed. */
export function runRoutingBench(bench: RoutingBench): RoutingResult {
  const { rows, further, evaluation, trainer, seeds, say } = bench
  // First: what is unpacked once would be there already.
  const speed = measureSpeed(createTextJudge, rows)
  const groupOf = groupsAmong([...rows, ...further])
  const work = { rows, further, groupOf, trainer, say }
  const seedList = Array.from({ length: seeds }, (_, index) => index + 1)
  const repetitions = crossValidate(work, seedList)
  const unseen = leaveSourcesOut(work)

  const intervalsOf = (runs: readonly (readonly Outcome[])[]) =>
    bootstrapIntervals(runs, ({ row }) => groupOf(row), { draws: bootstrapDraws, seed: 1 })
  const ours = preferences.map((preference): RouterResult & { intervals: Intervals } => {
    const own = repetitions.map(repetition => repetition.ours[preference])
    return {
      router: `ours, ${preference}`,
      isFitted: false,
      figures: meanFigures(own.map(measure)),
      intervals: intervalsOf(own),
    }
  })
  const shipped = preferences.map(shippedRouter)
  const fixed = [originalHeuristic, always(0), always(1), always(2)]
  const [, balanced] = ours
  const balancedRuns = repetitions.map(repetition => repetition.ours.balanced)
  const evaluated = judgeAll(shippedRouter('balanced'), evaluation)
  const pooled = measure(unseen.ours.balanced)

  return {
    prompts: rows.length,
    groups: new Set(rows.map(groupOf)).size,
    folds: foldCount,
    seeds,
    routers: [
      ...ours.map(({ router, isFitted, figures }) => ({ router, isFitted, figures })),
      ...shipped.map(router => ({
        router: `shipped model, ${router.name}`,
        isFitted: true,
        figures: measure(judgeAll(router, rows)),
      })),
      {
        router: 'length only',
        isFitted: false,
        figures: meanFigures(repetitions.map(({ length }) => measure(length))),
      },
      ...fixed.map(router => ({
        router: router.name,
        isFitted: false,
        figures: measure(judgeAll(router, rows)),
      })),
    ],
    intervals: balanced?.intervals ?? {},
    confusion: confusionOfOutcomes(balancedRuns[0] ?? []),
    bySource: partsOf(balancedRuns, row => row.source),
    byLanguage: partsOf(balancedRuns, row => row.lang),
    unseenSources: [
      ...partsOf([unseen.ours.balanced], row => row.source),
      { part: 'all of them', prompts: rows.length, figures: pooled },
    ],
    evaluation: [
      ...partsOf([evaluated], row => row.lang),
      { part: 'all of them', prompts: evaluation.length, figures: measure(evaluated) },
    ],
    speed,
    bars: [
      ...ours.flatMap(({ router, figures, intervals }, index) =>
        judged(router, crossValidatedBars[preferences[index] ?? 'balanced'], figures, intervals),
      ),
      ...judged('sources never trained on', unseenSourceBars, pooled, intervalsOf([unseen.ours.balanced])),
      ...(evaluation.length === 0
        ? []
        : judged('own prompts', evaluationBars, measure(evaluated), intervalsOf([evaluated]))),
      ...speedBarsOf(speed),
    ],
  }
}
