import type { HarombeClient } from '../../shared/contract'
import { HarombeError, hasCode } from '../../shared/errors'
import { printAnswer } from '../answer-printer'
import { attendApprovals } from '../chat/attend-approvals'
import { type CollectedAnswer, createRunCollector } from '../chat/collect-run'
import { completePath } from '../chat/complete-path'
import { createVolatileHistory, type History, openHistory } from '../chat/history-file'
import { createLineEditor, type Keyboard, type LineEditor } from '../chat/line-editor'
import { type Outcome, runSlash } from '../chat/repl-commands'
import { openReplSession, type ReplSession } from '../chat/repl-session'
import { completeLine, readSlash, unknownLine } from '../chat/slash-commands'
import { createTalk, type Talk } from '../chat/talk'
import { reportError } from '../output'
import { readDocumentFile } from '../read-document'
import type { ExitCode, RunContext } from '../run-context'
import { type AskTarget, ask, type Question } from './ask'

export interface ConverseOptions extends AskTarget {
  tools?: boolean | undefined
  attach?: readonly string[] | undefined
  history?: boolean | undefined
}

interface Room {
  context: RunContext
  talk: Talk
  session: ReplSession
  editor: LineEditor
}

/** Nodes and models for completion; what cannot be had is not offered. */
async function namesOf(client: HarombeClient) {
  const { nodes, models } = await client.call('models.getModels', {})
  return { nodes: nodes.map(({ node }) => node), models: [...new Set(models.map(({ name }) => name))] }
}

/** Nobody's history is kept by a chat that leaves no trace otherwise. */
function historyOf(context: RunContext, session: ReplSession, options: ConverseOptions): History {
  if (options.history === false || !session.isShared()) return createVolatileHistory()
  return openHistory(context.places().dataDirectory)
}

/** One answer, asked about what it wants to do. @throws HarombeError */
async function answer(room: Room, question: Question, signal: AbortSignal): Promise<CollectedAnswer> {
  const { context, session, editor, talk } = room
  const { terminal } = context
  let collector = createRunCollector()
  // A call is never made a second time by itself.
  const hasCalled = () => collector.steps().length > 0
  try {
    const attempt = async (client: HarombeClient) => {
      collector = createRunCollector()
      const attendance = question.tools
        ? await attendApprovals(client, { terminal, questioner: editor, signal })
        : null
      try {
        const events = ask(client, question, signal)
        const forced = question.target.node !== undefined
        return await printAnswer(terminal, events, 'text', { forced, desk: attendance?.desk, collector })
      } finally {
        attendance?.leave()
      }
    }
    return await session.use(attempt, () => !hasCalled())
  } catch (error) {
    talk.lastRoute = collector.route() ?? talk.lastRoute
    if (hasCode(error, 'DISCONNECTED') && hasCalled()) {
      throw new HarombeError('DISCONNECTED', 'The coordinator went away while tools were at work.', {
        hint: 'What they did may be done: look first, then /redo asks once more.',
        cause: error,
      })
    }
    // What was read before it was stopped counts as said.
    if (hasCode(error, 'CANCELLED') && collector.content() !== '') {
      talk.answered(collector.content(), collector.untrusted())
    }
    throw error
  }
}

async function talkOnce(room: Room, question: Question): Promise<void> {
  const { context, talk, editor } = room
  const { terminal, signal } = context
  const writing = new AbortController()
  const stop = () => writing.abort()
  editor.setInterrupt(stop)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const { content, untrusted, finished } = await answer(room, question, writing.signal)
    talk.answered(content, untrusted, finished.exchangeId)
    talk.lastRoute = finished.route
  } catch (error) {
    talk.unask()
    if (hasCode(error, 'CANCELLED')) terminal.note(terminal.dim('stopped'))
    else reportError(terminal, error)
  } finally {
    editor.setInterrupt(null)
    signal.removeEventListener('abort', stop)
  }
}

/** As the terminal would do it where it is not read key by key. */
function sleep(woken: () => void): void {
  process.once('SIGCONT', woken)
  process.kill(process.pid, 'SIGTSTP')
}

/** @returns whether to go on */
async function take(room: Room, text: string): Promise<boolean> {
  const { context, talk, session } = room
  const { terminal, signal, withStored } = context
  const command = readSlash(text)
  if (command === null) {
    await talkOnce(room, talk.ask(text))
    return true
  }
  if ('unknown' in command) {
    terminal.note(unknownLine(command.unknown))
    return true
  }
  let outcome: Outcome = 'done'
  try {
    const overStored = <T>(work: (client: HarombeClient) => Promise<T>) =>
      session.isShared() ? session.use(work) : withStored(({ client }) => work(client))
    outcome = await runSlash(command, { terminal, talk, signal, use: session.use, overStored })
  } catch (error) {
    reportError(terminal, error)
  }
  if (outcome === 'redo') {
    const question = talk.askAgain()
    if (question === null) terminal.note('Nothing was asked yet.')
    else await talkOnce(room, question)
  }
  return outcome !== 'exit'
}

/**
 * Answers until the input ends. Ctrl-C stops the answer that is being written, else clears the line that is being typed,
 * else leaves; to a question about a tool it says no.
 */
export async function converse(
  context: RunContext,
  options: ConverseOptions,
  keyboard: Keyboard,
): Promise<ExitCode> {
  const { terminal, signal } = context
  const { tier, node, model, tools = true, attach = [] } = options
  const session = await openReplSession(context)
  let names: { nodes: readonly string[]; models: readonly string[] } = { nodes: [], models: [] }
  const talk = createTalk({ tier, node, model }, tools)
  let editor: LineEditor | null = null
  const leave = () => editor?.close()
  try {
    for (const path of attach) talk.attach(await readDocumentFile(path, signal))
    editor = createLineEditor({
      ...keyboard,
      sleep: process.platform === 'win32' ? undefined : sleep,
      history: historyOf(context, session, options),
      complete: line =>
        completeLine(line, { nodes: () => names.nodes, models: () => names.models, files: completePath }),
    })
    signal.addEventListener('abort', leave, { once: true })
    if (signal.aborted) leave()
    // Only for completion: nobody waits for it, and without it there is none.
    session.use(namesOf).then(
      found => {
        names = found
      },
      () => undefined,
    )
    terminal.note(terminal.dim('Ask something. Ctrl-C stops an answer, Ctrl-D leaves, /help shows more.'))
    const room = { context, talk, session, editor }
    for (let text = await editor.read(); text !== null; text = await editor.read()) {
      if (text.trim() !== '' && !(await take(room, text))) break
    }
    // The shell's prompt must not follow ours on one line.
    terminal.line()
    return 0
  } finally {
    signal.removeEventListener('abort', leave)
    editor?.close()
    await session.close()
  }
}
