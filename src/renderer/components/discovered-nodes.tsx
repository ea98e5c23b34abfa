import { useEffect, useState } from 'react'
import type { DiscoveryState } from '../../shared/entities'
import { useClient } from '../client'
import { followStream } from '../client/follow-stream'
import { texts } from '../texts'

/** What is found on the network, for as long as the component is there; null until the first word of it. */
export function useDiscovery(): DiscoveryState | null {
  const client = useClient()
  const [state, setState] = useState<DiscoveryState | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    followStream(client, 'cluster.watchDiscovery', () => ({}), setState, lifetime.signal, {
      endless: true,
    }).catch(() => {
      if (lifetime.signal.aborted) return
      setState({ state: 'failed', problem: texts.t('words.discoveryFailed'), announcing: false, nodes: [] })
    })
    return () => lifetime.abort()
  }, [client])
  return state
}
