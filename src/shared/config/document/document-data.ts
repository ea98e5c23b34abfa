import type { Document } from 'yaml'
import type { ConfigPath } from './form-action'
import { lookUpFarthest } from './yaml-lookup'
import { treeOf } from './yaml-tree'

/** What the document says, as plain data, its aliases and merge keys followed; undefined for an empty one. */
export function dataOf(document: Document.Parsed): unknown {
  // parseYaml has bounded what aliases can stand for.
  return document.toJS({ maxAliasCount: -1 }) ?? undefined
}

/** Where the value stands; where its parent does when it is missing, and the alias or merge key where it is taken over. */
export function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  const keys: ConfigPath = path.map(key => (typeof key === 'number' ? key : String(key)))
  const { found } = lookUpFarthest(treeOf(document), keys)
  if (found === null) return 0
  return found.via === null ? Math.max(found.from, found.value.from) : found.from
}
