import { Trans, useTranslation } from 'react-i18next'
import type { MemoryStatus } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { Stage } from '../../../components'
import { formatCount, formatSize } from '../../../format'
import { navigate } from '../../../navigation'
import { Banner, Button, ProgressBar, Skeleton } from '../../../ui'
import type { KnownStatus } from '../use-memory-status'
import { Panel } from './panel'

function Figures({ status }: { status: MemoryStatus }) {
  const { t } = useTranslation()
  const figures = [
    { name: t('memory.kept.chats'), value: formatCount(status.conversations) },
    { name: t('memory.kept.messages'), value: formatCount(status.messages) },
    { name: t('memory.kept.files'), value: formatCount(status.attachments) },
    { name: t('memory.kept.onDisk'), value: formatSize(status.bytes) },
  ]
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="font-semibold text-lg">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How far all of it can be searched by meaning. */
function MeaningIndex({ embedding: { model, indexed, pending, problem } }: Pick<MemoryStatus, 'embedding'>) {
  const { t } = useTranslation()
  const total = indexed + pending
  const text = t('memory.kept.pieces', {
    count: total,
    part: formatCount(indexed),
    figure: formatCount(total),
  })
  return (
    <div className="flex flex-col gap-2 border-line border-t pt-3 text-sm">
      <h3 className="font-medium">{t('memory.kept.meaning')}</h3>
      {model === null ? (
        <>
          <p className="text-muted">{t('memory.kept.noModel')}</p>
          <Button
            size="sm"
            className="self-start"
            onClick={() => navigate({ page: 'models', model: null, node: null })}
          >
            {t('memory.kept.getModel')}
          </Button>
        </>
      ) : (
        <>
          <p className="text-muted">
            <Trans
              t={t}
              i18nKey={pending === 0 ? 'memory.kept.withAll' : 'memory.kept.withSome'}
              count={total}
              values={{ model, figure: formatCount(total) }}
              components={{ model: <span className="font-mono text-ink [overflow-wrap:anywhere]" /> }}
            />
          </p>
          {pending === 0 ? null : (
            <>
              <ProgressBar label={t('memory.kept.index')} share={indexed / total} text={text} />
              <p data-figure className="text-muted text-xs">
                {text}
              </p>
            </>
          )}
        </>
      )}
      {problem === null ? null : (
        <Banner tone="warn" title={t('memory.kept.notAll')}>
          {spoken(problem, t)}
        </Banner>
      )}
    </div>
  )
}

/** How much is kept. */
export function KeptPanel({ status, error, refresh }: KnownStatus) {
  const { t } = useTranslation()
  return (
    <Panel title={t('memory.kept.title')} hint={t('memory.kept.hint')}>
      {error === null ? null : (
        <Banner
          tone="danger"
          title={error}
          actions={
            <Button size="sm" onClick={refresh}>
              {t('memory.tryAgain')}
            </Button>
          }
        />
      )}
      {status !== null ? (
        <>
          <Figures status={status} />
          <MeaningIndex embedding={status.embedding} />
        </>
      ) : error === null ? (
        <Stage text={t('memory.loading')}>
          <Skeleton className="h-40 w-full" />
        </Stage>
      ) : null}
    </Panel>
  )
}
