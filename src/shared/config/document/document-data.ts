import { type Document, isMap, isNode, isPair, isScalar } from 'yaml'

/** What the document says, as plain data; undefined for an empty one. */
export function dataOf(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: 0 }) ?? undefined
}

/** Where the value stands; where its parent does when it is missing. */
export function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === key)
      if (!isPair(pair)) break
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else {
      node = Reflect.get(Object(Reflect.get(Object(node), 'items') ?? []), key)
    }
    if (!isNode(node)) break
    offset = node.range?.[0] ?? offset
  }
  return offset
}
