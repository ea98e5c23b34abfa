import type { ChatMessage } from '../../inference/protocol'
import type { PhraseKind } from './follow-up-phrases'
import { pastedOf, type Request, readRequest } from './material'
import { type MessageShape, overlapOf, shapeOf } from './message-shape'
import { isOfUser, ownWordsOf } from './own-words'

/**
 * How a message belongs to what was said before. request: not at all; trivial: a thank-you, a goodbye, nothing; agreement and
 * continuation: the work goes on; same: once more for something else; why: asks for reasons; correction: it was wrong;
 * cosmetic: the same in another form; addition and reference: new work on what there is; answer: to what the assistant asked.
 */
export type TurnKind =
  | 'request'
  | 'trivial'
  | 'agreement'
  | 'continuation'
  | 'same'
  | 'why'
  | 'correction'
  | 'cosmetic'
  | 'addition'
  | 'reference'
  | 'answer'

/** A text whose difficulty counts, and how much less than its own it counts, in log-odds. */
export interface JudgedPart {
  source: 'own' | 'request' | 'proposal'
  text: string
  drop: number
}

export interface Turn {
  kind: TurnKind
  /** The strongest decides. Never empty, but for a trivial message. */
  parts: readonly JudgedPart[]
  /** Messages of the user between this one and the request it goes back to, this one included; 0: to none. */
  distance: number
  /** How often in a row, up to now, the user said that it was wrong. */
  corrections: number
  /** What the assistant said last has code or a plan in it. */
  hasMadeThings: boolean
  request: Request
}

/**
 * Log-odds a follow-up counts for less than what it follows; what the judge takes for hard and for simple lies about two
 * apart. To go on, or to do it once more, is the same work. Reasons for what was said are mostly there already. A new
 * question about it is a part of the whole. What another form is easier by stands among the raises, for each tier.
 */
const drops: Readonly<Record<Exclude<TurnKind, 'request' | 'trivial'>, number>> = {
  agreement: 0,
  continuation: 0,
  correction: 0,
  same: 0.1,
  answer: 0.1,
  why: 0.3,
  addition: 0.3,
  reference: 0.5,
  cosmetic: 0,
}
/** For each message further back; the thread gets thinner. */
const dropPerMessage = 0.1
const mostDropForDistance = 0.6
/** It points back, but to nothing that shares a word with it: the subject may have changed. */
const dropForAnotherSubject = 0.5
/** An offer names the work in short, and judges read questions, not offers. */
const dropForProposal = 0.3

/** Messages of the user that are looked at, the newest first. */
const mostLookedBack = 30
/** Earlier requests that are judged. */
const mostRequests = 2
/** Of an earlier message its beginning and end are judged: instructions stand there. UTF-16 units. */
const judgedHead = 1_400
const judgedTail = 600
/** What an assistant offers stands at the end. */
const offerLength = 500
/** With so many words of its own a follow-up is judged by them too. */
const ownWords = 4

const clip = (text: string): string =>
  text.length <= judgedHead + judgedTail ? text : `${text.slice(0, judgedHead)}\n${text.slice(-judgedTail)}`

/** It asks whether there is more, not for anything. */
const closing =
  /anything else|something else|any other question|what else can i|sonst noch|noch etwas|noch fragen|autre chose|d['’]autres questions|algo más|alguna otra|qualcos['’]altro|altre domande|mais alguma|algo mais|verder nog|nog iets|jeszcze coś|w czymś jeszcze|ещё что|что-нибудь ещё|чем ещё|başka bir|他に何か|ほかに|其他问题|还有什么|다른 질문|더 도와|شيء آخر|और कुछ|कुछ और/iu

/** The offer or question an answer ends with; null where it ends otherwise. */
function askedBy(assistant: string): string | null {
  const end = assistant.slice(-offerLength).trimEnd()
  if (!/[?？؟]["”»)*_]{0,3}$/u.test(end)) return null
  return closing.test(end.slice(-160)) ? null : end.slice(end.lastIndexOf('\n\n') + 1)
}

const planLine = /^\s{0,8}(?:\d{1,2}[.)]|[-*•])\s/gmu
const leastPlanLines = 3

function hasThings(assistant: string): boolean {
  if (assistant.includes('```')) return true
  const end = assistant.slice(-2_000)
  let lines = 0
  planLine.lastIndex = 0
  while (lines < leastPlanLines && planLine.test(end)) lines += 1
  return lines >= leastPlanLines
}

/** "No, the first one" refuses one thing and wants another. */
const wanting: readonly PhraseKind[] = ['refer', 'go', 'same', 'yes', 'cosmetic', 'why']

function isTrivial({ has, head, rest }: MessageShape): boolean {
  if (rest > 0 || has.has('alone')) return false
  if (head === 'no' && !has.has('thanks') && wanting.some(kind => has.has(kind))) return false
  if (head !== null && head !== 'no' && !(has.has('thanks') && (head === 'refer' || head === 'add')))
    return false
  return has.has('thanks') || has.has('ok') || has.has('no')
}

/** One that stands alone: nothing was said before it. */
function kindOfFirst(shape: MessageShape): TurnKind {
  return shape.isWordless || isTrivial(shape) ? 'trivial' : 'request'
}

interface Before {
  /** What the assistant asked or offered last. */
  asked: string | null
  /** The user's earlier request that this one would go back to. */
  request: string
  assistant: string
  /** What the assistant said last has code or a plan in it. */
  hasMadeThings: boolean
}

const isOnTopicOf = (text: string, { request, assistant }: Before): boolean =>
  overlapOf(text, request) > 0 || overlapOf(text, assistant.slice(0, 4_000)) > 0

const agreeingSign = /[👍👌✅✔☑🆗💯🙏🚀]/u

/** What was pasted without a word belongs to what it shares words with, or to what was asked for it. */
function kindOfPasted(text: string, pasted: 'error' | 'code', before: Before): TurnKind {
  if (pasted === 'error' && before.hasMadeThings) return 'correction'
  if (before.asked !== null) return 'answer'
  if (!isOnTopicOf(text, before)) return 'request'
  return pasted === 'error' ? 'correction' : 'addition'
}

/** How a message belongs to what was said before it. */
function kindOfNext(request: Request, shape: MessageShape, before: Before): TurnKind {
  const { text, pasted } = request
  const { has, head, rest, isQuestion, isWhole, isWordless, objects } = shape
  const isAsked = before.asked !== null
  if (isWordless) return isQuestion ? 'why' : isAsked && agreeingSign.test(text) ? 'agreement' : 'trivial'
  if (isTrivial(shape)) {
    return isAsked && !has.has('thanks') && !has.has('no') ? 'agreement' : 'trivial'
  }
  if (objects) return 'correction'
  if (pasted !== null) return kindOfPasted(text, pasted, before)
  if (has.has('alone')) return 'request'
  const follows = head === 'add' || head === 'yes' || head === 'go' || head === 'same'
  if (!isWhole) return follows && isOnTopicOf(text, before) ? 'addition' : 'request'
  const refers = has.has('refer') || has.has('wrap')
  if (rest === 0) {
    if (has.has('same') || has.has('port')) return 'same'
    if (has.has('go')) return 'continuation'
    if (has.has('cosmetic')) return 'cosmetic'
    if (has.has('why')) return 'why'
    if (has.has('yes') || head === null) return 'agreement'
    if (head === 'no' && isAsked) return 'answer'
    return head === 'wrap' ? 'continuation' : 'reference'
  }
  if (has.has('same') && rest <= 14) return 'same'
  if (head === 'go' && rest <= 8 && (refers || isOnTopicOf(text, before))) return 'continuation'
  if (has.has('cosmetic') && rest <= 2) return 'cosmetic'
  if (head === 'yes' && rest <= 8 && (refers || rest <= 3)) return 'agreement'
  if (head === 'why' && rest <= 10 && (refers || isOnTopicOf(text, before))) return 'why'
  // "Another joke" may be one of several, or something else.
  if (head === 'go' && rest <= 2) return 'reference'
  if (follows && ((rest <= 3 && head !== 'go') || refers || isOnTopicOf(text, before))) return 'addition'
  if (isAsked && !isQuestion && (rest <= 3 || head === 'no')) return 'answer'
  if (has.has('add') && rest <= 2 && !isQuestion) return 'addition'
  if (refers && rest <= 8) return 'reference'
  // "Add tests for the parser": it names what it is about, and asks for more of it.
  return !isQuestion && rest <= 12 && overlapOf(text, before.request) >= 0.5 ? 'addition' : 'request'
}

interface Said {
  text: string
  /** What the assistant said before it, the latest message with words. */
  assistant: string
}

/** What the user said, newest first, each with the answer it came after. */
function saidBefore(messages: readonly ChatMessage[]): Said[] {
  const said: Said[] = []
  for (let at = messages.length - 1; at >= 0 && said.length < mostLookedBack; at -= 1) {
    const message = messages[at]
    if (message === undefined) break
    const latest = said.at(-1)
    if (isOfUser(message)) said.push({ text: ownWordsOf(message), assistant: '' })
    else if (message.role === 'assistant' && latest?.assistant === '' && message.content.trim() !== '')
      latest.assistant = message.content
  }
  return said
}

interface Read {
  said: Said
  shape: MessageShape
  /** Messages of the user from here to the one that is judged. */
  distance: number
}

/** Whether it can be what a later message goes back to, as opposed to one that itself only goes back. */
function isRequest({
  shape: { has, head, rest, isWordless, isWhole, objects },
}: Pick<Read, 'shape'>): boolean {
  if (isWordless || objects || rest === 0) return false
  if (!isWhole) return true
  if (has.has('same')) return rest > 14
  if (has.has('thanks') && head === null && rest <= 2) return false
  return !(head === 'go' && rest <= 6) && !(has.has('cosmetic') && rest <= 2)
}

/** Reads back only as far as there is need to: to the requests that may be judged. */
function readBack(earlier: readonly Said[]): { requests: Read[]; objections: number } {
  const requests: Read[] = []
  let objections = 0
  for (const [index, said] of earlier.entries()) {
    const read = { said, shape: shapeOf(said.text), distance: index + 1 }
    if (objections === index && read.shape.objects) objections += 1
    if (isRequest(read) && requests.push(read) === mostRequests) break
  }
  return { requests, objections }
}

/** The last message as a turn of the conversation. Pure, and bounded whatever the conversation's length. */
export function readTurn(messages: readonly ChatMessage[]): Turn {
  const [latest, ...earlier] = saidBefore(messages)
  const { text, assistant } = latest ?? { text: '', assistant: '' }
  const request = readRequest(text, assistant === '' ? [] : [assistant, earlier[0]?.text ?? ''])
  const shape = shapeOf(request.text)
  const { requests, objections } = readBack(earlier)
  const [nearest] = requests
  const before = {
    asked: askedBy(assistant),
    request: nearest?.said.text.slice(0, 4_000) ?? '',
    assistant,
    hasMadeThings: hasThings(assistant),
  }
  const hasBefore = nearest !== undefined || assistant !== ''
  const kind = hasBefore ? kindOfNext(request, shape, before) : kindOfFirst(shape)
  const own: JudgedPart = { source: 'own', text: request.text, drop: 0 }
  const none = { distance: 0, corrections: 0, hasMadeThings: false, request }
  if (kind === 'trivial') return { ...none, kind, parts: [] }
  if (kind === 'request') return { ...none, kind, parts: [own] }

  const parts: JudgedPart[] = []
  // Of a correction what follows is mostly an error message, which asks for nothing.
  const speaks = kind === 'addition' || kind === 'reference' ? shape.rest > 0 : shape.rest >= ownWords
  if (speaks && kind !== 'correction') parts.push(own)
  const names = shape.rest > 2 || (shape.rest > 0 && shape.head === 'go')
  const bySubject =
    kind === 'reference' && names && !isOnTopicOf(request.text, before) ? dropForAnotherSubject : 0
  let drop = drops[kind] + bySubject
  for (const { said, shape: theirs, distance } of requests) {
    const far = Math.min(mostDropForDistance, dropPerMessage * (distance - 1))
    parts.push({ source: 'request', text: clip(said.text), drop: drop + far })
    // "Now write the tests" goes back itself, and so does an error that was pasted.
    if (theirs.head !== 'add' && !theirs.has.has('refer') && pastedOf(said.text) !== 'error') break
    drop += drops.addition
  }
  if (before.asked !== null && (kind === 'agreement' || kind === 'continuation' || kind === 'answer')) {
    parts.push({ source: 'proposal', text: before.asked, drop: dropForProposal })
  }
  const corrections = kind === 'correction' ? 1 + objections : 0
  return {
    kind,
    parts: parts.length === 0 ? [own] : parts,
    distance: nearest?.distance ?? 0,
    corrections,
    hasMadeThings: before.hasMadeThings,
    request,
  }
}
