import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { PreferenceChanges } from '../../../shared/contract/preferences'
import type { Preferences } from '../../../shared/entities'
import { hasCode, isHarombeError } from '../../../shared/harombe-error'

export interface PreferenceChoicesOptions {
  client: Pick<HarombeClient, 'call'>
  /** As the coordinator last told them; null before that. */
  current(): Preferences | null
  /** They were kept: what the coordinator will tell in a moment anyway. */
  kept(preferences: Preferences): void
  /** What the page itself follows at once, such as its theme. */
  apply(changes: PreferenceChanges): void
  /** `undone`: it is as it was before; otherwise it holds, but only until harombe ends. */
  failed(undone: boolean, reason: string | null): void
}

export interface PreferenceChoices {
  /** `chosen` wins over what the coordinator told, until it has kept them. */
  store: StoreApi<{ chosen: PreferenceChanges; isForbidden: boolean }>
  /** Holds at once; undone when the coordinator refuses. Never rejects. */
  change(changes: PreferenceChanges): Promise<void>
}

type Key = keyof PreferenceChanges

const keysOf = (changes: PreferenceChanges) => Object.keys(changes) as Key[]

/** Changes of preferences that show before they are kept. */
export function createPreferenceChoices(options: PreferenceChoicesOptions): PreferenceChoices {
  const { client, current, apply } = options
  const store = createStore(() => ({ chosen: {} as PreferenceChanges, isForbidden: false }))

  /** A choice made meanwhile stays. */
  function forget(changes: PreferenceChanges): Key[] {
    const { chosen } = store.getState()
    const same = keysOf(changes).filter(key => chosen[key] === changes[key])
    store.setState({
      chosen: Object.fromEntries(Object.entries(chosen).filter(([key]) => !same.some(one => one === key))),
    })
    return same
  }

  function undo(changes: PreferenceChanges): void {
    const before = current()
    const undone = forget(changes)
    if (before === null) return
    apply(Object.fromEntries(undone.map(key => [key, before[key]])))
  }

  return {
    store,
    async change(changes) {
      store.setState(({ chosen }) => ({ chosen: { ...chosen, ...changes } }))
      apply(changes)
      try {
        options.kept(await client.call('preferences.updatePreferences', { changes }))
        forget(changes)
      } catch (error) {
        const reason = isHarombeError(error) ? error.message : null
        // They count, and the coordinator tells everybody so: only its disk did not take them.
        const holds = hasCode(error, 'STORAGE_FAILED')
        if (holds) forget(changes)
        else undo(changes)
        if (hasCode(error, 'FORBIDDEN')) store.setState({ isForbidden: true })
        options.failed(!holds, reason)
      }
    },
  }
}
