import { isRecord } from '../../shared/record'
import { keywords } from './compose-answer'

type Schema = Record<string, unknown>

const limitOf = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback

const depthLimit = 12

interface Source {
  root: Schema
  /** What texts are made of. */
  words: readonly string[]
}

function resolve(schema: unknown, { root }: Source): Schema {
  if (!isRecord(schema)) return {}
  if (typeof schema.$ref !== 'string' || !schema.$ref.startsWith('#/')) return schema
  let found: unknown = root
  for (const key of schema.$ref.slice(2).split('/')) {
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined
  }
  return isRecord(found) ? found : {}
}

function typeOf(schema: Schema): string {
  const { type } = schema
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return String(type.find(name => name !== 'null') ?? 'null')
  if (isRecord(schema.properties)) return 'object'
  return schema.items === undefined ? 'string' : 'array'
}

function textFor(schema: Schema, name: string, { words }: Source): string {
  const shortest = limitOf(schema.minLength, 0)
  const longest = Math.max(shortest, limitOf(schema.maxLength, 200))
  const text = [name, ...words].filter(word => word !== '').join(' ') || 'simulated'
  return text.padEnd(shortest, '.').slice(0, longest)
}

function numberFor(schema: Schema, isInteger: boolean): number {
  const above = limitOf(schema.exclusiveMinimum, Number.NEGATIVE_INFINITY)
  const below = limitOf(schema.exclusiveMaximum, Number.POSITIVE_INFINITY)
  const low = Math.max(limitOf(schema.minimum, Number.NEGATIVE_INFINITY), above)
  const high = Math.min(limitOf(schema.maximum, Number.POSITIVE_INFINITY), below)
  const step = isInteger ? 1 : Math.min(1, (high - low) / 2)
  const least = low === above ? low + step : low
  const most = high === below ? high - step : high
  const value = Math.min(Math.max(1, least), most)
  return isInteger ? Math.ceil(value) : value
}

function valueFor(given: unknown, name: string, source: Source, depth: number): unknown {
  if (depth > depthLimit) return null
  const schema = resolve(given, source)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return schema.enum[0]
  if ('default' in schema) return schema.default
  for (const choice of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(choice) && choice.length > 0) return valueFor(choice[0], name, source, depth + 1)
  }
  if (Array.isArray(schema.allOf)) {
    const parts = schema.allOf.map(part => valueFor(part, name, source, depth + 1))
    return Object.assign({}, ...parts.filter(isRecord))
  }
  switch (typeOf(schema)) {
    case 'object': {
      const properties = isRecord(schema.properties) ? schema.properties : {}
      const required = Array.isArray(schema.required) ? schema.required.map(String) : []
      const names = new Set([...Object.keys(properties), ...required])
      return Object.fromEntries(
        [...names].map(key => [key, valueFor(properties[key], key, source, depth + 1)]),
      )
    }
    case 'array': {
      const most = limitOf(schema.maxItems, Number.POSITIVE_INFINITY)
      const length = Math.min(most, Math.max(1, limitOf(schema.minItems, 1)))
      return Array.from({ length }, () => valueFor(schema.items, name, source, depth + 1))
    }
    case 'integer':
      return numberFor(schema, true)
    case 'number':
      return numberFor(schema, false)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return textFor(schema, name, source)
  }
}

/** A value that keeps to a JSON Schema of the usual kind (no patterns, no formats), the same for the same question. */
export function composeValue(schema: Record<string, unknown>, prompt: string): unknown {
  return valueFor(schema, '', { root: schema, words: keywords(prompt, 2) }, 0)
}

/** What a simulated model writes in JSON mode. */
export function composeObject(model: string, prompt: string): Record<string, unknown> {
  return { simulated: true, model, answer: `No model was run. You asked: ${prompt.slice(0, 160)}` }
}
