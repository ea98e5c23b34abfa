import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalBackend } from '../../shared/contract/cluster'
import { backendNames } from '../../shared/entities/backend-names'
import { useClient } from '../client'

/** `found` is null while the search runs; a search that fails finds nothing. */
export function useLocalBackends(): { found: LocalBackend[] | null; search(): void } {
  const client = useClient()
  const [found, setFound] = useState<LocalBackend[] | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new search
  useEffect(() => {
    const lifetime = new AbortController()
    setFound(null)
    client.call('cluster.findLocalBackends', {}, { signal: lifetime.signal }).then(setFound, () => {
      if (!lifetime.signal.aborted) setFound([])
    })
    return () => lifetime.abort()
  }, [client, round])
  const search = useCallback(() => setRound(value => value + 1), [])
  return { found, search }
}

export function LocalBackendList(props: {
  backends: readonly LocalBackend[]
  /** What stands at the end of a row. */
  action(backend: LocalBackend): ReactNode
}) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line">
      {props.backends.map(backend => (
        <li key={backend.url} className="flex items-center gap-3 px-3 py-2">
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium text-sm">
              {backendNames[backend.backend]}
              <span className="ml-2 font-normal text-muted">
                {t('words.models', { count: backend.models.length })}
              </span>
            </p>
            <p className="truncate font-mono text-muted text-xs">{backend.url}</p>
          </div>
          {props.action(backend)}
        </li>
      ))}
    </ul>
  )
}
