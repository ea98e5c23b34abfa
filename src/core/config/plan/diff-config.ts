import { configJsonSchema } from '../../../shared/config/schema'
import { isRecord } from '../../../shared/record'
import { sameJson } from '../../../shared/same-json'

/** A key whose value is another; undefined: it is not there. */
export interface Difference {
  /** `server.port`, `wake.mac` */
  path: string
  before: unknown
  after: unknown
}

/** What a JSON Schema says of the keys of an object. */
interface Shape {
  keys: Readonly<Record<string, unknown>>
  /** Of keys that are names of the user's own; null where there are none. */
  others: unknown
}

function shapeOf(schema: unknown): Shape | null {
  if (!isRecord(schema)) return null
  const keys = isRecord(schema.properties) ? schema.properties : null
  const others = keys === null && isRecord(schema.additionalProperties) ? schema.additionalProperties : null
  return keys === null && others === null ? null : { keys: keys ?? {}, others }
}

const keysOf = (value: unknown): string[] => (isRecord(value) ? Object.keys(value) : [])
const valueAt = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined)

/** Keys that harombe does not know change nothing, so they are no difference. */
function differences(before: unknown, after: unknown, schema: unknown, path: string): Difference[] {
  const shape = shapeOf(schema)
  const hasParts = (isRecord(before) || before === undefined) && (isRecord(after) || after === undefined)
  if (shape === null || !hasParts) return sameJson(before, after) ? [] : [{ path, before, after }]
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const known = Object.entries(shape.keys).flatMap(([key, inner]) =>
    differences(valueAt(before, key), valueAt(after, key), inner, at(key)),
  )
  if (shape.others === null) return known
  const names = new Set([...keysOf(before), ...keysOf(after)])
  const named = [...names].flatMap(key => {
    const [a, b] = [valueAt(before, key), valueAt(after, key)]
    // One that is new or gone is one change, not one of each of its defaults.
    if (a === undefined || b === undefined) return [{ path: at(key), before: a, after: b }]
    return differences(a, b, shape.others, at(key))
  })
  return [...known, ...named]
}

const schemaAt = (schema: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, key) => valueAt(inner, key), schema)

const whole = configJsonSchema()
const nodeSchema = schemaAt(whole, 'properties', 'cluster', 'properties', 'nodes', 'items')

/** Nodes have lines of their own, and what variables and overlays come to stands in the values. */
const elsewhere = new Set(['variables', 'overlays', 'cluster.nodes'])

/** Entries of `cluster.models` by name, so that one more is one line. */
function modelsByName(config: object): Record<string, unknown> {
  const models = schemaAt(config, 'cluster', 'models')
  const found: Record<string, unknown> = {}
  for (const model of Array.isArray(models) ? models : []) {
    const name = String(valueAt(model, 'name'))
    let key = `cluster.models[${name}]`
    for (let number = 2; key in found; number += 1) key = `cluster.models[${name}, ${number}]`
    found[key] = model
  }
  return found
}

/** Values outside the nodes, in the order of the schema. */
export function diffSettings(before: object, after: object): Difference[] {
  const plain = differences(before, after, whole, '').filter(
    ({ path }) => path !== 'cluster.models' && !elsewhere.has(path.replace(/^(variables)\..*/, '$1')),
  )
  const [old, now] = [modelsByName(before), modelsByName(after)]
  const models = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter(key => !sameJson(old[key], now[key]))
    .map(path => ({ path, before: old[path], after: now[path] }))
  return [...plain, ...models]
}

/** Fields of one node but name and tier. */
export const diffNode = (before: object, after: object): Difference[] =>
  differences(before, after, nodeSchema, '').filter(({ path }) => path !== 'name' && path !== 'tier')

/** What of an entry harombe knows, in an order of its own: the same for entries that say the same. */
export const knownFields = (node: object): [string, unknown][] =>
  differences(undefined, node, nodeSchema, '').map(({ path, after }) => [path, after])
