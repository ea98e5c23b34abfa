import type {
  AgentStep,
  AnsweredBy,
  Failover,
  RouteDecision,
  RunStep,
  ToolCallRecord,
} from '../../../shared/entities'

/** What of an answer belongs to the thought that is being written, and the thoughts before it. */
export interface RunState {
  /** Thoughts that are over, with their calls. */
  steps: readonly RunStep[]
  /** What the thought that is written now is for; null where the answer is not an agent's. */
  purpose: AgentStep | null
  /** The calls it led to so far. */
  calls: readonly ToolCallRecord[]
  /** What running calls have printed, by id, without its beginning where that was much. */
  outputs: ReadonlyMap<string, string>
}

export const newRun: RunState = { steps: [], purpose: null, calls: [], outputs: new Map() }

/** What the current thought holds beside its calls. */
interface Thought {
  text: string
  reasoning: string
  answeredBy: AnsweredBy | null
  route: RouteDecision | null
  failovers: readonly Failover[]
}

/** More than anybody reads while it scrolls by; the whole is in the result. */
const mostOutput = 32_000

const hasEnded = ({ state }: ToolCallRecord) => state !== 'running' && state !== 'waiting'

function closedStep(purpose: AgentStep, thought: Thought, calls: readonly ToolCallRecord[]): RunStep {
  const { text, reasoning, answeredBy, route, failovers } = thought
  return {
    purpose,
    text,
    ...(reasoning === '' ? {} : { reasoning }),
    ...(answeredBy === null ? {} : { answeredBy }),
    ...(route === null ? {} : { route }),
    ...(failovers.length === 0 ? {} : { failovers: [...failovers] }),
    calls: [...calls],
  }
}

/** A thought begins: the one before it, if there was one, is over. */
export function beginStep(run: RunState, thought: Thought, purpose: AgentStep): RunState {
  if (run.purpose === null) return { ...run, purpose }
  const steps = [...run.steps, closedStep(run.purpose, thought, run.calls)]
  return { ...run, steps, purpose, calls: [] }
}

const replaced = (calls: readonly ToolCallRecord[], call: ToolCallRecord): ToolCallRecord[] =>
  calls.map(other => (other.id === call.id ? call : other))

function withoutOutput(outputs: RunState['outputs'], id: string): RunState['outputs'] {
  if (!outputs.has(id)) return outputs
  const kept = new Map(outputs)
  kept.delete(id)
  return kept
}

/** The last record of a call counts, also one of a thought that is over. */
export function putCall(run: RunState, call: ToolCallRecord): RunState {
  const outputs = hasEnded(call) ? withoutOutput(run.outputs, call.id) : run.outputs
  if (run.calls.some(({ id }) => id === call.id)) {
    return { ...run, calls: replaced(run.calls, call), outputs }
  }
  if (run.steps.some(({ calls }) => calls.some(({ id }) => id === call.id))) {
    const steps = run.steps.map(step => ({ ...step, calls: replaced(step.calls, call) }))
    return { ...run, steps, outputs }
  }
  return { ...run, purpose: run.purpose ?? 'plan', calls: [...run.calls, call], outputs }
}

/** Adds what a call printed. Of a call that is over, nothing more is shown than its result. */
export function addOutput(run: RunState, callId: string, text: string): RunState {
  const call = run.calls.find(({ id }) => id === callId)
  if (call !== undefined && hasEnded(call)) return run
  const outputs = new Map(run.outputs)
  outputs.set(callId, ((outputs.get(callId) ?? '') + text).slice(-mostOutput))
  return { ...run, outputs }
}
