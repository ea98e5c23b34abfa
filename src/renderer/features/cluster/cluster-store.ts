import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import { isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { pageHint } from '../../format'
import { texts } from '../../texts'
import { runningAnswersText } from './lanes'

/** Something the user should hear once. */
export interface Notice {
  tone: 'ok' | 'danger'
  title: string
  detail?: string | undefined
  /** Takes back what was done; offered beside it. */
  undo?: (() => void) | undefined
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
  /** Sends what wakes it; whether it woke, its state tells. */
  wake(name: string): Promise<void>
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
        title: known ? spoken(error.message, texts.t) : failed,
        ...(known ? { detail: pageHint(error.hint) } : {}),
      })
      return false
    } finally {
      setBusy(key, false)
    }
  }

  async function setEnabled(name: string, enabled: boolean): Promise<void> {
    await act(name, texts.t('cluster.node.failed.change', { node: name }), async () => {
      await client.call('cluster.setNodeEnabled', { name, enabled })
      if (enabled) return null
      const title = texts.t('cluster.node.notice.disabled', { node: name })
      return { tone: 'ok', title, undo: () => void setEnabled(name, true) }
    })
  }
  async function setDraining(name: string, draining: boolean): Promise<void> {
    await act(name, texts.t('cluster.node.failed.change', { node: name }), async () => {
      const node = await client.call('cluster.setNodeDraining', { name, draining })
      if (!draining) return { tone: 'ok', title: texts.t('cluster.node.notice.takesAgain', { node: name }) }
      const rest = runningAnswersText(node.activeRequests, texts.t)
      return {
        tone: 'ok',
        title: texts.t('cluster.node.notice.takesNothing', { node: name }),
        detail: rest === '' ? undefined : rest,
        undo: () => void setDraining(name, false),
      }
    })
  }

  return {
    store,
    async checkNode(name) {
      await act(name, texts.t('cluster.node.failed.check', { node: name }), async () => {
        const [node] = await client.call('cluster.checkNow', { name })
        if (node === undefined) return null
        return node.error === null
          ? {
              tone: 'ok',
              title: texts.t('cluster.node.notice.answers', { node: name }),
              detail: node.model === '' ? undefined : node.model,
            }
          : {
              tone: 'danger',
              title: texts.t('cluster.node.notice.error', {
                node: name,
                message: spoken(node.error.message, texts.t),
              }),
              detail: pageHint(node.error.hint),
            }
      })
    },
    async checkAll() {
      await act('*', texts.t('cluster.node.failed.checkAll'), async () => {
        const nodes = await client.call('cluster.checkNow', {})
        const online = nodes.filter(node => node.status === 'online').length
        return { tone: 'ok', title: texts.t('cluster.node.notice.checked', { online, total: nodes.length }) }
      })
    },
    setEnabled,
    setDraining,
    async setLooking(isLooking) {
      await act(discoveryKey, texts.t('cluster.node.failed.file'), async () => {
        await client.call('cluster.setDiscovery', { method: isLooking ? 'mdns' : 'explicit' })
        return null
      })
    },
    async wake(name) {
      await act(name, texts.t('cluster.node.failed.wake', { node: name }), async () => {
        await client.call('cluster.wakeNode', { name })
        return {
          tone: 'ok',
          title: texts.t('cluster.node.notice.woken', { node: name }),
          detail: texts.t('cluster.node.notice.wokenDetail'),
        }
      })
    },
    async remove(name) {
      await act(name, texts.t('cluster.node.failed.remove', { node: name }), async () => {
        await client.call('cluster.removeNode', { name })
        return { tone: 'ok', title: texts.t('cluster.node.notice.removed', { node: name }) }
      })
    },
    startDemo() {
      return act('*', texts.t('cluster.node.failed.startDemo'), async () => {
        await client.call('cluster.startDemo', {})
        return null
      })
    },
    async stopDemo() {
      await act('*', texts.t('cluster.node.failed.stopDemo'), async () => {
        await client.call('cluster.stopDemo', {})
        return null
      })
    },
    async setDemoNodeRunning(name, running) {
      await act(name, texts.t('cluster.node.failed.change', { node: name }), async () => {
        await client.call('cluster.setDemoNodeRunning', { name, running })
        return null
      })
    },
  }
}
