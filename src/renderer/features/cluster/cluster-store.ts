import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import { isHarombeError } from '../../../shared/harombe-error'
import { pageHint } from '../../format'
import { runningAnswersText } from './lanes'

/** Something the user should hear once. */
export interface Notice {
  tone: 'ok' | 'danger'
  title: string
  detail?: string | undefined
}

export interface ClusterStoreState {
  /** Names of nodes with an action under way; `*` for one on the whole cluster. */
  busy: ReadonlySet<string>
}

export interface ClusterStore {
  store: StoreApi<ClusterStoreState>
  checkNode(name: string): Promise<void>
  checkAll(): Promise<void>
  setEnabled(name: string, enabled: boolean): Promise<void>
  /** For now: not written into the file. */
  setDraining(name: string, draining: boolean): Promise<void>
  /** Whether others are looked for on the network; written to the file. */
  setLooking(isLooking: boolean): Promise<void>
  remove(name: string): Promise<void>
  startDemo(): Promise<boolean>
  stopDemo(): Promise<void>
  setDemoNodeRunning(name: string, running: boolean): Promise<void>
}

/** No node can be called so. */
export const discoveryKey = '*discovery'

/** What the dashboard does to the cluster. What it shows comes from the mirror. */
export function createClusterStore(client: HarombeClient, notify: (notice: Notice) => void): ClusterStore {
  const store = createStore<ClusterStoreState>(() => ({ busy: new Set<string>() }))

  function setBusy(key: string, busy: boolean): void {
    const next = new Set(store.getState().busy)
    if (busy) next.add(key)
    else next.delete(key)
    store.setState({ busy: next })
  }

  /** Runs one action at a time for a key; its failure becomes a notice. */
  async function act(key: string, failed: string, run: () => Promise<Notice | null>): Promise<boolean> {
    if (store.getState().busy.has(key)) return false
    setBusy(key, true)
    try {
      const notice = await run()
      if (notice !== null) notify(notice)
      return true
    } catch (error) {
      const known = isHarombeError(error)
      notify({
        tone: 'danger',
        title: known ? error.message : failed,
        ...(known ? { detail: pageHint(error.hint) } : {}),
      })
      return false
    } finally {
      setBusy(key, false)
    }
  }

  return {
    store,
    async checkNode(name) {
      await act(name, `${name} could not be checked.`, async () => {
        const [node] = await client.call('cluster.checkNow', { name })
        if (node === undefined) return null
        return node.error === null
          ? { tone: 'ok', title: `${name} answers`, detail: node.model === '' ? undefined : node.model }
          : { tone: 'danger', title: `${name}: ${node.error.message}`, detail: pageHint(node.error.hint) }
      })
    },
    async checkAll() {
      await act('*', 'The nodes could not be checked.', async () => {
        const nodes = await client.call('cluster.checkNow', {})
        const online = nodes.filter(node => node.status === 'online').length
        return { tone: 'ok', title: `Checked: ${online} of ${nodes.length} online` }
      })
    },
    async setEnabled(name, enabled) {
      await act(name, `${name} could not be changed.`, async () => {
        await client.call('cluster.setNodeEnabled', { name, enabled })
        return null
      })
    },
    async setDraining(name, draining) {
      await act(name, `${name} could not be changed.`, async () => {
        const node = await client.call('cluster.setNodeDraining', { name, draining })
        if (!draining) return { tone: 'ok', title: `${name} takes questions again` }
        const rest = runningAnswersText(node.activeRequests)
        return { tone: 'ok', title: `${name} takes nothing new`, detail: rest === '' ? undefined : rest }
      })
    },
    async setLooking(isLooking) {
      await act(discoveryKey, 'harombe.yaml could not be changed.', async () => {
        await client.call('cluster.setDiscovery', { method: isLooking ? 'mdns' : 'explicit' })
        return null
      })
    },
    async remove(name) {
      await act(name, `${name} could not be removed.`, async () => {
        await client.call('cluster.removeNode', { name })
        return { tone: 'ok', title: `${name} was removed from harombe.yaml` }
      })
    },
    startDemo() {
      return act('*', 'The demo cluster could not be started.', async () => {
        await client.call('cluster.startDemo', {})
        return null
      })
    },
    async stopDemo() {
      await act('*', 'The demo cluster could not be stopped.', async () => {
        await client.call('cluster.stopDemo', {})
        return null
      })
    },
    async setDemoNodeRunning(name, running) {
      await act(name, `${name} could not be changed.`, async () => {
        await client.call('cluster.setDemoNodeRunning', { name, running })
        return null
      })
    },
  }
}
