import type { AnsweredBy, Escalation, Message } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import { spoken } from '../../../shared/texts/spoken'
import type { Translate } from '../../../shared/texts/translator'

const withoutStop = (words: string) => words.replace(/\.$/, '')
const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** Why a larger node is offered, as a sentence. */
export function offerText({ reasons }: Escalation, t: Translate): string {
  const [strongest] = reasons
  return strongest === undefined
    ? t('chat.larger.offer')
    : t('chat.larger.offerBecause', { reason: capital(withoutStop(spoken(strongest, t))) })
}

const by = ({ node, tier }: AnsweredBy, t: Translate) => `${node} (${tierName(tier, t)})`

/** Of the larger node's answer, once it ended. */
export function largerText({ state, answeredBy, error }: Message, t: Translate): string {
  if (answeredBy !== undefined && state === 'complete')
    return t('chat.larger.made', { who: by(answeredBy, t) })
  if (state === 'cancelled') return t('chat.larger.stopped')
  return error === undefined
    ? t('chat.larger.unfinished')
    : t('chat.larger.failed', { reason: spoken(error.message, t) })
}

/** Below the larger answer: which one it was made to better, and why. */
export function smallerText({ answeredBy, escalation }: Message, t: Translate): string {
  const [strongest] = escalation?.reasons ?? []
  const reason = strongest === undefined ? null : withoutStop(spoken(strongest, t))
  if (answeredBy === undefined) {
    return reason === null ? t('chat.larger.afterSmaller') : t('chat.larger.afterSmallerBecause', { reason })
  }
  const who = by(answeredBy, t)
  return reason === null ? t('chat.larger.after', { who }) : t('chat.larger.afterBecause', { who, reason })
}

/** The two answers to set side by side with this one: those of an escalation, else this one and the version before it. */
export function comparedPair(siblings: readonly Message[], message: Message): [string, string] | null {
  const larger = siblings.findLast(({ escalatedFrom }) => escalatedFrom === message.id)
  if (larger !== undefined) return [message.id, larger.id]
  if (message.escalatedFrom !== undefined && siblings.some(({ id }) => id === message.escalatedFrom)) {
    return [message.escalatedFrom, message.id]
  }
  const index = siblings.findIndex(({ id }) => id === message.id)
  const before = siblings[index - 1]
  const after = siblings[index + 1]
  if (index === -1) return null
  if (before !== undefined) return [before.id, message.id]
  return after === undefined ? null : [message.id, after.id]
}
