import type { ClusterView, RouteDecision, Tier } from '../../shared/entities'
import { createEscalationBudget } from '../coordination/escalation/budget'
import { isBorderline, judgeAnswer } from '../coordination/escalation/judge'
import { ratingSignal, signalsOf } from '../coordination/escalation/signals'
import type {
  EscalationPolicy,
  EscalationVerdict,
  LargerTier,
  Signal,
} from '../coordination/escalation/types'
import type { ClusterExecutor, ClusterInspector, ExecutionEvent, RouteTarget } from '../coordination/types'
import type { ChatMessage } from '../inference/protocol'
import { createSelfRating } from './self-rating'

export interface EscalationSettings {
  mode: EscalationPolicy['mode']
  /** Answers that may be made again by themselves. */
  perHour: number
}

/** What is to be known of the cluster; ClusterManager is the implementation. */
export interface ClusterOutlook extends Pick<ClusterInspector, 'view' | 'models'> {
  explain(whatIf: { messages: readonly ChatMessage[]; target: RouteTarget }): RouteDecision
  subscribe(listener: (view: ClusterView) => void): () => void
}

export interface EscalationJudgeOptions {
  cluster: Pick<ClusterExecutor, 'complete'>
  outlook: ClusterOutlook
  settings(): EscalationSettings
  /** Milliseconds. */
  monotonic(): number
}

/** A turn that was answered. */
export interface AnsweredTurn {
  /** As they were sent. */
  messages: readonly ChatMessage[]
  content: string
  hasReasoned: boolean
  /** Of tools that nobody offered. */
  toolCalls: number
  target: RouteTarget
  /** The answer was made to better another. */
  isEscalation: boolean
  conversation?: string | undefined
  end: Pick<ExecutionEvent & { type: 'finished' }, 'reason' | 'usage' | 'route' | 'answeredBy'>
}

export interface EscalationJudge {
  /** Whether an answer to that may be escalated, so that it is worth knowing how sure the model is. */
  watches(target: RouteTarget, isEscalation: boolean): boolean
  /** What is to be done about it, by what is there to be seen. Nothing is spent. */
  judge(turn: AnsweredTurn): EscalationVerdict
  /** The same with the model's own word, where that decides. Never rejects; nothing to be done when it is interrupted. */
  judgeWithRating(turn: AnsweredTurn): Promise<EscalationVerdict>
  /** The user does something else: what is still being asked of models is given up. */
  interrupt(): void
  /** One of the hour's escalations was made. */
  spend(): void
}

const tiers: readonly Tier[] = [0, 1, 2]
const nothing: EscalationVerdict = { action: 'none', tier: null, reasons: [] }

/** Decides about finished answers: gathers what the pure rule needs of settings and cluster. */
export function createEscalationJudge(options: EscalationJudgeOptions): EscalationJudge {
  const { outlook, settings } = options
  const budget = createEscalationBudget(options.monotonic)
  const rate = createSelfRating({ cluster: options.cluster, nodes: outlook })
  let acting = new AbortController()

  const isOpen = ({ tier, node, model }: RouteTarget): boolean =>
    tier === 'auto' && node === undefined && model === undefined

  /** Tiers above that have somebody who could take the same conversation now. */
  function largerThan(answered: Tier, messages: readonly ChatMessage[]): LargerTier[] {
    const above = tiers.filter(tier => tier > answered)
    if (above.length === 0) return []
    const nodes = new Map(outlook.view().nodes.map(node => [node.name, node]))
    return above.flatMap(tier => {
      if (nodes.values().every(node => node.tier !== tier)) return []
      const usable = outlook
        .explain({ messages, target: { tier } })
        .candidates.filter(candidate => candidate.verdict !== 'rejected' && candidate.tier === tier)
      if (usable.length === 0) return []
      const isFree = usable.some(({ node: name }) => {
        const node = nodes.get(name)
        return node !== undefined && node.activeRequests < node.slots && node.queued === 0
      })
      return [{ tier, isFree }]
    })
  }

  function seen({ messages, content, hasReasoned, toolCalls, end }: AnsweredTurn): Signal[] {
    return signalsOf({
      question: messages.findLast(({ role }) => role === 'user')?.content ?? '',
      content,
      hasReasoned,
      finish: end.reason,
      confidence: end.usage.confidence,
      unknownToolCalls: toolCalls,
      classification: end.route.classification,
      wantedTier: end.route.wantedTier,
      answeredTier: end.answeredBy.tier,
    })
  }

  function decide(turn: AnsweredTurn, signals: readonly Signal[]): EscalationVerdict {
    const { end, isEscalation, target, messages } = turn
    const { answeredBy, route } = end
    const { mode, perHour } = settings()
    return judgeAnswer(
      signals,
      { mode, remaining: budget.remaining(perHour) },
      {
        answeredTier: answeredBy.tier,
        isForced: !isOpen(target),
        isEscalation,
        largestProbability: route.classification.probabilities?.[2] ?? null,
        larger: signals.length === 0 ? [] : largerThan(answeredBy.tier, messages),
      },
    )
  }

  const mayEscalate = ({ target, isEscalation, end }: AnsweredTurn): boolean =>
    settings().mode !== 'off' && isOpen(target) && !isEscalation && end.answeredBy.tier < 2

  return {
    watches(target, isEscalation) {
      if (settings().mode === 'off' || isEscalation || !isOpen(target)) return false
      const inUse = outlook.view().nodes.filter(({ enabled }) => enabled)
      return new Set(inUse.map(({ tier }) => tier)).size > 1
    },
    judge: turn => (mayEscalate(turn) ? decide(turn, seen(turn)) : nothing),
    async judgeWithRating(turn) {
      if (!mayEscalate(turn) || turn.hasReasoned) return nothing
      const signals = seen(turn)
      if (!isBorderline(signals)) return nothing
      const { signal } = acting
      const rating = await rate({ ...turn, answeredBy: turn.end.answeredBy }, signal)
      const said = ratingSignal(rating)
      return said === null || signal.aborted ? nothing : decide(turn, [...signals, said])
    },
    interrupt() {
      acting.abort()
      acting = new AbortController()
    },
    spend: budget.spend,
  }
}

/** Leaves every answer as it is. */
export const neverEscalates: EscalationJudge = {
  watches: () => false,
  judge: () => nothing,
  judgeWithRating: () => Promise.resolve(nothing),
  interrupt: () => undefined,
  spend: () => undefined,
}
