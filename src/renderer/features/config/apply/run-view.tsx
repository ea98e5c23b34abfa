import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ApplyRun, ApplyStep } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import { pageHint } from '../../../format'
import { Banner, Card, cn, ProgressBar, StatusDot } from '../../../ui'
import { useNow } from '../../../use-now'
import { useApplies } from './apply-context'
import {
  progressText,
  type RunLane,
  runLanes,
  runProgress,
  stepShapes,
  stepShare,
  stepTitle,
  tookText,
} from './run-lanes'

/** Shorter than this is not worth telling. */
const noticedMs = 2_000

/** An apply with its steps, live while it runs. */
export function RunView({ run }: { run: ApplyRun }) {
  const { t } = useTranslation()
  const watchError = useStore(useApplies().mirror.store, state => state.error)
  const { done, all, share } = runProgress(run)
  const text = t('config.apply.progress', { done, all })
  return (
    <div className="flex flex-col gap-4">
      {watchError === null ? null : (
        <Banner tone="warn" title={t('config.apply.watchFailed')}>
          {spoken(watchError, t)}
        </Banner>
      )}
      {all === 0 ? null : (
        <div className="flex flex-col gap-1.5">
          <p className="flex items-baseline gap-3 text-sm">
            <span data-figure>{text}</span>
            <Elapsed run={run} />
          </p>
          <ProgressBar share={share} label={t('config.apply.progressLabel')} text={text} />
        </div>
      )}
      {runLanes(run).map(lane => (
        <Lane key={lane.node ?? ''} lane={lane} />
      ))}
    </div>
  )
}

function Elapsed({ run: { startedAt, endedAt } }: { run: ApplyRun }) {
  const { t } = useTranslation()
  const now = useNow()
  const ms = (endedAt ?? now) - startedAt
  return (
    <span data-figure className="ml-auto text-muted text-xs">
      {ms < noticedMs ? null : tookText(ms, t)}
    </span>
  )
}

function Lane({ lane: { node, steps, state } }: { lane: RunLane }) {
  const { t } = useTranslation()
  const name = node ?? t('config.apply.cluster')
  return (
    <Card as="article" aria-label={t('config.apply.steps', { node: name })}>
      <h3 className="flex items-center gap-3 border-line border-b px-4 py-2 font-semibold text-sm">
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</span>
        <StatusDot
          shape={stepShapes[state]}
          label={t(`config.apply.state.${state}`)}
          className="shrink-0 font-normal text-muted text-xs"
        />
      </h3>
      <ol className="flex flex-col py-1.5">
        {steps.map(step => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </Card>
  )
}

function Step({ step }: { step: ApplyStep }) {
  const { t } = useTranslation()
  const { state, detail, error } = step
  const title = stepTitle(step, t)
  const amount = progressText(step, t)
  const hint = pageHint(error?.hint, t)
  const isQuiet = state === 'pending' || state === 'skipped'
  return (
    <li className="flex flex-col gap-1 px-4 py-1.5">
      <p className={cn('flex items-baseline gap-2.5 text-sm', isQuiet && 'text-muted')}>
        <StatusDot shape={stepShapes[state]} label={t(`config.apply.state.${state}`)} hideLabel />
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{title}</span>
        <span data-figure className="shrink-0 text-muted text-xs">
          {amount ?? took(step, t)}
        </span>
      </p>
      {state === 'running' && step.kind === 'pull' ? (
        <ProgressBar share={stepShare(step)} label={title} text={amount ?? title} className="ml-5" />
      ) : null}
      {error !== null ? (
        <p
          className={cn(
            'ml-5 text-xs [overflow-wrap:anywhere]',
            // What was asked to end has not gone wrong.
            state === 'failed' ? 'text-danger' : 'text-muted',
          )}
        >
          {spoken(error.message, t)}
          {hint === undefined ? null : <span className="text-muted"> {hint}</span>}
        </p>
      ) : detail === null || state === 'pending' ? null : (
        <p className="ml-5 text-muted text-xs [overflow-wrap:anywhere]">{spoken(detail, t)}</p>
      )}
    </li>
  )
}

function took({ startedAt, endedAt, state }: ApplyStep, t: Translate): string | null {
  if (state !== 'done' || startedAt === null || endedAt === null) return null
  const ms = endedAt - startedAt
  return ms < noticedMs ? null : tookText(ms, t)
}
