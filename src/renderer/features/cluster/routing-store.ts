import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RoutingChanges } from '../../../shared/config/schema'
import type { HarombeClient } from '../../../shared/contract'
import type { RoutingExport, RoutingState } from '../../../shared/contract/routing'
import { isHarombeError } from '../../../shared/harombe-error'
import { followStream } from '../../client/follow-stream'
import { pageHint, plural } from '../../format'
import { createMirror, type Mirror } from '../../mirrors'
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
      title: known ? error.message : failed,
      ...(known ? { detail: pageHint(error.hint) } : {}),
    })
  }

  return {
    store,
    mirror: createMirror(
      (show, signal) =>
        followStream(client, 'routing.watchRouting', () => ({}), show, signal, { endless: true }),
      'The routing settings cannot be read.',
    ),
    async change(changes) {
      latest += 1
      const own = latest
      store.setState(({ chosen }) => ({ chosen: { ...chosen, ...changes } }))
      try {
        await client.call('routing.setRouting', changes)
      } catch (error) {
        tell(error, 'harombe.yaml could not be changed.')
      } finally {
        // A later choice is still on its way; its end clears all.
        if (own === latest) store.setState({ chosen: {} })
      }
    },
    async reset() {
      try {
        const { removed } = await client.call('routing.resetLearning', {})
        notify({ tone: 'ok', title: `${plural(removed, 'signal')} forgotten` })
      } catch (error) {
        tell(error, 'It could not be forgotten.')
      }
    },
    async load() {
      try {
        return await client.call('routing.exportLearning', {})
      } catch (error) {
        tell(error, 'It could not be exported.')
        return null
      }
    },
  }
}
