import { learnedLines } from '../learned-texts'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'
import { readRouting } from './read-routing'

/** What was learnt from the user, and how far it moves questions. */
export async function learnedShow(context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async session => {
    const state = await readRouting(session)
    if (terminal.json) terminal.data(toSnakeCase(state))
    else for (const line of learnedLines(state)) terminal.line(line)
    if (state.problem !== null && !terminal.json) terminal.note(state.problem)
    return 0
  })
}

/** Forgets it. */
export async function learnedReset(context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const { removed } = await client.call('routing.resetLearning', {})
    if (terminal.json) terminal.data({ removed })
    else if (removed === 0) terminal.line('Nothing had been learnt.')
    else terminal.line(`Forgot ${removed === 1 ? 'one signal' : `${removed} signals`}.`)
    return 0
  })
}

/** The same file as the app exports, to keep or to look at. */
export async function learnedExport(context: RunContext): Promise<ExitCode> {
  return context.withSession<ExitCode>(async ({ client }) => {
    context.terminal.data(await client.call('routing.exportLearning', {}))
    return 0
  })
}
