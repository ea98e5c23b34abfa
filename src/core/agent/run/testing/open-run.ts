import type { RunStep, ToolCallRecord, ToolRisk } from '../../../../shared/entities'
import { HarombeError, isHarombeError } from '../../../../shared/errors'
import { createVirtualClock } from '../../../coordination/testing/virtual-clock'
import type { ExecutionEvent, ExecutionRequest } from '../../../coordination/types'
import { failed, finished, routed } from '../../testing/scripted-executor'
import type { Tool, ToolRun, ToolRunner } from '../../tools/types'
import { createAgentRun } from '../agent-run'
import { createCallStops } from '../call-stops'
import type { AgentRunRequest, RunEvent, RunLimits } from '../types'

/** What the cluster says to one request; `finished` is added where no end is given, `hangs`: only once it is stopped. */
export type Reply = ((request: ExecutionRequest) => readonly ExecutionEvent[]) & { hangs?: boolean }

type Hooks = Parameters<ToolRunner['run']>[2]
type Call = Parameters<ToolRunner['run']>[0]
/** What becomes of one call, beside being done. */
export type Outcome = (call: Call, hooks: Hooks, run: ToolRun) => Promise<Partial<ToolCallRecord>>

export const callTool = (name: string, given: Record<string, unknown> = {}): ExecutionEvent => ({
  type: 'tool_call',
  call: { id: 'of the model', name, arguments: given },
})

function tool(name: string, risk: ToolRisk): Tool {
  return {
    name,
    title: name,
    description: `Does ${name}.`,
    parameters: { type: 'object', properties: { path: { type: 'string' } } },
    risk,
    server: null,
    unavailable: () => null,
    plan: () => Promise.reject(new Error('not part of a run')),
  }
}

export interface RunDoubles {
  replies: readonly Reply[]
  outcome?: Outcome
  limits?: Partial<RunLimits>
  isNative?: () => boolean
  /** When the node fails, there is another, which has no place for calls. */
  successor?: boolean
  /** Whether any node is. */
  isThere?: () => boolean
  /** Of the model, tokens. */
  window?: number
  isPeer?: (node: string) => boolean
  record?: (steps: readonly RunStep[]) => Promise<void>
  request?: Partial<AgentRunRequest>
  /** Whoever follows the run leaves at this event. */
  leavesAt?: RunEvent['type']
}

/** A run on a cluster and tools that a test plays. Tools: `look` reads, `add` computes, `write` writes. */
export function openRun(doubles: RunDoubles) {
  const clock = createVirtualClock()
  const requests: ExecutionRequest[] = []
  const ran: { tool: string; arguments: Record<string, unknown>; tainted: readonly string[] }[] = []
  const recorded: RunStep[][] = []
  const tools = new Map(
    [tool('add', 'none'), tool('look', 'read'), tool('write', 'write')].map(each => [each.name, each]),
  )
  let ids = 0

  const runner: ToolRunner = {
    async run(call, run, hooks) {
      const found = tools.get(call.tool)
      const base: ToolCallRecord = {
        ...{ id: call.id, tool: call.tool, arguments: call.arguments, summary: call.tool },
        ...{ risk: found?.risk ?? 'none', state: 'running' },
      }
      if (found === undefined) {
        const record: ToolCallRecord = { ...base, state: 'failed', result: 'There is no tool of that name.' }
        hooks.onChange(record)
        return { record, sources: [] }
      }
      const running = { ...base, startedAt: 1 }
      hooks.onChange(running)
      if (found.risk === 'write') await hooks.begun(running)
      ran.push({ tool: call.tool, arguments: call.arguments, tainted: run.tainted })
      const ended = await doubles.outcome?.(call, hooks, run)
      const record: ToolCallRecord = { ...running, state: 'done', result: `${call.tool} is done.`, ...ended }
      hooks.onChange(record)
      return { record, sources: [] }
    },
  }
  const run = createAgentRun({
    cluster: {
      async *execute(request, signal) {
        const reply = doubles.replies[requests.length]
        const events = reply?.(request)
        requests.push(request)
        if (events === undefined) throw new Error(`Nobody answers request ${requests.length}.`)
        yield routed('mini')
        for (const event of events) if (!signal.aborted) yield event
        if (reply?.hangs === true) {
          if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve))
          const last = finished('mini')
          if (last.type !== 'finished') return
          const { reason: _reason, usage: _usage, ...rest } = last
          const error = isHarombeError(signal.reason)
            ? signal.reason
            : new HarombeError('CANCELLED', 'Stopped.')
          yield { ...rest, type: 'failed', error }
          return
        }
        const last = events.at(-1)?.type
        if (last !== 'failed' && last !== 'finished') yield finished('mini')
      },
    },
    tools: { offered: () => [...tools.values()], find: name => tools.get(name) },
    runner,
    foresight: {
      place: ({ without = [] }) =>
        doubles.isThere?.() === false || (without.includes('mini') && doubles.successor !== true)
          ? null
          : { node: 'mini', model: 'm', window: doubles.window ?? null },
      lookAgain: () => Promise.resolve(),
      known: () => Promise.resolve(false),
      takesCalls: (_place, { without = [] }) => without.length === 0 && (doubles.isNative?.() ?? true),
    },
    isPeer: doubles.isPeer ?? (() => false),
    fence: text => `<fenced>${text}</fenced>`,
    clock,
    createCallId: () => `call-${++ids}`,
  })
  const stops = createCallStops()
  const request: AgentRunRequest = {
    execution: { target: { tier: 'auto' }, origin: 'chat', onStreamFailure: 'restart' },
    opening: protocol => [
      { role: 'system', content: protocol },
      { role: 'user', content: 'How much?' },
    ],
    run: { conversationId: 'c', messageId: 'm', session: 'c' },
    tainted: [],
    called: [],
    sources: [],
    limits: {
      maxSteps: 10,
      maxSeconds: 600,
      maxTokens: 200_000,
      contextTokens: 8192,
      toolTokens: 2048,
      ...doubles.limits,
    },
    stops,
    async record(steps) {
      recorded.push([...steps])
      await doubles.record?.(steps)
    },
    ...doubles.request,
  }
  const abort = new AbortController()
  const events: RunEvent[] = []
  const done = (async () => {
    for await (const event of run(request, abort.signal)) {
      events.push(event)
      if (event.type === doubles.leavesAt) break
    }
  })()

  return {
    ...{ clock, requests, ran, recorded, stops, abort, events, done },
    /** Lets it come to its end. */
    async end() {
      await done
      const last = events.at(-1)
      if (last?.type !== 'finished' && last?.type !== 'failed')
        throw new Error(`The last event is ${last?.type}.`)
      return last
    },
    text: () => events.map(event => (event.type === 'text' ? event.text : '')).join(''),
    /** The last thing the model was told with request `index`. */
    told: (index: number) => requests[index]?.messages.at(-1)?.content ?? '',
  }
}

export { failed }
