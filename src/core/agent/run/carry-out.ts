import type { RunStep, ToolCallRecord, UntrustedKind } from '../../../shared/entities'
import type { ToolRegistry, ToolRun, ToolRunner } from '../tools/types'
import type { CallGuard, MadeCall } from './call-guard'
import type { CallStops } from './call-stops'
import { createEventQueue } from './event-queue'
import type { RunBudget } from './run-budget'
import type { RunSources } from './run-sources'
import type { RunEvent } from './types'

export interface CarryOutOptions {
  tools: Pick<ToolRegistry, 'find'>
  runner: ToolRunner
  createId(): string
  guard: CallGuard
  budget: RunBudget
  stops: CallStops
  sources: RunSources
  run: ToolRun
  /** Added to by what the calls bring. */
  tainted: Set<UntrustedKind>
  /** Resolves once the steps as they stand are on the disk. */
  record(): Promise<void>
}

/** Calls that only look are run beside each other, so many at most. */
const mostAtOnce = 4
const harmless: ReadonlySet<ToolCallRecord['risk']> = new Set(['none', 'read'])

/** In order: whatever may have an effect alone, and what only looks together with what stands beside it. */
function batchesOf(calls: readonly MadeCall[], tools: Pick<ToolRegistry, 'find'>): MadeCall[][] {
  const batches: { calls: MadeCall[]; isHarmless: boolean }[] = []
  for (const call of calls) {
    const isHarmless = harmless.has(tools.find(call.tool)?.risk ?? 'mcp')
    const last = batches.at(-1)
    if (last?.isHarmless === true && isHarmless && last.calls.length < mostAtOnce) last.calls.push(call)
    else batches.push({ calls: [call], isHarmless })
  }
  return batches.map(batch => batch.calls)
}

/**
 * Runs the calls of one step into its records. Every call gets one, also those that are not run. Ends early where the signal fires
 * or the time is used up: what runs is stopped, and what comes after it is not begun.
 */
export async function* carryOut(
  step: RunStep,
  calls: readonly MadeCall[],
  options: CarryOutOptions,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const { guard, budget, stops, sources, tainted, tools } = options
  const queue = createEventQueue<RunEvent>()
  const ending = new AbortController()
  const stopped = AbortSignal.any([signal, ending.signal])
  const cancelDeadline = budget.whenTimeIsUp(() => ending.abort())

  function put(record: ToolCallRecord): void {
    const at = step.calls.findIndex(({ id }) => id === record.id)
    if (at < 0) step.calls.push(record)
    else step.calls[at] = record
    budget.follow(record)
    queue.push({ type: 'toolCall', call: record })
    // It may wait for minutes, and what was thought before it must not go with this process.
    if (record.state === 'waiting') options.record().catch(() => undefined)
  }

  /** A record of a call that was not run. */
  function leave(call: MadeCall, id: string, state: 'failed' | 'cancelled', result: string): ToolCallRecord {
    const risk = tools.find(call.tool)?.risk ?? 'none'
    const record: ToolCallRecord = { ...call, id, risk, state, summary: call.tool, result }
    put(record)
    return record
  }

  async function runOne(call: MadeCall): Promise<void> {
    const id = options.createId()
    if (signal.aborted) return void leave(call, id, 'cancelled', 'The run was stopped before this was run.')
    if (stopped.aborted || budget.spent(0) !== null) {
      return void leave(call, id, 'cancelled', 'What this run may use was used up before this was run.')
    }
    const objection = guard.objection(call)
    if (objection !== null) return void leave(call, id, 'failed', objection)
    const ended = await stops.during(id, stopped, callSignal =>
      options.runner.run(
        { ...call, id },
        { ...options.run, tainted: [...tainted] },
        {
          signal: callSignal,
          onChange: put,
          onOutput: text => queue.push({ type: 'toolOutput', callId: id, text }),
          async begun(record) {
            put(record)
            await options.record()
          },
        },
      ),
    )
    let { record } = ended
    const cited = sources.add(ended.sources)
    if (cited !== '') {
      record = { ...record, result: [record.result ?? '', cited].filter(part => part !== '').join('\n\n') }
      put(record)
      queue.push({ type: 'sources', sources: sources.all() })
    }
    if (record.untrusted !== undefined) tainted.add(record.untrusted)
    guard.ended(call, record)
    // That it ended is news worth keeping, but nothing waits for it.
    options.record().catch(() => undefined)
  }

  async function runAll(): Promise<void> {
    for (const batch of batchesOf(calls, tools)) await Promise.all(batch.map(runOne))
  }

  const work = runAll()
  try {
    yield* queue.during(work)
  } finally {
    // Whoever leaves early leaves nothing running behind.
    ending.abort()
    cancelDeadline()
    await work.catch(() => undefined)
  }
}
