import { randomUUID } from 'node:crypto'
import { type Clock, systemClock } from '../../../shared/clock'
import type { ApprovalRequest, ToolCallRecord } from '../../../shared/entities'
import { type ApprovalDesk, createApprovalDesk } from '../approvals/desk'
import { openRememberedApprovals } from '../approvals/remembered'
import { createMemoryAudit } from '../audit/memory-audit'
import { createToolRegistry } from '../tools/registry'
import { createToolRunner, type ToolRunnerOptions } from '../tools/tool-runner'
import type { CallPlan, Tool, ToolRun } from '../tools/types'

export const toolRun: ToolRun = {
  conversationId: 'c1',
  messageId: 'm1',
  session: 'c1',
  target: { tier: 'auto' },
  tainted: [],
}

/** A plan that says what it did in `done`. */
export function planFor(changes: Partial<CallPlan> = {}): CallPlan {
  return {
    risk: 'write',
    asks: false,
    reasons: [],
    summary: 'write it',
    title: 'Write a file',
    exact: 'write it',
    cwd: null,
    binding: {},
    canRemember: true,
    run: async () => ({ text: 'written' }),
    ...changes,
  }
}

export function toolOf(plan: Tool['plan'], changes: Partial<Tool> = {}): Tool {
  return {
    name: 'act',
    title: 'Act',
    description: 'Acts.',
    parameters: { type: 'object' },
    risk: 'write',
    server: null,
    unavailable: () => null,
    plan,
    ...changes,
  }
}

/** A tool whose runs are counted. */
export function counted(changes: Partial<CallPlan> = {}) {
  const state = { runs: 0 }
  const tool = toolOf(async argumentsOf =>
    planFor({
      binding: { ...argumentsOf },
      run: async () => {
        state.runs += 1
        return { text: 'written' }
      },
      ...changes,
    }),
  )
  return { tool, state }
}

type Decide = (request: ApprovalRequest, desk: ApprovalDesk) => void

/** The runner as it is composed, with real parts and a person who decides as `decide` says; without one nobody is there. */
export function createToolLab(
  tools: readonly Tool[],
  { workspace = '/workspace', clock = systemClock }: { workspace?: string; clock?: Clock } = {},
) {
  const desk = createApprovalDesk(clock)
  const audit = createMemoryAudit(clock.wall)
  const reported: unknown[] = []
  const report = (error: unknown) => void reported.push(error)
  const remembered = openRememberedApprovals({ path: null, clock, createId: randomUUID, report })
  const options: ToolRunnerOptions = {
    registry: createToolRegistry([() => tools]),
    desk,
    remembered,
    audit,
    workspace: async () => workspace,
    clock,
    createId: randomUUID,
    report,
  }
  const runner = createToolRunner(options)
  const leaving = new AbortController()
  let calls = 0

  /** Resolves once somebody is there. */
  async function attend(decide: Decide): Promise<ApprovalRequest[]> {
    const asked: ApprovalRequest[] = []
    const seen = new Set<string>()
    const requests = desk.watch(leaving.signal)[Symbol.asyncIterator]()
    await requests.next()
    void (async () => {
      for (;;) {
        const next = await requests.next()
        if (next.done === true) return
        for (const request of next.value) {
          if (seen.has(request.id)) continue
          seen.add(request.id)
          asked.push(request)
          decide(request, desk)
        }
      }
    })()
    return asked
  }

  async function call(
    tool: string,
    argumentsOf: Record<string, unknown> = {},
    changes: Partial<ToolRun> = {},
    signal: AbortSignal = new AbortController().signal,
  ) {
    const states: ToolCallRecord['state'][] = []
    const begun: ToolCallRecord[] = []
    let output = ''
    calls += 1
    const { record, sources } = await runner.run(
      { id: `call${calls}`, tool, arguments: argumentsOf },
      { ...toolRun, ...changes },
      {
        signal,
        onChange: ({ state }) => states.push(state),
        onOutput: text => {
          output += text
        },
        begun: async started => void begun.push(started),
      },
    )
    return { record, sources, states, begun, output }
  }

  return {
    desk,
    audit,
    remembered,
    reported,
    options,
    attend,
    call,
    /** Nobody is there any more. */
    leave: () => leaving.abort(),
    lines: () => audit.read({ limit: 500 }).then(entries => entries.reverse()),
  }
}

export const approve: Decide = ({ id, digest }, desk) =>
  desk.decide({ id, digest, approve: true, remember: false, by: 'a test' })
export const approveForADay: Decide = ({ id, digest, canRemember }, desk) =>
  desk.decide({ id, digest, approve: true, remember: canRemember, by: 'a test' })
export const deny: Decide = ({ id, digest }, desk) =>
  desk.decide({ id, digest, approve: false, remember: false, note: 'not today', by: 'a test' })
