import { RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../../shared/entities'
import { formatAgo } from '../../../format'
import { Button, IconButton, Skeleton, Spinner } from '../../../ui'
import { useNow } from '../../../use-now'

/** Sooner than this a plan is there in any healthy cluster. */
const slowMs = 1_000

/** Before the first plan. */
export function Planning({ onUnasked }: { onUnasked(): void }) {
  const { t } = useTranslation()
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
        <p role="status" className="flex items-center gap-2">
          <Spinner />
          {t('config.plan.planning')}
        </p>
        <Unasked onChoose={onUnasked} />
      </div>
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-36 w-full" />
    </>
  )
}

/** A machine that is silent keeps a plan waiting; whoever has no time takes what is known. */
function Unasked({ onChoose }: { onChoose(): void }) {
  const { t } = useTranslation()
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isSlow) return null
  return (
    <Button variant="link" size="inline" className="text-sm" onClick={onChoose}>
      {t('config.plan.unasked')}
    </Button>
  )
}

interface AskedProps {
  plan: Plan
  isPlanning: boolean
  onAgain(): void
  onUnasked(): void
}

/** When the machines were asked, and the way to ask them again. */
export function Asked({ plan, isPlanning, onAgain, onUnasked }: AskedProps) {
  const { t } = useTranslation()
  const now = useNow(10_000)
  const when = formatAgo(plan.createdAt, now)
  return (
    <div className="-mb-2 flex min-h-8 items-center gap-3 text-muted text-xs">
      <p role="status">
        {isPlanning
          ? t('config.plan.planningAgain')
          : t(plan.refreshed ? 'config.plan.asked' : 'config.plan.notAsked', { when })}
      </p>
      {isPlanning ? (
        <>
          <Unasked onChoose={onUnasked} />
          <Spinner className="ml-auto" />
        </>
      ) : (
        <IconButton label={t('config.plan.refresh')} size="sm" className="ml-auto" onClick={onAgain}>
          <RefreshCw />
        </IconButton>
      )}
    </div>
  )
}
