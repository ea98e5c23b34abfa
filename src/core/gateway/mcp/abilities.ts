import type { HarombeClient } from '../../../shared/contract'
import type { AskEvent } from '../../../shared/contract/chat'
import type { ClusterView, RouteDecision, SearchHit, TierChoice } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'

export interface AskTarget {
  tier: TierChoice
  node?: string | undefined
  model?: string | undefined
}

/** What harombe does for other agents, wherever its coordinator runs. */
export interface McpAbilities {
  /** Ends with `finished`. @throws HarombeError */
  ask(
    input: AskTarget & { messages: { role: 'system' | 'user'; content: string }[] },
    signal: AbortSignal,
  ): AsyncIterable<AskEvent>
  explainRoute(input: AskTarget & { text: string }, signal: AbortSignal): Promise<RouteDecision>
  view(signal: AbortSignal): Promise<ClusterView>
  searchMemory(input: { query: string; limit: number }, signal: AbortSignal): Promise<SearchHit[]>
}

const defined = ({ tier, node, model }: AskTarget) => ({
  tier,
  ...(node === undefined ? {} : { node }),
  ...(model === undefined ? {} : { model }),
})

/** All of it over the contract. */
export function abilitiesOf(client: HarombeClient): McpAbilities {
  return {
    ask: ({ messages, ...target }, signal) =>
      client.stream('chat.ask', { messages, ...defined(target), tools: false }, { signal }),
    explainRoute: ({ text, ...target }, signal) =>
      client.call('cluster.explainRoute', { text, ...defined(target) }, { signal }),
    async view(signal) {
      for await (const update of client.stream('cluster.watchCluster', {}, { signal }))
        if (update.type === 'snapshot') return update.view
      throw new HarombeError('DISCONNECTED', 'The coordinator did not say how the cluster stands.')
    },
    searchMemory: (input, signal) => client.call('memory.search', { ...input, by: 'words' }, { signal }),
  }
}
