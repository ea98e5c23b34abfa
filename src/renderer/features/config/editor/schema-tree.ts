import type { ConfigPath, ConfigScalar } from '../../../../shared/config/document/form-action'
import { isRecord } from '../../../../shared/record'

/** What the schema says about one place in the file. */
export interface SchemaNode {
  kind: 'map' | 'list' | 'scalar'
  /** One English sentence; null where there is none. */
  description: string | null
  /** Undefined: there is none. */
  default: unknown
  /** All it may be; empty: anything of its kind. */
  values: readonly ConfigScalar[]
  /** The keys of a map, in the order of the schema. */
  keys: readonly string[]
  /** Of a map: of that key, or what any further key must be; of a list: of its entries. Null: nothing is said. */
  child(key: string | number): SchemaNode | null
}

/** The place of a path; null where the schema says nothing. */
export function schemaAt(root: SchemaNode, path: ConfigPath): SchemaNode | null {
  let node: SchemaNode | null = root
  for (const key of path) {
    if (node === null) return null
    node = node.child(key)
  }
  return node
}

/** From JSON Schema as zod writes it: nothing is referred to, alternatives stand in `anyOf`. */
export function createSchemaTree(schema: unknown): SchemaNode {
  const variants = alternatives(schema)
  const own = isRecord(schema) ? schema : {}
  const withKeys = variants.find(({ properties }) => isRecord(properties))
  const open = variants.find(({ additionalProperties }) => isRecord(additionalProperties))
  const withItems = variants.find(({ items }) => items !== undefined)
  const properties = isRecord(withKeys?.properties) ? withKeys.properties : {}
  const isMap = variants.some(({ type }) => type === 'object')
  const known = new Map<string | number, SchemaNode>()
  const find = (key: string | number): unknown => {
    if (typeof key === 'number') return withItems?.items
    return Object.hasOwn(properties, key) ? properties[key] : hasContent(open?.additionalProperties)
  }
  return {
    kind: isMap ? 'map' : withItems !== undefined ? 'list' : 'scalar',
    description: typeof own.description === 'string' ? own.description : null,
    default: own.default,
    values: [...new Set(variants.flatMap(scalarsOf))],
    keys: Object.keys(properties),
    child(key) {
      const cached = known.get(key)
      if (cached !== undefined) return cached
      const found = find(key)
      if (found === undefined) return null
      const node = createSchemaTree(found)
      known.set(key, node)
      return node
    },
  }
}

function alternatives(schema: unknown): Record<string, unknown>[] {
  if (!isRecord(schema)) return []
  return Array.isArray(schema.anyOf) ? schema.anyOf.flatMap(alternatives) : [schema]
}

/** `{}` as additionalProperties allows unknown keys and says nothing about them. */
const hasContent = (schema: unknown) =>
  isRecord(schema) && Object.keys(schema).length > 0 ? schema : undefined

function scalarsOf(schema: Record<string, unknown>): ConfigScalar[] {
  if (schema.type === 'boolean') return [true, false]
  const listed = Array.isArray(schema.enum) ? schema.enum : [schema.const]
  return listed.filter(
    value =>
      typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== ''),
  )
}
