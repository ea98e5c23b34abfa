import { type Document, isMap, type YAMLMap } from 'yaml'
import type { DiscoveryChanges } from '../../shared/config/schema'
import { fill, mapAt, setScalar } from './edit-values'

function discoveryMap(document: Document): YAMLMap {
  mapAt(document, 'cluster')
  const path = ['cluster', 'discovery']
  const present = document.getIn(path, true)
  if (isMap(present)) return present
  const created = document.createNode({})
  fill(document, path, created)
  return created
}

/** Sets what is given of `cluster.discovery`; the rest stays as it is. */
export function setDiscovery(document: Document, { method, use_discovered }: DiscoveryChanges): void {
  const discovery = discoveryMap(document)
  setScalar(discovery, 'method', method)
  if (use_discovered !== undefined) setScalar(discovery, 'use_discovered', use_discovered)
}
