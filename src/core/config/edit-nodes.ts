import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { NodeChanges, NodeInput } from '../../shared/config/schema'
import { HarombeError } from '../../shared/errors'

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
    else setScalar(node, key, value)
  }
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

/** Keeps the scalar itself, and with it its comment and its quotes. */
function setScalar(node: YAMLMap, key: string, value: unknown): void {
  const existing = node.get(key, true)
  if (!isScalar(existing)) {
    const created = new Scalar(value)
    quoteIfAmbiguous(created)
    node.set(key, created)
    return
  }
  existing.value = value
  quoteIfAmbiguous(existing)
  // The source of the old number (0x1f90) must not be written instead of the new one.
  delete existing.source
  delete existing.format
}

/** The Python harombe reads YAML 1.1, where a plain `yes` or `12:30` is not a text. */
function quoteIfAmbiguous(scalar: Scalar): void {
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
  if (typeof scalar.value !== 'string' || isQuoted) return
  const old = parseDocument(scalar.value, { version: '1.1', logLevel: 'silent' })
  if (old.errors.length > 0 || old.toJS() !== scalar.value) scalar.type = 'QUOTE_DOUBLE'
}

function nodeList(document: Document): YAMLSeq | null {
  const list = document.getIn(['cluster', 'nodes'], true)
  return isSeq(list) ? list : null
}

function createNodeList(document: Document): YAMLSeq {
  if (!isMap(document.contents)) document.contents = document.createNode({})
  if (!isMap(document.get('cluster', true))) fill(document, ['cluster'], document.createNode({}))
  const list = document.createNode([])
  fill(document, ['cluster', 'nodes'], list)
  return list
}

/** Gives a key that has no value yet one; the comments below it, a template's examples, stay. */
function fill(document: Document, path: string[], collection: YAMLMap | YAMLSeq): void {
  const empty = document.getIn(path, true)
  document.setIn(path, collection)
  if (!isScalar(empty)) return
  collection.commentBefore = empty.commentBefore ?? null
  collection.comment = empty.comment ?? null
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
