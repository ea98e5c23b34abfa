import type { Capability, ModelCapabilities } from '../../shared/entities'
import { countText } from '../../shared/sizes'
import type { Requirements } from './requirements'

/** A model a node may be used for. */
export interface ServableModel {
  /** The node's own name for it. */
  name: string
  capabilities: ModelCapabilities
  /** Tokens its window holds there; null when nobody knows. */
  contextLength: number | null
  /** Answers only those who ask for it by name. */
  onlyByName: boolean
}

/** A window that every model in use has; what fits it raises no doubt about windows nobody knows. */
export const presumedWindow = 4096

const same = (words: string) => ({ one: words, plural: words })

/** To complete "… cannot …" and "Models that …". */
const abilityWords: Record<Capability, { one: string; plural: string }> = {
  chat: same('chat'),
  vision: same('see images'),
  tools: same('call tools'),
  json: same('keep to a JSON Schema'),
  reasoning: { one: 'reason before it answers', plural: 'reason before they answer' },
  embeddings: same('make embeddings'),
  completion: same('continue a text as it stands'),
  prefill: same('continue an answer that was begun'),
}

/** "a", "a and b", "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

export const ableTo = (capability: Capability): string => abilityWords[capability].one

/**
 * How sure it is that the model can take the request: 0 is sure, and the less the better; null when it is known that it
 * cannot. Nobody doubts that a model chats, so that an untried node gets its share of plain questions.
 */
export function doubtOf(
  { capabilities, contextLength }: ServableModel,
  { needs, prefers, contextTokens, answerTokens }: Requirements,
): number | null {
  if (contextLength !== null && contextTokens > contextLength) return null
  let doubt = 0
  for (const need of needs) {
    const ability = capabilities[need]
    if (ability === 'no') return null
    if (ability === 'unknown' && need !== 'chat') doubt = 4
  }
  if (
    contextLength === null ? contextTokens > presumedWindow : contextTokens + answerTokens > contextLength
  ) {
    doubt += 2
  }
  for (const wish of prefers) if (capabilities[wish] !== 'yes') doubt += capabilities[wish] === 'no' ? 2 : 1
  return doubt
}

/** Whether finding out more about the model would tell if it can take the request. */
export const isGuess = (
  { capabilities, contextLength }: ServableModel,
  { needs, contextTokens }: Requirements,
): boolean =>
  needs.some(need => need !== 'chat' && capabilities[need] === 'unknown') ||
  (contextLength === null && contextTokens > presumedWindow)

/** The first thing for which the model cannot take the request; null when it can, or may. */
export function whatIsLacking(
  { capabilities, contextLength }: ServableModel,
  { needs, contextTokens }: Requirements,
): Capability | 'context' | null {
  const lacking = needs.find(need => capabilities[need] === 'no')
  if (lacking !== undefined) return lacking
  return contextLength !== null && contextTokens > contextLength ? 'context' : null
}

/** Why the model cannot take the request, as part of a sentence. */
export const describeLack = (
  { name, contextLength }: ServableModel,
  lacking: Capability | 'context',
  { contextTokens }: Requirements,
): string =>
  lacking === 'context'
    ? `${name} holds ${countText(contextLength ?? 0)} tokens there, and this needs about ${countText(contextTokens)}`
    : `${name} cannot ${ableTo(lacking)}`

/** What makes a model that may be asked a doubtful choice, as part of a sentence; empty when nothing does. */
export function describeDoubt(
  { capabilities, contextLength }: ServableModel,
  { needs, prefers, contextTokens, answerTokens }: Requirements,
): string {
  const unknown: string[] = []
  for (const need of needs)
    if (need !== 'chat' && capabilities[need] === 'unknown') unknown.push(ableTo(need))
  for (const wish of prefers) if (capabilities[wish] === 'unknown') unknown.push(ableTo(wish))
  const doubts = unknown.length === 0 ? [] : [`not known whether it can ${listed(unknown)}`]
  for (const wish of prefers) if (capabilities[wish] === 'no') doubts.push(`cannot ${ableTo(wish)}`)
  if (contextLength === null) {
    if (contextTokens > presumedWindow) doubts.push('not known how much it holds')
  } else if (contextTokens + answerTokens > contextLength) {
    doubts.push(`holds ${countText(contextLength)} tokens, the answer with them`)
  }
  return doubts.join(', ')
}

/** `9,000`: two figures, as an estimate has no more. */
export function about(tokens: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, tokens))) - 1)
  return countText(Math.round(tokens / unit) * unit)
}

/** What leaves some models out, or lets others go first, in whole sentences. */
export function requirementWords({ needs, prefers, contextTokens }: Requirements): string[] {
  return [
    ...needs.filter(need => need !== 'chat').map(need => `Only models that ${abilityWords[need].plural}.`),
    ...prefers.map(wish => `Models that ${abilityWords[wish].plural} go first.`),
    ...(contextTokens > presumedWindow ? [`Needs a window of about ${about(contextTokens)} tokens.`] : []),
  ]
}
