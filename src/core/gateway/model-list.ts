import type { ClusterInspector } from '../coordination/types'
import { listedModels } from './listed-models'
import { virtualModels } from './target'

/** A name a request may use as its model. */
export interface ModelEntry {
  id: string
  /** The nodes that serve it, or harombe for names that are no model. */
  owner: string
  /** Seconds since the epoch: when this harombe started, for nobody knows more. */
  created: number
}

/** How one dialect writes down the names a request may use. */
export interface ModelListFormat {
  list(entries: readonly ModelEntry[]): object
  one(entry: ModelEntry): object
}

/** Every name, in the order in which clients show them; for another coordinator only what it may ask this one for. */
export function listModels(cluster: ClusterInspector, created: number, forPeer: boolean): ModelEntry[] {
  const virtual = forPeer ? [] : [...virtualModels, ...cluster.view().nodes.map(node => `node/${node.name}`)]
  return [
    ...virtual.map(id => ({ id, owner: 'harombe', created })),
    ...listedModels(cluster, forPeer).map(({ model, nodes }) => ({
      id: model,
      owner: nodes.join(', '),
      created,
    })),
  ]
}
