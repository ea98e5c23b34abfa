import type { AnsweredBy, ClusterView } from '../../shared/entities'
import type { ClusterExecutor, ClusterInspector } from '../coordination/types'
import { estimateTokens } from '../inference/estimate-tokens'
import type { ChatMessage } from '../inference/protocol'

/** One token of a model that has just answered; more than this and it is not worth the wait. */
const patienceMs = 2000
/** Of a window of which nobody knows how long it is. */
const smallestWindow = 2048
const question =
  'How sure are you that your answer above is correct and complete? Reply with one digit from 1 (guessed) to 5 (certain) and nothing else.'

export interface SelfRatingOptions {
  cluster: Pick<ClusterExecutor, 'complete'>
  nodes: Pick<ClusterInspector, 'view' | 'models'> & {
    subscribe(listener: (view: ClusterView) => void): () => void
  }
}

export interface RatedAnswer {
  /** As they were sent. */
  messages: readonly ChatMessage[]
  content: string
  answeredBy: AnsweredBy
  conversation?: string | undefined
}

/** 1 to 5; null where the model was not asked, said neither, or was interrupted. Never rejects. */
export type SelfRating = (answer: RatedAnswer, signal: AbortSignal) => Promise<number | null>

/**
 * Asks the node that has just answered, whose cache still holds the conversation, for one token. Only while nobody else
 * wants the node: it is given up as soon as somebody does.
 */
export function createSelfRating({ cluster, nodes }: SelfRatingOptions): SelfRating {
  const lookAt = (view: ClusterView, name: string) => view.nodes.find(node => node.name === name)

  function fits({ answeredBy: { node, model } }: RatedAnswer, messages: readonly ChatMessage[]): boolean {
    const needed = messages.reduce((sum, { content }) => sum + estimateTokens(content) + 8, 8)
    const windows = nodes.models().find(served => served.model === model)?.windows
    const window = windows?.find(each => each.node === node)?.tokens ?? smallestWindow
    return needed <= window * 0.9
  }

  return async (answer, signal) => {
    const { node, model } = answer.answeredBy
    const messages: ChatMessage[] = [
      ...answer.messages,
      { role: 'assistant', content: answer.content },
      { role: 'user', content: question },
    ]
    const before = lookAt(nodes.view(), node)
    const isIdle = before?.status === 'online' && before.activeRequests === 0 && before.queued === 0
    if (signal.aborted || !isIdle || !fits(answer, messages)) return null
    const needed = new AbortController()
    const unsubscribe = nodes.subscribe(view => {
      const now = lookAt(view, node)
      if (now === undefined || now.activeRequests > 1 || now.queued > 0) needed.abort()
    })
    try {
      const { content } = await cluster.complete(
        {
          messages,
          target: { tier: 'auto', node, model },
          origin: 'chat',
          onStreamFailure: 'terminate',
          priority: 'background',
          conversation: answer.conversation,
          temperature: 0,
          maxTokens: 1,
          maxWaitMs: 0,
          timeoutMs: patienceMs,
          isAside: true,
        },
        AbortSignal.any([signal, needed.signal]),
      )
      const digit = /[1-5]/.exec(content)?.[0]
      return digit === undefined ? null : Number(digit)
    } catch {
      // Nobody asked for it, so nobody is told that it failed.
      return null
    } finally {
      unsubscribe()
    }
  }
}
