import { decimalText, sizeText } from '../sizes'
import type { Translate } from '../texts/translator'
import type { Tier } from './common'
import type { Plan, PlanCause, PlanChange, PlanStep, PlanSummary } from './plan'
import { tierName } from './tier-words'

export type PlanMark = 'add' | 'change' | 'remove' | 'move' | 'pull' | 'load'

/** Add, change and remove as Terraform's users know them. */
export const planSymbols = {
  add: '+',
  change: '~',
  remove: '-',
  move: '→',
  pull: '↓',
  load: '▲',
} as const satisfies Record<PlanMark, string>

const marks = {
  node_added: 'add',
  node_removed: 'remove',
  node_moved: 'move',
  node_renamed: 'change',
  node_changed: 'change',
  setting_changed: 'change',
  model_pulled: 'pull',
  model_loaded: 'load',
} as const satisfies Record<PlanChange['kind'], PlanMark>

/** One change in words. */
export interface PlanLine {
  /** Of the change. */
  id: string
  mark: PlanMark
  /** Null: a setting outside the nodes. */
  node: string | null
  /** `pull qwen2.5:14b onto gaming-pc`. */
  text: string
  /** What to know of it, a few words each: `in force already`, `4.7 GB from ollama.com`. */
  notes: string[]
  /** The values of a changed node, one line each: `model: qwen2.5:7b → qwen2.5:14b`. */
  fields: string[]
  cause: PlanCause
}

type TimeUnit = 'seconds' | 'minutes' | 'hours'

function coarseTime(ms: number, t: Translate): { unit: TimeUnit; value: string } {
  const seconds = Math.max(1, Math.round(ms / 1000))
  if (seconds <= 90) return { unit: 'seconds', value: String(seconds) }
  const minutes = Math.round(seconds / 60)
  if (minutes <= 90) return { unit: 'minutes', value: String(minutes) }
  const hours = minutes / 60
  return { unit: 'hours', value: decimalText(hours, hours < 10 ? 1 : 0, t('common.language'), 0) }
}

/** How long something takes, coarsely: more would only pretend. */
export function planTimeText(ms: number, t: Translate): string {
  const { unit, value } = coarseTime(ms, t)
  return t(`words.plan.time.${unit}`, { value })
}

function estimateText(estimate: PlanStep['estimate'], t: Translate): string | null {
  if (estimate === null) return null
  const low = coarseTime(estimate.lowMs, t)
  const high = coarseTime(estimate.highMs, t)
  const to = planTimeText(estimate.highMs, t)
  if (low.unit === high.unit && low.value === high.value) return t('words.plan.note.takes', { time: to })
  const from = low.unit === high.unit ? low.value : planTimeText(estimate.lowMs, t)
  return t('words.plan.note.takesBetween', { from, to })
}

function valueText(
  path: string,
  { before, after }: { before: string | null; after: string | null },
  t: Translate,
): string {
  if (before === null) return t('words.plan.settingSet', { path, after: after ?? '' })
  if (after === null) return t('words.plan.settingUnset', { path, before })
  return t('words.plan.setting', { path, before, after })
}

/** With its word: `tier 0 (fast)`. */
const tierText = (tier: Tier, t: Translate): string =>
  t('words.plan.tier', { tier, name: tierName(tier, t).toLowerCase() })

function textOf(change: PlanChange, t: Translate): string {
  switch (change.kind) {
    case 'node_added': {
      const { node, url, enabled } = change
      const tier = tierText(change.tier, t)
      return enabled
        ? t('words.plan.add', { node, url, tier })
        : t('words.plan.addDisabled', { node, url, tier })
    }
    case 'node_removed':
      return t('words.plan.remove', { node: change.node, tier: tierText(change.tier, t) })
    case 'node_moved': {
      const { node, from, to } = change
      return t('words.plan.move', { node, from, to: tierText(to, t) })
    }
    case 'node_renamed':
      return t('words.plan.rename', { node: change.node, from: change.from })
    case 'node_changed':
      return change.fields.length === 0
        ? t('words.plan.finish', { node: change.node })
        : t('words.plan.change', { node: change.node, count: change.fields.length })
    case 'setting_changed':
      return valueText(change.path, change, t)
    case 'model_pulled':
      return t('words.plan.pull', { node: change.node, model: change.model })
    case 'model_loaded':
      return t('words.plan.load', { node: change.node, model: change.model })
  }
}

function sourceText({ sizeBytes, source }: { sizeBytes: number | null; source: string }, t: Translate) {
  return sizeBytes === null
    ? t('words.plan.note.from', { source })
    : t('words.plan.note.sizeFrom', { size: sizeText(sizeBytes, t('common.language')), source })
}

function notesOf(change: PlanChange, t: Translate): string[] {
  const notes: (string | null)[] = []
  if (change.kind === 'node_added' && change.model !== '')
    notes.push(t('words.plan.note.model', { model: change.model }))
  if (change.kind === 'model_pulled') notes.push(sourceText(change, t))
  if (change.kind === 'model_pulled' || change.kind === 'model_loaded') {
    notes.push(estimateText(change.estimate, t))
    if (change.wantedBy === 'models') notes.push(t('words.plan.note.byRule'))
  }
  if (change.kind === 'model_pulled' && change.fit !== 'gpu' && change.fit !== 'unknown')
    notes.push(t(`words.fit.${change.fit}`))
  // What is in force has had its restart, or needs none: a change was taken back.
  if (change.kind === 'setting_changed' && change.restart && !change.inForce)
    notes.push(t('words.plan.note.restart'))
  if (change.cause !== 'file') notes.push(t(`words.plan.note.${change.cause}`))
  if ('inForce' in change && change.inForce) notes.push(t('words.plan.note.inForce'))
  return notes.filter(note => note !== null)
}

/** All changes in words, in the plan's order: those of one node are together, settings last. */
export const planLines = ({ changes }: Pick<Plan, 'changes'>, t: Translate): PlanLine[] =>
  changes.map(change => ({
    id: change.id,
    mark: marks[change.kind],
    node: 'node' in change ? change.node : null,
    text: textOf(change, t),
    notes: notesOf(change, t),
    fields: change.kind === 'node_changed' ? change.fields.map(field => valueText(field.path, field, t)) : [],
    cause: change.cause,
  }))

/** `Plan: 1 to add, 2 models to pull (13.7 GB).` */
export function planSummaryText(summary: PlanSummary, t: Translate): string {
  const parts: string[] = (['add', 'change', 'remove', 'move'] as const)
    .filter(kind => summary[kind] > 0)
    .map(kind => t(`words.plan.summary.${kind}`, { count: summary[kind] }))
  const { pull, load, settings, downloadBytes } = summary
  if (pull > 0) {
    const size = sizeText(downloadBytes, t('common.language'))
    parts.push(
      downloadBytes === 0
        ? t('words.plan.summary.pull', { count: pull })
        : t('words.plan.summary.pullSize', { count: pull, size }),
    )
  }
  if (load > 0) parts.push(t('words.plan.summary.load', { count: load }))
  if (settings > 0) parts.push(t('words.plan.summary.settings', { count: settings }))
  if (parts.length === 0) return t('words.plan.summary.nothing')
  return t('words.plan.summary.line', { parts: parts.join(', ') })
}

/** `Pull qwen2.5:14b onto gaming-pc`. */
export const planStepText = ({ kind, node, model }: PlanStep, t: Translate): string =>
  t(`words.plan.step.${kind}`, { node: node ?? '', model: model ?? '' })
