import { Download } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HardwareReport, ModelJob, ModelsView } from '../../../shared/entities'
import { spoken } from '../../../shared/texts/spoken'
import { useClient } from '../../client'
import type { HardwareState } from '../../components'
import { formatPart, formatSize, pageHint } from '../../format'
import { Banner, Button, Card, Field, ProgressBar, Select, Skeleton, StatusDot, toast } from '../../ui'
import { wordsOf } from '../../words-of'
import { useEngine } from './use-engine'
import { useModels } from './use-models'

/** The model that suits this machine, with what it costs and brings, and a way to get it. */
export function ModelStep({ hardware }: { hardware: HardwareState }) {
  const { t } = useTranslation()
  const view = useModels()
  return (
    <section className="flex flex-col gap-4">
      <h2 className="font-semibold text-lg">{t('onboarding.model.title')}</h2>
      {hardware === null || view === null ? (
        <>
          <p role="status" className="text-muted text-sm">
            {t('onboarding.model.reading')}
          </p>
          <Skeleton className="h-32 w-full" />
        </>
      ) : 'error' in hardware ? (
        <p className="text-danger text-sm">{hardware.error}</p>
      ) : (
        <Recommended recommendation={hardware.report.recommendation} view={view} />
      )}
    </section>
  )
}

interface RecommendedProps {
  recommendation: HardwareReport['recommendation']
  view: ModelsView
}

function Recommended({ recommendation, view }: RecommendedProps) {
  const { t } = useTranslation()
  const { model, reason, sizeBytes, tokensPerSecond } = recommendation
  const speed =
    tokensPerSecond === undefined
      ? null
      : tokensPerSecond.atLeast === tokensPerSecond.atMost
        ? t('onboarding.model.speedAbout', tokensPerSecond)
        : t('onboarding.model.speedBetween', tokensPerSecond)
  return (
    <>
      {view.models.length === 0 ? null : (
        <p className="text-muted text-sm">{t('onboarding.model.has', { count: view.models.length })}</p>
      )}
      <Card className="flex flex-col gap-4 p-4">
        <div>
          <p className="font-medium font-mono text-md">{model}</p>
          <p className="mt-1 text-muted text-sm [overflow-wrap:anywhere]">{spoken(reason, t)}</p>
        </div>
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          {sizeBytes === undefined ? null : (
            <Fact label={t('onboarding.model.size')} value={formatSize(sizeBytes)} />
          )}
          {speed === null ? null : (
            <Fact label={t('onboarding.model.speed')} value={speed} note={t('onboarding.model.from')} />
          )}
        </dl>
        <Getting model={model} view={view} />
      </Card>
    </>
  )
}

function Fact({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-muted text-xs">{label}</dt>
      <dd data-figure className="font-semibold text-base">
        {value}
      </dd>
      {note === undefined ? null : <dd className="text-muted text-xs">{note}</dd>}
    </div>
  )
}

function Getting({ model, view }: { model: string; view: ModelsView }): ReactNode {
  const { t } = useTranslation()
  const client = useClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const places = view.nodes.filter(({ online, abilities }) => online && abilities.pull)
  const place = places.find(({ node }) => node === chosen) ?? places[0]
  const job = view.jobs.find(each => each.kind === 'pull' && each.model === model)
  const there = view.models.find(each => each.name === model)
  if (there !== undefined) {
    return <StatusDot shape="ok" label={t('onboarding.model.there', { node: there.node })} />
  }
  if (job?.state === 'running') return <Pulling job={job} />
  if (place === undefined) return <Engine />
  async function pull(node: string): Promise<void> {
    try {
      await client.call('models.pullModel', { node, model })
    } catch (error) {
      toast.error(wordsOf(error, t('onboarding.model.failed')))
    }
  }
  return (
    <div className="flex flex-col items-start gap-3">
      {job?.state === 'failed' ? (
        <Banner tone="danger" title={spoken(job.error?.message ?? t('onboarding.model.failed'), t)}>
          {pageHint(job.error?.hint, t)}
        </Banner>
      ) : null}
      {places.length < 2 ? null : (
        <Field label={t('onboarding.model.on')} className="w-full sm:w-64">
          {control => (
            <Select {...control} value={place.node} onChange={event => setChosen(event.target.value)}>
              {places.map(({ node }) => (
                <option key={node}>{node}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Button icon={<Download />} onClick={() => void pull(place.node)}>
        {t('onboarding.model.download', { model })}
      </Button>
    </div>
  )
}

function Pulling({ job }: { job: ModelJob }) {
  const { t } = useTranslation()
  const { totalBytes, completedBytes, model, node } = job
  const text = totalBytes === null ? job.status : formatPart(completedBytes, totalBytes)
  const label = t('onboarding.model.fetching', { model, node })
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap justify-between gap-2 text-sm">
        <span>{label}</span>
        <span data-figure className="text-muted">
          {text}
        </span>
      </p>
      <ProgressBar
        share={totalBytes === null || totalBytes === 0 ? null : completedBytes / totalBytes}
        label={label}
        text={text}
      />
    </div>
  )
}

/** Nobody here can fetch a model: harombe's own engine can. */
function Engine() {
  const { t } = useTranslation()
  const { work, install } = useEngine()
  return (
    <div className="flex flex-col items-start gap-3">
      <div>
        <p className="font-medium text-sm">{t('onboarding.model.absent')}</p>
        <p className="text-muted text-sm">{t('onboarding.model.absentText')}</p>
      </div>
      {work.state === 'failed' ? <Banner tone="danger" title={work.problem} /> : null}
      {work.state === 'busy' ? (
        <div role="status" className="flex w-full flex-col gap-1.5 text-sm">
          {t('onboarding.model.installing')}
          <ProgressBar share={null} label={t('onboarding.model.installing')} text={work.line} />
          <span className="truncate font-mono text-muted text-xs">{work.line}</span>
        </div>
      ) : (
        <Button onClick={() => void install()}>{t('onboarding.model.engine')}</Button>
      )}
    </div>
  )
}
