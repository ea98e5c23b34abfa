import type { Capability, Classification, RouteDecision, RoutePreference, Tier } from '../../shared/entities'
import { tierName } from '../../shared/entities/tier-words'
import { english } from '../../shared/texts/english'
import { decideTier } from './classification/operating-point'
import { asClause, type SelectionRequest } from './judge-node'
import { describeSeam, type Seam } from './step-seam'
import { ableTo, about, listed } from './suitability'

const longest = 400

/** For a badge and a header: no breaks, and no longer than a few lines. */
export function inOneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line.length <= longest ? line : `${line.slice(0, longest - 3).toWellFormed()}...`
}

const wishes: Record<RoutePreference, string> = {
  eco: 'you prefer small models',
  balanced: 'it is weighed evenly',
  quality: 'you prefer quality',
}

/** What the choice of the tier hung on where the text alone did not settle it; null where it did. */
function decidedBy({ tier, probabilities, form, preference, shift, gates }: Classification) {
  if (preference === undefined || probabilities === undefined) return gates[0] === undefined ? null : 'gate'
  const untaught = decideTier(probabilities, { preference, shift: [0, 0] }, form)
  const taught = shift === undefined ? untaught : decideTier(probabilities, { preference, shift }, form)
  if (taught !== tier) return gates[0] === undefined ? null : 'gate'
  if (taught !== untaught) return taught > untaught ? 'taught_up' : 'taught_down'
  return untaught === decideTier(probabilities, { preference: 'balanced', shift: [0, 0] }, form)
    ? null
    : 'wish'
}

const decapitalized = (text: string) =>
  /^\p{Lu}(\p{Ll}| )/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** Why a question wants its tier, as part of a sentence: its class, and the one thing that decided. */
export function describeClass(classification: Classification): string {
  const { class: complexity, reasons, gates, preference = 'balanced' } = classification
  const own = reasons[0] ?? 'nothing in it speaks for another model'
  const judged = `A ${complexity} question: ${own}`
  switch (decidedBy(classification)) {
    case 'gate':
      return `A ${complexity} question: ${decapitalized(asClause(gates[0] ?? own))}`
    case 'wish':
      return `${judged} (a close call; ${wishes[preference]})`
    case 'taught_up':
      return `${judged} (a close call; you have often gone bigger)`
    case 'taught_down':
      return `${judged} (a close call; you have often gone smaller)`
    case null:
      return judged
  }
}

/** What was considered, as far as the one line needs it. */
export interface Choice {
  request: SelectionRequest
  wanted: Tier
  forced: RouteDecision['forced']
  /** The best, and whoever takes the request where that is another; null when nobody does. */
  chosen: { node: string; tier: Tier } | null
  /** What came of asking whether its tool loop may leave its node. */
  seam?: Seam | null | undefined
  /** One of the wanted tier could take it as soon as a slot is free. */
  isBusy: boolean
  /** Of each node of the wanted tier that was left out, what its models lack. */
  lacks: readonly (Capability | 'context' | null)[]
}

function because({ request, wanted, forced }: Choice): string {
  if (forced === 'node') return 'You asked for this node'
  if (forced === 'model') return 'You asked for this model'
  if (request.settledModel !== undefined) return asClause(request.settledModel.because)
  if (forced === 'tier') return `You asked for tier ${wanted} (${tierName(wanted, english)})`
  return describeClass(request.classification)
}

/** Why none of the wanted tier answers, as part of a sentence. */
function whyNotWanted({ wanted, isBusy, lacks, request }: Choice): string {
  if (isBusy) return `Tier ${wanted} is busy`
  const [lack] = lacks
  if (lacks.length === 0) return `There is no node of tier ${wanted}`
  if (lack == null || lacks.some(each => each !== lack)) return `No usable node of tier ${wanted}`
  if (lack !== 'context') return `No model of tier ${wanted} can ${ableTo(lack)}`
  return `No model of tier ${wanted} holds about ${about(request.requirements.contextTokens)} tokens`
}

function afterFailures(tried: ReadonlyMap<string, string>): string {
  if (tried.size === 0) return ''
  return ` after ${tried.size > 2 ? `${tried.size} nodes` : listed([...tried.keys()])} failed`
}

/** The decision in one line of some 400 characters at most. */
export function explainChoice(choice: Choice): string {
  const { request, wanted, forced, chosen } = choice
  const reason = because(choice)
  const after = afterFailures(request.tried)
  if (chosen === null) return inOneLine(`${reason}. No usable node${after}.`)
  const { node, tier } = chosen
  if (forced === 'node') return `${reason}.`
  const moved = choice.seam == null ? null : describeSeam(choice.seam, node)
  if (moved !== null && (tier !== wanted || node === choice.seam?.to))
    return inOneLine(`${reason}. ${moved}.`)
  if (forced === 'model' || tier === wanted)
    return inOneLine(after === '' ? `${reason}.` : `${reason}; ${node} answers${after}.`)
  if (node === request.keepNode) return inOneLine(`${reason}. ${node} ran the step before and goes on.`)
  return inOneLine(`${reason}. ${whyNotWanted(choice)}${after}, so tier ${tier} answers.`)
}
