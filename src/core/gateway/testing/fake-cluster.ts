import {
  type AnsweredBy,
  type NodeView,
  type RouteDecision,
  unknownCapabilities,
} from '../../../shared/entities'
import { clusterView, nodeView as steadyNode } from '../../../shared/entities/testing/views'
import { HarombeError } from '../../../shared/errors'
import type {
  ClusterExecutor,
  ClusterInspector,
  EmbeddingExecution,
  EmbeddingResult,
  ExecutionEvent,
  ExecutionRequest,
  ExecutionResult,
  ServedModel,
} from '../../coordination/types'
import { bareSummary } from '../../inference/model-library'
import type { FinishReason, ToolCall } from '../../inference/protocol'

export const answeredBy: AnsweredBy = { node: 'mac-mini', tier: 0, model: 'qwen2.5:7b', simulated: false }

export const route: RouteDecision = {
  classification: { class: 'simple', tier: 0, reasons: ['short'], estimatedTokens: 7, gates: [] },
  wantedTier: 0,
  forced: 'none',
  requirements: [],
  candidates: [],
  reason: 'A simple question: short → mac-mini',
}

export const metrics = {
  ttftMs: 12,
  durationMs: 40,
  promptTokens: null,
  tokens: 3,
  tokenSource: 'estimated' as const,
  tokensPerSecond: 50,
}

/** A node that has answered before and is answering now. */
export function nodeView({ name = answeredBy.node, ...changes }: Partial<NodeView> = {}): NodeView {
  return steadyNode(name, {
    model: answeredBy.model,
    models: [answeredBy.model],
    latencyMs: 4,
    latencyHistory: [4],
    activeRequests: 1,
    slots: 2,
    load: 0.5,
    checkedAt: 1,
    version: '0.17.1',
    statistics: { requests: 10, failures: 1, tokens: 300, ttftMs: 100, tokensPerSecond: 30 },
    ...changes,
  })
}

export function servedModel(model: string, changes: Partial<ServedModel> = {}): ServedModel {
  return {
    model,
    nodes: ['mac-mini'],
    summary: bareSummary(model),
    capabilities: { ...unknownCapabilities },
    loaded: [],
    ...changes,
  }
}

export const routed: ExecutionEvent = { type: 'routed', route, answeredBy }
export const text = (content: string): ExecutionEvent => ({ type: 'text', text: content })
export const reasoning = (content: string): ExecutionEvent => ({ type: 'reasoning', text: content })
export const toolCall = (call: ToolCall): ExecutionEvent => ({ type: 'tool_call', call })
export const finished = (reason: FinishReason = 'stop'): ExecutionEvent => ({
  type: 'finished',
  reason,
  usage: { promptTokens: 5, completionTokens: 2 },
  route,
  answeredBy,
  metrics,
  failovers: [],
})
/** The node failed after its first words. */
export const failedOver = (mode: 'restart' | 'continue'): ExecutionEvent => ({
  type: 'failedOver',
  failover: {
    node: 'gaming-pc',
    tier: 2,
    stage: 'mid_answer',
    mode,
    error: { code: 'STREAM_CUT_OFF', message: 'It stopped.', retryable: true },
  },
  next: answeredBy.node,
})
export const failed = (error: HarombeError): ExecutionEvent => ({
  type: 'failed',
  error,
  route: null,
  answeredBy: null,
  metrics: null,
  failovers: [],
})

/** An answer with one call of a tool, of which nobody counted the tokens. */
export function wholeAnswer(changes: Partial<ExecutionResult> = {}): ExecutionResult {
  return {
    content: '',
    reasoning: '',
    toolCalls: [{ id: 'call_1', name: 'search', arguments: {} }],
    usage: { promptTokens: null, completionTokens: null },
    reason: 'tool_calls',
    route,
    answeredBy,
    metrics,
    failovers: [],
    ...changes,
  }
}

/** What the cluster does with one request: events in order, each awaited as it comes. */
export type Script = (request: ExecutionRequest, signal: AbortSignal) => AsyncIterable<ExecutionEvent>

/** Resolves when the signal fires. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

export const says = (...events: readonly ExecutionEvent[]): Script =>
  async function* () {
    yield* events
  }

/** What the cluster does with one request for embeddings; it may throw. */
export type EmbeddingScript = (
  request: EmbeddingExecution,
  signal: AbortSignal,
) => Promise<Pick<EmbeddingResult, 'vectors' | 'promptTokens'>>

/** For every text a vector that tells it apart: its place and its length. */
const measure: EmbeddingScript = async ({ inputs }) => ({
  vectors: inputs.map((input, index) => [index, input.length]),
  promptTokens: inputs.length,
})

export interface FakeClusterOptions {
  served?: readonly ServedModel[]
}

/** A cluster that does what the script says and remembers what it was asked. */
export function createFakeCluster(
  nodes: readonly NodeView[] = [nodeView()],
  { served = [servedModel('qwen2.5:7b', { nodes: nodes.map(node => node.name) })] }: FakeClusterOptions = {},
) {
  const requests: ExecutionRequest[] = []
  const embeddings: EmbeddingExecution[] = []
  const signals: AbortSignal[] = []
  let script: Script = says(routed, text('Hel'), text('lo'), finished())
  let embeddingScript = measure

  const view = clusterView(nodes, {
    summary: { answers: 9, failures: 1, ttftMs: 100, tokensPerSecond: 30, simpleOnTier0: 1 },
  })

  function execute(request: ExecutionRequest, signal: AbortSignal): AsyncIterable<ExecutionEvent> {
    requests.push(request)
    signals.push(signal)
    return script(request, signal)
  }

  const cluster: ClusterExecutor & ClusterInspector = {
    execute,
    async complete(request, signal) {
      let content = ''
      let thoughts = ''
      const toolCalls: ToolCall[] = []
      for await (const event of execute(request, signal)) {
        if (event.type === 'text') content += event.text
        else if (event.type === 'reasoning') thoughts += event.text
        else if (event.type === 'tool_call') toolCalls.push(event.call)
        else if (event.type === 'failed') throw event.error
        else if (event.type === 'finished') {
          const { reason, usage, failovers } = event
          return {
            content,
            reasoning: thoughts,
            toolCalls,
            reason,
            usage,
            route,
            answeredBy,
            metrics,
            failovers,
          }
        }
      }
      throw new HarombeError('INTERNAL', 'The script has no end.')
    },
    async embed(request, signal) {
      embeddings.push(request)
      signals.push(signal)
      const { vectors, promptTokens } = await embeddingScript(request, signal)
      return { vectors, promptTokens, model: request.target.model ?? answeredBy.model, route, answeredBy }
    },
    view: () => view,
    models: () => [...served],
  }
  return {
    cluster,
    requests,
    embeddings,
    /** Of `requests` and `embeddings`, in the order in which they came. */
    signals,
    play(next: Script): void {
      script = next
    },
    playEmbedding(next: EmbeddingScript): void {
      embeddingScript = next
    },
  }
}
