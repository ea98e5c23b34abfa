import { z } from 'zod'
import { HarombeError } from '../../../shared/errors'
import { showPath } from '../approvals/shown-text'
import { canonicalJson, digestOf } from '../canonical-json'
import { mcpLimits as limits } from './limits'
import type { ListedTool, ToolListing } from './types'

const tool = z.object({
  name: z.string().min(1).max(limits.nameCharacters),
  title: z.string().max(limits.nameCharacters).nullish(),
  description: z.string().max(limits.descriptionCharacters).nullish(),
  inputSchema: z.record(z.string(), z.unknown()),
  outputSchema: z.unknown().optional(),
  annotations: z.unknown().optional(),
})

const refuse = (message: string): never => {
  throw new HarombeError('MALFORMED_RESPONSE', message, { retryable: false })
}

/** Everything a model or a person is told of a tool, and what it promises of itself. */
function read(value: unknown): { listed: ListedTool; characters: number } {
  const parsed = tool.safeParse(value)
  if (!parsed.success) return refuse('The server lists a tool that is malformed or too large.')
  const { name, title, description, inputSchema, outputSchema, annotations } = parsed.data
  // It stands before the arguments in each question, and must not be taken for a part of them, or for another name.
  if (showPath(name) !== name)
    return refuse('The server gives a tool a name with characters that cannot be seen.')
  const said = {
    name,
    title: title ?? null,
    description: description ?? '',
    inputSchema,
    outputSchema: outputSchema ?? null,
    annotations: annotations ?? null,
  }
  if (canonicalJson(inputSchema).length > limits.schemaCharacters)
    return refuse(
      `The server describes the arguments of a tool with more than ${limits.schemaCharacters} characters.`,
    )
  return {
    listed: { name, title: said.title, description: said.description, inputSchema, digest: digestOf(said) },
    characters: canonicalJson(said).length,
  }
}

/** @throws HarombeError MALFORMED_RESPONSE: a list that breaks one rule is not used at all */
export function readToolList(values: readonly unknown[]): ToolListing {
  if (values.length > limits.tools)
    return refuse(`The server lists more than ${limits.tools} tools, more than a model can be offered.`)
  const found = values.map(read)
  if (found.reduce((sum, { characters }) => sum + characters, 0) > limits.listCharacters)
    return refuse(`The server describes its tools with more than ${limits.listCharacters} characters.`)
  const tools = found.map(({ listed }) => listed).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const names = new Set(tools.map(({ name }) => name))
  if (names.size < tools.length) return refuse('The server lists two tools of the same name.')
  return { tools, digest: digestOf(tools.map(({ name, digest }) => [name, digest])) }
}
