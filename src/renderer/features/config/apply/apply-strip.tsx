import { useTranslation } from 'react-i18next'
import { Button, Card, ProgressBar, Spinner } from '../../../ui'
import { usePanels } from '../panels'
import { useLastRun } from './apply-context'
import { RunAction } from './run-actions'
import { nowText, runProgress } from './run-lanes'

/** An apply that goes on while something else is looked at. Nothing when none does. */
export function ApplyStrip() {
  const { t } = useTranslation()
  const { open } = usePanels()
  const run = useLastRun()
  if (run?.state !== 'running') return null
  const { done, all, share } = runProgress(run)
  const text = t('config.apply.progress', { done, all })
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 pr-2 pl-4 max-sm:px-3">
      <div className="min-w-0 flex-[1_1_14rem]">
        <p className="flex items-baseline gap-2 text-sm">
          <Spinner className="size-3.5 shrink-0 self-center text-accent" />
          <span className="min-w-0 truncate">{nowText(run, t) ?? t('config.apply.title.running')}</span>
          <span data-figure className="ml-auto shrink-0 text-muted text-xs">
            {text}
          </span>
        </p>
        <ProgressBar share={share} label={t('config.apply.progressLabel')} text={text} className="mt-1.5" />
      </div>
      <div className="flex shrink-0 gap-2">
        <Button size="sm" onClick={() => open({ kind: 'plan', version: null, intent: 'plan' })}>
          {t('config.apply.show')}
        </Button>
        <RunAction run={run} size="sm" />
      </div>
    </Card>
  )
}
