import type { HarombeClient } from '../../shared/contract'
import type { ApplyRun } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { reportUsage } from '../output'
import { readPlanFile } from '../plan-file'
import type { ExitCode, RunContext } from '../run-context'
import { type CarryOutOptions, carryOut, refuseUnasked, report, tellingWhatMoved } from './carry-out'
import { type Keyboard, person } from './model-jobs'
import { makePlan, type PlanScope } from './plan'
import { whatToWrite } from './version-text'

export interface ApplyOptions extends PlanScope, CarryOutOptions {
  resume?: boolean | undefined
}

async function lastRun(client: HarombeClient, signal: AbortSignal): Promise<ApplyRun | null> {
  const abort = new AbortController()
  try {
    const runs = client.stream('config.watchApply', {}, { signal: AbortSignal.any([signal, abort.signal]) })
    for await (const run of runs) return run
    return null
  } finally {
    abort.abort()
  }
}

/** Goes on with the last apply, or looks after it while it runs. */
async function resume(client: HarombeClient, options: ApplyOptions, context: RunContext): Promise<ExitCode> {
  const last = await lastRun(client, context.signal)
  if (last === null || last.state === 'done') {
    throw new HarombeError('NOT_FOUND', 'There is no apply to go on with.', {
      hint: last === null ? '`harombe apply` begins one.' : 'The last one is done to its end.',
    })
  }
  const goOn = () =>
    client.call('config.resumeApply', { id: last.id }).catch((error: unknown) => {
      throw tellingWhatMoved(error)
    })
  const run = last.state === 'running' ? last : await goOn()
  return report(client, { plan: null, run }, options, context)
}

/** Does exactly what a saved plan says, without asking: whoever saved it has looked at it. */
async function applySaved(
  client: HarombeClient,
  path: string,
  options: ApplyOptions,
  context: RunContext,
): Promise<ExitCode> {
  const plan = await readPlanFile(path)
  const { configPath } = await client.call('system.getInfo', {})
  if (plan.configPath !== configPath) {
    throw new HarombeError(
      'CONFLICT',
      `${path} is a plan for ${plan.configPath}, and not for ${configPath}.`,
      {
        hint: 'Name that file with --config.',
      },
    )
  }
  const write = await whatToWrite(client, plan)
  return carryOut(client, { plan, write, question: null }, options, context, null)
}

const saveInstead =
  ', or save a plan with `harombe plan --out FILE`, look at it, and give it to `harombe apply FILE`'

/** Makes the machines what harombe.yaml says; shows the plan and asks first. */
export async function apply(
  planPath: string | undefined,
  options: ApplyOptions,
  context: RunContext,
  keyboard: Keyboard = person,
): Promise<ExitCode> {
  const { terminal } = context
  const isNarrowed = options.target.length > 0 || !options.refresh
  if (options.resume === true && (planPath !== undefined || isNarrowed))
    return reportUsage(terminal, '--resume goes on with the last apply as it was.', 'Leave the rest away.')
  if (planPath !== undefined && isNarrowed)
    return reportUsage(terminal, 'A saved plan is done as it is.', 'Leave --target and --refresh away.')
  if (options.resume === true) return context.withOwner(({ client }) => resume(client, options, context))
  if (planPath !== undefined)
    return context.withOwner(({ client }) => applySaved(client, planPath, options, context))
  const refused = refuseUnasked('apply it', options, context, keyboard, saveInstead)
  if (refused !== null) return refused
  return context.withOwner(async ({ client }) => {
    const plan = await makePlan(client, options, context)
    return carryOut(client, { plan, question: 'Apply this?' }, options, context, keyboard)
  })
}
