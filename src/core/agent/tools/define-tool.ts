import { z } from 'zod'
import type { ToolRisk } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { firstIssue } from '../../../shared/issues'
import { isRecord } from '../../../shared/record'
import type { CallPlan, Tool, ToolContext } from './types'

/** What providers of models take as a function's name. */
const namePattern = /^[A-Za-z0-9_-]{1,64}$/

export interface ToolDefinition<Input extends z.ZodObject> {
  name: string
  title: string
  /** For the model. */
  description: string
  /** What calls of it may do at worst. */
  risk: ToolRisk
  /** Strict at every level: a key it does not know is refused, never dropped. */
  input: Input
  /** Why it cannot be offered now, in a sentence; absent: it always can. */
  unavailable?: () => string | null
  /** As `Tool.plan`, with arguments that were checked. */
  plan(input: z.output<Input>, context: Pick<ToolContext, 'run' | 'workspace'>): Promise<CallPlan> | CallPlan
}

/** Where a schema of objects says nothing of further keys, they would be dropped in silence. */
function findLoose(schema: unknown, path: string): string | null {
  if (Array.isArray(schema)) return firstLoose(schema.map((part, index) => [`${path}[${index}]`, part]))
  if (!isRecord(schema)) return null
  if (schema.type === 'object' && !('additionalProperties' in schema)) return path
  return firstLoose(Object.entries(schema).map(([key, part]) => [`${path}.${key}`, part]))
}

function firstLoose(parts: readonly (readonly [string, unknown])[]): string | null {
  for (const [path, part] of parts) {
    const found = findLoose(part, path)
    if (found !== null) return found
  }
  return null
}

/** Deeper than any tool's arguments, and shallow enough to walk. */
const maxDepth = 32

/** Keys that would change what an object is, anywhere in the arguments. */
function hasForbiddenKey(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > maxDepth) return true
  if (Array.isArray(value)) return value.some(part => hasForbiddenKey(part, depth + 1))
  return Object.entries(value).some(([key, part]) => key === '__proto__' || hasForbiddenKey(part, depth + 1))
}

/**
 * A built-in tool from its schema: what the model is told of the arguments and what is taken from it are the same thing.
 * @throws Error for a name no model can call, or a schema that would drop unknown keys: mistakes of whoever writes the tool
 */
export function defineTool<Input extends z.ZodObject>(definition: ToolDefinition<Input>): Tool {
  const { name, title, description, risk, input, unavailable } = definition
  if (!namePattern.test(name)) throw new Error(`"${name}" is no name for a tool.`)
  const { $schema: _, ...parameters } = z.toJSONSchema(input, { io: 'input' })
  const loose = findLoose(parameters, name)
  if (loose !== null) throw new Error(`${loose} takes unknown keys; make it z.strictObject.`)
  return {
    name,
    title,
    description,
    parameters,
    risk,
    server: null,
    unavailable: unavailable ?? (() => null),
    async plan(argumentsOf, context) {
      if (hasForbiddenKey(argumentsOf)) {
        throw new HarombeError('BAD_REQUEST', `The arguments of ${name} have a key they must not have.`)
      }
      const parsed = input.safeParse(argumentsOf)
      if (!parsed.success) {
        throw new HarombeError(
          'BAD_REQUEST',
          `The arguments of ${name} do not fit: ${firstIssue(parsed.error).text}`,
        )
      }
      return await definition.plan(parsed.data, context)
    },
  }
}
