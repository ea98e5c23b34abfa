import { existsSync } from 'node:fs'
import { HarombeError } from '../../shared/errors'
import { type PrintMode, printAnswer } from '../answer-printer'
import { createQuestioner } from '../chat/ask-once-keyboard'
import { attendApprovals } from '../chat/attend-approvals'
import { reportUsage } from '../output'
import { readPipedInput } from '../piped-input'
import { readDocumentFile, type TextDocument } from '../read-document'
import type { ExitCode, RunContext } from '../run-context'
import { splitQuestion } from '../split-question'
import { type AskTarget, ask } from './ask'
import { composeQuestion } from './compose-question'
import { converse } from './converse'

export interface ChatOptions extends AskTarget {
  events?: boolean | undefined
  /** Undefined: on where a person is there to be asked, off for programs. */
  tools?: boolean | undefined
  attach?: readonly string[] | undefined
  /** False: what is typed is not kept for the next time. */
  history?: boolean | undefined
}

function printMode({ terminal }: RunContext, options: ChatOptions): PrintMode {
  if (options.events === true) return 'events'
  return terminal.json ? 'json' : 'text'
}

async function readDocuments(question: string | undefined, options: ChatOptions, signal: AbortSignal) {
  const { attach = [] } = options
  const optional = question !== undefined
  const piped = await readPipedInput(process.stdin, { optional, signal })
  const documents: TextDocument[] = piped === '' ? [] : [{ name: 'Input', text: piped }]
  for (const path of attach) documents.push(await readDocumentFile(path, signal))
  return documents
}

export async function chat(
  asked: string | undefined,
  given: ChatOptions,
  context: RunContext,
): Promise<ExitCode> {
  const { question, attached } = splitQuestion(asked, given.attach ?? [], existsSync)
  const options: ChatOptions = { ...given, attach: attached }
  const { terminal, signal } = context
  const mode = printMode(context, options)
  const hasKeyboard = process.stdin.isTTY === true && mode === 'text'
  if (question === undefined && hasKeyboard) {
    return converse(context, options, { input: process.stdin, output: process.stdout })
  }
  const documents = await readDocuments(question, options, signal)
  if (question === undefined && (options.attach ?? []).length > 0 && documents.length === attached.length) {
    return reportUsage(terminal, 'There is no question.', 'harombe chat "your question" --attach FILE')
  }
  const { content, tainted } = composeQuestion(question, documents)
  if (content === '') {
    throw new HarombeError('BAD_REQUEST', 'There is no question.', { hint: 'harombe chat "your question"' })
  }
  return context.withSession<ExitCode>(async ({ client }) => {
    const tools = options.tools === true
    const isPresent = tools && hasKeyboard && terminal.watched
    const questioner = createQuestioner({ input: process.stdin, output: process.stdout })
    const attendance = isPresent ? await attendApprovals(client, { terminal, questioner, signal }) : null
    try {
      const messages = [{ role: 'user' as const, content }]
      const events = ask(client, { messages, target: options, tools, tainted }, signal)
      await printAnswer(terminal, events, mode, {
        forced: options.node !== undefined,
        desk: attendance?.desk,
      })
      return 0
    } finally {
      attendance?.leave()
    }
  })
}
