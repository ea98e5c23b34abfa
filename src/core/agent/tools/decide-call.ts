import type { ToolCallRecord } from '../../../shared/entities'
import { HarombeError, hasCode, isHarombeError } from '../../../shared/errors'
import type { ApprovalAnswer, ApprovalDesk } from '../approvals/desk'
import { approvalDigest, callKey } from '../approvals/digest'
import { mayUseRemembered, mustAsk, taintReasons } from '../approvals/policy'
import type { RememberedApprovals } from '../approvals/remembered'
import { showLine, showPath, showText } from '../approvals/shown-text'
import type { Call, CallRecord } from './call-record'
import type { CallPlan, Tool, ToolRun } from './types'

export interface DecidingParts {
  desk: ApprovalDesk
  remembered: Pick<RememberedApprovals, 'has' | 'add'>
  /** Unguessable, for ids and nonces. */
  createId(): string
  report(error: unknown): void
}

export interface DecidingCall {
  call: Call
  run: ToolRun
  tool: Tool
  workspace: string
  record: CallRecord
  signal: AbortSignal
}

/** Ends a call before it ran. */
export interface Stopped {
  state: 'failed' | 'denied' | 'refused' | 'cancelled'
  decision: ToolCallRecord['decision']
  /** For the model. */
  text: string
  by?: string | undefined
}

interface Permission {
  decision: 'not_needed' | 'approved' | 'remembered'
  remember?: boolean
  by?: string | undefined
}

/** What changes under a question is asked for again, but not for ever. */
const maxQuestions = 3
/** Characters of arguments, as JSON. */
const maxArguments = 1024 ** 2

export const stoppedBefore: Stopped = {
  state: 'cancelled',
  decision: undefined,
  text: 'Stopped by the user before it was done.',
}

const denials = {
  denied: 'The user does not allow this call.',
  expired: 'Nobody answered within two minutes whether this may be done, so it was not.',
  nobody: 'This needs the consent of the user, and nobody is there to be asked, so it was not done.',
} as const

async function planCall({ call, run, tool, workspace }: DecidingCall): Promise<CallPlan | Stopped> {
  try {
    if (JSON.stringify(call.arguments).length > maxArguments) {
      throw new HarombeError('BAD_REQUEST', 'The arguments are too long.')
    }
    return await tool.plan(call.arguments, { run, workspace })
  } catch (error) {
    if (!isHarombeError(error)) throw error
    const state = hasCode(error, 'FORBIDDEN') ? 'refused' : 'failed'
    return { state, decision: 'refused', text: [error.message, error.hint ?? ''].join(' ').trim() }
  }
}

function refusal({ decision, note, by }: ApprovalAnswer): Stopped {
  if (decision === 'cancelled' || decision === 'approved') return stoppedBefore
  const text = note === null ? denials[decision] : `${denials[decision]} They say: ${note}`
  return { state: 'denied', decision, text, by: by ?? undefined }
}

/** Asks a person, where one has to be asked and did not allow this very call before. */
async function permit(
  { desk, remembered, createId }: DecidingParts,
  { call, run, tool, workspace, record, signal }: DecidingCall,
  plan: CallPlan,
  { digest, hasChanged }: { digest: string; hasChanged: boolean },
): Promise<Permission | Stopped> {
  if (!mustAsk(tool, plan)) return { decision: 'not_needed' }
  const mayRemember = mayUseRemembered(plan, run.tainted)
  if (mayRemember && remembered.has(callKey(tool.name, plan, workspace))) return { decision: 'remembered' }
  const approval = desk.describe({
    id: createId(),
    digest,
    callId: call.id,
    messageId: run.messageId,
    conversationId: run.conversationId,
    tool: tool.name,
    risk: plan.risk,
    title: plan.title,
    exact: showText(plan.exact),
    cwd: plan.cwd === null ? null : showPath(plan.cwd),
    reasons: [
      ...(hasChanged ? ['What it would do has changed since it was allowed.'] : []),
      ...plan.reasons,
      ...taintReasons(run.tainted),
    ],
    canRemember: mayRemember,
  })
  await record.note('asked')
  const answering = desk.ask(approval, signal)
  if (desk.isAttended()) {
    record.set({ state: 'waiting', approval })
    record.tell()
  }
  const answer = await answering
  record.unask()
  if (answer.decision !== 'approved') return refusal(answer)
  return { decision: 'approved', remember: answer.remember, by: answer.by ?? undefined }
}

function remember({ remembered, report }: DecidingParts, { tool, workspace }: DecidingCall, plan: CallPlan) {
  try {
    const exact = showText(plan.exact)
    remembered.add({ key: callKey(tool.name, plan, workspace), tool: tool.name, exact, workspace })
  } catch (error) {
    // It was allowed this once all the same.
    report(error)
  }
}

/** Asks until what would run is what was approved: the plan is made again after the answer, and has to have the same digest. */
export async function decideCall(
  parts: DecidingParts,
  deciding: DecidingCall,
): Promise<{ plan: CallPlan } | Stopped> {
  const { run, tool, record } = deciding
  let planned = await planCall(deciding)
  for (let question = 0; question < maxQuestions; question += 1) {
    if ('state' in planned) return planned
    const nonce = parts.createId()
    const digest = approvalDigest(tool.name, planned, run.session, nonce)
    record.bind(digest)
    record.set({ risk: planned.risk, summary: showLine(planned.summary) })
    const permission = await permit(parts, deciding, planned, { digest, hasChanged: question > 0 })
    if ('state' in permission) return permission
    const { decision, by } = permission
    record.set({ decision })
    if (decision === 'not_needed') return { plan: planned }
    await record.note('decided', {
      decision,
      ...(by && { by }),
      ...(permission.remember === true && { remembered: true }),
    })
    const again = await planCall(deciding)
    if (!('state' in again) && approvalDigest(tool.name, again, run.session, nonce) === digest) {
      if (permission.remember === true) remember(parts, deciding, again)
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
