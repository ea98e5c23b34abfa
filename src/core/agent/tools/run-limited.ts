import type { Clock } from '../../../shared/clock'
import type { ToolCallRecord, ToolRisk } from '../../../shared/entities'
import { isHarombeError } from '../../../shared/errors'
import type { CallPlan, ToolContext, ToolResult } from './types'

/** How long a call may take, ms. What only asks the own cluster may wait for a large model. */
const limitMs = (risk: ToolRisk): number => (risk === 'none' ? 600_000 : 120_000)
/** How long a tool that was told to stop is waited for, ms. */
const graceMs = 5_000
/** Characters of output that are passed on while it runs; the result has its own limit. */
const maxLiveOutput = 256 * 1024

interface Limits {
  run: ToolContext['run']
  workspace: string
  signal: AbortSignal
  onOutput(text: string): void
  after: Clock['after']
}

type Outcome = { state: ToolCallRecord['state']; result: ToolResult }

/** Never rejects, and ends even when the tool does not: it is then let go of. */
export async function runLimited(plan: CallPlan, limits: Limits): Promise<Outcome> {
  const stop = new AbortController()
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<null>()
  const cancels: (() => void)[] = []
  let why: 'cancelled' | 'timeout' | null = null

  function end(reason: 'cancelled' | 'timeout'): void {
    if (why !== null) return
    why = reason
    stop.abort()
    cancels.push(limits.after(graceMs, () => giveUp(null)))
  }

  const onAbort = () => end('cancelled')
  limits.signal.addEventListener('abort', onAbort, { once: true })
  const ms = limitMs(plan.risk)
  cancels.push(limits.after(ms, () => end('timeout')))
  if (limits.signal.aborted) onAbort()
  try {
    const ended = await Promise.race([attempt(plan, { ...limits, signal: stop.signal }), givenUp])
    if (why === null && ended !== null) return ended
    return stopped(why, ended, ms)
  } finally {
    limits.signal.removeEventListener('abort', onAbort)
    for (const cancel of cancels) cancel()
  }
}

async function attempt(plan: CallPlan, context: ToolContext): Promise<Outcome> {
  try {
    const result = await plan.run({ ...context, onOutput: limitOutput(context) })
    return { state: result.isError === true ? 'failed' : 'done', result }
  } catch (error) {
    const text = isHarombeError(error) ? error.message : `It failed: ${messageOf(error)}`
    return { state: 'failed', result: { text, isError: true } }
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function limitOutput({ onOutput, signal }: ToolContext): ToolContext['onOutput'] {
  let left = maxLiveOutput
  return text => {
    if (left <= 0 || signal.aborted) return
    const part = text.slice(0, left)
    left -= part.length
    onOutput(part)
    if (left <= 0) onOutput('\n[More is printed than is shown while it runs.]\n')
  }
}

/** What it brought so far is kept: it may tell how far it came. */
function stopped(why: 'cancelled' | 'timeout' | null, ended: Outcome | null, ms: number): Outcome {
  const reason =
    why === 'cancelled'
      ? 'Stopped by the user. It may have done a part of what it was to do.'
      : `Stopped after ${ms / 1000} seconds. It may have done a part of what it was to do.`
  const result = ended?.result
  const state = why === 'cancelled' ? 'cancelled' : 'failed'
  if (result === undefined) return { state, result: { text: reason, isError: true } }
  return { state, result: { ...result, text: `${reason}\n\n${result.text}`, isError: true } }
}
