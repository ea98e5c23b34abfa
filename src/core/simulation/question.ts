import type { SeenImage } from './describe-images'

export interface AskedTool {
  name: string
  /** JSON Schema of its arguments. */
  parameters: Record<string, unknown>
}

export interface AskedMessage {
  role: string
  content: string
  images: readonly SeenImage[]
}

/** A question as every protocol asks it. */
export interface Question {
  model: string
  messages: readonly AskedMessage[]
  /** A text to go on with, instead of messages. */
  raw: { text: string; suffix: string } | null
  /** The last message is the beginning of the answer. */
  continues: boolean
  tools: readonly AskedTool[]
  toolChoice: 'auto' | 'none' | 'required' | { name: string }
  isParallel: boolean
  format: 'text' | 'json' | { schema: Record<string, unknown> }
  /** Null: the caller has not said. */
  reasoning: boolean | null
  stream: boolean
  maxTokens: number | null
  stop: readonly string[]
}

/** Tools as Ollama and OpenAI both write them; what is none is left out. */
export function asTools(value: readonly unknown[] | null | undefined): AskedTool[] {
  return (value ?? []).flatMap(tool => {
    const definition = field(tool, 'function')
    const name = field(definition, 'name')
    const parameters = field(definition, 'parameters')
    return typeof name === 'string' ? [{ name, parameters: asObject(parameters) }] : []
  })
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

export const asList = (value: string | readonly string[] | null | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? [])

/** A question that is a text to go on with. */
export const rawQuestion = (
  raw: { text: string; suffix: string },
  asked: Pick<Question, 'model' | 'stream' | 'maxTokens' | 'stop'>,
): Question => ({
  messages: [],
  raw,
  continues: false,
  tools: [],
  toolChoice: 'none',
  isParallel: false,
  format: 'text',
  reasoning: false,
  ...asked,
})
