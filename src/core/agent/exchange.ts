import type { EscalationOffer } from '../../shared/contract/chat'
import { isVoided } from '../coordination/collect-execution'
import type { ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import type { EscalationJudge } from './escalation-judge'
import type { RunEvent } from './run/types'

/** One exchange that is not kept, followed as it goes, for what may be said about its answer in the end. */
export interface Exchange {
  readonly isWatched: boolean
  take(event: RunEvent): void
  /** Null where there is nothing to offer. Never more than an offer: nothing is kept that a second answer could stand beside. */
  offerFor(end: ExecutionEvent & { type: 'finished' }): EscalationOffer | null
}

export function createExchange(
  messages: readonly ChatMessage[],
  target: RouteTarget,
  judge: Pick<EscalationJudge, 'watches' | 'judge'>,
): Exchange {
  const isWatched = judge.watches(target, false)
  const nothingSaid = { content: '', hasReasoned: false, toolCalls: 0 }
  let said = { ...nothingSaid }
  return {
    isWatched,
    take(event) {
      if (!isWatched) return
      if (event.type === 'text') said.content += event.text
      else if (event.type === 'reasoning') said.hasReasoned = true
      else if (event.type === 'tool_call') said.toolCalls += 1
      else if (event.type === 'failedOver' && isVoided(event)) said = { ...nothingSaid }
      else if (event.type === 'step') said = { ...nothingSaid }
    },
    offerFor(end) {
      if (!isWatched) return null
      const verdict = judge.judge({ messages, ...said, target, isEscalation: false, end })
      if (verdict.action === 'none') return null
      return { action: 'offer', tier: verdict.tier, reasons: [...verdict.reasons] }
    },
  }
}
