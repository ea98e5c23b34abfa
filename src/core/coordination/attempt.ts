import type { Clock } from '../../shared/clock'
import type { AnsweredBy, AnswerMetrics, RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { tokenWeight } from '../inference/estimate-tokens'
import type {
  FinishReason,
  InferenceClient,
  InferenceOptions,
  InferenceRequest,
  Usage,
} from '../inference/protocol'
import type { ModelPolicy } from './capability-knowledge'
import { isBlameless, type Run } from './execution-run'
import type { ClusterNode } from './node'
import type { Selection } from './selection'
import type { ExecutionEvent, ExecutionRequest } from './types'
import { isCold } from './warmth'

/** An answer that comes in one burst, or is a word long, says nothing of how fast the machine writes. */
const leastWritingMs = 20
const leastTokens = 3

/** What one try needs of the cluster. */
export interface AttemptDependencies {
  clock: Clock
  /** What the model there is loaded with, whoever asks. */
  policyOf(node: ClusterNode, model: string): ModelPolicy
  /** How long that model may be silent before it says anything, milliseconds; undefined: as long as the client waits. */
  firstTokenMs(node: ClusterNode, model: string): number | undefined
  /** A request came, moved to another node or wrote tokens; for the dashboard. */
  onProgress(progress: ExecutionProgress): void
}

export interface ExecutionProgress {
  state: 'started' | 'routed' | 'writing'
  node: ClusterNode | null
  decision: RouteDecision | null
  tokens: number
}

export interface Attempt {
  kind: 'node'
  selection: Selection & { chosen: NonNullable<Selection['chosen']> }
  node: ClusterNode
  client: InferenceClient
}

export type AttemptOutcome =
  | { ok: true; reason: FinishReason; usage: Usage; answeredBy: AnsweredBy; metrics: AnswerMetrics }
  | { ok: false; error: HarombeError; answeredBy: AnsweredBy | null; metrics: AnswerMetrics | null }

function toInferenceRequest(request: ExecutionRequest, model: string, policy: ModelPolicy): InferenceRequest {
  const {
    target: _target,
    origin: _origin,
    onStreamFailure: _failure,
    timeoutMs: _timeout,
    ...asked
  } = request
  return { ...asked, model, ...policy }
}

export function optionsFor(
  { selection, node }: Attempt,
  { signal }: Run,
  dependencies: AttemptDependencies,
): InferenceOptions {
  const firstTokenMs = dependencies.firstTokenMs(node, selection.chosen.model)
  return firstTokenMs === undefined ? { signal } : { signal, firstTokenMs }
}

export const answererOf = ({ selection: { chosen }, node }: Attempt): AnsweredBy => ({
  node: chosen.node,
  tier: chosen.tier,
  model: chosen.model,
  simulated: node.probe?.simulated ?? false,
})

/** One node, one try. Yields what the node says; returns how it ended. Gives back the slot that was taken for it. */
export async function* tryNode(
  attempt: Attempt,
  request: ExecutionRequest,
  run: Run,
  dependencies: AttemptDependencies,
): AsyncGenerator<ExecutionEvent, AttemptOutcome> {
  const { clock } = dependencies
  const { selection, node, client } = attempt
  const { chosen, decision } = selection
  const answeredBy = answererOf(attempt)
  const attemptStartedAt = clock.monotonic()
  let firstTokenAt: number | null = null
  let weight = 0
  let usage: Usage = { promptTokens: null, completionTokens: null }
  const measure = (): AnswerMetrics => {
    const now = clock.monotonic()
    const reported = usage.completionTokens
    const tokens = reported ?? Math.ceil(weight)
    const writingMs = firstTokenAt === null ? 0 : now - firstTokenAt
    return {
      ttftMs: firstTokenAt === null ? null : firstTokenAt - run.startedAt,
      durationMs: now - run.startedAt,
      promptTokens: usage.promptTokens,
      tokens,
      tokenSource: reported === null ? 'estimated' : 'reported',
      // The first token's time belongs to the prompt, so it takes part neither in the count nor in the time.
      tokensPerSecond:
        writingMs >= leastWritingMs && tokens >= leastTokens ? ((tokens - 1) * 1000) / writingMs : null,
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

  let parts = 0
  try {
    yield { type: 'stage', stage: 'connecting', node: chosen.node }
    node.statistics.started()
    dependencies.onProgress({ state: 'routed', node, decision, tokens: 0 })
    yield {
      type: 'stage',
      stage: isCold(node.probe, chosen.model) ? 'loading' : 'reading',
      node: chosen.node,
    }
    const asked = toInferenceRequest(request, chosen.model, dependencies.policyOf(node, chosen.model))
    for await (const frame of client.stream(asked, optionsFor(attempt, run, dependencies))) {
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
        weight += tokenWeight(frame.text)
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
