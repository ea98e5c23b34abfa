import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLSeq,
} from 'yaml'
import { redactSecrets } from '../../redact-secrets'
import { isSecretKey, onlyReference, secretBlocks, secretFlag } from './secret-keys'
import { variablesIn } from './variables'

/** A value that is a secret in the clear. */
export interface SecretRange {
  start: number
  end: number
  value: unknown
  /** It stands in brackets, where more characters have a meaning. */
  isInFlow: boolean
  /** Keys down to it; a number counts the entries of a list. */
  path: readonly (string | number)[]
}

/** Nothing is refused here: what the configuration must not say may still hold a secret. */
const tolerant = {
  prettyErrors: false,
  version: '1.2',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  logLevel: 'silent',
} as const

/**
 * Every secret among the values of a text, as far as it can be taken apart, in order. Values of `variables` are secrets when a
 * secret key here, or `alsoSecret` elsewhere, refers to them.
 */
export function secretRanges(text: string, alsoSecret: readonly string[] = []): SecretRange[] {
  const documents = parseAllDocuments(text, tolerant)
  if (!Array.isArray(documents)) return []
  return documents.flatMap(document => rangesOf(document, alsoSecret)).sort((a, b) => a.start - b.start)
}

/** Names of the variables that secret keys of a text refer to. */
export function secretVariables(text: string): string[] {
  const documents = parseAllDocuments(text, tolerant)
  if (!Array.isArray(documents)) return []
  return documents.flatMap(document =>
    [...hiddenIn(document)].flatMap(({ value }) => variablesIn(String(value))),
  )
}

function rangesOf(document: Document.Parsed | Document, alsoSecret: readonly string[]): SecretRange[] {
  const hidden = hiddenIn(document)
  const referred = new Set([...alsoSecret, ...[...hidden].flatMap(({ value }) => variablesIn(String(value)))])
  const ranges: SecretRange[] = []
  const pathOf = createPaths()
  visit(document, {
    Scalar(key, node, ancestors) {
      const { range } = node
      if (key === 'key' || range == null || !isWorthHiding(node)) return
      const isReferred = referred.has(variableOf(ancestors) ?? '')
      if (!(hidden.has(node) || isReferred || wouldBreak(node, ancestors))) return
      const path = pathOf(node, ancestors)
      ranges.push({
        start: range[0],
        end: range[1],
        value: node.value,
        isInFlow: isInFlow(ancestors),
        path,
      })
    },
  })
  return ranges
}

function hiddenIn(document: Document.Parsed | Document): Set<Scalar> {
  const hidden = new Set<Scalar>()
  const anchors = new Set<string>()
  const hide = (node: unknown): void => {
    if (isAlias(node)) anchors.add(node.source)
    else if (isScalar(node)) hidden.add(node)
    else if (isMap(node)) for (const pair of node.items) hide(pair.value)
    else if (isSeq(node)) for (const item of node.items) hide(isPair(item) ? item.value : item)
  }
  visit(document, {
    Pair(_key, { key, value }) {
      const name = keyOf(key)
      // A key by another name might be any.
      if (isAlias(key) || isSecretKey(name) || (secretBlocks.has(name) && isCollection(value))) hide(value)
    },
    Seq(_key, { items }) {
      for (const [index, item] of items.entries()) {
        if (isScalar(item) && secretFlag.test(String(item.value))) hide(items[index + 1])
      }
    },
  })
  // What an alias stands for may hold further ones.
  for (let known = 0; known < anchors.size; ) {
    known = anchors.size
    visit(document, {
      Node: (_key, node) => {
        if (!isAlias(node) && node.anchor !== undefined && anchors.has(node.anchor)) hide(node)
      },
    })
  }
  return hidden
}

const keyOf = (key: unknown) => (isScalar(key) ? String(key.value) : '')

/** Switches and empty values stay, so that a form of the file that is wrong in them can be seen. */
function isWorthHiding({ value }: Scalar): boolean {
  if (value === null || typeof value === 'boolean' || value === '') return false
  return !(typeof value === 'string' && onlyReference.test(value))
}

/** A mask for a part of it would end the list or map in brackets that it stands in; so all of it is hidden. */
function wouldBreak({ type, source = '' }: Scalar, ancestors: readonly unknown[]): boolean {
  if (type !== 'PLAIN' || redactSecrets(source) === source) return false
  return isInFlow(ancestors)
}

const isInFlow = (ancestors: readonly unknown[]) =>
  ancestors.some(ancestor => isCollection(ancestor) && ancestor.flow === true)

type Ancestors = readonly (Document | Node | Pair)[]

/** The name of the variable whose value stands below these: document, map, `variables`, map, name. */
function variableOf([, , block, , entry, ...rest]: Ancestors): string | null {
  if (rest.length > 0 || !isPair(block) || !isPair(entry)) return null
  return keyOf(block.key) === 'variables' ? keyOf(entry.key) : null
}

/** Where a value stands. Of each list the places of its entries are looked up once. */
function createPaths(): (node: Node, ancestors: Ancestors) => (string | number)[] {
  const places = new Map<unknown, Map<unknown, number>>()
  const placeIn = (list: YAMLSeq, child: unknown) => {
    const known = places.get(list) ?? new Map(list.items.map((item, index) => [item, index]))
    places.set(list, known)
    return known.get(child) ?? 0
  }
  return (node, ancestors) => {
    const path: (string | number)[] = []
    for (const [index, ancestor] of ancestors.entries()) {
      if (isPair(ancestor)) path.push(keyOf(ancestor.key))
      else if (isSeq(ancestor)) path.push(placeIn(ancestor, ancestors[index + 1] ?? node))
    }
    return path
  }
}
