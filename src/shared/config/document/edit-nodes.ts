import { type Document, isMap, isSeq, Scalar, visit, YAMLMap, type YAMLSeq } from 'yaml'
import { HarombeError } from '../../errors'
import type { NodeChanges, NodeInput } from '../schema'
import { fill, mapAt, quoteIfAmbiguous, setScalar } from './edit-values'

/** Appends a node. @throws CONFLICT when the name is taken */
export function addNode(document: Document, node: NodeInput): void {
  assertNameFree(document, node.name, null)
  const list = nodeList(document) ?? createNodeList(document)
  if (list.items.length === 0) list.flow = false
  const created = document.createNode(withoutUndefined(node))
  visit(created, { Scalar: (_key, scalar) => quoteIfAmbiguous(scalar) })
  list.add(created)
}

/** Sets what is given; null takes a key out of the file. @throws NOT_FOUND, CONFLICT */
export function updateNode(document: Document, name: string, changes: NodeChanges): void {
  const node = findNode(document, name)
  if (changes.name !== undefined) assertNameFree(document, changes.name, node)
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) continue
    if (value === null) node.delete(key)
    else if (typeof value === 'object') setWithin(node, key, value)
    else setScalar(node, key, value)
  }
}

/** Sets keys of a map within a node; what else that map holds stays. */
function setWithin(node: YAMLMap, key: string, values: object): void {
  if (!isMap(node.get(key, true))) node.set(key, new YAMLMap())
  const within = node.get(key, true)
  if (isMap(within)) for (const [name, value] of Object.entries(values)) setScalar(within, name, value)
}

/** @throws NOT_FOUND */
export function removeNode(document: Document, name: string): void {
  const node = findNode(document, name)
  const list = nodeList(document)
  if (list === null) return
  const index = list.items.indexOf(node)
  list.items.splice(index, 1)
  // A comment between two nodes is read as the end of the first, and most often speaks of the second.
  const heir = list.items[index]
  if (node.comment && isMap(heir)) heir.commentBefore = joined(node.comment, heir.commentBefore)
  else if (node.comment) list.comment = joined(node.comment, list.comment)
  if (list.items.length === 0 && list.flow !== true) empty(document, ['cluster', 'nodes'])
}

/** Leaves the key without a value, as the template has it; `[]` would stand on a line of its own below. */
function empty(document: Document, path: string[]): void {
  const collection = document.getIn(path, true)
  const nothing = new Scalar(null)
  nothing.source = ''
  if (isSeq(collection)) {
    nothing.commentBefore =
      [collection.commentBefore, collection.comment].filter(part => part).join('\n') || null
  }
  document.setIn(path, nothing)
}

function joined(first: string, second: string | null | undefined): string {
  return second ? `${first}\n${second}` : first
}

function nodeList(document: Document): YAMLSeq | null {
  const list = document.getIn(['cluster', 'nodes'], true)
  return isSeq(list) ? list : null
}

function createNodeList(document: Document): YAMLSeq {
  mapAt(document, 'cluster')
  const list = document.createNode([])
  fill(document, ['cluster', 'nodes'], list)
  return list
}

function nodeMaps(document: Document): YAMLMap[] {
  return (nodeList(document)?.items ?? []).filter(isMap)
}

function nameOf(node: YAMLMap): string {
  return String(node.get('name') ?? '')
    .trim()
    .normalize('NFC')
}

function findNode(document: Document, name: string): YAMLMap {
  const nodes = nodeMaps(document)
  const found = nodes.find(node => nameOf(node) === name)
  if (found !== undefined) return found
  const names = nodes.map(nameOf)
  throw new HarombeError('NOT_FOUND', `There is no node called "${name}" in harombe.yaml.`, {
    hint: names.length === 0 ? 'No nodes are listed yet.' : `There are: ${names.join(', ')}.`,
    data: { nodes: names },
  })
}

/** Names differ by more than case, as the schema demands. */
function assertNameFree(document: Document, name: string, self: YAMLMap | null): void {
  const taken = nodeMaps(document).find(
    node => node !== self && nameOf(node).toLowerCase() === name.toLowerCase(),
  )
  if (taken === undefined) return
  throw new HarombeError('CONFLICT', `There is already a node called "${nameOf(taken)}".`, {
    hint: 'Choose another name.',
  })
}

function withoutUndefined(node: NodeInput): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined))
}
