import { RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelJob } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { RichText } from '../../../components'
import { pageHint } from '../../../format'
import { Button, Card, IconButton, ProgressBar, StatusDot } from '../../../ui'
import { jobShare } from '../cell-state'
import { failedTitle, jobFigures } from '../job-words'
import { useServices } from '../services'
import { foremostJobs } from '../shown-jobs'

/** More would leave the table no room. */
const mostShown = 2

/** Pulls under way and what went wrong. */
export function JobList({ jobs }: { jobs: readonly ModelJob[] }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  if (jobs.length === 0) return null
  const shown = whole ? jobs : foremostJobs(jobs, mostShown)
  return (
    <Card className="max-h-[42%] shrink-0 overflow-y-auto">
      <ul aria-label={t('models.job.list')} className="divide-y divide-line">
        {shown.map(job => (
          <li key={job.id}>{job.state === 'failed' ? <FailedJob job={job} /> : <RunningJob job={job} />}</li>
        ))}
      </ul>
      {jobs.length > mostShown ? (
        <button
          type="button"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
          className="eased w-full border-line border-t px-4 py-1.5 text-left text-muted text-xs outline-none hover:bg-hover focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
        >
          {whole ? t('models.job.fewer') : t('models.job.more', { count: jobs.length - mostShown })}
        </button>
      ) : null}
    </Card>
  )
}

function RunningJob({ job }: { job: ModelJob }) {
  const { t } = useTranslation()
  const { models } = useServices()
  const { amount, speed, left } = jobFigures(job, t)
  const about = { model: job.model, node: job.node }
  const title = t('models.job.title', about)
  return (
    <div className="flex items-center gap-4 py-2 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-3 text-sm">
          <span className="min-w-0 truncate text-muted">
            <RichText
              text={t('models.job.to', about)}
              marks={{ name: <span className="font-medium font-mono text-ink" /> }}
            />
          </span>
          <span data-figure className="ml-auto flex shrink-0 gap-3 text-muted text-xs">
            <span>{amount}</span>
            {speed === null ? null : <span className="min-w-14 text-right">{speed}</span>}
            {left === null ? null : <span className="min-w-22 text-right max-sm:hidden">{left}</span>}
          </span>
        </p>
        <ProgressBar
          share={jobShare(job)}
          label={title}
          text={[amount, left].filter(Boolean).join(', ')}
          className="mt-1.5"
        />
      </div>
      <IconButton label={t('models.job.cancel', about)} size="sm" onClick={() => void models.cancel(job)}>
        <X />
      </IconButton>
    </div>
  )
}

function FailedJob({ job }: { job: ModelJob }) {
  const { t } = useTranslation()
  const { models } = useServices()
  const hint = pageHint(job.error?.hint)
  return (
    <div role="alert" className="flex items-start gap-3 bg-danger-soft py-2 pr-2 pl-4 text-sm">
      <div className="min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere]">
        <p className="font-medium">
          <StatusDot shape="danger" label={t('models.job.failed')} hideLabel className="mr-2" />
          {failedTitle(job, t)}
        </p>
        <p className="mt-0.5 pl-4.5 text-muted">
          {job.error === null ? t('models.job.unsaid') : spoken(job.error.message, t)}
          {hint === undefined ? null : ` ${spoken(hint, t)}`}
        </p>
      </div>
      <Button size="sm" icon={<RotateCcw />} onClick={() => void models.retry(job)}>
        {t('common.retry')}
      </Button>
      <IconButton label={t('models.job.dismiss')} size="sm" onClick={() => models.dismiss(job.id)}>
        <X />
      </IconButton>
    </div>
  )
}
