import { z } from 'zod'
import { isRecord } from '../record'
import { configSchema } from './schema'

/** Where a running harombe serves it, and what the first line of a new file names. */
export const schemaPath = '/schema/harombe.json'

type Schema = Record<string, unknown>

/** What stands beside a value whatever the value may be; an editor shows it when the pointer rests on the key. */
const remarks = new Set(['description', 'default', 'title'])

const takesVariable = ({ type, pattern, format, enum: values, const: value, anyOf }: Schema) =>
  type === 'number' ||
  type === 'integer' ||
  type === 'boolean' ||
  (type === 'string' && (pattern !== undefined || format !== undefined)) ||
  values !== undefined ||
  value !== undefined ||
  anyOf !== undefined

/** A value may be a variable's, and a key may be left without one: templates have `nodes:` with every entry commented out. */
function asWritten(schema: Schema, mayBeEmpty: boolean): Schema {
  const inner = withWritten(schema)
  const variable = takesVariable(inner) ? [{ $ref: '#/definitions/variable' }] : []
  if (variable.length === 0 && !mayBeEmpty) return inner
  if (variable.length === 0 && typeof inner.type === 'string') return { ...inner, type: [inner.type, 'null'] }
  const entries = Object.entries(inner)
  return {
    ...Object.fromEntries(entries.filter(([key]) => remarks.has(key))),
    anyOf: [
      Object.fromEntries(entries.filter(([key]) => !remarks.has(key))),
      ...variable,
      ...(mayBeEmpty ? [{ type: 'null' }] : []),
    ],
  }
}

const isEmpty = (value: unknown) => isRecord(value) && Object.keys(value).length === 0

function withWritten(schema: Schema): Schema {
  const result = { ...schema }
  if (isRecord(schema.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [
        key,
        isRecord(value) && !isEmpty(value) ? asWritten(value, true) : value,
      ]),
    )
  }
  if (isRecord(schema.additionalProperties) && !isEmpty(schema.additionalProperties)) {
    result.additionalProperties = asWritten(schema.additionalProperties, true)
  }
  if (isRecord(schema.items)) result.items = asWritten(schema.items, false)
  return result
}

/**
 * JSON Schema of harombe.yaml for editors, with what the file may say before variables are put in: `${var:name}` for any value,
 * and keys without one. Draft 7, which is what editors read.
 */
export function publishedSchema(): Schema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' })
  return {
    $schema,
    title: 'harombe.yaml',
    description: 'The machines that answer you, and how harombe uses them.',
    ...withWritten(schema),
    definitions: {
      variable: {
        description: 'The value of a variable of this file.',
        type: 'string',
        pattern: '^[^\\n]*\\$\\{var:[A-Za-z_][A-Za-z0-9_]{0,63}\\}[^\\n]*$',
      },
    },
  }
}

/** As it is in the repository, over HTTP and on the command line. */
export const publishedSchemaText = () => `${JSON.stringify(publishedSchema(), null, 2)}\n`
