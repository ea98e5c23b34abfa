import { askableName } from '../coordination/asked-name'
import type { ClusterInspector, ServedModel } from '../coordination/types'
import { isVirtual } from './target'

type Cluster = Pick<ClusterInspector, 'view' | 'models'>

/** Each by the name it can be asked for: those that have none, or one that harombe means something else by, are left out. */
function askable(models: readonly ServedModel[]): ServedModel[] {
  const byName = new Map<string, ServedModel>()
  for (const served of models) {
    const name = askableName(served.model)
    if (name === null || isVirtual(name)) continue
    const known = byName.get(name)
    byName.set(name, known === undefined ? { ...served, model: name } : join(known, served))
  }
  return [...byName.values()]
}

/** Two servers may list one model by two paths. */
const join = (known: ServedModel, { nodes, loaded }: ServedModel): ServedModel => ({
  ...known,
  nodes: [...new Set([...known.nodes, ...nodes])],
  loaded: [...known.loaded, ...loaded],
})

/**
 * Models another coordinator may ask for: those of this machine's own node, which answers it. Without one, those that stand
 * on no other harombe. The names harombe makes up are not passed on.
 */
function ownModels(cluster: Cluster): ServedModel[] {
  const answering = cluster.view().nodes.filter(node => node.backend !== 'harombe')
  const own = answering.find(node => node.origin === 'local' && node.status === 'online')
  const names = new Set((own === undefined ? answering : [own]).map(node => node.name))
  return cluster.models().flatMap(model => {
    const nodes = model.nodes.filter(node => names.has(node))
    const loaded = model.loaded.filter(({ node }) => names.has(node))
    return nodes.length === 0 ? [] : [{ ...model, nodes, loaded }]
  })
}

/** The models a request may name, in whatever dialect; `forPeer` when another coordinator wants to know. */
export const listedModels = (cluster: Cluster, forPeer: boolean): ServedModel[] =>
  askable(forPeer ? ownModels(cluster) : cluster.models())
