import { requiredModelSchema } from '../cluster-rules'
import { configSchema, nodeSchema } from '../schema'
import { dataOf } from './document-data'
import type { ConfigPath, ConfigScalar } from './form-action'
import type { FormNode, FormValue, FormView, ValueSource } from './form-view'
import { loadConfig } from './load-config'
import { parseYaml } from './parse-yaml'
import { valueIn } from './plain-data'
import { positionsOf } from './positions'
import { aliasesOf, type Found, lookUp } from './yaml-lookup'
import { type TreeNode, treeOf } from './yaml-tree'

const nodesPath = ['cluster', 'nodes']

/** What the form shows of a text, also of one with mistakes. Never throws. */
export function readForm(text: string): FormView {
  const parsed = parseYaml(text)
  const readable = parsed.problems.length === 0
  const whole = treeOf(parsed.document)
  const tree = readable ? whole : null
  const data = readable ? dataOf(parsed.document) : undefined
  const positions = positionsOf(text, parsed.text, whole)
  const variables = scalarsOf(valueIn(data, ['variables']))
  const aliases = aliasesOf(tree)

  function value(path: ConfigPath): FormValue {
    const given = valueIn(data, path)
    const found = lookUp(tree, path)
    if (found === null || given === undefined || given === null) {
      return { value: defaultOf(path), source: { kind: 'default' }, position: null, sharedWith: 0 }
    }
    const isShared = ({ alias }: (typeof aliases)[number]) =>
      found.via === null && alias.target !== null && contains(alias.target, found.value)
    return {
      value: given,
      source: sourceOf(found, given),
      position: positions.positionOf(path),
      sharedWith: aliases.filter(isShared).length,
    }
  }

  function node(given: unknown, index: number): FormNode {
    const path = [...nodesPath, index]
    const keys = new Set([...Object.keys(nodeSchema.shape), ...Object.keys(Object(given))])
    const tier = filled(valueIn(given, ['tier']), variables)
    const position = positions.positionOf(path)
    return {
      index,
      name: textOf(filled(valueIn(given, ['name']), variables)),
      tier: tier === 0 || tier === 1 || tier === 2 ? tier : 1,
      fields: Object.fromEntries([...keys].map(key => [key, value([...path, key])])),
      position: position ?? { from: 0, to: 0, line: 1, column: 1 },
      locked: lockOf(tree, path),
    }
  }

  const nodes = valueIn(data, nodesPath)
  return {
    readable,
    problems: loadConfig(text).problems,
    nodes: Array.isArray(nodes) ? nodes.map(node) : [],
    variables,
    value,
    ...positions,
  }
}

const contains = (outer: TreeNode, inner: TreeNode) => outer.from <= inner.from && inner.to <= outer.to

function sourceOf({ via }: Found, value: unknown): ValueSource {
  if (via !== null) return via
  const names =
    typeof value === 'string' ? [...value.matchAll(/\$\{var:([^}]*)\}/g)].map(([, name = '']) => name) : []
  return names.length > 0 ? { kind: 'variable', names } : { kind: 'file' }
}

/** Why an entry cannot be changed by itself. */
function lockOf(tree: TreeNode | null, path: ConfigPath): string | null {
  const list = lookUp(tree, path.slice(0, -1))
  const item = list?.value.kind === 'list' ? list.value.items[Number(path.at(-1))]?.value : undefined
  if (item?.kind !== 'alias') return null
  return `This node is nothing but *${item.name}: what it says stands elsewhere. Write it out in the text to change it here.`
}

/** Made when first asked for: the page must set zod up before any schema is used. */
let defaults: { config: unknown; node: unknown; model: unknown } | null = null

function defaultOf(path: ConfigPath): unknown {
  defaults ??= {
    config: configSchema.parse({}),
    node: nodeSchema.omit({ name: true }).parse({}),
    model: requiredModelSchema.omit({ name: true }).parse({}),
  }
  const [cluster, list, index, ...rest] = path
  if (cluster === 'cluster' && typeof index === 'number') {
    if (list === 'nodes') return valueIn(defaults.node, rest)
    if (list === 'models') return valueIn(defaults.model, rest)
  }
  return valueIn(defaults.config, path)
}

function scalarsOf(data: unknown): Record<string, ConfigScalar> {
  const isScalar = (entry: [string, unknown]): entry is [string, ConfigScalar] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1])
  return Object.fromEntries(Object.entries(Object(data)).filter(isScalar))
}

/** A value that is nothing but a variable, with that one's. */
function filled(value: unknown, variables: Record<string, ConfigScalar>): unknown {
  const [, name] = (typeof value === 'string' ? /^\$\{var:([^}]*)\}$/.exec(value) : null) ?? []
  return name === undefined ? value : variables[name]
}

const textOf = (value: unknown) =>
  (typeof value === 'string' || typeof value === 'number' ? String(value) : '').trim().normalize('NFC')
