import { createStore, type StoreApi } from 'zustand/vanilla'
import { isHarombeError } from '../../shared/harombe-error'

export interface MirrorState<View> {
  /** Null until the first; kept while the connection is lost or nobody looks. */
  view: View | null
  /** Why there will be no updates; null while all is well. */
  error: string | null
}

export interface Mirror<View> {
  store: StoreApi<MirrorState<View>>
  /** Follows the coordinator until the returned function is called. */
  start(): () => void
}

/**
 * A view the coordinator keeps up to date. `follow` shows every new one until it is aborted;
 * what it throws ends the updates, and `failure` is said where the error has no words of its own.
 */
export function createMirror<View>(
  follow: (show: (view: View) => void, signal: AbortSignal) => Promise<void>,
  failure: string,
): Mirror<View> {
  const store = createStore<MirrorState<View>>(() => ({ view: null, error: null }))
  const show = (view: View) => store.setState({ view, error: null })

  async function run(signal: AbortSignal): Promise<void> {
    try {
      await follow(show, signal)
    } catch (error) {
      store.setState({ error: isHarombeError(error) ? error.message : failure })
    }
  }

  return {
    store,
    start() {
      const lifetime = new AbortController()
      void run(lifetime.signal)
      return () => lifetime.abort()
    },
  }
}
