import type { HarombeClient, HarombeInput } from '../../shared/contract'
import type { ApplyRun, Plan } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createStepEvents, createStepLines, noProgress } from '../apply-progress'
import { endText } from '../apply-texts'
import { followApply } from '../follow-apply'
import { reportUsage, type Terminal } from '../output'
import { isNothingToDo, planPage } from '../plan-texts'
import type { ExitCode, RunContext } from '../run-context'
import { toSnakeCase } from '../snake-case'
import { isAgreed, type Keyboard } from './model-jobs'

export interface CarryOutOptions {
  /** Do not ask. */
  yes?: boolean | undefined
  /** Every change as a line of JSON. */
  events?: boolean | undefined
}

export interface CarryOut {
  plan: Plan
  /** What the file is made to say first; absent: it says it already. */
  write?: HarombeInput<'config.startApply'>['write']
  /** Asked before it is done; null: it was agreed to before. */
  question: string | null
}

const isForPrograms = (terminal: Terminal, { events }: CarryOutOptions) => terminal.json || events === true

/** Says so where somebody would have to be asked and nobody is there; null where all is well. */
export function refuseUnasked(
  what: string,
  options: CarryOutOptions,
  { terminal }: RunContext,
  keyboard: Keyboard,
  instead = '',
): ExitCode | null {
  if (options.yes === true || (keyboard !== null && !isForPrograms(terminal, options))) return null
  return reportUsage(
    terminal,
    `Nobody is there to be asked whether to ${what}.`,
    `Say so with --yes${instead}.`,
  )
}

/** Follows an apply to its end and says what came of it. 0: all of it is done. */
export async function report(
  client: HarombeClient,
  { plan, run }: { plan: Plan | null; run: ApplyRun },
  options: CarryOutOptions,
  context: RunContext,
): Promise<ExitCode> {
  const { terminal } = context
  const progress =
    options.events === true
      ? createStepEvents(terminal)
      : terminal.json
        ? noProgress
        : createStepLines(terminal)
  const sayStopping = () => {
    if (!isForPrograms(terminal, options)) {
      terminal.statusLines([])
      terminal.note('Stopping at a safe point; Ctrl-C again leaves at once.')
    }
  }
  context.signal.addEventListener('abort', sayStopping, { once: true })
  progress.show(run)
  const ended = await followApply(client, run, context, progress.show).finally(() => {
    context.signal.removeEventListener('abort', sayStopping)
    progress.end()
  })
  if (options.events === true) terminal.data(toSnakeCase({ type: 'finished', run: ended }))
  else if (terminal.json) terminal.data(toSnakeCase({ plan, run: ended }))
  else {
    const [first = '', ...more] = endText(ended)
    terminal.line(first)
    for (const line of more) terminal.note(line)
  }
  return ended.state === 'done' ? 0 : 1
}

const movedParts = {
  desired: 'harombe.yaml',
  applied: 'the record of what was applied',
  observed: 'the machines',
} as const

/** With what of the world is no longer the plan's, where a refusal names that; any other error as it is. */
export function tellingWhatMoved(error: unknown): unknown {
  if (!(error instanceof HarombeError) || !Array.isArray(error.data?.moved)) return error
  const { code, hint, data } = error
  const moved: readonly unknown[] = error.data.moved
  const parts = (['desired', 'applied', 'observed'] as const)
    .filter(part => moved.includes(part))
    .map(part => movedParts[part])
  if (parts.length === 0) return error
  const message = `The plan is out of date: ${parts.join(' and ')} changed since it was made.`
  return new HarombeError(code, message, { hint, data, cause: error })
}

/** Shows a plan, asks, and has it done. */
export async function carryOut(
  client: HarombeClient,
  { plan, write, question }: CarryOut,
  options: CarryOutOptions,
  context: RunContext,
  keyboard: Keyboard,
): Promise<ExitCode> {
  const { terminal } = context
  if (options.events === true) terminal.data(toSnakeCase({ type: 'plan', plan }))
  else if (!terminal.json) for (const line of planPage(plan, {}, terminal.style)) terminal.line(line)
  if (isNothingToDo(plan) && write === undefined) {
    if (options.events === true) terminal.data({ type: 'finished', run: null })
    else if (terminal.json) terminal.data(toSnakeCase({ plan, run: null }))
    return 0
  }
  if (question !== null && options.yes !== true) {
    if (keyboard === null || !(await isAgreed(`${question} [y/N] `, keyboard, context.signal))) {
      terminal.note('Nothing was done.')
      return 1
    }
  }
  const input = { plan, ...(write === undefined ? {} : { write }) }
  const run = await client.call('config.startApply', input).catch((error: unknown) => {
    throw tellingWhatMoved(error)
  })
  return report(client, { plan, run }, options, context)
}
