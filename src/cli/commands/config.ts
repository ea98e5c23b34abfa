import { readFile } from 'node:fs/promises'
import { readOverlays, resolveRead } from '../../core/config/config-sources'
import { assertSafeToListen } from '../../core/gateway/guard/listen-policy'
import { formatProblem } from '../../shared/config/document/load-config'
import { publishedSchemaText } from '../../shared/config/published-schema'
import { HarombeError } from '../../shared/errors'
import type { ExitCode, RunContext } from '../run-context'

/** Prints the JSON Schema of harombe.yaml, for editors. */
export function configSchemaCommand({ terminal }: RunContext): ExitCode {
  terminal.write(publishedSchemaText())
  return 0
}

/** Says whether the file would come into force. @throws HarombeError CONFIG_INVALID for a server block that is unsafe */
export async function configValidate(context: RunContext): Promise<ExitCode> {
  const { configPath, overlays } = context.places()
  const content = await readFile(configPath).catch((cause: unknown) => {
    throw new HarombeError('NOT_FOUND', `${configPath} cannot be read.`, {
      hint: 'Write a first one with `harombe init`.',
      cause,
    })
  })
  const { config, problems } = resolveRead(content, readOverlays(configPath, content, overlays))
  // A reference is not looked up: whether it can be is a matter of the machine, not of the file.
  if (config !== null) assertSafeToListen(config.server, config.server.auth_token ?? null)
  if (context.terminal.json)
    context.terminal.data({ path: configPath, valid: problems.length === 0, problems })
  else if (problems.length === 0) context.terminal.line(`${configPath} is valid.`)
  else for (const problem of problems) context.terminal.line(formatProblem(problem))
  return problems.length === 0 ? 0 : 1
}
