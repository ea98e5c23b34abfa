import { configJsonSchema } from '../../../../../shared/config/schema'
import { isRecord } from '../../../../../shared/record'
import { type SettingField, type SettingKind, type SettingPath, settingId } from './setting-field'

const secretKey = /(?:^|_)(?:auth_token|api_key)$/
/** MCP servers get their secrets by these, under names of their own. */
const secretBlocks = new Set(['env', 'headers'])
const longTexts = new Set(['system_prompt'])

const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)

/** The values of an enumeration, also of one that is written as several constants; null where it is none. */
function optionsOf(schema: Record<string, unknown>): (string | number)[] | null {
  const isOption = (value: unknown) => typeof value === 'string' || typeof value === 'number'
  if (Array.isArray(schema.enum)) return schema.enum.filter(isOption)
  if (!Array.isArray(schema.anyOf)) return null
  const constants = schema.anyOf.map(branch => (isRecord(branch) ? branch.const : undefined))
  return constants.every(isOption) ? constants : null
}

/** The one branch of a union that is a list of groups. */
function entriesBranch(schema: Record<string, unknown>): Record<string, unknown> | null {
  const branches: unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : []
  return branches.filter(isRecord).find(branch => branch.type === 'array') ?? null
}

function kindOf(schema: Record<string, unknown>, path: SettingPath): SettingKind {
  const options = optionsOf(schema)
  if (options !== null) return { kind: 'choice', options }
  switch (schema.type) {
    case 'boolean':
      return { kind: 'switch' }
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        minimum: numberOf(schema.minimum) ?? numberOf(schema.exclusiveMinimum),
        maximum: numberOf(schema.maximum),
      }
    case 'string':
      return { kind: 'text', long: longTexts.has(path.at(-1) ?? '') }
    case 'array':
      return listKind(schema, path)
    case 'object': {
      const entry = schema.additionalProperties
      if (!isRecord(entry) || Object.keys(entry).length === 0) return { kind: 'open' }
      return isRecord(entry.properties)
        ? { kind: 'records', fields: fieldsBelow(entry, [...path, '*']) }
        : { kind: 'map' }
    }
    default:
      return unionKind(schema, path)
  }
}

function listKind(schema: Record<string, unknown>, path: SettingPath): SettingKind {
  const items = isRecord(schema.items) ? schema.items : {}
  if (isRecord(items.properties)) return { kind: 'entries', fields: fieldsBelow(items, [...path, '*']) }
  const options = optionsOf(items)
  return options === null ? { kind: 'texts' } : { kind: 'choices', options }
}

function unionKind(schema: Record<string, unknown>, path: SettingPath): SettingKind {
  const list = entriesBranch(schema)
  if (list !== null && isRecord(list.items)) {
    return { kind: 'switchOrEntries', fields: fieldsBelow(list.items, [...path, '*']) }
  }
  const branches: unknown[] = Array.isArray(schema.anyOf) ? schema.anyOf : []
  const takesNumbers = branches.some(branch => isRecord(branch) && branch.type === 'number')
  return takesNumbers ? { kind: 'textOrNumber' } : { kind: 'text', long: false }
}

/** Every value below a schema of a group, in its order; groups within it are gone into, lists and maps are values. */
function fieldsBelow(schema: Record<string, unknown>, path: SettingPath): SettingField[] {
  const properties = isRecord(schema.properties) ? schema.properties : {}
  return Object.entries(properties).flatMap(([key, below]) => {
    if (!isRecord(below)) return []
    const own = [...path, key]
    const isGroup = isRecord(below.properties) && Object.keys(below.properties).length > 0
    const isRequired = Array.isArray(schema.required) && schema.required.includes(key)
    return isGroup ? fieldsBelow(below, own) : [fieldOf(below, own, isRequired)]
  })
}

function fieldOf(schema: Record<string, unknown>, path: SettingPath, isRequired: boolean): SettingField {
  const key = path.at(-1) ?? ''
  return {
    path,
    id: settingId(path),
    doc: typeof schema.description === 'string' ? schema.description : '',
    fallback: schema.default,
    isRequired,
    isSecret: secretKey.test(key) || secretBlocks.has(key),
    type: kindOf(schema, path),
  }
}

/** Every setting of harombe.yaml, in the order of the schema: what the form is made of. */
export const readSettingTree = (schema: Record<string, unknown>): SettingField[] => fieldsBelow(schema, [])

let kept: readonly SettingField[] | null = null

/** Made once: the schema does not change while the page is there. */
export function allSettings(): readonly SettingField[] {
  kept ??= readSettingTree(configJsonSchema())
  return kept
}

/** The fields of an entry of `cluster.nodes`. */
export function nodeSettings(): readonly SettingField[] {
  return entryFields('cluster/nodes')
}

/** The fields of an entry of a list, or of a group by name. */
export function entryFields(id: string): readonly SettingField[] {
  const type = allSettings().find(field => field.id === id)?.type
  return type !== undefined && 'fields' in type ? type.fields : []
}
