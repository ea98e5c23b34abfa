import type { Clock } from '../../../shared/clock'
import type { Source, ToolCallRecord } from '../../../shared/entities'
import { HarombeError, hasCode, isHarombeError } from '../../../shared/errors'
import type { ApprovalDesk } from '../approvals/desk'
import { approvalDigest, callKey, rawCallDigest } from '../approvals/digest'
import { hasEffect, mayUseRemembered, mustAsk, taintReasons } from '../approvals/policy'
import type { RememberedApprovals } from '../approvals/remembered'
import { showLine, showText } from '../approvals/shown-text'
import type { AuditLog, NewAuditEntry } from '../audit/types'
import { cutResult } from './cut-result'
import { runLimited } from './run-limited'
import type { CallPlan, Tool, ToolRegistry, ToolResult, ToolRun, ToolRunner } from './types'

export interface ToolRunnerOptions {
  registry: Pick<ToolRegistry, 'find' | 'offered'>
  desk: ApprovalDesk
  remembered: Pick<RememberedApprovals, 'has' | 'add'>
  audit: Pick<AuditLog, 'append'>
  /** Absolute, real path; makes it when it is not there. @throws HarombeError */
  workspace(): Promise<string>
  clock: Clock
  /** Unguessable, for ids and nonces. */
  createId(): string
  report(error: unknown): void
}

type Call = Parameters<ToolRunner['run']>[0]
type Hooks = Parameters<ToolRunner['run']>[2]
type Ended = Awaited<ReturnType<ToolRunner['run']>>

/** What changes under a question is asked for again, but not for ever. */
const maxQuestions = 3
/** Characters of arguments, as JSON. */
const maxArguments = 1024 ** 2

/** Ends a call before it ran. */
interface Stopped {
  state: 'failed' | 'denied' | 'refused' | 'cancelled'
  decision: ToolCallRecord['decision']
  text: string
  by?: string | undefined
}

const denials = {
  denied: 'The user does not allow this call.',
  expired: 'Nobody answered within two minutes whether this may be done, so it was not.',
  nobody: 'This needs the consent of the user, and nobody is there to be asked, so it was not done.',
} as const

export function createToolRunner(options: ToolRunnerOptions): ToolRunner {
  const { registry, desk, remembered, audit, clock, createId } = options

  return {
    async run(call, run, hooks) {
      const work = createCallRun(options, call, run, hooks)
      try {
        return await work.carryOut()
      } catch (error) {
        options.report(error)
        return work.fail(error)
      }
    },
  }

  function createCallRun(_: ToolRunnerOptions, call: Call, run: ToolRun, hooks: Hooks) {
    let record: ToolCallRecord = {
      id: call.id,
      tool: showLine(call.tool, 64),
      arguments: call.arguments,
      summary: showLine(call.tool, 64),
      risk: 'none',
      state: 'running',
    }
    let digest = rawCallDigest(call.tool, call.arguments)

    function change(changes: Partial<ToolCallRecord>): void {
      record = { ...record, ...changes }
      hooks.onChange(record)
    }

    const note = (event: NewAuditEntry['event'], details: Partial<NewAuditEntry> = {}) =>
      audit.append({
        callId: call.id,
        conversationId: run.conversationId,
        tool: record.tool,
        risk: record.risk,
        summary: record.summary,
        digest,
        event,
        ...details,
      })

    function end(state: ToolCallRecord['state'], text: string, changes: Partial<ToolCallRecord> = {}): Ended {
      const { approval: _approval, ...rest } = record
      record = { ...rest, ...changes, state, result: cutResult(text) }
      hooks.onChange(record)
      return { record, sources: [] }
    }

    async function stop({ state, decision, text, by }: Stopped): Promise<Ended> {
      const ended = end(state, text, decision === undefined ? {} : { decision })
      await note('decided', { state, ...(decision && { decision }), ...(by && { by }) }).catch(options.report)
      return ended
    }

    async function plan(tool: Tool, workspace: string): Promise<CallPlan | Stopped> {
      try {
        if (JSON.stringify(call.arguments).length > maxArguments) {
          throw new HarombeError('BAD_REQUEST', 'The arguments are too long.')
        }
        return await tool.plan(call.arguments, { run, workspace })
      } catch (error) {
        if (hasCode(error, 'FORBIDDEN')) return { state: 'refused', decision: 'refused', text: error.message }
        if (!isHarombeError(error)) throw error
        return { state: 'failed', decision: 'refused', text: error.message }
      }
    }

    /** Asks until what would run is what was approved. */
    async function decide(tool: Tool, workspace: string): Promise<{ plan: CallPlan } | Stopped> {
      let planned = await plan(tool, workspace)
      for (let question = 0; question < maxQuestions; question += 1) {
        if ('state' in planned) return planned
        const current: CallPlan = planned
        const nonce = createId()
        digest = approvalDigest(tool.name, current, run.session, nonce)
        record = { ...record, risk: current.risk, summary: showLine(current.summary) }
        const decision = await permit(tool, current, workspace, question > 0)
        if ('state' in decision) return decision
        record = { ...record, decision: decision.decision }
        if (decision.decision === 'not_needed') return { plan: current }
        const again = await plan(tool, workspace)
        if (!('state' in again) && approvalDigest(tool.name, again, run.session, nonce) === digest) {
          await note('decided', { decision: decision.decision, ...(decision.by && { by: decision.by }) })
          if (decision.remember) remember(tool, again, workspace)
          return { plan: again }
        }
        planned = again
      }
      return {
        state: 'failed',
        decision: 'expired',
        text: 'What this would do changed each time it was allowed, so it was not done.',
      }
    }

    function remember(tool: Tool, planned: CallPlan, workspace: string): void {
      try {
        remembered.add({
          key: callKey(tool.name, planned, workspace),
          tool: tool.name,
          exact: showText(planned.exact),
          workspace,
        })
      } catch (error) {
        options.report(error)
      }
    }

    async function permit(tool: Tool, planned: CallPlan, workspace: string, hasChanged: boolean) {
      if (!mustAsk(tool, planned)) return { decision: 'not_needed' as const }
      const mayRemember = mayUseRemembered(planned, run.tainted)
      if (mayRemember && remembered.has(callKey(tool.name, planned, workspace))) {
        return { decision: 'remembered' as const }
      }
      const approval = desk.describe({
        id: createId(),
        digest,
        callId: call.id,
        messageId: run.messageId,
        conversationId: run.conversationId,
        tool: tool.name,
        risk: planned.risk,
        title: planned.title,
        exact: showText(planned.exact),
        cwd: planned.cwd,
        reasons: [
          ...(hasChanged ? ['What it would do has changed since it was allowed.'] : []),
          ...planned.reasons,
          ...taintReasons(run.tainted),
        ],
        canRemember: mayRemember,
      })
      await note('asked')
      const answering = desk.ask(approval, hooks.signal)
      if (desk.isAttended()) change({ state: 'waiting', approval })
      const answer = await answering
      const { approval: _approval, ...rest } = record
      record = rest
      if (answer.decision === 'approved') {
        return { decision: 'approved' as const, remember: answer.remember, by: answer.by ?? undefined }
      }
      return refusal(answer)
    }

    function refusal({ decision, note: said, by }: Awaited<ReturnType<ApprovalDesk['ask']>>): Stopped {
      if (decision === 'cancelled' || decision === 'approved') {
        return { state: 'cancelled', decision: undefined, text: 'Stopped by the user before it was done.' }
      }
      const text = said === null ? denials[decision] : `${denials[decision]} They say: ${said}`
      return { state: 'denied', decision, text, by: by ?? undefined }
    }

    async function carryOut(): Promise<Ended> {
      const tool = registry.find(call.tool)
      if (tool === undefined) {
        const names = registry.offered().map(({ name }) => name)
        const text = `There is no tool of that name. There are: ${names.join(', ')}.`
        return await stop({ state: 'failed', decision: 'refused', text })
      }
      record = { ...record, tool: tool.name, risk: tool.risk }
      const unavailable = tool.unavailable()
      if (unavailable !== null)
        return await stop({ state: 'refused', decision: 'refused', text: unavailable })
      if (hooks.signal.aborted) {
        return await stop({
          state: 'cancelled',
          decision: undefined,
          text: 'Stopped by the user before it was done.',
        })
      }
      const workspace = await options.workspace()
      const decided = await decide(tool, workspace)
      if ('state' in decided) return await stop(decided)
      return await perform(tool, decided.plan, workspace)
    }

    async function perform(tool: Tool, planned: CallPlan, workspace: string): Promise<Ended> {
      const startedAt = clock.wall()
      const begunAt = clock.monotonic()
      record = { ...record, state: 'running', startedAt }
      if (hasEffect(tool, planned)) {
        // Nothing may happen that is not written down.
        await note('started')
        await hooks.begun(record)
      }
      hooks.onChange(record)
      const { state, result } = await runLimited(planned, {
        run,
        workspace,
        signal: hooks.signal,
        onOutput: hooks.onOutput,
        after: clock.after,
      })
      const ended = end(state, result.text, {
        durationMs: Math.max(0, clock.monotonic() - begunAt),
        ...(result.untrusted && { untrusted: result.untrusted }),
        ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
      })
      await note('ended', {
        state,
        ...(record.decision && { decision: record.decision }),
        ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
      }).catch(options.report)
      return { ...ended, sources: sourcesOf(result) }
    }

    return {
      carryOut,
      fail: (error: unknown) =>
        end('failed', isHarombeError(error) ? error.message : 'harombe could not run this call.'),
    }
  }
}

const sourcesOf = ({ sources }: ToolResult): readonly Omit<Source, 'number'>[] => sources ?? []
