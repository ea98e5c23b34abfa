import { useEffect, useState } from 'react'
import type { Tier } from '../../../shared/entities'
import { useClient } from '../../client'
import { useNodes } from './chat-context'

/** For which tier the coordinator takes each question; without those it has not told, or while no node can answer. */
export function useExampleTiers(questions: readonly string[]): ReadonlyMap<string, Tier> {
  const client = useClient()
  const nodes = useNodes()
  const isReady = nodes?.some(({ status }) => status === 'online') === true
  const [tiers, setTiers] = useState<ReadonlyMap<string, Tier>>(new Map())
  // By what they say: the list is made anew with every rendering.
  const key = JSON.stringify(questions)
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isReady) return
    const control = new AbortController()
    for (const text of questions) {
      client.call('cluster.explainRoute', { text }, { signal: control.signal }).then(
        ({ wantedTier }) => setTiers(known => new Map(known).set(text, wantedTier)),
        // Then it is not said.
        () => undefined,
      )
    }
    return () => control.abort()
  }, [client, isReady, key])
  return tiers
}
