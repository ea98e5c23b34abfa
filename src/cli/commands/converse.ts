import { createInterface } from 'node:readline/promises'
import { hasCode } from '../../shared/errors'
import { type CollectedAnswer, printAnswer } from '../answer-printer'
import { reportError } from '../output'
import type { ExitCode, RunContext } from '../run-context'
import type { Session } from '../session'
import { type AskTarget, ask, type PromptMessage } from './ask'

export interface Keyboard {
  input: NodeJS.ReadableStream
  output: NodeJS.WritableStream
}

/** Asks over one session for as long as it lasts, and over a new one when the coordinator was restarted. */
function createAsker({ terminal, openSession }: RunContext, target: AskTarget) {
  let session: Session | null = null

  async function attempt(messages: PromptMessage[], signal: AbortSignal): Promise<CollectedAnswer> {
    session ??= await openSession()
    const events = ask(session.client, messages, target, signal)
    return printAnswer(terminal, events, 'text', { forced: target.node !== undefined })
  }

  async function close(): Promise<void> {
    const ended = session
    session = null
    await ended?.close()
  }

  return {
    async connect() {
      session = await openSession()
    },
    async ask(messages: PromptMessage[], signal: AbortSignal): Promise<CollectedAnswer> {
      try {
        return await attempt(messages, signal)
      } catch (error) {
        if (!hasCode(error, 'DISCONNECTED')) throw error
        terminal.note(terminal.dim('The coordinator went away, asking once more'))
        await close()
        return attempt(messages, signal)
      }
    },
    close,
  }
}

/**
 * Answers until the input ends. Ctrl-C stops the answer that is being written, else clears the line that is being typed,
 * else leaves.
 */
export async function converse(
  context: RunContext,
  target: AskTarget,
  { input, output }: Keyboard,
): Promise<ExitCode> {
  const { terminal, signal } = context
  const asker = createAsker(context, target)
  await asker.connect()
  const lines = createInterface({ input, output, terminal: true })
  const messages: PromptMessage[] = []
  let writing: AbortController | null = null
  let open = true
  const leave = () => {
    writing?.abort()
    lines.close()
  }
  lines.on('close', () => {
    open = false
  })
  lines.on('SIGINT', () => {
    if (writing !== null) writing.abort()
    else if (lines.line === '') lines.close()
    else {
      lines.write(null, { ctrl: true, name: 'e' })
      lines.write(null, { ctrl: true, name: 'u' })
    }
  })
  signal.addEventListener('abort', leave, { once: true })
  terminal.note(terminal.dim('Ask something. Ctrl-C stops an answer, Ctrl-D leaves.'))
  lines.setPrompt('> ')
  lines.prompt()
  try {
    for await (const line of lines) {
      if (line.trim() !== '') {
        messages.push({ role: 'user', content: line })
        writing = new AbortController()
        try {
          const { content } = await asker.ask(messages, writing.signal)
          if (content !== '') messages.push({ role: 'assistant', content })
        } catch (error) {
          messages.pop()
          if (hasCode(error, 'CANCELLED')) terminal.note(terminal.dim('stopped'))
          else reportError(terminal, error)
        }
        writing = null
      }
      if (open) lines.prompt()
    }
    // The shell's prompt must not follow ours on one line.
    terminal.line()
    return 0
  } finally {
    signal.removeEventListener('abort', leave)
    lines.close()
    await asker.close()
  }
}
