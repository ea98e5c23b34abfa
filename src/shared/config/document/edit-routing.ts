import type { Document } from 'yaml'
import type { RoutingChanges } from '../schema'
import { clusterMapAt, setScalar } from './edit-values'

/** Sets what is given of `cluster.routing`; the rest stays as it is. */
export function setRouting(document: Document, changes: RoutingChanges): void {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  const routing = clusterMapAt(document, 'routing')
  for (const [key, value] of given) setScalar(routing, key, value)
}
