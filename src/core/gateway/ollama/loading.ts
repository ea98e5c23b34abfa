import { HarombeError } from '../../../shared/errors'
import { isSameModel } from '../../coordination/same-model'
import type { ClusterInspector, ClusterModels, RouteTarget } from '../../coordination/types'
import { type Place, placesOf } from './places'
import { finishJob } from './work'

interface Delegates {
  cluster: ClusterInspector
  models: ClusterModels
}

const isLoaded = (cluster: ClusterInspector, place: Place): boolean =>
  cluster
    .models()
    .some(
      entry => isSameModel(entry.model, place.model) && entry.loaded.some(({ node }) => node === place.node),
    )

function able(places: readonly Place[], ability: 'load' | 'unload', { models }: Delegates): Place[] {
  const nodes = models.view().nodes.filter(({ online, abilities }) => online && abilities[ability])
  return places.filter(place => nodes.some(({ node }) => node === place.node))
}

/**
 * Has a model loaded the way every request finds it: what a client says of its context or of how long it should stay
 * changes nothing, since two clients of different opinion would have it loaded again at every turn. Nothing is done for a
 * name that leaves the choice to harombe, nor where a server holds what it holds.
 * @throws HarombeError
 */
export async function loadModel(
  target: RouteTarget,
  delegates: Delegates,
  signal: AbortSignal,
): Promise<void> {
  const { cluster, models } = delegates
  const places = placesOf(target, cluster)
  if (places.some(place => isLoaded(cluster, place))) return
  const load = new Map(cluster.view().nodes.map(node => [node.name, node.load]))
  const [idlest] = able(places, 'load', delegates).toSorted(
    (a, b) => (load.get(a.node) ?? 0) - (load.get(b.node) ?? 0),
  )
  if (idlest !== undefined) await finishJob(models, { kind: 'load', ...idlest }, signal)
}

/** Drops a model from the memory of every node that holds it, or of the one named. @throws HarombeError */
export async function unloadModel(
  target: RouteTarget,
  delegates: Delegates,
  signal: AbortSignal,
): Promise<void> {
  const { cluster, models } = delegates
  const places = placesOf(target, cluster)
  if (places.length === 0) {
    throw new HarombeError('BAD_REQUEST', 'Name the model that is to be unloaded.', {
      data: { param: 'model' },
    })
  }
  const held = able(places, 'unload', delegates).filter(place => isLoaded(cluster, place))
  await Promise.all(held.map(place => finishJob(models, { kind: 'unload', ...place }, signal)))
}
