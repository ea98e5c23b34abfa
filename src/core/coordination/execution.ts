import type { AnsweredBy, AnswerMetrics, Failover, RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { estimateTokens } from '../inference/estimate-tokens'
import type { FinishReason, InferenceClient, InferenceRequest, Usage } from '../inference/protocol'
import type { Classifier } from './classifier'
import type { Clock } from './clock'
import { type ClusterNode, snapshotOf } from './node'
import {
  explainNoRoute,
  isSameModel,
  type RoutingPolicy,
  type Selection,
  type SelectionRequest,
  selectRoute,
} from './selection'
import type { ExecutionEvent, ExecutionRequest } from './types'

export interface ExecutionDependencies {
  clock: Clock
  classifier: Classifier
  nodes(): readonly ClusterNode[]
  policy(): RoutingPolicy
  /** Context window sent to backends that take one: the same for every client, so that none makes a node reload. */
  contextLength(): number
  /** Looks at every node again, for the moment when none seems usable. */
  recheck(signal: AbortSignal): Promise<void>
  /** A request came, moved to another node or wrote tokens; for the dashboard. */
  onProgress(progress: ExecutionProgress): void
  /** The request left, its slot given back. Null when nobody listened to its end. */
  onEnd(event: ExecutionEnd | null): void
  /** A node failed a real request. */
  onNodeFailure(node: ClusterNode, error: HarombeError): void
}

export type ExecutionEnd = Extract<ExecutionEvent, { type: 'finished' | 'failed' }>

export interface ExecutionProgress {
  state: 'started' | 'routed' | 'writing'
  node: ClusterNode | null
  decision: RouteDecision | null
  tokens: number
}

const defaultTimeoutMs = 30 * 60_000
/** Tries that cost a node work. Refused connections are free: nothing was done. */
const maxCostlyAttempts = 4
/** A query that brings down two nodes in mid-answer, or that two nodes report failing on, is not sent to a third. */
const maxNodesHarmed = 2

/** The request itself is wrong, wherever it is sent. */
const isOfRequest = (error: HarombeError) => error.code === 'CONTEXT_TOO_LONG' || error.code === 'BAD_REQUEST'

/** Failures that another node would meet as well. */
const isFinal = (error: HarombeError) => isOfRequest(error) || error.code === 'NODE_REFUSED'

/** Nothing is wrong with the node: what it was asked for is, or the moment. */
const isBlameless = (error: HarombeError) =>
  isFinal(error) ||
  error.code === 'NODE_BUSY' ||
  error.code === 'NODE_LOADING' ||
  error.code === 'MODEL_MISSING'

/** The node said no without having done anything. */
const isFree = (error: HarombeError) =>
  error.code === 'NODE_UNREACHABLE' ||
  error.code === 'NODE_BUSY' ||
  error.code === 'NODE_LOADING' ||
  error.code === 'MODEL_MISSING'

interface Attempt {
  selection: Selection & { chosen: NonNullable<Selection['chosen']> }
  node: ClusterNode
  client: InferenceClient
}

type AttemptOutcome =
  | { ok: true; reason: FinishReason; usage: Usage; answeredBy: AnsweredBy; metrics: AnswerMetrics }
  | { ok: false; error: HarombeError; answeredBy: AnsweredBy | null; metrics: AnswerMetrics | null }

/** Everything the attempts of one query share. */
interface Run {
  request: ExecutionRequest
  signal: AbortSignal
  /** Why the signal fired, whatever a client made of it: the caller left, or the time was up. Null while it has not. */
  abortion(): HarombeError | null
  startedAt: number
  selectionRequest: Omit<SelectionRequest, 'tried'>
  tried: Map<string, string>
  failovers: Failover[]
  costlyAttempts: number
  nodesHarmed: number
}

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
      if (callerSignal.aborted) return new HarombeError('CANCELLED', 'The answer was stopped.')
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
      if (attempt instanceof NoAttempt) {
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
      const next = recordFailure(attempt, outcome, error, run, dependencies)
      if (next.stop !== null) {
        end = failed(run, next.stop, decision, outcome.answeredBy, outcome.metrics)
        yield end
        return
      }
      yield { type: 'failedOver', failover: next.failover, next: next.node }
    }
  } finally {
    cancelDeadline()
    callerSignal.removeEventListener('abort', onCallerAbort)
    dependencies.onEnd(end)
  }
}

class NoAttempt {
  constructor(
    readonly error: HarombeError,
    readonly decision: RouteDecision | null,
  ) {}
}

/**
 * The next node to ask, with one of its slots already taken: in the same turn as the choice, or two questions of one moment
 * would both see it idle.
 */
async function chooseNode(run: Run, dependencies: ExecutionDependencies): Promise<Attempt | NoAttempt> {
  const select = () => {
    const snapshots = dependencies.nodes().map(snapshotOf)
    const request: SelectionRequest = { ...run.selectionRequest, tried: run.tried }
    return { snapshots, request, selection: selectRoute(snapshots, dependencies.policy(), request) }
  }
  let current = select()
  if (current.selection.chosen === null && run.tried.size === 0 && !run.signal.aborted) {
    // A node may have come up since its last check; look once more before giving a query up.
    await dependencies.recheck(run.signal)
    current = select()
  }
  const abortion = run.abortion()
  if (abortion !== null) return new NoAttempt(abortion, null)
  const { snapshots, request, selection } = current
  const { chosen, decision } = selection
  const node = dependencies.nodes().find(({ spec }) => spec.name === chosen?.node)
  if (chosen !== null && node !== undefined && node.client !== null) {
    node.activeRequests += 1
    return { selection: { ...selection, chosen }, node, client: node.client }
  }
  // When nobody was even there, what matters is how every node stands, not that some were tried.
  const nobodyThere = run.failovers.every(({ error }) => error.code === 'NODE_UNREACHABLE')
  if (!nobodyThere) return new NoAttempt(allFailed(run), decision)
  return new NoAttempt(explainNoRoute(snapshots, dependencies.policy(), request, decision), decision)
}

function toInferenceRequest({ request }: Run, model: string, contextLength: number): InferenceRequest {
  const { messages, tools, temperature, topP, maxTokens, seed, stop } = request
  return { model, messages, tools, temperature, topP, maxTokens, seed, stop, contextLength }
}

/** One node, one try. Yields what the node says; returns how it ended. Gives back the slot that was taken for it. */
async function* tryNode(
  { selection, node, client }: Attempt,
  run: Run,
  dependencies: ExecutionDependencies,
): AsyncGenerator<ExecutionEvent, AttemptOutcome> {
  const { clock } = dependencies
  const { chosen, decision } = selection
  const answeredBy: AnsweredBy = {
    node: chosen.node,
    tier: chosen.tier,
    model: chosen.model,
    simulated: node.probe?.simulated ?? false,
  }
  const attemptStartedAt = clock.monotonic()
  let firstTokenAt: number | null = null
  let written = ''
  let usage: Usage = { promptTokens: null, completionTokens: null }
  const measure = (): AnswerMetrics => {
    const now = clock.monotonic()
    const reported = usage.completionTokens
    const tokens = reported ?? estimateTokens(written)
    const writingMs = firstTokenAt === null ? 0 : now - firstTokenAt
    return {
      ttftMs: firstTokenAt === null ? null : firstTokenAt - run.startedAt,
      durationMs: now - run.startedAt,
      promptTokens: usage.promptTokens,
      tokens,
      tokenSource: reported === null ? 'estimated' : 'reported',
      // The first token's time belongs to the prompt, so it takes part neither in the count nor in the time.
      tokensPerSecond: writingMs > 0 && tokens > 1 ? ((tokens - 1) * 1000) / writingMs : null,
    }
  }

  const failure = (error: HarombeError): AttemptOutcome => {
    if (!run.signal.aborted && !isBlameless(error)) node.statistics.failed()
    const hasStarted = firstTokenAt !== null
    return {
      ok: false,
      error,
      answeredBy: hasStarted ? answeredBy : null,
      metrics: hasStarted ? measure() : null,
    }
  }

  const loaded = node.probe?.loadedModels ?? null
  const cold = loaded !== null && !loaded.some(name => isSameModel(name, chosen.model))
  let parts = 0
  try {
    yield { type: 'stage', stage: 'connecting', node: chosen.node }
    node.statistics.started()
    dependencies.onProgress({ state: 'routed', node, decision, tokens: 0 })
    yield { type: 'stage', stage: cold ? 'loading' : 'reading', node: chosen.node }
    const request = toInferenceRequest(run, chosen.model, dependencies.contextLength())
    for await (const frame of client.stream(request, { signal: run.signal })) {
      if (frame.type === 'usage') {
        usage = frame.usage
        continue
      }
      if (frame.type === 'error') return failure(frame.error)
      if (firstTokenAt === null) {
        firstTokenAt = clock.monotonic()
        yield { type: 'routed', route: decision, answeredBy }
        yield { type: 'stage', stage: 'writing', node: chosen.node }
      }
      if (frame.type === 'done') {
        const metrics = measure()
        const ttftMs = firstTokenAt - attemptStartedAt
        node.statistics.answered({ ttftMs, tokensPerSecond: metrics.tokensPerSecond, tokens: metrics.tokens })
        return { ok: true, reason: frame.reason, usage, answeredBy, metrics }
      }
      if (frame.type === 'text' || frame.type === 'reasoning') {
        written += frame.text
        // Backends send about a token a frame: near enough for a live figure, the final count is measured.
        parts += 1
        dependencies.onProgress({ state: 'writing', node, decision, tokens: parts })
      }
      yield frame
    }
    return failure(
      new HarombeError('STREAM_CUT_OFF', `${chosen.node} ended its answer without finishing it.`),
    )
  } finally {
    node.activeRequests -= 1
  }
}

function recordFailure(
  { node }: Attempt,
  outcome: AttemptOutcome & { ok: false },
  error: HarombeError,
  run: Run,
  dependencies: ExecutionDependencies,
):
  | { stop: HarombeError; failover: Failover; node: null }
  | { stop: null; failover: Failover; node: string | null } {
  const started = outcome.answeredBy !== null
  const failover: Failover = {
    node: node.spec.name,
    tier: node.spec.tier,
    stage: started ? 'mid_answer' : 'before_first_token',
    error: error.toShape(),
  }
  run.failovers.push(failover)
  run.tried.set(node.spec.name, error.message)
  if (!isFree(error)) run.costlyAttempts += 1
  if (started || error.code === 'NODE_ERROR') run.nodesHarmed += 1

  const stop = (reason: HarombeError) => ({ stop: reason, failover, node: null })
  if (isFinal(error)) return stop(error)
  if (started && run.request.onStreamFailure === 'terminate') return stop(error)
  if (run.nodesHarmed >= maxNodesHarmed || run.costlyAttempts >= maxCostlyAttempts)
    return stop(allFailed(run))
  const snapshots = dependencies.nodes().map(snapshotOf)
  const next = selectRoute(snapshots, dependencies.policy(), { ...run.selectionRequest, tried: run.tried })
  return { stop: null, failover, node: next.chosen?.node ?? null }
}

function allFailed(run: Run): HarombeError {
  const attempts = run.failovers.map(({ node, error }) => ({
    node,
    code: error.code,
    message: error.message,
  }))
  const causes = attempts.map(({ node, message }) => `${node}: ${message}`).join(' ')
  const [only] = run.failovers
  if (run.nodesHarmed >= maxNodesHarmed) {
    return new HarombeError(
      'ALL_NODES_FAILED',
      `${run.nodesHarmed} nodes failed on this question, so it was not sent to another. ${causes}`,
      {
        hint: 'The question itself may be what breaks them; try it shorter or split it.',
        data: { attempts },
      },
    )
  }
  const message =
    run.failovers.length === 1
      ? `${only?.node} failed and no other node can answer. ${causes}`
      : `Every node that could answer failed. ${causes}`
  return new HarombeError('ALL_NODES_FAILED', message, {
    hint: 'Run `harombe cluster test` to see which machines answer.',
    data: { attempts },
  })
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
