import { isRecord } from '../../../shared/record'
import { estimateTokens } from '../../inference/estimate-tokens'
import type { ToolDefinition } from '../../inference/protocol'
import type { Tool } from '../tools/types'

/** What is checked when a call is made, and said then: no model needs it to write one. */
const checkedLater: ReadonlySet<string> = new Set([
  ...['$schema', 'title', 'default', 'format', 'pattern', 'propertyNames', 'additionalProperties'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
])

const mapValues = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([name, part]) => [name, compact(part)]))

/** Choices between values as a list of them, and between forms of one type as that type. */
function compactChoices(choices: readonly unknown[]): Record<string, unknown> {
  const parts = choices.map(compact)
  const records = parts.filter(isRecord)
  if (records.length < parts.length) return { anyOf: parts }
  if (records.every(part => 'const' in part)) return { enum: records.map(part => part.const) }
  const types = new Set(records.map(({ type }) => type))
  const isOfOneType = types.size === 1 && records.some(part => Object.keys(part).join() === 'type')
  return isOfOneType ? { type: [...types][0] } : { anyOf: parts }
}

function compact(schema: unknown): unknown {
  if (!isRecord(schema)) return schema
  const short: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(schema)) {
    if (checkedLater.has(key)) continue
    if (key === 'properties' && isRecord(part)) short.properties = mapValues(part)
    else if (key === 'anyOf' && Array.isArray(part)) Object.assign(short, compactChoices(part))
    else if (key === 'items') short.items = compact(part)
    else short[key] = part
  }
  return short
}

/**
 * Tools as models are told of them, with every question: what harombe checks by itself is left out of its own schemas. Those of MCP
 * servers stay as a person approved them.
 */
export const definitionsOf = (tools: readonly Tool[]): ToolDefinition[] =>
  tools.map(({ name, description, parameters, server }) => {
    if (server !== null) {
      const { $schema: _, ...told } = parameters
      return { name, description, parameters: told }
    }
    const told = compact(parameters)
    return { name, description, parameters: isRecord(told) ? told : {} }
  })

/** Schemas are dense, but of words every tokenizer knows: against o200k and cl100k the estimate is 1.35 to 1.4 times the count. */
const overestimate = 1.35

/** About what a model reads for it. */
export const tokensOfTool = (tool: Tool): number =>
  Math.ceil(estimateTokens(JSON.stringify(definitionsOf([tool]))) / overestimate)
