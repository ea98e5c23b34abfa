import { readFile } from 'node:fs/promises'
import { formatProblem, loadConfig } from '../../core/config/load-config'
import { configJsonSchema } from '../../shared/config/schema'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'

/** Prints the JSON Schema of harombe.yaml, for editors. */
export function configSchemaCommand({ terminal }: RunContext): ExitCode {
  terminal.line(JSON.stringify(configJsonSchema(), null, 2))
  return 0
}

/** Says whether the file would come into force. */
export async function configValidate(context: RunContext): Promise<ExitCode> {
  const { configPath } = context.places()
  const content = await readFile(configPath).catch((cause: unknown) => {
    throw new HarombeError('NOT_FOUND', `${configPath} cannot be read.`, {
      hint: 'Write a first one with `harombe init`.',
      cause,
    })
  })
  const { problems } = loadConfig(content)
  if (context.terminal.json)
    context.terminal.data({ path: configPath, valid: problems.length === 0, problems })
  else if (problems.length === 0) context.terminal.line(`${configPath} is valid.`)
  else for (const problem of problems) context.terminal.line(formatProblem(problem))
  return problems.length === 0 ? 0 : 1
}
