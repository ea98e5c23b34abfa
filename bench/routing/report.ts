import { foldCount } from './cross-validate'
import type { FigureName, Figures } from './metrics/figures'
import type { JudgedBar, PartResult, RoutingResult } from './result'
import { formatTable } from './table'

const columns: readonly (readonly [FigureName, string])[] = [
  ['accuracy', 'accuracy'],
  ['simpleKept', 'simple→0'],
  ['hardRaised', 'hard→2'],
  ['givenFast', 'at 0'],
  ['givenMedium', 'at 1'],
  ['givenPowerful', 'at 2'],
  ['under', 'under'],
  ['over', 'over'],
  ['severe', 'severe'],
  ['kappa', 'QWK'],
  ['aucMedium', 'AUC ≥1'],
  ['aucPowerful', 'AUC 2'],
  ['knownSimpleKept', 'known simple→0'],
  ['knownHardKept', 'known hard→0'],
]
const calibration: readonly (readonly [FigureName, string])[] = [
  ['brier', 'Brier'],
  ['eceMedium', 'ECE ≥1'],
  ['ecePowerful', 'ECE 2'],
]

/** .731, -.020, 1.000; a dash where nothing can be told. */
export function share(value: number | null, digits = 3): string {
  return value === null ? '–' : value.toFixed(digits).replace(/^(-?)0\./, '$1.')
}

type Columns = readonly (readonly [FigureName, string])[]
const cells = (figures: Figures, chosen: Columns) => chosen.map(([name]) => share(figures[name]))
const heads = (chosen: Columns) => chosen.map(([, title]) => title)

function partTable(title: string, parts: readonly PartResult[]): string[] {
  const rows = parts.map(({ part, prompts, figures }) => [part, String(prompts), ...cells(figures, columns)])
  return formatTable([title, 'n', ...heads(columns)], rows)
}

function barLine({ what, of, value, least, most, interval, isMet }: JudgedBar): readonly string[] {
  const unit = of === 'speed' ? 0 : 3
  const bar = least === undefined ? `≤ ${share(most ?? null, unit === 0 ? 0 : 2)}` : `≥ ${share(least, 2)}`
  const range = interval === null ? '' : `(${share(interval[0])} to ${share(interval[1])})`
  return [isMet ? 'met' : 'MISSED', of, what, `bar ${bar}`, `got ${share(value, unit)}`, range]
}

/** The result as a person reads it. */
export function reportLines(result: RoutingResult): string[] {
  const { confusion, routers, speed, bars, seeds } = result
  const again = seeds === 1 ? '' : `, ${seeds} times`
  const missed = bars.filter(({ isMet }) => !isMet).length
  return [
    `${result.prompts} prompts in ${result.groups} groups. "Simple" means: a small model did it well, not: it looks easy to a person.`,
    `Routers that learn are trained anew for each of ${foldCount} folds${again}; no group (translations, paraphrases, the same question in other words) is on both sides.`,
    'Single labels agree with each other 52 to 75 % of the time, so differences under .02 mean nothing. simple→0: of those that need tier 0, kept there;',
    'hard→2: of those that need tier 2, sent there; known: simple or hard by construction; severe: two tiers off; QWK: quadratic weighted kappa, 0 is chance.',
    '',
    ...formatTable(
      ['router', ...heads(columns)],
      routers.map(({ router, isFitted, figures }) => [
        isFitted ? `${router} *` : router,
        ...cells(figures, columns),
      ]),
    ),
    '* fitted on these very prompts, so its figures flatter it.',
    '',
    ...formatTable(
      ['probabilities of', ...heads(calibration)],
      routers
        .filter(({ figures }) => figures.brier !== null)
        .map(({ router, figures }) => [router, ...cells(figures, calibration)]),
    ),
    '',
    'ours, balanced: what was needed (rows) against what was given (columns), first repetition',
    ...formatTable(
      ['', 'tier 0', 'tier 1', 'tier 2'],
      confusion.map((counts, tier) => [`needs ${tier}`, ...counts.map(String)]),
    ),
    '',
    ...partTable('ours, balanced', result.bySource),
    '',
    ...partTable('language', result.byLanguage),
    '',
    ...partTable('never trained on', result.unseenSources),
    '',
    ...(result.evaluation.length === 0 ? [] : [...partTable('own prompts', result.evaluation), '']),
    `speed: ${speed.shortMicroseconds.toFixed(0)} µs for 2,000 characters, ${speed.longMicroseconds.toFixed(0)} µs for 100,000; ${speed.startMilliseconds.toFixed(1)} ms to unpack the model and judge the first text`,
    '',
    ...formatTable(['', 'of', 'what', 'bar', 'got', '95 % interval'], bars.map(barLine)),
    '',
    missed === 0 ? `All ${bars.length} bars are met.` : `${missed} of ${bars.length} bars are missed.`,
  ]
}
