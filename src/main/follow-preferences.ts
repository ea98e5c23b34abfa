import { join } from 'node:path'
import { createPreferencesStore } from '../core/preferences/preferences-store'
import type { Preferences } from '../shared/entities'
import type { CoordinatorHost } from './coordinator-host'
import { follow } from './follow'
import type { Log } from './log'

export interface FollowedPreferences {
  current(): Preferences
  /** Runs with those there are, then with every change. */
  subscribe(listener: (preferences: Preferences) => void): void
}

/**
 * The preferences as the coordinator tells them; until it does, as they stand in its file, so that nothing appears in the wrong
 * colours or language first.
 */
export function followPreferences(
  host: Pick<CoordinatorHost, 'onLink'>,
  dataDirectory: string,
  log: Log,
): FollowedPreferences {
  const listeners = new Set<(preferences: Preferences) => void>()
  let current = createPreferencesStore({
    path: join(dataDirectory, 'preferences.json'),
    report: (message, err) => log.warn({ err }, message),
  }).current()
  host.onLink(({ client }, signal) => {
    const open = (signal: AbortSignal) => client.stream('preferences.watchPreferences', {}, { signal })
    void follow(
      open,
      next => {
        current = next
        for (const listener of listeners) listener(next)
      },
      signal,
    )
  })
  return {
    current: () => current,
    subscribe(listener) {
      listeners.add(listener)
      listener(current)
    },
  }
}
