import type { AnsweredBy, AnswerMetrics, Failover, RouteDecision } from '../../shared/entities'
import type { HarombeError } from '../../shared/errors'
import { type AttemptDependencies, type AttemptOutcome, tryNode } from './attempt'
import { type ChoiceDependencies, chooseNode, nextNode } from './choose-node'
import type { Classifier } from './classifier'
import { isOfRequest, openRun, type Run, recordFailure } from './execution-run'
import type { ClusterNode } from './node'
import { requirementsOf } from './requirements'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface ExecutionDependencies extends AttemptDependencies, ChoiceDependencies {
  classifier: Classifier
  /** The request left, its slot given back. Null when nobody listened to its end. */
  onEnd(event: ExecutionEnd | null): void
  /** A node failed a real request. */
  onNodeFailure(node: ClusterNode, error: HarombeError): void
}

export type ExecutionEnd = Extract<ExecutionEvent, { type: 'finished' | 'failed' }>

/** What is known of a request before any node is looked at. */
export function describeRequest(
  classifier: Classifier,
  request: Pick<ExecutionRequest, 'target' | 'messages' | 'prompt' | 'tools' | 'format' | 'maxTokens'>,
): Run['selectionRequest'] {
  const { target, messages, prompt } = request
  const requirements = requirementsOf(request)
  const { contextTokens } = requirements
  const fromUser =
    prompt === undefined
      ? messages.flatMap(({ role, content }) => (role === 'user' ? content : []))
      : [prompt.text]
  const classification = classifier.classify({
    text: fromUser.at(-1) ?? '',
    earlier: fromUser.slice(0, -1),
    contextTokens,
  })
  return { target, classification, requirements }
}

/**
 * Answers one query: select, ask, and on failure select again among the nodes not yet tried. The only place where harombe
 * retries. A failure before the first token is invisible to the caller but recorded; after it, `onStreamFailure` decides.
 */
export async function* execute(
  request: ExecutionRequest,
  callerSignal: AbortSignal,
  dependencies: ExecutionDependencies,
): AsyncGenerator<ExecutionEvent> {
  const describe = () => describeRequest(dependencies.classifier, request)
  const run = openRun(describe, callerSignal, dependencies.clock, request.timeoutMs)
  let lastDecision: RouteDecision | null = null
  let end: ExecutionEnd | null = null
  dependencies.onProgress({ state: 'started', node: null, decision: null, tokens: 0 })
  try {
    yield { type: 'stage', stage: 'routing', node: null }
    for (;;) {
      const attempt = await chooseNode(run, dependencies)
      if (attempt.kind === 'none') {
        end = failed(run, attempt.error, attempt.decision ?? lastDecision, null, null)
        yield end
        return
      }
      const { decision } = attempt.selection
      lastDecision = decision
      const outcome = yield* tryNode(attempt, request, run, dependencies)
      if (outcome.ok) {
        const { reason, usage, answeredBy, metrics } = outcome
        const { failovers } = run
        end = { type: 'finished', reason, usage, route: decision, answeredBy, metrics, failovers }
        yield end
        return
      }
      const abortion = run.abortion()
      if (abortion !== null) {
        end = failed(run, abortion, decision, outcome.answeredBy, outcome.metrics)
        yield end
        return
      }
      const { error } = outcome
      if (!isOfRequest(error)) dependencies.onNodeFailure(attempt.node, error)
      const failover = toFailover(attempt.node, outcome)
      const { onStreamFailure } = request
      const isOver = recordFailure(run, failover, error, {
        chosen: attempt.selection.chosen,
        onStreamFailure,
      })
      const next = isOver === null ? nextNode(run, dependencies) : null
      const reason = isOver ?? (next === null ? run.refusal : null)
      if (reason !== null) {
        end = failed(run, reason, decision, outcome.answeredBy, outcome.metrics)
        yield end
        return
      }
      yield { type: 'failedOver', failover, next: next?.node ?? null }
    }
  } finally {
    run.close()
    dependencies.onEnd(end)
  }
}

function toFailover({ spec }: ClusterNode, { error, answeredBy }: AttemptOutcome & { ok: false }): Failover {
  const stage = answeredBy === null ? 'before_first_token' : 'mid_answer'
  return { node: spec.name, tier: spec.tier, stage, error: error.toShape(), mode: 'restart' }
}

function failed(
  run: Run,
  error: HarombeError,
  route: RouteDecision | null,
  answeredBy: AnsweredBy | null,
  metrics: AnswerMetrics | null,
): ExecutionEnd {
  return { type: 'failed', error, route, answeredBy, metrics, failovers: run.failovers }
}
