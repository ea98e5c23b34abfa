import type { AnsweredBy, AnswerMetrics, Failover, RouteDecision } from '../../shared/entities'
import { HarombeError, isHarombeError } from '../../shared/errors'
import { estimateTokens } from '../inference/estimate-tokens'
import { type Attempt, type AttemptDependencies, type AttemptOutcome, tryNode } from './attempt'
import type { Classifier } from './classifier'
import { allFailed, isOfRequest, type Run, recordFailure } from './execution-run'
import { type ClusterNode, snapshotOf } from './node'
import { explainNoRoute, type RoutingPolicy, type SelectionRequest, selectRoute } from './selection'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface ExecutionDependencies extends AttemptDependencies {
  classifier: Classifier
  nodes(): readonly ClusterNode[]
  policy(): RoutingPolicy
  /** Looks at every node again, for the moment when none seems usable. */
  recheck(signal: AbortSignal): Promise<void>
  /** The request left, its slot given back. Null when nobody listened to its end. */
  onEnd(event: ExecutionEnd | null): void
  /** A node failed a real request. */
  onNodeFailure(node: ClusterNode, error: HarombeError): void
}

export type ExecutionEnd = Extract<ExecutionEvent, { type: 'finished' | 'failed' }>

const defaultTimeoutMs = 30 * 60_000
export function classifyRequest(classifier: Classifier, request: Pick<ExecutionRequest, 'messages'>) {
  const fromUser = request.messages.filter(message => message.role === 'user').map(message => message.content)
  const contextTokens = request.messages.reduce((sum, message) => sum + estimateTokens(message.content), 0)
  return classifier.classify({ text: fromUser.at(-1) ?? '', earlier: fromUser.slice(0, -1), contextTokens })
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
  const { clock } = dependencies
  // One controller for both reasons: AbortSignal.any costs more than routing the request does.
  const abort = new AbortController()
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs
  const cancelDeadline = clock.after(timeoutMs, () => abort.abort())
  const onCallerAbort = () => abort.abort(callerSignal.reason)
  if (callerSignal.aborted) onCallerAbort()
  else callerSignal.addEventListener('abort', onCallerAbort, { once: true })
  const run: Run = {
    request,
    signal: abort.signal,
    abortion() {
      if (callerSignal.aborted) {
        const reason: unknown = callerSignal.reason
        return isHarombeError(reason) ? reason : new HarombeError('CANCELLED', 'The answer was stopped.')
      }
      if (!abort.signal.aborted) return null
      return new HarombeError('TIMEOUT', `No complete answer within ${Math.round(timeoutMs / 1000)} s.`)
    },
    startedAt: clock.monotonic(),
    selectionRequest: {
      target: request.target,
      classification: classifyRequest(dependencies.classifier, request),
    },
    tried: new Map(),
    failovers: [],
    costlyAttempts: 0,
    nodesHarmed: 0,
  }
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
      const outcome = yield* tryNode(attempt, run, dependencies)
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
      const reason = recordFailure(run, failover, error)
      if (reason !== null) {
        end = failed(run, reason, decision, outcome.answeredBy, outcome.metrics)
        yield end
        return
      }
      const { selection } = select(run, dependencies)
      yield { type: 'failedOver', failover, next: selection.chosen?.node ?? null }
    }
  } finally {
    cancelDeadline()
    callerSignal.removeEventListener('abort', onCallerAbort)
    dependencies.onEnd(end)
  }
}

/** Nobody can be asked: why, and what was considered. */
interface NoAttempt {
  kind: 'none'
  error: HarombeError
  decision: RouteDecision | null
}

/**
 * The next node to ask, with one of its slots already taken: in the same turn as the choice, or two questions of one moment
 * would both see it idle.
 */
async function chooseNode(run: Run, dependencies: ExecutionDependencies): Promise<Attempt | NoAttempt> {
  let current = select(run, dependencies)
  if (current.selection.chosen === null && run.tried.size === 0 && !run.signal.aborted) {
    // A node may have come up since its last check; look once more before giving a query up.
    await dependencies.recheck(run.signal)
    current = select(run, dependencies)
  }
  const abortion = run.abortion()
  if (abortion !== null) return { kind: 'none', error: abortion, decision: null }
  const { snapshots, request, selection } = current
  const { chosen, decision } = selection
  const node = dependencies.nodes().find(({ spec }) => spec.name === chosen?.node)
  if (chosen !== null && node !== undefined && node.client !== null) {
    node.activeRequests += 1
    return { kind: 'node', selection: { ...selection, chosen }, node, client: node.client }
  }
  // When nobody was even there, what matters is how every node stands, not that some were tried.
  const nobodyThere = run.failovers.every(({ error }) => error.code === 'NODE_UNREACHABLE')
  const error = nobodyThere
    ? explainNoRoute(snapshots, dependencies.policy(), request, decision)
    : allFailed(run)
  return { kind: 'none', error, decision }
}

function select(run: Run, dependencies: ExecutionDependencies) {
  const snapshots = dependencies.nodes().map(snapshotOf)
  const request: SelectionRequest = { ...run.selectionRequest, tried: run.tried }
  return { snapshots, request, selection: selectRoute(snapshots, dependencies.policy(), request) }
}

function toFailover({ spec }: ClusterNode, { error, answeredBy }: AttemptOutcome & { ok: false }): Failover {
  const stage = answeredBy === null ? 'before_first_token' : 'mid_answer'
  return { node: spec.name, tier: spec.tier, stage, error: error.toShape() }
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
