import { HarombeError } from '../../../../shared/errors'
import { isRecord } from '../../../../shared/record'

/** A JSON Schema as somebody sent it: anything may be in it. */
export type Schema = Record<string, unknown>

/** What a schema is answered with that no grammar is made of. */
export const unusable = (why: string) =>
  new HarombeError('BAD_REQUEST', `The JSON Schema cannot be used: ${why}.`, {
    hint: 'Simplify the schema, or ask for any JSON object.',
  })

/** Where a `$ref` within the document leads (RFC 6901); undefined when it leads nowhere or out of it. */
export function resolvePointer(root: Schema, pointer: string): unknown {
  if (pointer === '#') return root
  if (!pointer.startsWith('#/')) return undefined
  let place: unknown = root
  for (const part of pointer.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(place)) place = place[Number(key)]
    else if (isRecord(place) && Object.hasOwn(place, key)) place = place[key]
    else return undefined
  }
  return place
}

const mostReferences = 16

/** What a schema stands for: itself, or what its reference leads to; undefined when that leads nowhere or in a circle. */
export function dereference(root: Schema, schema: unknown): unknown {
  let place = schema
  for (let step = 0; step < mostReferences; step += 1) {
    if (!isRecord(place) || typeof place.$ref !== 'string') return place
    place = resolvePointer(root, place.$ref)
  }
  return undefined
}

/** Two references of `allOf` to themselves are twice as many parts at every level. */
const mostParts = 256

const recordOf = (value: unknown): Schema => (isRecord(value) ? value : {})
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/**
 * One schema that asks for what all of them ask for, as far as that can be said by putting them together.
 * @throws HarombeError BAD_REQUEST for too many
 */
export function mergeSchemas(root: Schema, parts: readonly unknown[]): unknown {
  if (parts.length > mostParts) throw unusable('it puts too many parts together')
  const schemas = parts.flatMap(part => {
    const { $ref, ...rest } = recordOf(part)
    return typeof $ref === 'string' ? [recordOf(resolvePointer(root, $ref)), rest] : [rest]
  })
  const used = schemas.filter(schema => Object.keys(schema).length > 0)
  const [only] = used
  // Alone it keeps its reference, which is what lets a schema contain itself.
  if (only !== undefined && used.length === 1)
    return parts.find(part => Object.keys(recordOf(part)).length > 0)
  const merged: Schema = Object.assign({}, ...used)
  const properties = Object.assign({}, ...used.map(schema => recordOf(schema.properties)))
  if (Object.keys(properties).length > 0) merged.properties = properties
  const required = used.flatMap(schema => listOf(schema.required))
  if (required.length > 0) merged.required = [...new Set(required)]
  const nested = used.flatMap(schema => listOf(schema.allOf))
  if (nested.length > 0) merged.allOf = nested
  return merged
}
