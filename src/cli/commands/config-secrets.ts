import { withoutControls } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import { readFileView } from './read-file-view'

export interface SecretsOptions {
  move?: boolean | undefined
}

/** Where secrets stand in harombe.yaml in the clear; with `--move` they go into files only the user can read. */
export async function configSecrets(
  paths: readonly string[],
  { move }: SecretsOptions,
  context: RunContext,
): Promise<ExitCode> {
  const { terminal } = context
  const withSession = move === true ? context.withOwner : context.withSession
  return withSession<ExitCode>(async ({ client }) => {
    const { path, plainSecrets, digest } = await readFileView(client)
    if (move !== true) {
      if (terminal.json) terminal.data({ path, plain_secrets: plainSecrets })
      else if (plainSecrets.length === 0) terminal.line(`No secret stands in ${path} in the clear.`)
      else {
        for (const key of plainSecrets) terminal.line(withoutControls(key))
        terminal.note('`harombe config secrets --move` puts them into files that only you can read.')
      }
      return 0
    }
    const wanted = paths.length === 0 ? plainSecrets : [...paths]
    if (digest === null || wanted.length === 0) {
      if (terminal.json) terminal.data({ path, moved: [] })
      else terminal.line(`No secret stands in ${path} in the clear.`)
      return 0
    }
    const { moved } = await client.call('config.moveSecrets', { paths: wanted, base: digest })
    if (terminal.json) terminal.data({ path, moved })
    else for (const { path: key, reference } of moved) terminal.line(`${withoutControls(key)}: ${reference}`)
    return 0
  })
}
