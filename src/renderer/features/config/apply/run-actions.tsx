import { CircleStop, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ApplyRun } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { pageHint } from '../../../format'
import { Banner, Button } from '../../../ui'
import { useApplies, useApplyState } from './apply-context'

/** Ends an apply that runs; goes on with one that did not get to its end. Nothing for one that did. */
export function RunAction({ run, size = 'md' }: { run: ApplyRun; size?: 'sm' | 'md' }) {
  const { t } = useTranslation()
  const applies = useApplies()
  const isStarting = useApplyState(state => state.isStarting)
  const isCancelling = useApplyState(state => state.cancelling) === run.id
  if (run.state === 'done') return null
  return run.state === 'running' ? (
    <Button size={size} icon={<CircleStop />} busy={isCancelling} onClick={() => void applies.cancel(run.id)}>
      {t(isCancelling ? 'config.apply.cancelling' : 'config.apply.cancel')}
    </Button>
  ) : (
    <Button size={size} icon={<RotateCcw />} busy={isStarting} onClick={() => void applies.resume(run.id)}>
      {t(run.state === 'failed' ? 'config.apply.retry' : 'config.apply.resume')}
    </Button>
  )
}

/** Why what was asked of an apply was refused. */
export function RunRefusal() {
  const { t } = useTranslation()
  const refusal = useApplyState(state => state.refusal)
  if (refusal === null || refusal.what === 'start') return null
  const hint = pageHint(refusal.error.hint, t)
  return (
    <Banner tone="danger" title={t(`config.apply.${refusal.what}Failed`)}>
      {spoken(refusal.error.message, t)}
      {hint === undefined ? null : ` ${hint}`}
    </Banner>
  )
}
