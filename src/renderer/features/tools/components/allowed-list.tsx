import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { RememberedApproval } from '../../../../shared/entities'
import { ExactText, toolTitle } from '../../../components'
import { formatDuration } from '../../../format'
import { texts } from '../../../texts'
import { Button, Card, EmptyState, Skeleton, toast } from '../../../ui'
import { useNow } from '../../../use-now'
import type { ToolsStore } from '../tools-store'
import { Problem } from './problem'

const minuteMs = 60_000

/** To the minute; the last minute is one, too. */
const remainingText = (expiresAt: number, now: number) =>
  formatDuration(Math.max(1, Math.ceil((expiresAt - now) / minuteMs)) * minuteMs).replace(/ 0 (s|min)$/, '')

function AllowedRow({ allowed, tools }: { allowed: RememberedApproval; tools: ToolsStore }) {
  const { id, tool, exact, workspace, expiresAt } = allowed
  const now = useNow(30_000)
  const [busy, setBusy] = useState(false)
  async function revoke(): Promise<void> {
    setBusy(true)
    const isGone = await tools.revoke(id)
    setBusy(false)
    if (isGone) toast.success('It is asked for again from now on')
    else toast.error('The permission could not be taken back.')
  }
  return (
    <li>
      <Card as="article" aria-label={toolTitle(tool, texts.t)} className="flex flex-col gap-3 p-4">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-medium text-sm">{toolTitle(tool, texts.t)}</h2>
          <p data-figure className="text-muted text-xs">
            for another {remainingText(expiresAt, now)}
          </p>
          <Button size="sm" className="ml-auto" busy={busy} onClick={() => void revoke()}>
            Take back
          </Button>
        </header>
        <ExactText exact={exact} />
        <p className="text-muted text-xs">
          in <span className="font-mono text-ink [overflow-wrap:anywhere]">{workspace}</span>
        </p>
      </Card>
    </li>
  )
}

/** Calls that are not asked for again for a while. */
export function AllowedList({ tools }: { tools: ToolsStore }) {
  const { value, error } = useStore(tools.store, state => state.remembered)
  if (error !== null && value === null)
    return <Problem title={error} onRetry={() => void tools.refreshRemembered()} />
  if (value === null) return <Skeleton className="h-32 w-full" />
  return (
    <div className="flex flex-col gap-3">
      {error === null ? null : <Problem title={error} onRetry={() => void tools.refreshRemembered()} />}
      {value.length === 0 ? (
        <EmptyState icon={<ShieldCheck />} title="Nothing is allowed in advance">
          When a tool asks, you can allow exactly that call for 24 hours. It is listed here then, and can be
          taken back.
        </EmptyState>
      ) : (
        <>
          <p className="text-muted text-sm">
            Exactly these calls run without being asked for, in this folder only. Once a chat holds what
            others wrote, such as a web page, they are asked for all the same.
          </p>
          <ul className="flex flex-col gap-3">
            {value.map(allowed => (
              <AllowedRow key={allowed.id} allowed={allowed} tools={tools} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
