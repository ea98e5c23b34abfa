import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Capability, SystemInfo } from '../../shared/contract/system'
import type { ClusterView, Preferences } from '../../shared/entities'
import type { ApprovalsMirror, WaitingApproval } from './approvals-mirror'
import type { ClusterMirror, ClusterMirrorState } from './cluster-mirror'
import type { PreferencesMirror } from './preferences-mirror'
import type { SystemMirror } from './system-mirror'

export interface Mirrors {
  approvals: ApprovalsMirror
  cluster: ClusterMirror
  preferences: PreferencesMirror
  system: SystemMirror
}

const MirrorContext = createContext<Mirrors | null>(null)

export const MirrorProvider = MirrorContext.Provider

export function useMirrors(): Mirrors {
  const mirrors = useContext(MirrorContext)
  if (mirrors === null) throw new Error('useMirrors is used outside MirrorProvider')
  return mirrors
}

export function useClusterState<T>(select: (state: ClusterMirrorState) => T): T {
  return useStore(useMirrors().cluster.store, select)
}

/** Null until the first snapshot. */
export function useCluster(): ClusterView | null {
  return useClusterState(state => state.view)
}

export function useSystemInfo(): SystemInfo | null {
  return useStore(useMirrors().system.store, state => state.info)
}

const noneWaiting: readonly WaitingApproval[] = []

/** Tool calls that wait for a person, wherever they come from. */
export function useApprovals(): readonly WaitingApproval[] {
  return useStore(useMirrors().approvals.store, state => state.view ?? noneWaiting)
}

/** The one that this call waits for; null when it waits for none. */
export function useApprovalOf(callId: string): WaitingApproval | null {
  return useApprovals().find(({ request }) => request.callId === callId) ?? null
}

/** Whether this page's host can do it. False until known. */
export function useCapability(capability: Capability): boolean {
  return useSystemInfo()?.capabilities.includes(capability) ?? false
}

/** Null until the coordinator told them; the page's own copy of language and theme holds until then. */
export function usePreferences(): Preferences | null {
  return useStore(useMirrors().preferences.store, state => state.view)
}
