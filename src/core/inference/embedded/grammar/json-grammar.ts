import { isRecord } from '../../../../shared/record'
import { grammarFile, group, jsonLiteral, type Primitive, stringFormats } from './gbnf'
import { mergeSchemas, resolvePointer, type Schema, unusable } from './schema'

/** A grammar for any JSON object. */
export const anyObjectGrammar = grammarFile(new Map([['root', 'object']]))

const limits = { rules: 2000, depth: 48, alternatives: 256 } as const
/** Longer bounds of strings and lists are left out: llama.cpp writes every repetition out as a rule. */
const longestRepetition = 256

const bound = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= longestRepetition
    ? value
    : null

/** `{1,}`, `{0,4}` … of a schema's bounds, less what is written already. */
function repetition(least: unknown, most: unknown, written = 0): string {
  const minimum = Math.max(0, (bound(least) ?? 0) - written)
  const maximum = bound(most)
  if (maximum !== null) return `{${minimum},${Math.max(minimum, maximum - written)}}`
  return minimum === 0 ? '*' : `{${minimum},}`
}

/** Whether some rule can begin with itself: only those that are nothing but a choice of others can. */
function hasLoop(rules: ReadonlyMap<string, string>): boolean {
  const done = new Set<string>()
  const leadsToItself = (name: string, above: ReadonlySet<string>): boolean => {
    if (above.has(name)) return true
    if (done.has(name)) return false
    done.add(name)
    const choices = (rules.get(name) ?? '').split(' | ').filter(choice => rules.has(choice))
    const path = new Set(above).add(name)
    return choices.some(choice => leadsToItself(choice, path))
  }
  return [...rules.keys()].some(name => leadsToItself(name, new Set()))
}

/**
 * A grammar whose texts are the JSON values of a schema. Properties come in the order of the schema, the required ones first;
 * an object that lists properties has no others unless the schema allows them. What a grammar cannot say (numeric bounds,
 * `pattern`, `not`, `uniqueItems`) is not enforced. @throws HarombeError BAD_REQUEST
 */
export function grammarOfSchema(root: Schema): string {
  const rules = new Map<string, string>()
  const references = new Map<string, string>()

  function define(body: string): string {
    if (rules.size >= limits.rules) throw unusable('it is too large')
    const name = `r${rules.size}`
    rules.set(name, body)
    return name
  }

  /** A rule for what a `$ref` points at, made before its content is known so that it may contain itself. */
  function reference(pointer: string, depth: number): string {
    const known = references.get(pointer)
    if (known !== undefined) return known
    const target = resolvePointer(root, pointer)
    if (target === undefined) throw unusable(`"${pointer.slice(0, 80)}" points to nothing in it`)
    if (isRecord(target) && typeof target.$ref === 'string')
      throw unusable('a reference leads to a reference')
    const name = define('')
    references.set(pointer, name)
    rules.set(name, visit(target, depth + 1))
    return name
  }

  function alternatives(values: readonly unknown[], write: (value: unknown) => string): string {
    if (values.length === 0) throw unusable('it leaves no choice')
    if (values.length > limits.alternatives) throw unusable('it offers too many alternatives')
    return define(values.map(write).join(' | '))
  }

  function string({ format, minLength, maxLength }: Schema): string {
    const form = typeof format === 'string' ? stringFormats[format] : undefined
    if (form !== undefined) return define(`"\\"" ${form} "\\""`)
    if (bound(minLength) === null && bound(maxLength) === null) return 'string' satisfies Primitive
    return define(`"\\"" char${repetition(minLength, maxLength)} "\\""`)
  }

  function array({ items, prefixItems, minItems, maxItems }: Schema, depth: number): string {
    const first = Array.isArray(prefixItems) ? prefixItems.map(item => visit(item, depth + 1)) : []
    const isClosed = items === false || bound(maxItems) === 0
    const item = isClosed ? null : visit(items ?? true, depth + 1)
    if (first.length === 0 && item === null) return define('"[" ws "]"')
    if (first.length > 0) {
      const more = item === null ? '' : ` ("," ws ${item})${repetition(minItems, maxItems, first.length)}`
      return define(`"[" ws ${first.join(' "," ws ')}${more} ws "]"`)
    }
    const list = `${item} ("," ws ${item})${repetition(minItems, maxItems, 1)} ws`
    const isOptional = (bound(minItems) ?? 0) === 0
    return define(isOptional ? `"[" ws (${list})? "]"` : `"[" ws ${list} "]"`)
  }

  function object(schema: Schema, depth: number): string {
    const { properties, required, additionalProperties, patternProperties } = schema
    const described = Object.entries(isRecord(properties) ? properties : {})
    const needed = new Set(Array.isArray(required) ? required : [])
    const write = (name: string, value: unknown) =>
      define(`${jsonLiteral(name)} ":" ws ${visit(value, depth + 1)}`)
    const known = new Set<unknown>(described.map(([name]) => name))
    const undescribed = [...needed].filter(name => !known.has(name))
    const must = [
      ...described.filter(([name]) => needed.has(name)).map(([name, value]) => write(name, value)),
      ...undescribed.map(name => write(String(name), true)),
    ]
    const may = described.filter(([name]) => !needed.has(name)).map(([name, value]) => write(name, value))

    const isOpen = described.length === 0 && additionalProperties === undefined
    const others = isRecord(patternProperties) ? true : isOpen ? true : (additionalProperties ?? false)
    const other = others === false ? null : define(`string ":" ws ${visit(others, depth + 1)}`)

    // What may follow the i-th optional property, from the last to the first.
    let rest = other === null ? '' : `("," ws ${other})*`
    const starts: string[] = other === null ? [] : [`${other} ${rest}`]
    for (const property of may.toReversed()) {
      const following = rest
      starts.unshift(`${property} ${following}`)
      rest = define(`("," ws ${property})? ${following}`)
    }
    if (must.length > 0) return define(`"{" ws ${must.join(' "," ws ')} ${rest} ws "}"`)
    return define(starts.length === 0 ? '"{" ws "}"' : `"{" ws (${group(starts)} ws)? "}"`)
  }

  function ofType(type: unknown, schema: Schema, depth: number): string {
    switch (type) {
      case 'string':
        return string(schema)
      case 'array':
        return array(schema, depth)
      case 'object':
        return object(schema, depth)
      case 'number':
      case 'integer':
      case 'boolean':
      case 'null':
        return type satisfies Primitive
      default:
        throw unusable(`it has a type that JSON lacks`)
    }
  }

  function visit(schema: unknown, depth: number): string {
    if (depth > limits.depth) throw unusable('it is nested too deeply')
    if (schema === true) return 'value' satisfies Primitive
    if (!isRecord(schema)) throw unusable('a part of it is no schema')
    const { $ref, const: constant, enum: values, anyOf, oneOf, allOf, type, ...rest } = schema
    if (typeof $ref === 'string') return reference($ref, depth)
    if ('const' in schema) return jsonLiteral(constant)
    if (Array.isArray(values)) return alternatives(values, jsonLiteral)
    const own: Schema = type === undefined ? rest : { ...rest, type }
    if (Array.isArray(allOf)) return visit(mergeSchemas(root, [own, ...allOf]), depth + 1)
    const choices = Array.isArray(anyOf) ? anyOf : oneOf
    if (Array.isArray(choices)) {
      return alternatives(choices, choice => visit(mergeSchemas(root, [own, choice]), depth + 1))
    }
    if (Array.isArray(type)) return alternatives(type, one => ofType(one, rest, depth))
    if (type !== undefined) return ofType(type, rest, depth)
    if ('properties' in rest || 'required' in rest || 'additionalProperties' in rest)
      return object(rest, depth)
    return 'items' in rest || 'prefixItems' in rest ? array(rest, depth) : ('value' satisfies Primitive)
  }

  const start = visit(root, 0)
  rules.set('root', start)
  if (hasLoop(rules)) throw unusable('a part of it is nothing but itself')
  return grammarFile(rules)
}
