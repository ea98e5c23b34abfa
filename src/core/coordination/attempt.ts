import type { AnsweredBy, AnswerMetrics, RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { tokenWeight } from '../inference/estimate-tokens'
import type { FinishReason, InferenceClient, InferenceRequest, Usage } from '../inference/protocol'
import type { Clock } from './clock'
import { isBlameless, type Run } from './execution-run'
import type { ClusterNode } from './node'
import { isSameModel } from './same-model'
import type { Selection } from './selection'
import type { ExecutionEvent } from './types'

/** An answer that comes in one burst, or is a word long, says nothing of how fast the machine writes. */
const leastWritingMs = 20
const leastTokens = 3

/** What one try needs of the cluster. */
export interface AttemptDependencies {
  clock: Clock
  /** Context window sent to backends that take one: the same for every client, so that none makes a node reload. */
  contextLength(): number
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

function toInferenceRequest({ request }: Run, model: string, contextLength: number): InferenceRequest {
  const {
    target: _target,
    origin: _origin,
    onStreamFailure: _failure,
    timeoutMs: _timeout,
    ...asked
  } = request
  return { ...asked, model, contextLength }
}

/** One node, one try. Yields what the node says; returns how it ended. Gives back the slot that was taken for it. */
export async function* tryNode(
  { selection, node, client }: Attempt,
  run: Run,
  dependencies: AttemptDependencies,
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

  const loaded = node.probe?.loaded ?? null
  const cold = loaded !== null && !loaded.some(({ name }) => isSameModel(name, chosen.model))
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
