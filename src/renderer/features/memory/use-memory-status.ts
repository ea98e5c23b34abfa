import { useCallback, useEffect, useState } from 'react'
import type { MemoryStatus } from '../../../shared/entities'
import { useClient } from '../../client'
import { texts } from '../../texts'
import { useWhenOnline } from '../../use-when-online'
import { wordsOf } from '../../words-of'

/** An index that grows is looked at more often than one that is done. */
const growingMs = 2_000
const restingMs = 15_000

export interface KnownStatus {
  status: MemoryStatus | null
  error: string | null
  refresh(): void
}

/** How much is kept, asked for again while the page is looked at. */
export function useMemoryStatus(): KnownStatus {
  const client = useClient()
  const [known, setKnown] = useState<Omit<KnownStatus, 'refresh'>>({ status: null, error: null })
  const [round, setRound] = useState(0)
  const isGrowing = (known.status?.embedding.pending ?? 0) > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks at once
  useEffect(() => {
    const control = new AbortController()
    const { signal } = control
    const ask = async () => {
      if (document.visibilityState !== 'visible') return
      try {
        const status = await client.call('memory.status', {}, { signal })
        if (!signal.aborted) setKnown({ status, error: null })
      } catch (error) {
        if (signal.aborted) return
        setKnown(before => ({ ...before, error: wordsOf(error, texts.t('memory.kept.notCounted')) }))
      }
    }
    void ask()
    const timer = setInterval(() => void ask(), isGrowing ? growingMs : restingMs)
    return () => {
      control.abort()
      clearInterval(timer)
    }
  }, [client, isGrowing, round])
  const refresh = useCallback(() => setRound(count => count + 1), [])
  useWhenOnline(refresh)
  return { ...known, refresh }
}
