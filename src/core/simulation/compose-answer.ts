import { evaluate, findExpression, formatNumber } from './arithmetic'
import { hash } from './hash'

export interface SimulatedQuestion {
  model: string
  /** The last thing said, by a user or by a tool. */
  prompt: string
  role: 'user' | 'tool'
}

function pick<T>(choices: readonly [T, ...T[]], seed: number): T {
  return choices[seed % choices.length] ?? choices[0]
}

function excerpt(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`
}

const common = new Set(
  'about after also because been before between could does each from have into more most other over please should some such than that their them then there these they this those through under very want what when where which while with would write your'.split(
    ' ',
  ),
)

/** Up to `count` words that carry the question, in its order. */
export function keywords(text: string, count: number): string[] {
  const found = text.match(/[\p{L}][\p{L}\p{N}_-]{3,}/gu) ?? []
  const distinct = new Map<string, string>()
  for (const word of found) {
    const key = word.toLowerCase()
    if (!common.has(key) && !distinct.has(key)) distinct.set(key, word)
  }
  const longest = [...distinct.values()].sort((a, b) => b.length - a.length).slice(0, count)
  return [...distinct.values()].filter(word => longest.includes(word))
}

const wantsMore =
  /\b(explain|compare|design|implement|refactor|prove|analy[sz]e|write|essay|code|function|algorithm|step by step|in detail|architecture|strategy|summari[sz]e|plan|review|debug|derive|evaluate)\b|```/i

function isLong(prompt: string): boolean {
  return prompt.length > 240 || (prompt.length > 32 && wantsMore.test(prompt))
}

function shortAnswer(question: SimulatedQuestion, seed: number): string {
  const opening = pick(
    ['This is a simulated answer from', 'Simulated answer by', 'A stand-in is speaking for'] as const,
    seed,
  )
  const closing = pick(
    [
      'A real model would give you a sentence or two here.',
      'Put a real model behind this node and the answer itself appears in this place.',
      'The words are made up; the route, the speed and the stream are real.',
    ] as const,
    seed >>> 4,
  )
  return `${opening} **${question.model}**: no model was run. You asked: “${excerpt(question.prompt, 160)}” ${closing}`
}

function longAnswer(question: SimulatedQuestion, seed: number): string {
  const { model, prompt } = question
  const topics = keywords(prompt, 5)
  const listed = topics.length === 0 ? ['the question', 'the context', 'the result'] : topics
  const [first = 'question'] = listed
  const name = first.toLowerCase().replace(/[^a-z0-9]+/g, '_') || 'question'
  const wordCount = prompt.split(/\s+/).filter(word => word !== '').length
  const verbs = ['Clarify', 'Weigh', 'Work out', 'Check', 'Relate'] as const
  const steps = listed.map((topic, index) => {
    const verb = verbs[(seed + index) % verbs.length] ?? verbs[0]
    return `${index + 1}. **${topic}**: ${verb.toLowerCase()} what it means here, what it depends on, and what would change the outcome.`
  })
  return [
    `## ${excerpt(prompt, 72)}`,
    `> Simulated answer from **${model}**. No model was run: the text below only shows how a longer answer streams.`,
    `You asked something of ${wordCount} words, so a model of this size would take its time. The parts that carry the question are ${listed.map(topic => `*${topic}*`).join(', ')}. Here is how an answer would be built up.`,
    '### Outline',
    steps.join('\n'),
    '### A sketch',
    `\`\`\`python\ndef answer_${name}(question: str) -> list[str]:\n    """Simulated: one note for each topic of the question."""\n    topics = [${listed.map(topic => JSON.stringify(topic)).join(', ')}]\n    return [f"{topic}: consider it on its own" for topic in topics if topic in question]\n\`\`\``,
    '### Trade-offs',
    listed
      .slice(0, 3)
      .map((topic, index) =>
        index % 2 === 0
          ? `- Going deeper into **${topic}** costs time and context, and pays off when the decision is hard to undo.`
          : `- Leaving **${topic}** for later keeps the answer short, at the price of a second question.`,
      )
      .join('\n'),
    '### In short',
    `${pick(['To sum up', 'In one sentence', 'The gist'] as const, seed)}: start with **${first}**, keep the rest small, and verify each step. This text was produced by a simulated server for \`${model}\`; connect a real one to get a real answer to “${excerpt(prompt, 120)}”.`,
  ].join('\n\n')
}

/** The text a simulated model answers with; the same for the same question and model. */
export function composeAnswer(question: SimulatedQuestion): string {
  const { model, prompt, role } = question
  if (role === 'tool') {
    return `The tool answered: “${excerpt(prompt, 240)}” This is a simulated answer from **${model}**: no model was run.`
  }
  const expression = findExpression(prompt)
  const value = expression === null ? null : evaluate(expression)
  if (expression !== null && value !== null) {
    return `${expression} = **${formatNumber(value)}**. (Calculated by the simulated ${model}: no model was run.)`
  }
  const seed = hash(`${model}\n${prompt}`)
  return isLong(prompt) ? longAnswer(question, seed) : shortAnswer(question, seed)
}

/** Pieces of about a token's length; joined they are the text again. */
export function tokenize(text: string): string[] {
  return text.match(/\n+|[^\S\n]*[^\s]{1,5}|[^\S\n]+/g) ?? []
}

/** What a tokenizer of about four characters a token would count. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

const lastWords = (text: string): string => excerpt(text.split(/\s+/).slice(-6).join(' '), 60)

const numbers = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** ` five, six, seven` after `three, four,`: enough to see whether a text is gone on with or begun anew. */
function goOnCounting(text: string): string {
  const said = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const last = numbers.indexOf(said.at(-1) ?? '')
  if (last < 1 || said.at(-2) !== numbers[last - 1]) return ''
  return ` ${numbers.slice(last + 1, last + 4).join(', ')}`
}

/** What a simulated model writes after a text it is to go on with, without a chat. */
export function continueText(model: string, text: string, suffix: string): string {
  const end = suffix === '' ? '' : `, up to “${excerpt(suffix, 60)}”`
  return `${goOnCounting(text)} [simulated continuation by ${model}: no model was run; it goes on from “${lastWords(text)}”${end}]`
}

/** What follows the beginning of an answer: its rest when it was begun as it would have been, and some words otherwise. */
export function continueAnswer(question: SimulatedQuestion, begun: string): string {
  const whole = composeAnswer(question)
  return whole.startsWith(begun) ? whole.slice(begun.length) : continueText(question.model, begun, '')
}

/** What it thinks aloud before an answer. */
export function composeReasoning({ model, prompt }: SimulatedQuestion): string {
  const topics = keywords(prompt, 3)
  const about = topics.length === 0 ? 'this' : topics.join(', ')
  return `Simulated thinking of ${model}: the question is about ${about}. No model was run, so there is nothing to weigh.`
}
