import { createInterface } from 'node:readline/promises'
import type { HarombeClient } from '../../shared/contract'
import type { TierChoice } from '../../shared/entities'
import { HarombeError, hasCode } from '../../shared/errors'
import { type PrintMode, printAnswer } from '../answer-printer'
import { reportError } from '../output'
import { readPipedInput } from '../piped-input'
import type { ExitCode, RunContext } from '../run-context'

export interface ChatOptions {
  tier: TierChoice
  node?: string | undefined
  model?: string | undefined
  events?: boolean | undefined
}

interface PromptMessage {
  role: 'user' | 'assistant'
  content: string
}

function ask(client: HarombeClient, messages: PromptMessage[], options: ChatOptions, signal: AbortSignal) {
  const { tier, node, model } = options
  const target = { tier, ...(node === undefined ? {} : { node }), ...(model === undefined ? {} : { model }) }
  return client.stream('chat.ask', { messages, ...target }, { signal })
}

function printMode({ terminal }: RunContext, options: ChatOptions): PrintMode {
  if (options.events === true) return 'events'
  return terminal.json ? 'json' : 'text'
}

/** Answers until the input ends. Ctrl-C stops the answer that is being written, or leaves when none is. */
async function converse(context: RunContext, options: ChatOptions): Promise<ExitCode> {
  const { terminal } = context
  return context.withSession<ExitCode>(async ({ client }) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout })
    const messages: PromptMessage[] = []
    let writing: AbortController | null = null
    lines.on('SIGINT', () => {
      if (writing === null) lines.close()
      else writing.abort()
    })
    terminal.note(terminal.dim('Ask something. Ctrl-C stops an answer, Ctrl-D leaves.'))
    lines.setPrompt('> ')
    lines.prompt()
    for await (const line of lines) {
      if (line.trim() !== '') {
        messages.push({ role: 'user', content: line })
        writing = new AbortController()
        try {
          const { content } = await printAnswer(
            terminal,
            ask(client, messages, options, writing.signal),
            'text',
          )
          if (content !== '') messages.push({ role: 'assistant', content })
        } catch (error) {
          messages.pop()
          if (hasCode(error, 'CANCELLED')) terminal.line()
          else reportError(terminal, error)
        }
        writing = null
      }
      lines.prompt()
    }
    lines.close()
    return 0
  })
}

export async function chat(
  question: string | undefined,
  options: ChatOptions,
  context: RunContext,
): Promise<ExitCode> {
  const interactive = question === undefined && process.stdin.isTTY === true && !context.terminal.json
  if (interactive) return converse(context, options)
  const piped = await readPipedInput(process.stdin, { optional: question !== undefined })
  const content = [question, piped].filter(part => part !== undefined && part !== '').join('\n\n')
  if (content === '') {
    throw new HarombeError('BAD_REQUEST', 'There is no question.', { hint: 'harombe chat "your question"' })
  }
  return context.withSession<ExitCode>(async ({ client }) => {
    const events = ask(client, [{ role: 'user', content }], options, context.signal)
    await printAnswer(context.terminal, events, printMode(context, options))
    return 0
  })
}
