import type { DesktopState } from '../shared/contract/desktop'
import { createLatestWatchers } from '../shared/latest-watchers'

export interface DesktopStateStore {
  current(): DesktopState
  change(changes: Partial<DesktopState>): void
  watch(signal: AbortSignal): AsyncIterable<DesktopState>
}

/** What the windows are told of the desktop app itself. */
export function createDesktopState(initial: DesktopState): DesktopStateStore {
  const watchers = createLatestWatchers()
  let state = initial
  return {
    current: () => state,
    change(changes) {
      state = { ...state, ...changes }
      watchers.changed()
    },
    watch: signal => watchers.watch(() => state, signal),
  }
}
