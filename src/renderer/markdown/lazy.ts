import { useSyncExternalStore } from 'react'

function subscribeToNothing(): () => void {
  return () => undefined
}

/**
 * A hook that gives something big once the first component `wanted` it; null until it is there. Without its file (an update
 * replaced it on the server) it stays null, and the next component that wants it tries again.
 */
export function createLazy<T extends object>(load: () => Promise<T>): (wanted: boolean) => T | null {
  let loaded: T | null = null
  let loading = false
  const listeners = new Set<() => void>()

  function begin(): void {
    if (loading) return
    loading = true
    load().then(
      value => {
        loaded = value
        for (const listener of listeners) listener()
      },
      () => {
        loading = false
      },
    )
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    begin()
    return () => listeners.delete(listener)
  }

  return wanted =>
    useSyncExternalStore(
      wanted ? subscribe : subscribeToNothing,
      () => (wanted ? loaded : null),
      () => null,
    )
}
