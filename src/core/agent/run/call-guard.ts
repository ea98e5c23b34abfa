import type { ToolCallRecord } from '../../../shared/entities'

export interface MadeCall {
  tool: string
  arguments: Record<string, unknown>
}

/** Keeps a run from going round in circles. */
export interface CallGuard {
  /** Why this call is not run, as the model is told; null: it is. */
  objection(call: MadeCall): string | null
  /** To be told of every call that ended. */
  ended(call: MadeCall, record: ToolCallRecord): void
  /** Why no tool is offered any more, as the model is told; null: they are. */
  exhaustion(): string | null
}

/** The same call with the same arguments, nothing having changed in between: the third is not run. */
const mostAlike = 2
const mostFailures = 3

/** Keys in one order, so that the same arguments are the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

/** After these, the same question may have another answer. */
const changes: ReadonlySet<ToolCallRecord['risk']> = new Set(['write', 'delete', 'shell', 'mcp'])

/** What kept a call from running. What ran and failed is no failure of calling. */
function failureOf({ state, startedAt, decision }: ToolCallRecord): string | null {
  if (startedAt !== undefined || state === 'done' || state === 'cancelled') return null
  return state === 'failed' ? 'not understood' : (decision ?? state)
}

export function createCallGuard(): CallGuard {
  const made = new Map<string, number>()
  let failure: { kind: string; times: number } | null = null
  let isCircling = false
  const keyOf = ({ tool, arguments: given }: MadeCall) => `${tool} ${canonical(given)}`

  return {
    objection(call) {
      if ((made.get(keyOf(call)) ?? 0) < mostAlike) return null
      isCircling = true
      return `${call.tool} was called with these very arguments ${mostAlike} times already; it was not run again. Work with what it brought then.`
    },
    ended(call, record) {
      const key = keyOf(call)
      const times = (made.get(key) ?? 0) + 1
      if (record.state === 'done' && changes.has(record.risk)) made.clear()
      made.set(key, times)
      const kind = failureOf(record)
      if (kind === null) failure = null
      else failure = { kind, times: failure?.kind === kind ? failure.times + 1 : 1 }
    },
    exhaustion() {
      if (isCircling) return 'The same call was made again and again, so no tool can be called any more.'
      if (failure === null || failure.times < mostFailures) return null
      return `${failure.times} calls in a row could not be run for the same reason, so no tool can be called any more.`
    },
  }
}
