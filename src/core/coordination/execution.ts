import type { AnsweredBy, AnswerMetrics, Failover, RouteDecision } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import { type Attempt, type AttemptDependencies, type AttemptOutcome, tryNode } from './attempt'
import { type ChoiceDependencies, chooseNode, nextNode } from './choose-node'
import { beginContinuing } from './continuation/begin'
import type { Run } from './execution-run'
import { needsBudget, untilBlameIsClear, untilBudget } from './retry-pauses'
import { allFailed, exhaustion, recordFailure } from './retry-rules'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface TryDependencies extends AttemptDependencies, ChoiceDependencies {
  random(): number
}

export interface ExecutionDependencies extends TryDependencies {
  /** The request left, its slot given back. Null when nobody listened to its end. */
  onEnd(end: ExecutionEnd | null): void
}

export type ExecutionEnd = Extract<ExecutionEvent, { type: 'finished' | 'failed' }>

/** What the caller has of the answer, from whichever node. */
interface Shown {
  route: RouteDecision | null
  answeredBy: AnsweredBy | null
  metrics: AnswerMetrics | null
}

/**
 * Answers one query: select, wait for a slot, ask, and on failure select again. The only place where harombe retries. A
 * failure before the first token is invisible to the caller but recorded; after it, `onStreamFailure` decides.
 */
export async function* execute(
  request: ExecutionRequest,
  run: Run,
  dependencies: ExecutionDependencies,
): AsyncGenerator<ExecutionEvent, void> {
  const { dispatcher } = dependencies
  const shown: Shown = { route: null, answeredBy: null, metrics: null }
  let lastFailure: { failover: Failover; error: HarombeError } | null = null
  let giveBack: (() => void) | null = null
  let end: ExecutionEnd | null = null
  const fail = (error: HarombeError): ExecutionEnd => {
    end = { type: 'failed', error, ...shown, failovers: run.failovers }
    return end
  }
  try {
    yield { type: 'stage', stage: 'routing', node: null }
    for (;;) {
      const attempt = yield* chooseNode(run, dependencies)
      if (attempt.kind === 'none') {
        const abortion = run.abortion()
        if (run.continuing !== null && abortion === null && lastFailure !== null) {
          // Nobody is left who could go on with it.
          run.continuing = null
          if (request.mayRestart !== true) return yield fail(lastFailure.error)
          forget(run)
          const failover: Failover = { ...lastFailure.failover, mode: 'restart' }
          run.failovers.push(failover)
          yield { type: 'failedOver', failover, next: nextNode(run, dependencies)?.node ?? null }
          continue
        }
        shown.route = attempt.decision ?? shown.route
        return yield fail(attempt.error)
      }
      shown.route = attempt.decision
      const outcome = yield* tryNode(attempt, request, run, dependencies)
      giveBack?.()
      giveBack = null
      if (outcome.ok) {
        const { reason, usage, answeredBy, metrics } = outcome
        const { failovers } = run
        end = { type: 'finished', reason, usage, route: attempt.decision, answeredBy, metrics, failovers }
        return yield end
      }
      shown.answeredBy = outcome.answeredBy ?? shown.answeredBy
      shown.metrics = outcome.metrics ?? shown.metrics
      const abortion = run.abortion()
      if (abortion !== null) return yield fail(abortion)
      const { error } = outcome
      const failover = toFailover(attempt, outcome)
      const started = failover.stage === 'mid_answer'
      const refused = recordFailure(run, { failover, error, chosen: attempt.chosen, harm: run.lastHarm })
      if (refused !== null) return yield fail(refused)
      if (started && !goesOn(attempt, failover, request, run, dependencies)) return yield fail(error)
      lastFailure = started ? { failover, error } : lastFailure
      await untilBlameIsClear(run, dependencies)
      const spent = exhaustion(run, dispatcher.blame, attempt.decision.candidates)
      if (spent !== null) return yield fail(run.abortion() ?? spent)
      const next = nextNode(run, dependencies)
      if (next === null && run.refusal !== null) return yield fail(run.refusal)
      if (isWorthTelling(failover, run)) yield { type: 'failedOver', failover, next: next?.node ?? null }
      if (started || !needsBudget(error, run, dependencies)) continue
      giveBack = await untilBudget(run, dependencies)
      if (giveBack === null) return yield fail(run.abortion() ?? allFailed(run))
    }
  } finally {
    giveBack?.()
    dependencies.onEnd(end)
  }
}

/** How an answer that broke off goes on: sets it up, and says so in the failover. False: not at all. */
function goesOn(
  attempt: Attempt,
  failover: Failover,
  request: ExecutionRequest,
  run: Run,
  dependencies: ExecutionDependencies,
): boolean {
  const { onStreamFailure, mayRestart = false } = request
  run.continuing = null
  if (onStreamFailure === 'terminate') return false
  if (onStreamFailure === 'continue' && beginContinuing(attempt, request, run, dependencies.dispatcher)) {
    failover.mode = 'continue'
    return true
  }
  if (onStreamFailure === 'continue' && !mayRestart) return false
  forget(run)
  return true
}

/** What was said is void. */
function forget(run: Run): void {
  if (run.written !== null) run.written = { text: '', tokens: 0, hasToolCall: false, isReasoning: false }
}

/** A node that had no room is tried again and again; the caller is told once. */
const isWorthTelling = (failover: Failover, { failovers }: Run): boolean =>
  failover.stage === 'mid_answer' || failovers.at(-1) === failover

function toFailover(
  { node: { spec } }: Attempt,
  { error, answeredBy }: AttemptOutcome & { ok: false },
): Failover {
  const stage = answeredBy === null ? 'before_first_token' : 'mid_answer'
  return { node: spec.name, tier: spec.tier, stage, error: error.toShape(), mode: 'restart' }
}
