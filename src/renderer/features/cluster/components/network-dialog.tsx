import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { NetworkFinding } from '../../../../shared/entities'
import { isHarombeError } from '../../../../shared/harombe-error'
import { useClient } from '../../../client'
import { pageHint } from '../../../format'
import { Banner, Button, Dialog, Spinner, StatusDot } from '../../../ui'
import { checkName, networkSummary, verdictLook } from '../network-words'

type Checkup =
  | { state: 'running' }
  | { state: 'done'; findings: NetworkFinding[] }
  | { state: 'failed'; message: string }

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
          message: isHarombeError(error) ? error.message : 'The network could not be checked.',
        })
      },
    )
    return () => lifetime.abort()
  }, [client, round])
  return { checkup, again: () => setRound(value => value + 1) }
}

/** The network doctor: why nodes are not found or cannot be reached, and what to do about it. */
export function NetworkDialog({ onClose }: { onClose(): void }) {
  const { checkup, again } = useCheckup()
  const running = checkup.state === 'running'
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      title="Check the network"
      description="Whether nodes can be found and reached from this machine, and it from them."
      footer={
        <>
          <Button icon={<RefreshCw />} busy={running} className="mr-auto" onClick={again}>
            Check again
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <div className="flex min-h-72 flex-col gap-3">
        <p role="status" className="flex items-center gap-2 font-medium text-sm">
          {running ? <Spinner /> : null}
          {running
            ? 'Looking; this takes a few seconds'
            : checkup.state === 'done'
              ? networkSummary(checkup.findings)
              : ''}
        </p>
        {checkup.state === 'failed' ? <Banner tone="danger" title={checkup.message} /> : null}
        {checkup.state === 'done' ? <Findings findings={checkup.findings} /> : null}
      </div>
    </Dialog>
  )
}

function Findings({ findings }: { findings: readonly NetworkFinding[] }) {
  return (
    <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
      {findings.map(({ check, verdict, message, hint }) => {
        const { shape, label } = verdictLook(verdict)
        return (
          <li
            key={`${check} ${message}`}
            className="grid grid-cols-[6.5rem_1fr] gap-x-3 px-3 py-2.5 text-sm max-sm:grid-cols-1"
          >
            <StatusDot shape={shape} label={label} className="self-start pt-px text-xs" />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="font-medium">{checkName(check)}</p>
              <p className="text-muted">{message}</p>
              {pageHint(hint) === undefined ? null : <p className="mt-1">{pageHint(hint)}</p>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
