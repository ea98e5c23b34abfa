import { useEffect, useState } from 'react'
import type { Message, RouteDecision } from '../../../../shared/entities'
import { useClient } from '../../../client'

/**
 * The decision behind a stored answer. Of long chats only the newest messages come with theirs, so that of an older one is asked
 * for. `undefined` while it is being asked for, null where there is none.
 */
export function useRoute({ id, state, route }: Message): RouteDecision | null | undefined {
  const client = useClient()
  const isStored = state !== 'streaming'
  const [asked, setAsked] = useState<RouteDecision | null>()
  useEffect(() => {
    if (route !== undefined || !isStored) return
    const control = new AbortController()
    client.call('chat.getMessage', { id }, { signal: control.signal }).then(
      message => setAsked(message.route ?? null),
      () => {
        if (!control.signal.aborted) setAsked(null)
      },
    )
    return () => control.abort()
  }, [client, id, isStored, route])
  if (route !== undefined) return route
  return isStored ? asked : null
}
