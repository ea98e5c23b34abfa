import type { Document } from 'yaml'
import type { DiscoveryChanges } from '../schema'
import { clusterMapAt, setScalar } from './edit-values'

/** Sets what is given of `cluster.discovery`; the rest stays as it is. */
export function setDiscovery(document: Document, { method, use_discovered }: DiscoveryChanges): void {
  const discovery = clusterMapAt(document, 'discovery')
  setScalar(discovery, 'method', method)
  if (use_discovered !== undefined) setScalar(discovery, 'use_discovered', use_discovered)
}
