import { useState } from 'react'
import { useApplyState, useLastRun } from '../apply/apply-context'
import { RunPanel } from '../apply/run-panel'
import { PlanPanel, type PlanPanelProps } from './plan-panel'

type PlanDrawerProps = Omit<PlanPanelProps, 'lastRun' | 'onShowRun'>

/**
 * What applying would do; shown while it is mounted. While an apply runs, and after one that was begun here, it shows that: what
 * could be planned for meanwhile would be another thing by the time it ends.
 */
export function PlanDrawer(props: PlanDrawerProps) {
  const run = useLastRun()
  const own = useApplyState(state => state.own)
  const [seen, setSeen] = useState<string | null>(own)
  const [shownRun, setShownRun] = useState<string | null>(null)
  const isRunShown =
    run !== null && (run.state === 'running' || run.id === shownRun || (run.id === own && run.id !== seen))
  if (isRunShown) {
    const planAgain = () => {
      setSeen(run.id)
      setShownRun(null)
    }
    return <RunPanel run={run} onPlanAgain={planAgain} onClose={props.onClose} />
  }
  return <PlanPanel {...props} lastRun={run} onShowRun={() => setShownRun(run?.id ?? null)} />
}
