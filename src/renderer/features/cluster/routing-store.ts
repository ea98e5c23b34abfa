import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoutingChanges } from '../../../shared/config/schema'
import type { HarombeClient } from '../../../shared/contract'
import type { RoutingExport, RoutingState } from '../../../shared/contract/routing'
import { isHarombeError } from '../../../shared/harombe-error'
import { spoken } from '../../../shared/texts/spoken'
import { followStream } from '../../client/follow-stream'
import { formatCount, pageHint } from '../../format'
import { createMirror, type Mirror } from '../../mirrors'
import { texts } from '../../texts'
import type { Notice } from './cluster-store'

export interface RoutingStore {
  /** How questions are weighed, as the coordinator says. */
  mirror: Mirror<RoutingState>
  /** What was chosen here and is not in the file yet. */
  store: StoreApi<{ chosen: RoutingChanges }>
  change(changes: RoutingChanges): Promise<void>
  reset(): Promise<void>
  /** Everything that was learnt; null when it could not be had, which was told. */
  load(): Promise<RoutingExport | null>
}

export function createRoutingStore(client: HarombeClient, notify: (notice: Notice) => void): RoutingStore {
  const store = createStore<{ chosen: RoutingChanges }>(() => ({ chosen: {} }))
  let latest = 0

  function tell(error: unknown, failed: string): void {
    const known = isHarombeError(error)
    notify({
      tone: 'danger',
      title: known ? spoken(error.message, texts.t) : failed,
      ...(known ? { detail: pageHint(error.hint) } : {}),
    })
  }

  return {
    store,
    mirror: createMirror(
      (show, signal) =>
        followStream(client, 'routing.watchRouting', () => ({}), show, signal, { endless: true }),
      texts.t('cluster.routing.unreadable'),
    ),
    async change(changes) {
      latest += 1
      const own = latest
      store.setState(({ chosen }) => ({ chosen: { ...chosen, ...changes } }))
      try {
        await client.call('routing.setRouting', changes)
      } catch (error) {
        tell(error, texts.t('cluster.node.failed.file'))
      } finally {
        // A later choice is still on its way; its end clears all.
        if (own === latest) store.setState({ chosen: {} })
      }
    },
    async reset() {
      try {
        const { removed } = await client.call('routing.resetLearning', {})
        notify({
          tone: 'ok',
          title: texts.t('cluster.routing.forgotten', { count: removed, number: formatCount(removed) }),
        })
      } catch (error) {
        tell(error, texts.t('cluster.routing.forgetFailed'))
      }
    },
    async load() {
      try {
        return await client.call('routing.exportLearning', {})
      } catch (error) {
        tell(error, texts.t('cluster.routing.exportFailed'))
        return null
      }
    },
  }
}
