import type { ApplyRun, ApplyStep } from '../shared/entities'
import { planStepText, planTimeText } from '../shared/entities/plan-words'
import { partText, sizeText } from '../shared/sizes'
import { english } from '../shared/texts/english'
import { withoutControls } from './output'
import type { Style } from './text/style'

const clean = (text: string) => withoutControls(text).replaceAll(/\s+/g, ' ').trim()

export const stepText = (step: ApplyStep): string => clean(planStepText(step, english))

export const isOver = ({ state }: Pick<ApplyStep, 'state'>): boolean =>
  state !== 'pending' && state !== 'running'

const answersText = (count: number) => (count === 1 ? '1 answer' : `${count} answers`)

/** Whole percent, rounded down; null while nobody knows how much there is to do. */
export function percentOf({ progress }: Pick<ApplyStep, 'progress'>): number | null {
  if (progress === null || progress.total === null || progress.total === 0) return null
  return Math.min(100, Math.floor((progress.completed / progress.total) * 100))
}

/** "41 %, 1.9 of 4.7 GB, 24 MB/s, 2 min left"; `perSecond` null where nobody knows. Empty before there is a figure. */
export function progressText(step: ApplyStep, perSecond: number | null): string {
  const { kind, progress } = step
  if (progress === null) return ''
  const { completed, total } = progress
  if (kind === 'drain') {
    const left = (total ?? completed) - completed
    return left === 0 ? '' : `${answersText(left)} being written`
  }
  if (kind !== 'pull') return ''
  const percent = percentOf(step)
  if (total === null || percent === null) return completed === 0 ? '' : sizeText(completed)
  const left = perSecond === null ? [] : [`${sizeText(perSecond)}/s`]
  const time =
    perSecond === null || percent === 100
      ? []
      : [`${planTimeText(((total - completed) / perSecond) * 1000, english)} left`]
  return [`${percent} %`, partText(completed, total), ...left, ...time].join(', ')
}

const signs = {
  done: style => style.good('✓'),
  failed: style => style.bad('✗'),
  skipped: style => style.dim('○'),
  cancelled: style => style.attention('■'),
} as const satisfies Partial<Record<ApplyStep['state'], (style: Style) => string>>

/** A step that ended, and what came of it; empty for one that did not. */
export function endedLines(step: ApplyStep, style: Style): string[] {
  const { state, detail, error } = step
  if (state === 'pending' || state === 'running') return []
  const said = detail ?? error?.message ?? null
  const words = state === 'done' ? '' : `, ${state}`
  return [
    `  ${signs[state](style)} ${stepText(step)}${words}${said === null ? '' : style.dim(`  ${clean(said)}`)}`,
    ...(error?.hint === undefined ? [] : [`      ${style.dim(clean(error.hint))}`]),
  ]
}

const counted = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`
const goOn = '`harombe apply --resume` goes on with the rest.'

/** What an apply came to, in a line or two. */
export function endText({ state, steps, by }: Pick<ApplyRun, 'state' | 'steps' | 'by'>): string[] {
  const count = (wanted: ApplyStep['state']) => steps.filter(step => step.state === wanted).length
  const done = `${count('done')} of ${counted(steps.length, 'step')} done`
  switch (state) {
    case 'running':
      return [`${done} so far.`]
    case 'done':
      return steps.length === 0
        ? ['Written to harombe.yaml; the machines needed nothing.']
        : [`Applied: ${counted(steps.length, 'step')} done.`]
    case 'failed':
      return [`Applied in part: ${done}, ${count('failed')} failed. What was done stays.`, goOn]
    case 'cancelled':
      return [`Stopped: ${done}. What was done stays.`, goOn]
    case 'interrupted':
      return [`Cut off: ${done}${by === 'cli' ? '' : ` (begun by ${by})`}.`, goOn]
  }
}
