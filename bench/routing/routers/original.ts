import type { Tier } from '../../../src/shared/entities'
import type { Router, Verdict } from '../outcome'

/*
 * The keyword heuristic of the Python harombe (coordination/router.py, Apache-2.0), as a baseline: five scores of 0–1, weighed and
 * cut into three. The words, weights and limits are what defines its behaviour. It looks at the words as parts of other
 * words: "whatever" has "what" in it, "show" is in "shower". Only questions without a conversation are asked of it here, so
 * the share of the conversation (.15) is always 0.
 */
const hardWords = [
  ...['analyze', 'compare', 'explain', 'debug', 'refactor', 'implement'],
  ...['design', 'optimize', 'review', 'comprehensive', 'detailed', 'thoroughly'],
]
const easyWords = [
  ...['what', 'when', 'where', 'who', 'define', 'list'],
  ...['show', 'tell', 'quick', 'simple', 'brief'],
]
const joiningWords = ['and', 'but', 'however', 'moreover', 'furthermore']

const countIn = (text: string, words: readonly string[]) => words.filter(word => text.includes(word)).length

function ofLength(prompt: string): number {
  const words = prompt.trim() === '' ? 0 : prompt.trim().split(/\s+/u).length
  if (words > 80) return 1
  if (words > 30) return 0.7
  return words > 15 ? 0.4 : 0
}

/** Any hard word outweighs all easy ones. */
function ofWords(lowered: string): number {
  const hard = countIn(lowered, hardWords)
  if (hard > 0) return Math.min(1, 0.6 + 0.15 * hard)
  const easy = countIn(lowered, easyWords)
  return easy > 0 ? Math.max(0, 0.1 - 0.05 * easy) : 0.3
}

/** A word after one of these, with any space between; braces around anything; `if` with a colon later on its line. */
const afterWord = /(?:def|class|import|function)\s+[\p{L}\p{N}_]/u
const loop = /for\s+[\p{L}\p{N}_]+\s+in/u
const hasBraces = (prompt: string) => {
  const open = prompt.indexOf('{')
  return open >= 0 && prompt.includes('}', open)
}
const hasCondition = (prompt: string) =>
  prompt.matchAll(/if\s+/gu).some(({ index, 0: start }) => {
    const [line = ''] = prompt.slice(index + start.length).split('\n', 1)
    return line.includes(':')
  })

function ofCode(prompt: string): number {
  if (prompt.includes('```')) return 1
  const looksLikeCode =
    afterWord.test(prompt) || loop.test(prompt) || hasBraces(prompt) || hasCondition(prompt)
  return looksLikeCode ? 0.8 : 0
}

function ofQuestions(prompt: string, lowered: string): number {
  const marks = prompt.split('?').length - 1
  if (marks > 2) return 0.8
  if (marks > 1) return 0.5
  return countIn(lowered, joiningWords) > 2 ? 0.6 : 0
}

function judge(prompt: string): Verdict {
  const lowered = prompt.toLowerCase()
  const score =
    0.1 * ofLength(prompt) +
    0.4 * ofWords(lowered) +
    0.3 * ofCode(prompt) +
    0.05 * ofQuestions(prompt, lowered)
  const byScore: Tier = score >= 0.55 ? 2 : score >= 0.25 ? 1 : 0
  // Four characters to a token; characters as Python counts them.
  const tokens = Math.floor([...prompt].length / 4)
  const tier: Tier = tokens > 4000 ? 2 : tokens > 2000 && byScore === 0 ? 1 : byScore
  return { tier, scores: [score, score], probabilities: null }
}

export const originalHeuristic: Router = { name: 'original keyword heuristic', judge }
