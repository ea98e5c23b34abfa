import type { AgentStep } from '../../../shared/entities'
import { about, presumedWindow } from '../suitability'
import type { Surroundings } from './raises'
import type { TurnKind } from './turn'

/** From so many tokens on an answer is long; programs set less out of habit. */
const longAnswer = 4_000
/** Characters from which on a message is a document. */
const longDocument = 6_000
const charactersPerToken = 4

const plural = (count: number, one: string, many = `${one}s`) =>
  count === 1 ? `one ${one}` : `${count} ${many}`
const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

const turnWords: Readonly<Record<Exclude<TurnKind, 'request' | 'trivial'>, string>> = {
  agreement: 'Agrees to what was proposed, and is as hard as that',
  continuation: 'Goes on with an earlier request, and is as hard as that',
  same: 'Asks for the same once more, and is about as hard as the first time',
  why: 'Asks about the answer before, and is nearly as hard as what led to it',
  correction: 'Says that the answer before was not right, and is harder than what led to it',
  cosmetic: 'Wants the answer before in another form, which is easier than what led to it',
  addition: 'Adds to an earlier request, whose difficulty counts in part',
  reference: 'Refers to what was said before, whose difficulty counts in part',
  answer: 'Answers what the assistant asked, and is as hard as the request behind it',
}

const stepWords: Readonly<Record<AgentStep, string>> = {
  plan: 'A step that decides what to do',
  arguments: 'A step that fills in the next call of a tool',
  synthesis: 'A step that makes the answer of what the tools brought',
}

/** What decides beside the text, in whole sentences; what a model must be able to do for it the requirements say. */
export function gatesOf({ input, turn, loop, step, images }: Surroundings): string[] {
  const gates: string[] = []
  const { kind, distance, request } = turn
  if (kind !== 'request' && kind !== 'trivial') {
    gates.push(`${turnWords[kind]}${distance > 1 ? ` (${distance} messages back)` : ''}.`)
  }
  if (step !== undefined) gates.push(`${stepWords[step]}.`)
  const earlierImages = images === 0 && input.messages.some(message => (message.images?.length ?? 0) > 0)
  if (images > 0) gates.push(`${sentence(plural(images, 'image'))} with the question.`)
  else if (earlierImages) gates.push('An image earlier in the conversation.')
  if (input.tools.length > 0) {
    gates.push(`${sentence(plural(input.tools.length, 'tool'))} offered.`)
  }
  if (loop.results > 0) {
    gates.push(
      `${sentence(plural(loop.results, 'tool result'))} in this turn, about ${about(loop.resultTokens)} tokens.`,
    )
  }
  if (request.codeLines > 0) gates.push(`Code or a log of ${request.codeLines} lines.`)
  if (request.length >= longDocument) {
    gates.push(`A long message of about ${about(request.length / charactersPerToken)} tokens.`)
  }
  if (request.lightWork !== null)
    gates.push('Simple work on a long text: the instruction was judged, not the text.')
  if (request.quotes) gates.push('It quotes what was said before, which was not judged again.')
  if (input.hasSchema === true) gates.push('The answer has to keep to a JSON Schema.')
  const { answerTokens = 0 } = input
  if (answerTokens >= longAnswer) gates.push(`An answer of up to ${about(answerTokens)} tokens is asked for.`)
  if (input.contextTokens > presumedWindow)
    gates.push(`Needs a window of about ${about(input.contextTokens)} tokens.`)
  return gates
}
