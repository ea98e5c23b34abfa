import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ApplyRun } from '../../../../shared/entities'
import { announce } from '../../../announcer'
import { useClient } from '../../../client'
import { type ApplyState, type ApplyStore, createApplyStore } from './apply-store'
import { runAnnouncement } from './run-lanes'

const ApplyContext = createContext<ApplyStore | null>(null)

/** Follows applies while the page is shown, and says when one begins and ends. */
export function ApplyProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const client = useClient()
  const [applies] = useState(() => createApplyStore(client))
  useEffect(() => applies.mirror.start(), [applies])
  const run = useStore(applies.mirror.store, state => state.view?.run)
  const before = useRef(run)
  useEffect(() => {
    const said = run === undefined ? null : runAnnouncement(before.current, run, t)
    before.current = run
    if (said !== null) announce(said)
  }, [run, t])
  return <ApplyContext.Provider value={applies}>{children}</ApplyContext.Provider>
}

export function useApplies(): ApplyStore {
  const applies = useContext(ApplyContext)
  if (applies === null) throw new Error('useApplies is used outside ApplyProvider')
  return applies
}

export function useApplyState<T>(select: (state: ApplyState) => T): T {
  return useStore(useApplies().store, select)
}

/** The last apply, running or ended; null while there is none, or nothing is known of it yet. */
export function useLastRun(): ApplyRun | null {
  return useStore(useApplies().mirror.store, state => state.view?.run ?? null)
}
