import type { ConfigVersion } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { planPage } from '../plan-texts'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { toSnakeCase } from '../snake-case'
import { type CarryOutOptions, carryOut, refuseUnasked } from './carry-out'
import { type Keyboard, person } from './model-jobs'
import { makePlan, planExitCode } from './plan'
import { readFileView } from './read-file-view'
import { whatToWrite } from './version-text'

export interface RollbackOptions extends CarryOutOptions {
  /** Show the plan, change nothing. */
  dryRun?: boolean | undefined
}

/** The newest that says something else than the file does, and was not left half done. @throws HarombeError NOT_FOUND */
export function versionBefore(versions: readonly ConfigVersion[], fileDigest: string | null): number {
  const newestFirst = versions.toSorted((a, b) => b.version - a.version)
  const found = newestFirst.find(
    ({ digest, outcome }) => digest !== fileDigest && (outcome === null || outcome === 'done'),
  )
  if (found !== undefined) return found.version
  throw new HarombeError('NOT_FOUND', 'There is no earlier version of harombe.yaml.', {
    hint: '`harombe history` lists those that are kept.',
  })
}

/** Goes back to a version of harombe.yaml: shows what that would do, asks, writes the file and applies it. */
export async function rollback(
  wanted: number | undefined,
  options: RollbackOptions,
  context: RunContext,
  keyboard: Keyboard = person,
): Promise<ExitCode> {
  const { terminal } = context
  const isDry = options.dryRun === true
  const refused = isDry
    ? null
    : refuseUnasked('go back', options, context, keyboard, '; --dry-run shows the plan')
  if (refused !== null) return refused
  const withSession = isDry ? context.withSession : context.withOwner
  const goBack = async ({ client }: Session): Promise<ExitCode> => {
    const version =
      wanted ??
      versionBefore(await client.call('config.listVersions', {}), (await readFileView(client)).digest)
    const plan = await makePlan(client, { target: [], refresh: true }, context, { version })
    if (!terminal.json && options.events !== true)
      terminal.line(`Back to version ${version} of harombe.yaml.`)
    if (!isDry) {
      const write = await whatToWrite(client, plan)
      return carryOut(client, { plan, write, question: 'Go back to it?' }, options, context, keyboard)
    }
    if (terminal.json) terminal.data(toSnakeCase(plan))
    else for (const line of planPage(plan, {}, terminal.style)) terminal.line(line)
    return planExitCode(plan)
  }
  // What is wrong with the file goes with it.
  return withSession(goBack, { mayBeBroken: true })
}
