import { useCallback, useEffect, useState } from 'react'
import type { Sharing } from '../../../shared/contract/system'
import { isHarombeError } from '../../../shared/harombe-error'
import { useClient } from '../../client'

export interface SharingLook {
  sharing: Sharing | null
  /** Why there is nothing newer; empty when there are no words for it. */
  error: string | null
  again(): void
}

/** How harombe is shared now; looked at again whenever somebody comes back to the window, since networks change. */
export function useSharing(): SharingLook {
  const client = useClient()
  const [state, setState] = useState<Pick<SharingLook, 'sharing' | 'error'>>({ sharing: null, error: null })
  const look = useCallback(
    (signal: AbortSignal) => {
      client.call('system.getSharing', {}, { signal }).then(
        sharing => setState({ sharing, error: null }),
        error => {
          if (signal.aborted) return
          setState(({ sharing }) => ({ sharing, error: isHarombeError(error) ? error.message : '' }))
        },
      )
    },
    [client],
  )
  useEffect(() => {
    const lifetime = new AbortController()
    const lookIfShown = () => {
      if (document.visibilityState === 'visible') look(lifetime.signal)
    }
    lookIfShown()
    document.addEventListener('visibilitychange', lookIfShown)
    window.addEventListener('online', lookIfShown)
    return () => {
      lifetime.abort()
      document.removeEventListener('visibilitychange', lookIfShown)
      window.removeEventListener('online', lookIfShown)
    }
  }, [look])
  return { ...state, again: () => look(AbortSignal.timeout(10_000)) }
}
