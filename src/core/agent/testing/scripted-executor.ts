import type { AnsweredBy, RouteDecision } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ClusterExecutor, ExecutionEvent, ExecutionRequest } from '../../coordination/types'

export const route: RouteDecision = {
  classification: { class: 'simple', tier: 0, reasons: ['it is short'], estimatedTokens: 3, gates: [] },
  wantedTier: 0,
  forced: 'none',
  requirements: [],
  candidates: [],
  reason: 'A simple question.',
}
export const answeredBy = (node: string): AnsweredBy => ({ node, tier: 0, model: 'small', simulated: false })

const metrics = {
  ttftMs: 1,
  durationMs: 2,
  promptTokens: null,
  tokens: 3,
  tokenSource: 'estimated' as const,
  tokensPerSecond: null,
}

/** Events as a cluster emits them, in short. */
export const say = (text: string): ExecutionEvent => ({ type: 'text', text })
export const think = (text: string): ExecutionEvent => ({ type: 'reasoning', text })
export const routed = (node: string): ExecutionEvent => ({
  type: 'routed',
  route,
  answeredBy: answeredBy(node),
})
export const failedOver = (
  node: string,
  stage: 'before_first_token' | 'mid_answer' = 'mid_answer',
  mode: 'restart' | 'continue' = 'restart',
): ExecutionEvent => ({
  type: 'failedOver',
  next: 'next',
  failover: {
    node,
    tier: 0,
    stage,
    mode,
    error: new HarombeError('STREAM_CUT_OFF', `${node} went away.`).toShape(),
  },
})
export const finished = (node: string, ...failovers: string[]): ExecutionEvent => ({
  type: 'finished',
  reason: 'stop',
  usage: { promptTokens: null, completionTokens: null },
  route,
  answeredBy: answeredBy(node),
  metrics,
  failovers: failovers.map(each => {
    const event = failedOver(each)
    if (event.type !== 'failedOver') throw new Error('unreachable')
    return event.failover
  }),
})
export const failed = (error: HarombeError): ExecutionEvent => ({
  type: 'failed',
  error,
  route,
  answeredBy: null,
  metrics: null,
  failovers: [],
})

/** A cluster whose events the test emits by hand. A fired signal ends it as CANCELLED, as the real one does. */
export function createScriptedExecutor() {
  const runs: { request: ExecutionRequest; signal: AbortSignal; emit(...events: ExecutionEvent[]): void }[] =
    []
  const cluster: ClusterExecutor = {
    async *execute(request, signal) {
      const queue: ExecutionEvent[] = []
      let wake = () => {}
      runs.push({
        request,
        signal,
        emit(...events) {
          queue.push(...events)
          wake()
        },
      })
      signal.addEventListener('abort', () => wake(), { once: true })
      for (;;) {
        const event = queue.shift()
        if (event !== undefined) {
          yield event
          if (event.type === 'finished' || event.type === 'failed') return
        } else if (signal.aborted) {
          yield failed(new HarombeError('CANCELLED', 'The answer was stopped.'))
          return
        } else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
    },
    complete: () => Promise.reject(new Error('not part of a chat')),
    embed: () => Promise.reject(new Error('not part of a chat')),
  }
  return { cluster, runs }
}
