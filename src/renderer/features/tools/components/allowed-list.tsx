import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { RememberedApproval } from '../../../../shared/entities'
import { ExactText, RichText, Stage, toolTitle } from '../../../components'
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
  const { t } = useTranslation()
  const now = useNow(30_000)
  const [busy, setBusy] = useState(false)
  async function revoke(): Promise<void> {
    setBusy(true)
    const isGone = await tools.revoke(id)
    setBusy(false)
    if (isGone) toast.success(texts.t('tools.allowed.tookBack'))
    else toast.error(texts.t('tools.allowed.notTakenBack'))
  }
  return (
    <li>
      <Card as="article" aria-label={toolTitle(tool, t)} className="flex flex-col gap-3 p-4">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="font-medium text-sm">{toolTitle(tool, t)}</h2>
          <p data-figure className="text-muted text-xs">
            {t('tools.allowed.remaining', { duration: remainingText(expiresAt, now) })}
          </p>
          <Button
            size="sm"
            className="ml-auto"
            aria-label={t('tools.allowed.takeBackOf', { tool: toolTitle(tool, t) })}
            busy={busy}
            onClick={() => void revoke()}
          >
            {t('tools.allowed.takeBack')}
          </Button>
        </header>
        <ExactText exact={exact} />
        <p className="text-muted text-xs">
          <RichText
            text={t('tools.allowed.in', { folder: workspace })}
            marks={{ folder: <span className="font-mono text-ink [overflow-wrap:anywhere]" /> }}
          />
        </p>
      </Card>
    </li>
  )
}

/** Calls that are not asked for again for a while. */
export function AllowedList({ tools }: { tools: ToolsStore }) {
  const { t } = useTranslation()
  const { value, error } = useStore(tools.store, state => state.remembered)
  if (error !== null && value === null)
    return <Problem title={error} onRetry={() => void tools.refreshRemembered()} />
  if (value === null) {
    return (
      <Stage text={t('tools.loading')}>
        <Skeleton className="h-32 w-full" />
      </Stage>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {error === null ? null : <Problem title={error} onRetry={() => void tools.refreshRemembered()} />}
      {value.length === 0 ? (
        <EmptyState icon={<ShieldCheck />} title={t('tools.allowed.none')}>
          {t('tools.allowed.noneHint')}
        </EmptyState>
      ) : (
        <>
          <p className="text-muted text-sm">{t('tools.allowed.hint')}</p>
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
