import type { ApplyRun, ApplyStep, ApplyStepState } from '../../../../shared/entities'
import { planTimeText } from '../../../../shared/entities/plan-words'
import type { Translate } from '../../../../shared/texts/translator'
import { formatDuration, formatPart, formatShare, formatSize } from '../../../format'
import type { StatusShape } from '../../../ui'

/** The steps of one machine, or (node null) of the cluster as a whole, in their order. */
export interface RunLane {
  node: string | null
  steps: readonly ApplyStep[]
  state: ApplyStepState
}

/** What stands for the whole lane: what went wrong, then what goes on. */
function laneState(steps: readonly ApplyStep[]): ApplyStepState {
  const has = (state: ApplyStepState) => steps.some(step => step.state === state)
  for (const state of ['failed', 'running', 'cancelled'] as const) if (has(state)) return state
  if (has('pending')) return has('done') ? 'running' : 'pending'
  return has('done') ? 'done' : 'skipped'
}

/** In the order of the steps; once it has ended, what went wrong stands first. */
export function runLanes({ steps, state }: Pick<ApplyRun, 'steps' | 'state'>): RunLane[] {
  const lanes = [...new Set(steps.map(({ node }) => node))].map(node => {
    const own = steps.filter(step => step.node === node)
    return { node, steps: own, state: laneState(own) }
  })
  const hasFailed = ({ state: of }: RunLane) => of === 'failed'
  return state === 'running' ? lanes : [...lanes.filter(hasFailed), ...lanes.filter(lane => !hasFailed(lane))]
}

const isOver = ({ state }: ApplyStep) => state !== 'pending' && state !== 'running'

/** 0–1 of a step; null where nobody knows. */
export function stepShare({ state, progress }: Pick<ApplyStep, 'state' | 'progress'>): number | null {
  if (state === 'done') return 1
  if (state !== 'running' || progress === null || progress.total === null || progress.total === 0) return null
  return Math.min(1, progress.completed / progress.total)
}

/** Of a step nobody can tell the time of. */
const usualMs = 2_000

const middle = ({ estimate }: Pick<ApplyStep, 'estimate'>): number | null =>
  estimate === null ? null : Math.max(usualMs, (estimate.lowMs + estimate.highMs) / 2)

/**
 * What each step is of the whole, by the time it takes: else a bar would be nearly full before the first download has begun. A
 * download of unknown size is taken for one like the others.
 */
function weigher(steps: readonly ApplyStep[]): (step: ApplyStep) => number {
  const pulls = steps.flatMap(step => (step.kind === 'pull' ? (middle(step) ?? []) : []))
  const unknownPull = pulls.length === 0 ? usualMs : pulls.reduce((sum, ms) => sum + ms, 0) / pulls.length
  return step => middle(step) ?? (step.kind === 'pull' ? unknownPull : usualMs)
}

export interface RunProgress {
  /** Steps that were done; those that failed or were left out are not. */
  done: number
  all: number
  /** 0–1: while it runs of what nothing more comes of, with what of the running ones is done; at the end of what was done. */
  share: number
}

export function runProgress({ steps, state }: Pick<ApplyRun, 'steps' | 'state'>): RunProgress {
  const isDone = (step: ApplyStep) => step.state === 'done'
  const done = steps.filter(isDone).length
  // What failed took no time, and is no less of it.
  if (state !== 'running')
    return { done, all: steps.length, share: steps.length === 0 ? 1 : done / steps.length }
  const shareOf = (step: ApplyStep) => (isOver(step) ? 1 : (stepShare(step) ?? 0))
  const weight = weigher(steps)
  const all = steps.reduce((sum, step) => sum + weight(step), 0)
  const reached = steps.reduce((sum, step) => sum + weight(step) * shareOf(step), 0)
  return { done, all: steps.length, share: all === 0 ? 1 : reached / all }
}

/** Steps that were to be done and were not. */
export const undoneSteps = ({ steps }: Pick<ApplyRun, 'steps'>): number =>
  steps.filter(({ state }) => state !== 'done').length

export const stepShapes: Record<ApplyStepState, StatusShape> = {
  pending: 'idle',
  running: 'busy',
  done: 'ok',
  failed: 'danger',
  skipped: 'off',
  cancelled: 'paused',
}

export const runShapes: Record<ApplyRun['state'], StatusShape> = {
  running: 'busy',
  done: 'ok',
  failed: 'danger',
  cancelled: 'paused',
  interrupted: 'warn',
}

/** Within the lane of its machine, so without the name of it. */
export const stepTitle = ({ kind, model }: Pick<ApplyStep, 'kind' | 'model'>, t: Translate): string =>
  t(`config.apply.step.${kind}`, { model: model ?? '' })

/** "1.2 of 4.7 GB", "2 answers left"; null before there is anything to say. */
export function progressText({ kind, state, progress }: ApplyStep, t: Translate): string | null {
  if (state !== 'running' || progress === null) return null
  const { completed, total } = progress
  if (kind === 'pull') return total === null ? formatSize(completed) : formatPart(completed, total)
  if (kind !== 'drain') return null
  return t('config.apply.drainLeft', { count: total === null ? completed : Math.max(0, total - completed) })
}

/** How long it has taken, in whole seconds. */
export const tookText = (ms: number, t: Translate): string =>
  ms < 10_000 ? planTimeText(ms, t) : formatDuration(ms)

/** What goes on now in one line: "Downloading qwen2.5:14b on gaming-pc, 43 %"; null when nothing does. */
export function nowText({ steps }: Pick<ApplyRun, 'steps'>, t: Translate): string | null {
  const running = steps.filter(({ state }) => state === 'running')
  // The one that takes longest is the one that is waited for.
  const step = running.find(({ kind }) => kind === 'pull') ?? running[0]
  if (step === undefined) return null
  const what = t(`config.apply.now.${step.kind}`, { node: step.node ?? '', model: step.model ?? '' })
  const share = step.kind === 'pull' ? stepShare(step) : null
  return share === null
    ? what
    : t('config.apply.nowShare', { what, share: formatShare(Math.floor(share * 100) / 100) })
}

/** What a screen reader hears between two looks at an apply; null when there is nothing new to say. */
export function runAnnouncement(
  before: ApplyRun | null | undefined,
  after: ApplyRun | null,
  t: Translate,
): string | null {
  // The first look tells of what was before: no news.
  if (before === undefined || after === null) return null
  if (before?.id === after.id && before.state === after.state) return null
  return t(`config.apply.said.${after.state}`, { count: after.steps.length })
}
