import { useEffect, useState } from 'react'
import { useApplies, useApplyState, useLastRun } from '../apply/apply-context'
import { RunPanel } from '../apply/run-panel'
import { PlanPanel, type PlanPanelProps } from './plan-panel'
import { nextShown, type ShownRun } from './shown-run'

type PlanDrawerProps = Omit<PlanPanelProps, 'lastRun' | 'onShowRun' | 'still'>

/**
 * What applying would do; shown while it is mounted. While an apply runs, and after one that was followed here, it shows that:
 * what could be planned for meanwhile would be another thing by the time it ends.
 */
export function PlanDrawer(props: PlanDrawerProps) {
  const run = useLastRun()
  const applies = useApplies()
  useEffect(() => () => applies.forgetRefusal(), [applies])
  const own = useApplyState(state => state.own)
  const [before, setShown] = useState<ShownRun>({ id: null, own })
  const shown = nextShown(before, run, own)
  if (shown !== before) setShown(shown)
  const isRunShown = run !== null && run.id === shown.id
  const [first] = useState(isRunShown)
  const [hasChanged, setChanged] = useState(false)
  if (!hasChanged && isRunShown !== first) setChanged(true)
  const show = (id: string | null) => setShown({ id, own })
  if (isRunShown) {
    return <RunPanel run={run} still={hasChanged} onPlanAgain={() => show(null)} onClose={props.onClose} />
  }
  return <PlanPanel {...props} still={hasChanged} lastRun={run} onShowRun={() => show(run?.id ?? null)} />
}
