import { type Document, isMap, isScalar, parseDocument, Scalar, type YAMLMap, type YAMLSeq } from 'yaml'

/** The map of a top-level key; made where the file has none. */
export function mapAt(document: Document, key: string): YAMLMap {
  if (!isMap(document.contents)) document.contents = document.createNode({})
  const present = document.get(key, true)
  if (isMap(present)) return present
  const created = document.createNode({})
  fill(document, [key], created)
  return created
}

/** The map of a key below `cluster`; made where the file has none. */
export function clusterMapAt(document: Document, key: string): YAMLMap {
  mapAt(document, 'cluster')
  const path = ['cluster', key]
  const present = document.getIn(path, true)
  if (isMap(present)) return present
  const created = document.createNode({})
  fill(document, path, created)
  return created
}

/** Keeps the scalar itself, and with it its comment and its quotes. */
export function setScalar(node: YAMLMap, key: string, value: unknown): void {
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
export function quoteIfAmbiguous(scalar: Scalar): void {
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
  if (typeof scalar.value !== 'string' || isQuoted) return
  const old = parseDocument(scalar.value, { version: '1.1', logLevel: 'silent' })
  if (old.errors.length > 0 || old.toJS() !== scalar.value) scalar.type = 'QUOTE_DOUBLE'
}

/** Gives a key that has no value yet one; the comments below it, a template's examples, stay. */
export function fill(document: Document, path: string[], collection: YAMLMap | YAMLSeq): void {
  const empty = document.getIn(path, true)
  document.setIn(path, collection)
  if (!isScalar(empty)) return
  collection.commentBefore = empty.commentBefore ?? null
  collection.comment = empty.comment ?? null
}
