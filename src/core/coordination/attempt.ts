import type { Clock } from '../../shared/clock'
import type { AnsweredBy, AnswerMetrics, RouteDecision } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { tokenWeight } from '../inference/estimate-tokens'
import type {
  FinishReason,
  InferenceClient,
  InferenceFrame,
  InferenceOptions,
  InferenceRequest,
  Usage,
} from '../inference/protocol'
import type { ModelPolicy } from './capability-knowledge'
import type { Written } from './continuation/gate'
import { createSeam } from './continuation/seam'
import type { Continuing, Run } from './execution-run'
import type { ClusterNode } from './node'
import type { Slot, SlotUse } from './queue/slot'
import { isBlameless } from './retry-rules'
import type { Ranked } from './selection'
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
  /** How long loading that model there took the last time, milliseconds; null where it was not seen. */
  lastLoadMs(node: ClusterNode, model: string): number | null
  /** A model that was not in memory there is now: it answers. */
  onLoaded(node: ClusterNode, model: string): void
  /** A request came, waits, moved to another node or wrote tokens; for the dashboard. */
  onProgress(progress: ExecutionProgress): void
}

export type ExecutionProgress =
  | { state: 'queued' | 'waiting'; ahead: number }
  | { state: 'routed'; node: ClusterNode; model: string; decision: RouteDecision }
  | { state: 'writing'; tokens: number }

export interface Attempt {
  kind: 'node'
  chosen: Ranked
  decision: RouteDecision
  node: ClusterNode
  client: InferenceClient
  /** Taken in the turn of the choice; whoever has the attempt gives it back. */
  slot: Slot
  /** The model was not in memory there. */
  wasCold: boolean
  /** Null where it begins from the beginning. */
  continued: Continuing | null
}

export type AttemptOutcome =
  | { ok: true; reason: FinishReason; usage: Usage; answeredBy: AnsweredBy; metrics: AnswerMetrics }
  | { ok: false; error: HarombeError; answeredBy: AnsweredBy | null; metrics: AnswerMetrics | null }

function toInferenceRequest(
  request: ExecutionRequest,
  model: string,
  policy: ModelPolicy,
  continued: Continuing | null,
): InferenceRequest {
  const {
    target: _target,
    origin: _origin,
    onStreamFailure: _failure,
    mayRestart: _restart,
    timeoutMs: _timeout,
    client: _client,
    priority: _priority,
    conversation: _conversation,
    keepNode: _keep,
    maxWaitMs: _wait,
    isAside: _aside,
    ...asked
  } = request
  return { ...(continued === null ? asked : withBeginning(asked, continued)), model, ...policy }
}

type Asked = Pick<InferenceRequest, 'messages' | 'maxTokens'>

/** The caller may have begun the answer already; what was written since follows that. */
function withBeginning<Request extends Asked>(asked: Request, { text, tokens }: Continuing): Request {
  const { messages, maxTokens } = asked
  const last = messages.at(-1)
  const begun =
    last?.role === 'assistant'
      ? [...messages.slice(0, -1), { ...last, content: last.content + text }]
      : [...messages, { role: 'assistant' as const, content: text }]
  return { ...asked, messages: begun, ...(maxTokens === undefined ? {} : { maxTokens: maxTokens - tokens }) }
}

export function optionsFor(
  { chosen, node, slot }: Attempt,
  dependencies: AttemptDependencies,
): InferenceOptions {
  const { signal } = slot
  const firstTokenMs = dependencies.firstTokenMs(node, chosen.model)
  return firstTokenMs === undefined ? { signal } : { signal, firstTokenMs }
}

export const answererOf = ({ chosen, node }: Attempt): AnsweredBy => ({
  node: chosen.node,
  tier: chosen.tier,
  model: chosen.model,
  simulated: node.probe?.simulated ?? false,
})

/** What came of one try, to be measured. */
interface Measured {
  startedAt: number
  firstTokenAt: number | null
  /** Of text and thoughts, in tokens. */
  weight: number
  usage: Usage
  /** Tokens that the caller has of the node before. */
  earlier: number
  hasSaidAnything: boolean
}

function measure({ firstTokenAt, weight, usage, earlier }: Measured, run: Run, now: number): AnswerMetrics {
  const reported = usage.completionTokens
  const tokens = reported ?? Math.ceil(weight)
  const writingMs = firstTokenAt === null ? 0 : now - firstTokenAt
  return {
    ttftMs: firstTokenAt === null ? null : (run.firstTokenAt ?? firstTokenAt) - run.startedAt,
    ...(run.queuedMs > 0 ? { queuedMs: run.queuedMs } : {}),
    ...(run.loadMs > 0 ? { loadMs: run.loadMs } : {}),
    durationMs: now - run.startedAt,
    promptTokens: usage.promptTokens,
    tokens: earlier + tokens,
    tokenSource: reported === null || earlier > 0 ? 'estimated' : 'reported',
    // The first token's time belongs to the prompt, so it takes part neither in the count nor in the time.
    tokensPerSecond:
      writingMs >= leastWritingMs && tokens >= leastTokens ? ((tokens - 1) * 1000) / writingMs : null,
  }
}

/** What the try says of the node. */
function reportOf(
  measured: Measured,
  metrics: AnswerMetrics,
  { attempt, run, isComplete }: UseContext,
): SlotUse {
  const { startedAt, firstTokenAt, usage, earlier, hasSaidAnything } = measured
  const { model } = attempt.chosen
  const ttftMs = firstTokenAt === null ? null : firstTokenAt - startedAt
  const { tokensPerSecond } = metrics
  return {
    sample: {
      ttftMs,
      tokensPerSecond,
      answerTokens: isComplete && earlier === 0 ? metrics.tokens : null,
      class: run.selectionRequest.classification.class,
      wasCold: attempt.wasCold,
    },
    signs: {
      ttftMs: attempt.wasCold || isCold(attempt.node.probe, model) ? null : ttftMs,
      tokensPerSecond,
      promptTokens: usage.promptTokens,
      isEmpty: isComplete && !hasSaidAnything && earlier === 0,
    },
    isKept: firstTokenAt !== null,
  }
}

interface UseContext {
  attempt: Attempt
  run: Run
  isComplete: boolean
}

/** What the caller has of the answer so far, when it may have to be gone on with. */
function follow(written: Written, frame: InferenceFrame): void {
  if (frame.type === 'tool_call') written.hasToolCall = true
  else if (frame.type === 'reasoning') written.isReasoning = true
  else if (frame.type === 'text') {
    written.text += frame.text
    written.isReasoning = false
  }
}

/** One node, one try. Yields what the node says; returns how it ended. Gives its slot back. */
export async function* tryNode(
  attempt: Attempt,
  request: ExecutionRequest,
  run: Run,
  dependencies: AttemptDependencies,
): AsyncGenerator<ExecutionEvent, AttemptOutcome> {
  const { clock } = dependencies
  const { chosen, decision, node, client, slot, continued, wasCold } = attempt
  const isAside = request.isAside === true
  const answeredBy = answererOf(attempt)
  const startedAt = clock.monotonic()
  const usage: Usage = { promptTokens: null, completionTokens: null }
  const earlier = continued?.tokens ?? 0
  const measured: Measured = {
    startedAt,
    firstTokenAt: null,
    weight: 0,
    usage,
    earlier,
    hasSaidAnything: false,
  }
  const { written } = run
  const seam = continued === null ? null : createSeam(continued.text)

  const spend = (metrics: AnswerMetrics) => {
    run.spentTokens += metrics.tokens - earlier
    if (written !== null) written.tokens = metrics.tokens
  }
  const failure = (upstream: HarombeError): AttemptOutcome => {
    const error = slot.interruption() ?? upstream
    const hasStarted = measured.firstTokenAt !== null
    const metrics = hasStarted ? measure(measured, run, clock.monotonic()) : null
    if (metrics !== null) spend(metrics)
    if (!run.signal.aborted) {
      if (!isAside && !isBlameless(error) && slot.interruption() === null) node.statistics.failed()
      const use = metrics === null ? null : reportOf(measured, metrics, { attempt, run, isComplete: false })
      slot.failed(error, use)
    }
    return { ok: false, error, answeredBy: hasStarted ? answeredBy : null, metrics }
  }

  let parts = 0
  try {
    yield { type: 'stage', stage: 'connecting', node: chosen.node }
    if (!isAside) node.statistics.started()
    dependencies.onProgress({ state: 'routed', node, model: chosen.model, decision })
    const lastMs = wasCold ? dependencies.lastLoadMs(node, chosen.model) : null
    yield {
      type: 'stage',
      stage: wasCold ? 'loading' : 'reading',
      node: chosen.node,
      ...(lastMs === null ? {} : { lastMs }),
    }
    const policy = dependencies.policyOf(node, chosen.model)
    const asked = toInferenceRequest(request, chosen.model, policy, continued)
    for await (const frame of client.stream(asked, optionsFor(attempt, dependencies))) {
      if (frame.type === 'usage') {
        measured.usage = frame.usage
        continue
      }
      if (frame.type === 'error') return failure(frame.error)
      if (measured.firstTokenAt === null) {
        measured.firstTokenAt = clock.monotonic()
        slot.began()
        if (wasCold) dependencies.onLoaded(node, chosen.model)
        if (run.firstTokenAt === null) {
          run.firstTokenAt = measured.firstTokenAt
          // Servers do not tell it while they answer: what came on top of the time to read, like what is learnt of the node.
          if (wasCold) run.loadMs = Math.max(0, run.firstTokenAt - startedAt - chosen.predicted.promptMs)
        }
        yield { type: 'routed', route: decision, answeredBy }
        yield { type: 'stage', stage: 'writing', node: chosen.node }
      }
      if (frame.type === 'done') {
        const rest = seam?.end()
        if (rest?.verdict === 'began_anew') return failure(notContinued(chosen.node))
        if (rest !== undefined && rest.text !== '') yield { type: 'text', text: rest.text }
        const metrics = measure(measured, run, clock.monotonic())
        spend(metrics)
        const ttftMs = measured.firstTokenAt - startedAt
        const { tokensPerSecond } = metrics
        if (!isAside) node.statistics.answered({ ttftMs, tokensPerSecond, tokens: metrics.tokens - earlier })
        slot.answered(reportOf(measured, metrics, { attempt, run, isComplete: true }))
        return { ok: true, reason: frame.reason, usage: measured.usage, answeredBy, metrics }
      }
      measured.hasSaidAnything = true
      if (frame.type === 'text' || frame.type === 'reasoning') {
        measured.weight += tokenWeight(frame.text)
        // Backends send about a token a frame: near enough for a live figure, the final count is measured.
        parts += 1
        dependencies.onProgress({ state: 'writing', tokens: earlier + parts })
      }
      if (written !== null) follow(written, frame)
      if (seam === null || frame.type !== 'text') {
        yield frame
        continue
      }
      const joined = seam.take(frame.text)
      if (joined?.verdict === 'began_anew') return failure(notContinued(chosen.node))
      if (joined !== null && joined.text !== '') yield { type: 'text', text: joined.text }
    }
    return failure(
      new HarombeError('STREAM_CUT_OFF', `${chosen.node} ended its answer without finishing it.`),
    )
  } finally {
    slot.release()
  }
}

const notContinued = (node: string) =>
  new HarombeError('MALFORMED_RESPONSE', `${node} began the answer anew instead of going on with it.`)
