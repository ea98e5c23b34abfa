import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NetworkFinding } from '../../../../shared/entities'
import { isHarombeError } from '../../../../shared/harombe-error'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { pageHint } from '../../../format'
import { Banner, Button, Dialog, Spinner, StatusDot } from '../../../ui'
import { checkName, networkSummary, verdictLook } from '../network-words'

type Checkup =
  | { state: 'running' }
  | { state: 'done'; findings: NetworkFinding[] }
  | { state: 'failed'; message: string | null }

function useCheckup(): { checkup: Checkup; again(): void } {
  const client = useClient()
  const [round, setRound] = useState(0)
  const [checkup, setCheckup] = useState<Checkup>({ state: 'running' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new check
  useEffect(() => {
    const lifetime = new AbortController()
    setCheckup({ state: 'running' })
    client.call('cluster.diagnoseNetwork', {}, { signal: lifetime.signal }).then(
      findings => setCheckup({ state: 'done', findings }),
      error => {
        if (lifetime.signal.aborted) return
        setCheckup({
          state: 'failed',
          message: isHarombeError(error) ? error.message : null,
        })
      },
    )
    return () => lifetime.abort()
  }, [client, round])
  return { checkup, again: () => setRound(value => value + 1) }
}

/** The network doctor: why nodes are not found or cannot be reached, and what to do about it. */
export function NetworkDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation()
  const { checkup, again } = useCheckup()
  const running = checkup.state === 'running'
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title={t('cluster.setup.network.title')}
      description={t('cluster.setup.network.description')}
      footer={
        <>
          <Button icon={<RefreshCw />} busy={running} className="mr-auto" onClick={again}>
            {t('cluster.setup.network.again')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('cluster.setup.network.done')}
          </Button>
        </>
      }
    >
      <div className="flex min-h-72 flex-col gap-3">
        <p role="status" className="flex items-center gap-2 font-medium text-sm">
          {running ? <Spinner /> : null}
          {running
            ? t('cluster.setup.network.running')
            : checkup.state === 'done'
              ? networkSummary(checkup.findings, t)
              : ''}
        </p>
        {checkup.state === 'failed' ? (
          <Banner
            tone="danger"
            title={checkup.message === null ? t('cluster.setup.network.failed') : spoken(checkup.message, t)}
          />
        ) : null}
        {checkup.state === 'done' ? <Findings findings={checkup.findings} /> : null}
      </div>
    </Dialog>
  )
}

function Findings({ findings }: { findings: readonly NetworkFinding[] }) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
      {findings.map(({ check, verdict, message, hint }) => {
        const { shape, label } = verdictLook(verdict, t)
        return (
          <li
            key={`${check} ${message}`}
            className="grid grid-cols-[6.5rem_1fr] gap-x-3 px-3 py-2.5 text-sm max-sm:grid-cols-1"
          >
            <StatusDot shape={shape} label={label} className="self-start pt-px text-xs" />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="font-medium">{checkName(check, t)}</p>
              <p className="text-muted">{spoken(message, t)}</p>
              {pageHint(hint, t) === undefined ? null : <p className="mt-1">{pageHint(hint, t)}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
