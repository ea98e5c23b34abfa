import {
  composeAnswer,
  composeReasoning,
  continueAnswer,
  continueText,
  countTokens,
  tokenize,
} from './compose-answer'
import { composeObject, composeValue } from './compose-json'
import { describeImages } from './describe-images'
import { oracleRest, oracleTokens } from './oracle-text'
import type { AskedMessage, Question } from './question'
import { sayTurn, turnFor } from './script'
import type { SimulatedBehaviour, SimulatedToolCall } from './types'

export type EndReason = 'stop' | 'length' | 'tool_calls'

/** About a token of an answer. `completes` is the whole call once its last piece is here. */
export type AnswerPart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'toolName'; index: number; name: string }
  | { type: 'toolArguments'; index: number; text: string; completes: SimulatedToolCall | null }

/** All that the parts say of one kind. */
export const textOf = (parts: readonly AnswerPart[], type: 'text' | 'reasoning'): string =>
  parts.map(part => (part.type === type ? part.text : '')).join('')

export interface Plan {
  parts: readonly AnswerPart[]
  reason: EndReason
  promptTokens: number
}

/** Tokens of a question, as far as a context is filled by them. */
export function countPrompt({ messages, raw }: Question): number {
  const ofMessages = messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 0)
  return raw === null ? ofMessages : countTokens(raw.text) + countTokens(raw.suffix)
}

/** What was last said by a user or a tool. */
export function lastAsked(question: Pick<Question, 'messages'>): AskedMessage | undefined {
  return question.messages.findLast(({ role }) => role === 'user' || role === 'tool')
}

const isNamed = (prompt: string, name: string): boolean => prompt.split(/[^\p{L}\p{N}_-]+/u).includes(name)

/** The calls it answers with: what it was told to, or what the question makes it; none once a result has come. */
function callsOf(question: Question, behaviour: SimulatedBehaviour): readonly SimulatedToolCall[] {
  const { tools, toolChoice } = question
  const last = lastAsked(question)
  if (tools.length === 0 || toolChoice === 'none') return []
  const isForced = toolChoice !== 'auto'
  if (last?.role === 'tool' && !isForced) return []
  const told = behaviour.toolCall === null ? [] : [behaviour.toolCall]
  const scripted = behaviour.toolCalls.length > 0 ? behaviour.toolCalls : told
  const chosen = typeof toolChoice === 'object' ? toolChoice.name : null
  const allowed = chosen === null ? scripted : scripted.filter(({ name }) => name === chosen)
  if (allowed.length > 0) return question.isParallel ? allowed : allowed.slice(0, 1)
  const prompt = last?.content ?? ''
  const wanted = tools.filter(({ name }) => (chosen === null ? isNamed(prompt, name) : name === chosen))
  const [first] = wanted.length > 0 ? wanted : isForced ? tools : []
  if (first === undefined) return []
  const value = composeValue({ type: 'object', ...first.parameters }, prompt)
  return [{ name: first.name, arguments: typeof value === 'object' && value !== null ? { ...value } : {} }]
}

function partsOfCall(
  call: SimulatedToolCall,
  index: number,
  form: SimulatedBehaviour['toolArguments'],
  isLast: boolean,
): AnswerPart[] {
  const text = JSON.stringify(call.arguments)
  const half = Math.ceil(text.length / 2)
  const isCut = form === 'cut' && isLast
  const pieces =
    form === 'whole' ? [text] : isCut ? [text.slice(0, half)] : [text.slice(0, half), text.slice(half)]
  return [
    { type: 'toolName', index, name: call.name },
    ...pieces.map(
      (piece, position): AnswerPart => ({
        type: 'toolArguments',
        index,
        text: piece,
        completes: position === pieces.length - 1 && !isCut ? call : null,
      }),
    ),
  ]
}

function wordsFor(question: Question): string {
  const { model, raw, format } = question
  if (raw !== null) return continueText(model, raw.text, raw.suffix)
  const last = lastAsked(question)
  const prompt = last?.content ?? ''
  if (format === 'json') return JSON.stringify(composeObject(model, prompt))
  if (format !== 'text') return JSON.stringify(composeValue(format.schema, prompt))
  const asked = { model, prompt, role: last?.role === 'tool' ? ('tool' as const) : ('user' as const) }
  if (question.continues) return continueAnswer(asked, question.messages.at(-1)?.content ?? '')
  const images = question.messages.flatMap(message => message.images)
  const seen = images.length === 0 ? '' : `${describeImages(images)} `
  return seen + composeAnswer(asked)
}

/** In pieces of about a token. */
function tokensFor(question: Question, behaviour: SimulatedBehaviour): readonly string[] {
  if (behaviour.text === 'words') return tokenize(upToStop(wordsFor(question), question.stop))
  const prompt = question.raw?.text ?? lastAsked(question)?.content ?? ''
  return question.continues
    ? oracleRest(prompt, question.messages.at(-1)?.content ?? '')
    : oracleTokens(prompt)
}

const inParts = (type: 'text' | 'reasoning', tokens: readonly string[]): AnswerPart[] =>
  tokens.map(text => ({ type, text }))

/** What will be said, before a word of it is. Pure. */
export function planAnswer(question: Question, behaviour: SimulatedBehaviour): Plan {
  if (behaviour.isEmpty) return { parts: [], reason: 'stop', promptTokens: countPrompt(question) }
  const turn = behaviour.script === null ? undefined : turnFor(behaviour.script, question)
  if (turn !== undefined && behaviour.script !== null) {
    const { words, calls } = sayTurn(turn, behaviour.script)
    const said = [...inParts('reasoning', tokenize(turn.reasoning)), ...inParts('text', tokenize(words))]
    return inPlan(said, question.tools.length > 0 ? calls : [], question, behaviour)
  }
  const prompt = lastAsked(question)?.content ?? ''
  const thought =
    question.reasoning === true ? composeReasoning({ model: question.model, prompt, role: 'user' }) : ''
  const reasoning = inParts('reasoning', tokenize(thought))
  const calls = callsOf(question, behaviour)
  const said = calls.length > 0 ? [] : inParts('text', tokensFor(question, behaviour))
  return inPlan([...reasoning, ...said], calls, question, behaviour)
}

function inPlan(
  said: readonly AnswerPart[],
  calls: readonly SimulatedToolCall[],
  question: Question,
  { toolArguments }: SimulatedBehaviour,
): Plan {
  const called = calls.flatMap((call, index) =>
    partsOfCall(call, index, toolArguments, index === calls.length - 1),
  )
  const parts = [...said, ...called]
  const limit = question.maxTokens ?? parts.length
  return {
    parts: parts.slice(0, limit),
    reason: limit < parts.length ? 'length' : calls.length === 0 ? 'stop' : 'tool_calls',
    promptTokens: countPrompt(question),
  }
}

function upToStop(text: string, stops: readonly string[]): string {
  const found = stops.filter(stop => stop !== '').map(stop => text.indexOf(stop))
  return text.slice(0, Math.min(...found.filter(index => index !== -1), text.length))
}
