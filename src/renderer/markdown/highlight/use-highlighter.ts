import { useSyncExternalStore } from 'react'
import type { Highlighter } from './types'

let loaded: Highlighter | null = null
let loading = false
const listeners = new Set<() => void>()

function load(): void {
  if (loading) return
  loading = true
  import('./highlighter').then(
    module => {
      loaded = module.highlight
      for (const listener of listeners) listener()
    },
    // Without its chunk (an update replaced it on the server) code stays plain; the next block tries again.
    () => {
      loading = false
    },
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  load()
  return () => listeners.delete(listener)
}

function subscribeToNothing(): () => void {
  return () => undefined
}

/** The grammars, fetched with the first block of code that `wanted` them; null until then. */
export function useHighlighter(wanted: boolean): Highlighter | null {
  return useSyncExternalStore(
    wanted ? subscribe : subscribeToNothing,
    () => (wanted ? loaded : null),
    () => null,
  )
}
