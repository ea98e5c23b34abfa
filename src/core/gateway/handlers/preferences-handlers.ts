import type { HarombeHandlers } from '../../../shared/contract'
import type { PreferencesStore } from '../../preferences/preferences-store'

export function createPreferencesHandlers(store: PreferencesStore): HarombeHandlers['preferences'] {
  return {
    watchPreferences: (_input, { signal }) => store.watch(signal),
    updatePreferences: ({ changes }) => store.update(changes),
  }
}
