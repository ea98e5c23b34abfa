import { useCallback, useEffect, useState } from 'react'
import type { ModelDetails } from '../../../shared/entities'
import { useClient } from '../../client'
import { texts } from '../../texts'
import { useWhenOnline } from '../../use-when-online'
import { wordsOf } from '../../words-of'

export type DetailsState = { details: ModelDetails } | { error: string } | null

/** What the node says of a model; null while it is asked. The caller is mounted anew for another model. */
export function useModelDetails(node: string, model: string): DetailsState {
  const client = useClient()
  const [state, setState] = useState<DetailsState>(null)
  const [lifetime] = useState(() => new AbortController())
  useEffect(() => () => lifetime.abort(), [lifetime])
  const ask = useCallback(() => {
    client.call('models.showModel', { node, model }, { signal: lifetime.signal }).then(
      details => setState({ details }),
      error => {
        if (!lifetime.signal.aborted) setState({ error: wordsOf(error, texts.t('models.facts.notAsked')) })
      },
    )
  }, [client, node, model, lifetime])
  useWhenOnline(ask)
  return state
}
