import { createInterface } from 'node:readline/promises'
import type { ModelJob, ModelsView } from '../../shared/entities'
import { jobEndings, jobPaths } from '../../shared/entities/model-work'
import { HarombeError } from '../../shared/errors'
import { sizeText } from '../../shared/sizes'
import { chooseModelNode, copyOn } from '../choose-model-node'
import { followJob } from '../follow-job'
import { createJobProgress } from '../job-progress'
import { reportUsage } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { toSnakeCase } from '../snake-case'

export interface OnNode {
  node?: string | undefined
}

/** Does the work to its end and says what came of it. @throws HarombeError what it failed with */
async function work(
  { client }: Session,
  kind: ModelJob['kind'],
  { node, model }: { node: string; model: string },
  { terminal, signal }: RunContext,
): Promise<ExitCode> {
  const started = await client.call(jobPaths[kind], { node, model }, { signal })
  const progress = createJobProgress(terminal)
  progress.show(started)
  const job = await followJob(client, started.id, signal, progress.show).finally(progress.end)
  if (job.state === 'failed') {
    throw job.error === null
      ? new HarombeError('INTERNAL', `${model} on ${node}: it failed and did not say why.`)
      : HarombeError.fromShape(job.error)
  }
  if (terminal.json) terminal.data(toSnakeCase(job))
  else if (job.state === 'cancelled') terminal.note('cancelled')
  else terminal.line(`${job.model} ${jobEndings[kind]} ${job.node}.`)
  return job.state === 'done' ? 0 : 1
}

async function begin(
  kind: ModelJob['kind'],
  model: string,
  options: OnNode,
  context: RunContext,
): Promise<ExitCode> {
  return context.withSession(async session => {
    const node =
      options.node ?? chooseModelNode(await session.client.call('models.getModels', {}), kind, model)
    return work(session, kind, { node, model }, context)
  })
}

export const modelsPull = (model: string, options: OnNode, context: RunContext) =>
  begin('pull', model, options, context)
export const modelsLoad = (model: string, options: OnNode, context: RunContext) =>
  begin('load', model, options, context)
export const modelsUnload = (model: string, options: OnNode, context: RunContext) =>
  begin('unload', model, options, context)

export interface RemoveOptions extends OnNode {
  /** Do not ask. */
  yes?: boolean | undefined
}

/** Where a question can be asked and answered; null where nobody is there to answer. */
export type Keyboard = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream } | null

export const person: Keyboard =
  process.stdin.isTTY === true && process.stderr.isTTY === true
    ? { input: process.stdin, output: process.stderr }
    : null

function question(view: ModelsView, node: string, model: string): string {
  const copy = copyOn(view, node, model)
  const size = copy?.sizeBytes == null || copy.sizeBytes === 0 ? '' : ` (${sizeText(copy.sizeBytes)})`
  return `Delete ${copy?.name ?? model}${size} from ${node}? [y/N] `
}

export async function isAgreed(
  text: string,
  keyboard: NonNullable<Keyboard>,
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ ...keyboard, terminal: true })
  // The line editor takes Ctrl-C for itself.
  const interrupted = new AbortController()
  lines.on('SIGINT', () => interrupted.abort())
  try {
    const answer = await lines.question(text, { signal: AbortSignal.any([signal, interrupted.signal]) })
    return /^y(es)?$/i.test(answer.trim())
  } catch {
    return false
  } finally {
    lines.close()
  }
}

/** Deletes a model from a node; asks first, and without somebody to ask it needs `--yes`. */
export async function modelsRemove(
  model: string,
  options: RemoveOptions,
  context: RunContext,
  keyboard: Keyboard = person,
): Promise<ExitCode> {
  const { terminal } = context
  const asks = options.yes !== true
  if (asks && (terminal.json || keyboard === null)) {
    return reportUsage(terminal, `Delete ${model}?`, 'Nobody is there to answer: say so with --yes.')
  }
  return context.withSession<ExitCode>(async session => {
    const view = await session.client.call('models.getModels', {})
    const node = options.node ?? chooseModelNode(view, 'remove', model)
    if (
      asks &&
      keyboard !== null &&
      !(await isAgreed(question(view, node, model), keyboard, context.signal))
    ) {
      terminal.note('Nothing was deleted.')
      return 1
    }
    return work(session, 'remove', { node, model }, context)
  })
}
