import type { AnsweredBy, Escalation, Message } from '../../../shared/entities'
import { tierName } from '../../../shared/entities/tier-words'
import { texts } from '../../texts'

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1).replace(/\.$/, '')}.`

/** Why a larger node is offered, as a sentence. */
export function offerText({ reasons }: Escalation): string {
  const [strongest] = reasons
  return strongest === undefined
    ? 'A larger node might do better.'
    : `${sentence(strongest)} A larger node might do better.`
}

const by = ({ node, tier }: AnsweredBy) => `${node} (${tierName(tier, texts.t)})`

/** Of the larger node's answer, once it ended. */
export function largerText({ state, answeredBy, error }: Message): string {
  if (answeredBy !== undefined && state === 'complete') return `${by(answeredBy)} made a larger answer.`
  if (state === 'cancelled') return 'The larger answer was stopped.'
  return error === undefined
    ? 'The larger answer was not finished.'
    : `The larger answer failed: ${error.message}`
}

/** Below the larger answer: which one it was made to better, and why. */
export function smallerText({ answeredBy, escalation }: Message): string {
  const whose = answeredBy === undefined ? 'a smaller answer' : `the answer of ${by(answeredBy)}`
  const [reason] = escalation?.reasons ?? []
  return reason === undefined ? `Made after ${whose}.` : `Made after ${whose}: ${reason.replace(/\.$/, '')}.`
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
