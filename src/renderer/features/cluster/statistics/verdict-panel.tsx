import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ClusterView } from '../../../../shared/entities'
import { formatRoute } from '../../../navigation'
import { Button, Card, SegmentedControl, Skeleton, StatusDot } from '../../../ui'
import { useNodeActions } from '../node-actions'
import { ComparisonDialog } from './comparison-dialog'
import type { Period, StatisticsStore } from './statistics-store'
import { type VerdictAdvice, verdict } from './verdict'
import { adviceText, reasonText, verdictShapes } from './verdict-words'

export interface VerdictPanelProps {
  view: ClusterView
  statistics: StatisticsStore
  onAdd(): void
}

/** Answers "is my cluster working well?" in words, with what that rests on and what to do. */
export function VerdictPanel({ view, statistics, onAdd }: VerdictPanelProps) {
  const { t } = useTranslation()
  const { period, statistics: figures, hasFailed } = useStore(statistics.store)
  const [compares, setCompares] = useState(false)
  const ended = view.summary.answers + view.summary.failures + view.summary.rejected
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request that ended is the reason to look
  useEffect(statistics.refresh, [statistics, ended])
  const isKept = figures !== null && figures.kept !== 'off'
  const { state, reasons, advice } = verdict({ nodes: view.nodes, statistics: isKept ? figures : null })
  const isKnown = figures !== null || hasFailed || state === 'down'
  return (
    <section aria-label={t('cluster.figures.verdict.title')}>
      <Card className="flex flex-col gap-2 px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          <h2 className="text-muted text-xs">{t('cluster.figures.verdict.title')}</h2>
          {isKnown ? (
            <span role="status">
              <StatusDot
                shape={verdictShapes[state]}
                label={t(`cluster.figures.verdict.state.${state}`)}
                className="whitespace-normal font-semibold text-sm"
              />
            </span>
          ) : (
            <span role="status">
              <span className="sr-only">{t('cluster.figures.verdict.loading')}</span>
              <Skeleton className="h-5 w-44" />
            </span>
          )}
          <SegmentedControl<Period>
            label={t('cluster.figures.period.label')}
            value={period}
            onChange={statistics.choose}
            className="ml-auto"
            options={[
              { value: 'today', label: t('cluster.figures.period.today') },
              { value: 'week', label: t('cluster.figures.period.week') },
            ]}
          />
        </div>
        {isKnown && reasons.length > 0 ? (
          <ul
            aria-label={t('cluster.figures.verdict.because')}
            className="flex flex-wrap gap-x-5 gap-y-0.5 text-sm"
          >
            {reasons.map(reason => (
              <li key={reason.kind} className="[overflow-wrap:anywhere]">
                {reasonText(reason, t)}
              </li>
            ))}
          </ul>
        ) : null}
        {isKnown && advice.length > 0 ? (
          <ul
            aria-label={t('cluster.figures.verdict.todo')}
            className="flex flex-wrap gap-x-5 gap-y-0.5 text-sm"
          >
            {advice.map(each => (
              <li key={JSON.stringify(each)}>
                <Advice advice={each} view={view} onAdd={onAdd} />
              </li>
            ))}
          </ul>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
          <Button variant="link" size="inline" className="text-xs" onClick={() => setCompares(true)}>
            {t('cluster.figures.verdict.details')}
          </Button>
          {hasFailed ? <span>{t('cluster.figures.verdict.problem')}</span> : null}
          {figures?.kept === 'off' ? <span>{t('cluster.figures.verdict.off')}</span> : null}
        </div>
        {compares ? <ComparisonDialog statistics={statistics} onClose={() => setCompares(false)} /> : null}
      </Card>
    </section>
  )
}

interface AdviceProps {
  advice: VerdictAdvice
  view: ClusterView
  onAdd(): void
}

/** Advice leads to where it can be followed. */
function Advice({ advice, view, onAdd }: AdviceProps) {
  const { t } = useTranslation()
  const run = useNodeActions()
  const text = adviceText(advice, t)
  const link = 'focus-ring rounded-xs text-left text-accent underline-offset-3 hover:underline'
  switch (advice.kind) {
    case 'moreSlots':
      return <span>{text}</span>
    case 'addNode':
    case 'addTier':
      return (
        <button type="button" className={link} onClick={onAdd}>
          {text}
        </button>
      )
    case 'wake': {
      const node = view.nodes.find(({ name }) => name === advice.node)
      return (
        <button type="button" className={link} onClick={() => node !== undefined && run('wake', node)}>
          {text}
        </button>
      )
    }
    case 'readFailures':
      return (
        <a className={link} href={formatRoute({ page: 'activity', request: null })}>
          {text}
        </a>
      )
    case 'getModel':
      return (
        <a className={link} href={formatRoute({ page: 'models', model: null, node: null })}>
          {text}
        </a>
      )
    case 'check':
    case 'look':
    case 'smallerModel':
      return (
        <a className={link} href={formatRoute({ page: 'cluster', node: advice.node })}>
          {text}
        </a>
      )
  }
}
