import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useClient } from '../../../client'
import { createPlanStore, type PlanState, type PlanStore, type PlanSubject } from './plan-store'

/** Waits so long after the last stroke: each plan asks machines. */
const settleMs = 400

/** Plans while it is shown, anew when what is planned for changes. `isWanted` false: it rests, such as while an apply runs. */
export function usePlan(
  subject: PlanSubject | null,
  isWanted: boolean,
): { plans: PlanStore; state: PlanState } {
  const client = useClient()
  const [plans] = useState(() => createPlanStore(client))
  const state = useStore(plans.store)
  useEffect(() => {
    if (subject === null || !isWanted) return
    const isFirst = plans.store.getState().whole === null
    const timer = setTimeout(() => void plans.make(subject), isFirst ? 0 : settleMs)
    return () => clearTimeout(timer)
  }, [plans, subject, isWanted])
  useEffect(() => () => plans.stop(), [plans])
  return { plans, state }
}
