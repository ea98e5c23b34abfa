import { improbable } from './confidence'
import { otherLanguage } from './languages'
import { refusal } from './refusals'
import { repetition } from './repetition'
import { brokenJson, unclosedCode, wireMarkup } from './structure'
import type { FinishedAnswer, Signal } from './types'

/** A thumb is an answer, a full stop is none. */
const saysSomething = /[\p{L}\p{N}\p{Extended_Pictographic}]/u

function emptiness({ content }: FinishedAnswer): Signal | null {
  if (saysSomething.test(content.slice(0, 10_000))) return null
  return { kind: 'empty', weight: 0.9, words: content.trim() === '' ? 'it is empty' : 'it says nothing' }
}

const cutOff = ({ finish }: FinishedAnswer): Signal | null =>
  finish === 'length' ? { kind: 'cut_off', weight: 0.65, words: 'it was cut off' } : null

/** Who asks for a word gets a word. */
const asksForLittle =
  /\b(?:yes or no|true or false|one word|single word|just|only|how (?:many|much|old|long|far)|number|name|which|who|when|where|date|year|brief\w*|short\w*|ok\??|ja oder nein|ein wort|nur|wie ?viele?|kurz|welche[rs]?|wer|wann|oui ou non|un mot|seulement|combien|quel(?:le)?s?|sí o no|una palabra|solo|cuántos?|cuál|sì o no|una parola|quanti|quale|sim ou não|só|quantos|qual)\b|是或否|一个词|多少|哪|はい|いいえ|一言|何|몇|да или нет|сколько/iu
const longQuestion = 400
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** A question that takes explaining, and an answer shorter than a sentence. */
function shortness({ question, content, classification }: FinishedAnswer): Signal | null {
  const said = content.trim()
  const least = dense.test(said.slice(0, 100)) ? 12 : 36
  if (said === '' || said.length >= least) return null
  const hard = 1 - (classification.probabilities?.[0] ?? (classification.tier > 0 ? 0.4 : 1))
  if (question.length < longQuestion && hard < 0.5) return null
  const end = question.slice(-2000)
  if (asksForLittle.test(end) || /[\d\p{Sc}%`]/u.test(said)) return null
  return { kind: 'short', weight: 0.4, words: 'it is very short for the question' }
}

/** The classifier was nearly of another mind, or was: by itself never a reason, beside others a good one. */
function nearMiss({ classification, answeredTier }: FinishedAnswer): Signal | null {
  const { probabilities } = classification
  if (probabilities === undefined) return null
  const [, medium, large] = probabilities
  const needsMore = answeredTier === 0 ? medium + large : large
  if (needsMore < 0.35) return null
  const weight = Math.min(0.3, (needsMore - 0.3) * 0.6)
  return { kind: 'borderline', weight, words: 'the question may need a larger model' }
}

function fallback({ wantedTier, answeredTier }: FinishedAnswer): Signal | null {
  if (wantedTier <= answeredTier) return null
  return { kind: 'fell_back', weight: 0.5, words: `it was meant for tier ${wantedTier}` }
}

/**
 * What in a finished answer speaks for asking a larger node. Pure; bounded and linear in the text, and for any text: what a
 * model says is as untrusted as anything else from the network.
 */
export function signalsOf(answer: FinishedAnswer): Signal[] {
  const { content, question, confidence, hasReasoned, unknownToolCalls = 0 } = answer
  const empty = emptiness(answer)
  // Of nothing nothing more can be said, except why there is nothing.
  const ofText =
    empty === null
      ? [
          refusal(content),
          repetition(content, question),
          brokenJson(content, question),
          wireMarkup(content, question, unknownToolCalls),
          unclosedCode(content),
          otherLanguage(content, question),
          shortness(answer),
        ]
      : [empty]
  const surely = confidence === undefined || hasReasoned ? null : improbable(confidence)
  return [cutOff(answer), ...ofText, surely, fallback(answer), nearMiss(answer)].filter(
    signal => signal !== null,
  )
}

/** What a model says of its own answer, 1 (guessed) to 5 (certain); null where it says neither. */
export function ratingSignal(rating: number | null): Signal | null {
  if (rating === null || rating > 3) return null
  return { kind: 'rating', weight: rating < 3 ? 0.45 : 0.3, words: 'the model itself is not sure of it' }
}
