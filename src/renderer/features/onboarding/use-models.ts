import { useEffect, useState } from 'react'
import type { ModelsUpdate, ModelsView } from '../../../shared/entities'
import { useClient } from '../../client'
import { followStream } from '../../client/follow-stream'

/** The models of the cluster and what is done with them; null until they are known. */
export function useModels(): ModelsView | null {
  const client = useClient()
  const [view, setView] = useState<ModelsView | null>(null)
  useEffect(() => {
    const lifetime = new AbortController()
    followStream(
      client,
      'models.watchModels',
      () => ({}),
      ({ changed = [], ...parts }) =>
        setView(before => {
          const whole = { nodes: [], models: [], jobs: [], ...before, ...withoutAbsent(parts) }
          const nodes = new Set(changed.map(({ node }) => node))
          const others = whole.models.filter(({ node }) => !nodes.has(node))
          return { ...whole, models: [...others, ...changed.flatMap(({ models }) => models)] }
        }),
      lifetime.signal,
      { endless: true },
    ).catch(() => undefined)
    return () => lifetime.abort()
  }, [client])
  return view
}

const withoutAbsent = ({ nodes, models, jobs }: ModelsUpdate): Partial<ModelsView> => ({
  ...(nodes === undefined ? {} : { nodes }),
  ...(models === undefined ? {} : { models }),
  ...(jobs === undefined ? {} : { jobs }),
})
