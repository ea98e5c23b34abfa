import type { ClusterView } from '../../../shared/entities'
import { hasCode } from '../../../shared/errors'
import type { ClusterExecutor } from '../../coordination/types'
import type { ChatMessage } from '../../inference/protocol'

export interface AsideOptions {
  cluster: Pick<ClusterExecutor, 'complete'>
  nodes: { view(): ClusterView; subscribe(listener: (view: ClusterView) => void): () => void }
}

/**
 * One question of harombe's own to a small node; null where it was not asked, was interrupted, or only pretended to. Empty: the model had
 * nothing to say or failed, which asking again at once makes no better.
 */
export type Aside = (
  messages: readonly ChatMessage[],
  maxTokens: number,
  signal: AbortSignal,
) => Promise<string | null>

const patienceMs = 60_000
/** It was asked, and nothing came of it. */
const fruitless = ['NODE_ERROR', 'MALFORMED_RESPONSE', 'ALL_NODES_FAILED'] as const

/** A node of tier 0 that is a real one, and has nothing else to do. */
const isFree = ({ tier, status, enabled, simulated, activeRequests, queued }: ClusterView['nodes'][number]) =>
  tier === 0 && enabled && status === 'online' && !simulated && activeRequests === 0 && queued === 0

/** Asks only while nobody waits for anything, and gives up the moment somebody does: nobody waits for what it is asked for. */
export function createAside({ cluster, nodes }: AsideOptions): Aside {
  return async (messages, maxTokens, signal) => {
    const before = nodes.view()
    const free = before.nodes.find(isFree)
    if (signal.aborted || before.requests.length > 0 || free === undefined) return null
    const needed = new AbortController()
    const unsubscribe = nodes.subscribe(view => {
      if (view.requests.length > 0) needed.abort()
    })
    try {
      const { content, answeredBy, reason } = await cluster.complete(
        {
          messages,
          target: { tier: 0, node: free.name },
          origin: 'chat',
          client: 'memory',
          onStreamFailure: 'terminate',
          priority: 'background',
          temperature: 0.2,
          maxTokens,
          reasoning: 'off',
          maxWaitMs: 0,
          timeoutMs: patienceMs,
          isAside: true,
        },
        AbortSignal.any([signal, needed.signal]),
      )
      return answeredBy.simulated || (reason !== 'stop' && reason !== 'length') ? null : content
    } catch (error) {
      // Nobody asked for it, so nobody is told that it failed.
      return fruitless.some(code => hasCode(error, code)) ? '' : null
    } finally {
      unsubscribe()
    }
  }
}
