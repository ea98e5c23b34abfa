import type { Clock } from '../../../shared/clock'
import { isHarombeError } from '../../../shared/errors'
import { hasEffect } from '../approvals/policy'
import type { AuditLog } from '../audit/types'
import { type Call, type CallHooks, type CallRecord, createCallRecord } from './call-record'
import { type DecidingParts, decideCall, type Stopped, stoppedBefore } from './decide-call'
import { runLimited } from './run-limited'
import type { CallPlan, Tool, ToolRegistry, ToolResult, ToolRun, ToolRunner } from './types'

export interface ToolRunnerOptions extends DecidingParts {
  registry: Pick<ToolRegistry, 'find' | 'offered'>
  audit: Pick<AuditLog, 'append'>
  /** Absolute, real path; makes it when it is not there. @throws HarombeError */
  workspace(): Promise<string>
  clock: Clock
}

type Sources = NonNullable<ToolResult['sources']>

export function createToolRunner(options: ToolRunnerOptions): ToolRunner {
  const { registry, audit, clock, report } = options

  /** Ends it before it ran, with a line in the audit where that can be written. */
  async function stop(record: CallRecord, { state, decision, text, by }: Stopped): Promise<Sources> {
    record.end(state, text, decision === undefined ? {} : { decision })
    await record.note('decided', { state, ...(decision && { decision }), ...(by && { by }) }).catch(report)
    return []
  }

  function findTool(name: string): Tool | Stopped {
    const tool = registry.find(name)
    if (tool === undefined) {
      const names = registry.offered().map(offered => offered.name)
      const text = `There is no tool of that name. There are: ${names.join(', ')}.`
      return { state: 'failed', decision: 'refused', text }
    }
    const unavailable = tool.unavailable()
    return unavailable === null ? tool : { state: 'refused', decision: 'refused', text: unavailable }
  }

  async function perform(
    tool: Tool,
    plan: CallPlan,
    record: CallRecord,
    context: { run: ToolRun; workspace: string; hooks: CallHooks },
  ): Promise<Sources> {
    const { run, workspace, hooks } = context
    const begunAt = clock.monotonic()
    record.set({ state: 'running', startedAt: clock.wall() })
    if (hasEffect(tool, plan)) {
      // Nothing may happen that is not written down.
      await record.note('started')
      await hooks.begun(record.current)
    }
    const { signal, onOutput } = hooks
    // Allowed and stopped at once: that it was stopped is what the user said last.
    if (signal.aborted) {
      record.end(stoppedBefore.state, stoppedBefore.text)
      await record.note('ended', { state: stoppedBefore.state }).catch(report)
      return []
    }
    record.tell()
    const { state, result } = await runLimited(plan, { run, workspace, signal, onOutput, after: clock.after })
    const exit = result.exitCode === undefined ? {} : { exitCode: result.exitCode }
    record.end(state, result.text, {
      durationMs: Math.max(0, clock.monotonic() - begunAt),
      ...(result.untrusted && { untrusted: result.untrusted }),
      ...exit,
    })
    const { decision } = record.current
    await record.note('ended', { state, ...(decision && { decision }), ...exit }).catch(report)
    return result.sources ?? []
  }

  async function carryOut(call: Call, run: ToolRun, hooks: CallHooks, record: CallRecord): Promise<Sources> {
    const tool = findTool(call.tool)
    if ('state' in tool) return await stop(record, tool)
    record.set({ tool: tool.name, risk: tool.risk })
    if (hooks.signal.aborted) return await stop(record, stoppedBefore)
    const workspace = await options.workspace()
    const decided = await decideCall(options, { call, run, tool, workspace, record, signal: hooks.signal })
    if ('state' in decided) return await stop(record, decided)
    // While it waited it may have been switched off, or its server may offer something nobody approved.
    const still = findTool(call.tool)
    if ('state' in still) return await stop(record, still)
    return await perform(tool, decided.plan, record, { run, workspace, hooks })
  }

  return {
    async run(call, run, hooks) {
      const record = createCallRecord(call, run, hooks.onChange, audit)
      try {
        return { sources: await carryOut(call, run, hooks, record), record: record.current }
      } catch (error) {
        // It did not run: what a tool throws while it runs is its result.
        report(error)
        record.end('failed', isHarombeError(error) ? error.message : 'harombe could not run this call.')
        await record.note('ended', { state: 'failed' }).catch(report)
        return { sources: [], record: record.current }
      }
    },
  }
}
