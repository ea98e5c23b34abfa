import { isRecord } from '../../../../shared/record'
import { dereference, mergeSchemas, resolvePointer, type Schema, unusable } from './schema'

/**
 * node-llama-cpp makes its grammars of a subset of JSON Schema in which every property has to be there. So an optional one
 * may be null instead, and `withoutNulls` takes those nulls away again: the tool gets what its own schema describes.
 */

const deepest = 24
/** Parts of a tool's schema with its references written out; the model reads all of it before it answers. */
const mostParts = 4000
const scalars = new Set(['string', 'number', 'integer', 'boolean', 'null'])

const anything: Schema = {
  oneOf: [
    { type: ['string', 'number', 'boolean', 'null'] },
    { type: 'array' },
    { type: 'object', additionalProperties: true },
  ],
}

interface Scope {
  root: Schema
  /** Parts that may still be written. */
  left: number
}

/** References are followed before, those among its choices not. */
const isNullable = (schema: unknown): boolean => {
  if (!isRecord(schema)) return schema === true
  if (typeof schema.$ref === 'string') return false
  const { type, const: constant, enum: values, anyOf, oneOf } = schema
  if (type === 'null' || constant === null) return true
  if (Array.isArray(type)) return type.includes('null')
  if (Array.isArray(values)) return values.includes(null)
  const choices = Array.isArray(anyOf) ? anyOf : oneOf
  if (Array.isArray(choices)) return choices.some(isNullable)
  return type === undefined && schema.properties === undefined && constant === undefined
}

const isScalar = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)

function described(schema: Schema, converted: Schema): Schema {
  return typeof schema.description === 'string'
    ? { ...converted, description: schema.description }
    : converted
}

const pick = (schema: Schema, names: readonly string[]): Schema =>
  Object.fromEntries(names.filter(name => typeof schema[name] === 'number').map(name => [name, schema[name]]))

function convertObject(schema: Schema, scope: Scope, depth: number): Schema {
  const { properties, required, additionalProperties } = schema
  const needed = new Set(Array.isArray(required) ? required : [])
  const entries = Object.entries(isRecord(properties) ? properties : {})
  const converted = entries.map(([name, value]): [string, Schema] => {
    const own = convert(value, scope, depth + 1)
    return [
      name,
      needed.has(name) || isNullable(dereference(scope.root, value))
        ? own
        : { oneOf: [own, { type: 'null' }] },
    ]
  })
  const others =
    additionalProperties === undefined
      ? entries.length === 0
      : isRecord(additionalProperties)
        ? convert(additionalProperties, scope, depth + 1)
        : additionalProperties === true
  return { type: 'object', properties: Object.fromEntries(converted), additionalProperties: others }
}

function convert(given: unknown, scope: Scope, depth: number): Schema {
  if (scope.left <= 0) throw unusable('it is too large with its references written out')
  scope.left -= 1
  if (!isRecord(given) || depth > deepest) return anything
  const { $ref, allOf, anyOf, oneOf, type, enum: values, format, items } = given
  if (typeof $ref === 'string') {
    const target = resolvePointer(scope.root, $ref)
    return target === undefined ? anything : described(given, convert(target, scope, depth + 4))
  }
  if (Array.isArray(allOf)) {
    const { allOf: _, ...own } = given
    return described(given, convert(mergeSchemas(scope.root, [own, ...allOf]), scope, depth + 1))
  }
  if ('const' in given) return isScalar(given.const) ? described(given, { const: given.const }) : anything
  if (Array.isArray(values)) {
    return values.length > 0 && values.every(isScalar) ? described(given, { enum: values }) : anything
  }
  const choices = Array.isArray(anyOf) ? anyOf : oneOf
  if (Array.isArray(choices) && choices.length > 0) {
    const converted = choices.map(choice => convert(choice, scope, depth + 1))
    return described(given, { oneOf: converted })
  }
  if (Array.isArray(type)) {
    return described(given, { oneOf: type.map(one => convert({ ...given, type: one }, scope, depth + 1)) })
  }
  if (type === 'object' || (type === undefined && isRecord(given.properties))) {
    return described(given, convertObject(given, scope, depth))
  }
  if (type === 'array') {
    const list = { type, ...pick(given, ['minItems', 'maxItems']) }
    return described(given, items === undefined ? list : { ...list, items: convert(items, scope, depth + 1) })
  }
  if (type === 'string') {
    const known = format === 'date' || format === 'time' || format === 'date-time'
    return described(given, known ? { type, format } : { type, ...pick(given, ['minLength', 'maxLength']) })
  }
  return typeof type === 'string' && scalars.has(type)
    ? described(given, { type })
    : described(given, anything)
}

/** Null for a tool without arguments. @throws HarombeError BAD_REQUEST when it is too large */
export function toToolSchema(parameters: Schema): Schema | null {
  const { properties, additionalProperties } = parameters
  const isEmpty = !isRecord(properties) || Object.keys(properties).length === 0
  if (
    isEmpty &&
    !isRecord(additionalProperties) &&
    additionalProperties !== true &&
    !hasStructure(parameters)
  ) {
    return null
  }
  return convert({ type: 'object', ...parameters }, { root: parameters, left: mostParts }, 0)
}

const hasStructure = (schema: Schema) => ['$ref', 'allOf', 'anyOf', 'oneOf'].some(key => key in schema)

/** The arguments without the nulls that stand for an absent optional property. */
export function withoutNulls(value: unknown, given: unknown, root: Schema): unknown {
  const schema = dereference(root, given)
  if (!isRecord(schema)) return value
  if (Array.isArray(value)) return value.map(item => withoutNulls(item, schema.items, root))
  const { properties, required } = schema
  if (!isRecord(value) || !isRecord(properties)) return value
  const needed = new Set(Array.isArray(required) ? required : [])
  const kept = Object.entries(value).filter(
    ([name, item]) =>
      item !== null ||
      needed.has(name) ||
      !Object.hasOwn(properties, name) ||
      isNullable(dereference(root, properties[name])),
  )
  return Object.fromEntries(
    kept.map(([name, item]) => [
      name,
      Object.hasOwn(properties, name) ? withoutNulls(item, properties[name], root) : item,
    ]),
  )
}
