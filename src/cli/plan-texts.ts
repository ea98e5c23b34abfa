import type { Plan, PlanFinding, PlanStep } from '../shared/entities'
import {
  type PlanLine,
  type PlanMark,
  planLines,
  planStepText,
  planSummaryText,
  planSymbols,
  planTimeText,
} from '../shared/entities/plan-words'
import { english } from '../shared/texts/english'
import { withoutControls } from './output'
import type { Style } from './text/style'

/** As Terraform has them. */
const colours = {
  add: 'good',
  change: 'attention',
  remove: 'bad',
  move: 'accent',
  pull: 'accent',
  load: 'accent',
} as const satisfies Record<PlanMark, keyof Style>

/** Names of models and reasons come from other machines. */
const clean = (text: string) => withoutControls(text).replaceAll(/\s+/g, ' ').trim()

function changeLines({ mark, text, notes, fields }: PlanLine, style: Style): string[] {
  const remarks = notes.length === 0 ? '' : style.dim(`  (${clean(notes.join('; '))})`)
  return [
    `  ${style[colours[mark]](planSymbols[mark])} ${clean(text)}${remarks}`,
    ...fields.map(field => `      ${clean(field)}`),
  ]
}

const severities = {
  error: style => style.bad('error'),
  warning: style => style.attention('warning'),
  info: style => style.dim('note'),
} as const satisfies Record<PlanFinding['severity'], (style: Style) => string>

/** What does it here, where a hint says only what to do. */
const commands: Partial<Record<PlanFinding['code'], string>> = {
  plain_secret: '`harombe config secrets --move` does that.',
}

function findingLines({ severity, code, message, hint }: PlanFinding, style: Style): string[] {
  const todo = [hint, commands[code]].filter(part => part !== undefined).join(' ')
  return [
    `  ${severities[severity](style)}: ${clean(message)}`,
    ...(todo === '' ? [] : [`      ${style.dim(clean(todo))}`]),
  ]
}

function stepLine({ estimate, ...step }: PlanStep, number: number, style: Style): string {
  const time = estimate === null ? '' : style.dim(`  (up to ${planTimeText(estimate.highMs, english)})`)
  return `  ${String(number).padStart(2)}. ${clean(planStepText({ estimate, ...step }, english))}${time}`
}

const titled = (title: string, lines: readonly string[], style: Style) =>
  lines.length === 0 ? [] : [style.bold(title), ...lines, '']

export const isNothingToDo = ({ changes, steps }: Pick<Plan, 'changes' | 'steps'>): boolean =>
  changes.length === 0 && steps.length === 0

/** A plan as a page of text; `detailed`: with the steps, in an order in which they can be taken. */
export function planPage(
  plan: Plan,
  { detailed = false }: { detailed?: boolean | undefined },
  style: Style,
): string[] {
  const { changes, findings, steps, targets, refreshed, summary } = plan
  return [
    ...titled(
      'Changes',
      planLines({ changes }, english).flatMap(line => changeLines(line, style)),
      style,
    ),
    ...titled(
      'To know',
      findings.flatMap(finding => findingLines(finding, style)),
      style,
    ),
    ...(detailed
      ? titled(
          'Steps',
          steps.map((step, index) => stepLine(step, index + 1, style)),
          style,
        )
      : []),
    ...(targets.length === 0
      ? []
      : [`Only ${targets.map(clean).join(', ')} was looked at, and no settings.`]),
    ...(refreshed ? [] : ['No machine was asked: this is what the last checks saw.']),
    planSummaryText(summary, english),
  ]
}
