import type { Escalation, Message, Tier } from '../../shared/entities'
import { hasCode } from '../../shared/errors'
import type { RouteTarget } from '../coordination/types'
import type { AnsweredTurn, EscalationJudge } from './escalation-judge'

/** What is needed of the store once an answer is finished. */
export interface EscalationStore {
  message(id: string): Message
  annotateAnswer(id: string, annotation: { escalation: Escalation }): Promise<Message>
  /** The user has not moved on from it. */
  isShown(id: string): boolean
  /** Shows `leafId`, unless the user has moved on from `insteadOf` meanwhile. */
  showInstead(leafId: string, insteadOf: string): Promise<void>
}

export interface EscalatorOptions {
  judge: EscalationJudge
  store: EscalationStore
  /** Begins the larger node's answer beside the small one, which stays shown. Null when no answer is begun any more. */
  beginLarger(small: Message, tier: Tier): string | null
  changed(conversationId: string): void
  report(error: unknown): void
}

/** What becomes of answers that fall short, and of those that were made to better them. */
export interface Escalator extends Pick<EscalationJudge, 'watches' | 'interrupt'> {
  /** The user takes the offer: `begin` asks where it leads to, and the small answer says that it was made. */
  take<Started extends { answer: Message }>(
    small: Message,
    target: RouteTarget,
    begin: (target: RouteTarget) => Promise<Started>,
  ): Promise<Started>
  /** The answer as it is to be stored: with what was offered, or what was begun. */
  settle(answer: Message, turn: AnsweredTurn): Message
  /** It is stored: what takes a question more is looked at now. */
  settled(answer: Message, turn: AnsweredTurn): void
  /** The larger node says its first word. */
  wrote(answer: Message, tier: Tier | undefined): void
  /** The larger node's answer ended, however it did. */
  ended(answer: Message): void
}

/** The disk says so itself, and what was deleted meanwhile needs no better answer. */
const isForeseen = (error: unknown): boolean =>
  hasCode(error, 'STORAGE_FAILED') || hasCode(error, 'NOT_FOUND')

export function createEscalator(options: EscalatorOptions): Escalator {
  const { judge, store, report } = options
  /** Begun by us and not by the user, by id: the small answer of each. */
  const made = new Map<string, Message>()

  /** An answer is never worse off for what could not be done about it. */
  function failed(error: unknown): void {
    if (!isForeseen(error)) report(error)
  }

  function later(work: Promise<unknown>, conversationId: string): void {
    void work.then(() => options.changed(conversationId), failed)
  }

  function carryOut(answer: Message, verdict: ReturnType<EscalationJudge['judge']>): Escalation | null {
    if (verdict.action === 'none') return null
    const { tier } = verdict
    const reasons = [...verdict.reasons]
    // Nobody waits for a better answer to what they have left: then it is there to be asked for.
    const isAwaited = verdict.action === 'make' && store.isShown(answer.id)
    const answerId = isAwaited ? options.beginLarger(answer, tier) : null
    if (answerId === null) return { state: 'offered', tier, reasons }
    judge.spend()
    const escalation: Escalation = { state: 'made', tier, reasons, answerId }
    made.set(answerId, { ...answer, escalation })
    return escalation
  }

  const isLarger = (tier: Tier | undefined, small: Message): boolean =>
    tier !== undefined && tier > (small.answeredBy?.tier ?? 2)

  return {
    watches: judge.watches,
    interrupt: judge.interrupt,
    async take(small, target, begin) {
      const { escalation } = small
      const isOpen = target.tier === 'auto' && target.node === undefined && target.model === undefined
      const started = await begin(isOpen ? { tier: escalation?.tier ?? 'auto' } : target)
      if (escalation !== undefined) {
        const taken: Escalation = { ...escalation, state: 'made', answerId: started.answer.id }
        later(store.annotateAnswer(small.id, { escalation: taken }), small.conversationId)
      }
      return started
    },
    settle(answer, turn) {
      try {
        const escalation = carryOut(answer, judge.judge(turn))
        return escalation === null ? answer : { ...answer, escalation }
      } catch (error) {
        failed(error)
        return answer
      }
    },
    settled(answer, turn) {
      if (answer.escalation !== undefined) return
      const rated = judge.judgeWithRating(turn).then(verdict => {
        const escalation = carryOut(answer, verdict)
        if (escalation !== null) {
          later(store.annotateAnswer(answer.id, { escalation }), answer.conversationId)
        }
      })
      rated.catch(failed)
    },
    wrote({ id, conversationId }, tier) {
      const small = made.get(id)
      if (small !== undefined && isLarger(tier, small)) later(store.showInstead(id, small.id), conversationId)
    },
    ended({ id, conversationId, state, answeredBy }) {
      const small = made.get(id)
      made.delete(id)
      if (small?.escalation === undefined) return
      if (state === 'complete' && isLarger(answeredBy?.tier, small)) return
      // Whoever stopped it wants it no more; where it failed, it can be asked for again.
      later(store.showInstead(small.id, id), conversationId)
      if (state === 'cancelled' || state === 'interrupted') return
      const escalation: Escalation = { ...small.escalation, state: 'offered' }
      later(store.annotateAnswer(small.id, { escalation }), conversationId)
    },
  }
}
