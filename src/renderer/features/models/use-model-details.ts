import { useEffect, useState } from 'react'
import type { ModelDetails } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/harombe-error'
import { useClient } from '../../client'

export type DetailsState = { details: ModelDetails } | { error: string } | null

/** What the node says of a model; null while it is asked. */
export function useModelDetails(node: string, model: string): DetailsState {
  const client = useClient()
  const [state, setState] = useState<DetailsState>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    setState(null)
    client.call('models.showModel', { node, model }, { signal: lifetime.signal }).then(
      details => setState({ details }),
      error => {
        if (lifetime.signal.aborted) return
        setState({ error: isHarombeError(error) ? error.message : 'The node could not be asked.' })
      },
    )
    return () => lifetime.abort()
  }, [client, node, model])
  return state
}
