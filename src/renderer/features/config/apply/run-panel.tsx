import { useTranslation } from 'react-i18next'
import type { ApplyRun } from '../../../../shared/entities'
import { Button, Dialog, StatusDot } from '../../../ui'
import { RunAction, RunRefusal } from './run-actions'
import { runShapes } from './run-lanes'
import { RunView } from './run-view'

export interface RunPanelProps {
  run: ApplyRun
  /** It takes the place of a plan. */
  still: boolean
  onPlanAgain(): void
  onClose(): void
}

/** An apply in a drawer. */
export function RunPanel({ run, still, onPlanAgain, onClose }: RunPanelProps) {
  const { t } = useTranslation()
  const { state } = run
  return (
    <Dialog
      open
      onOpenChange={onClose}
      still={still}
      placement="side"
      width="xl"
      title={
        <StatusDot
          shape={runShapes[state]}
          label={t(`config.apply.title.${state}`)}
          className="[&_svg]:size-3"
        />
      }
      description={t(`config.apply.what.${state}`)}
      footer={
        <>
          {state === 'running' ? null : <Button onClick={onPlanAgain}>{t('config.apply.planAgain')}</Button>}
          <RunAction run={run} />
          <Button variant={state === 'done' ? 'primary' : 'secondary'} onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RunRefusal />
        <RunView run={run} />
      </div>
    </Dialog>
  )
}
