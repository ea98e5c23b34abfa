import { HarombeError } from '../../shared/errors'
import { type PrintMode, printAnswer } from '../answer-printer'
import { readPipedInput } from '../piped-input'
import type { ExitCode, RunContext } from '../run-context'
import { type AskTarget, ask } from './ask'
import { converse } from './converse'

export interface ChatOptions extends AskTarget {
  events?: boolean | undefined
}

function printMode({ terminal }: RunContext, options: ChatOptions): PrintMode {
  if (options.events === true) return 'events'
  return terminal.json ? 'json' : 'text'
}

export async function chat(
  question: string | undefined,
  options: ChatOptions,
  context: RunContext,
): Promise<ExitCode> {
  const interactive = question === undefined && process.stdin.isTTY === true && !context.terminal.json
  if (interactive) {
    return converse(context, options, { input: process.stdin, output: process.stdout })
  }
  const piped = await readPipedInput(process.stdin, { optional: question !== undefined })
  const content = [question, piped].filter(part => part !== undefined && part.trim() !== '').join('\n\n')
  if (content === '') {
    throw new HarombeError('BAD_REQUEST', 'There is no question.', { hint: 'harombe chat "your question"' })
  }
  return context.withSession<ExitCode>(async ({ client }) => {
    const events = ask(client, [{ role: 'user', content }], options, context.signal)
    const forced = options.node !== undefined
    await printAnswer(context.terminal, events, printMode(context, options), { forced })
    return 0
  })
}
