import { existsSync } from 'node:fs'
import type { HarombeClient } from '../../shared/contract'
import type { PlanInput } from '../../shared/contract/config'
import type { Plan } from '../../shared/entities'
import { writePlanFile } from '../plan-file'
import { isNothingToDo, planPage } from '../plan-texts'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'

/** What is planned for. */
export interface PlanScope {
  target: readonly string[]
  /** false: ask no machine. */
  refresh: boolean
}

export interface PlanOptions extends PlanScope {
  out?: string | undefined
  detailed?: boolean | undefined
}

export async function makePlan(
  client: HarombeClient,
  { target, refresh }: PlanScope,
  { terminal, signal }: RunContext,
  more: Pick<PlanInput, 'version'> = {},
): Promise<Plan> {
  if (refresh && !terminal.json) terminal.status('Asking the machines…')
  const targets = target.length === 0 ? {} : { targets: [...target] }
  try {
    return await client.call('config.planConfig', { ...more, ...targets, refresh }, { signal })
  } finally {
    if (!terminal.json) terminal.status('')
  }
}

/** 0: nothing to do; 2: changes; as Terraform with `-detailed-exitcode`. */
export const planExitCode = (plan: Plan): ExitCode => (isNothingToDo(plan) ? 0 : 2)

/** What applying harombe.yaml would do; changes nothing. */
export async function plan(options: PlanOptions, context: RunContext): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession(async ({ client }) => {
    const made = await makePlan(client, options, context)
    if (options.out !== undefined) await writePlanFile(options.out, made)
    if (terminal.json) terminal.data(toSnakeCase(made))
    else {
      for (const line of planPage(made, options, terminal.style)) terminal.line(line)
      if (options.out !== undefined)
        terminal.note(`Saved. Exactly this is done by \`harombe apply ${options.out}\`.`)
      else if (isNothingToDo(made) && !existsSync(made.configPath))
        terminal.note(`There is no ${made.configPath} yet. \`harombe import --write\` writes one.`)
      else if (!isNothingToDo(made)) terminal.note(terminal.dim('`harombe apply` does it, and asks first.'))
    }
    return planExitCode(made)
  })
}
