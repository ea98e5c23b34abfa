import { createInterface } from 'node:readline'
import type { History } from './history-file'
import type { Questioner } from './keyboard'
import { createMessageAssembler } from './message-assembler'
import { createPasteFilter } from './paste-filter'
import { createPastedTexts } from './pasted-texts'
import { mutedWhile } from './quiet-output'

interface RawInput {
  setRawMode?(mode: boolean): unknown
  isTTY?: boolean
}

export interface Keyboard {
  input: NodeJS.ReadableStream & RawInput
  output: NodeJS.WritableStream
}

export interface LineEditor extends Questioner {
  /** The next message; null when the input ends or the user leaves. */
  read(): Promise<string | null>
  /** Ctrl-C goes there and nowhere else; null: it clears the line, or leaves at an empty one. */
  setInterrupt(interrupt: (() => void) | null): void
  /** Idempotent. */
  close(): void
}

export interface LineEditorOptions extends Keyboard {
  history: History
  complete(line: string): [string[], string]
  /** Puts the process to sleep for Ctrl-Z, and calls `woken` once it goes on. Absent: there is no such thing here. */
  sleep?: ((woken: () => void) => void) | undefined
}

const prompts = { first: '> ', more: '… ' } as const
const bracketedPaste = { on: '\u001b[?2004h', off: '\u001b[?2004l' } as const

/** Edits messages on a terminal: history, several lines, completion; pasted text stays one message. */
export function createLineEditor(options: LineEditorOptions): LineEditor {
  const { input, output, history, complete, sleep } = options
  const pastes = createPastedTexts()
  const filter = createPasteFilter(pastes.hold)
  // The line editor asks the stream it reads from for raw mode.
  Object.assign(filter, {
    isTTY: input.isTTY === true,
    setRawMode(mode: boolean) {
      input.setRawMode?.(mode)
      return filter
    },
  })
  input.pipe(filter)
  const isTerminal = 'isTTY' in output && output.isTTY === true
  if (isTerminal) output.write(bracketedPaste.on)
  const lines = createInterface({
    input: filter,
    // What is typed while nobody asked for it would stand in the middle of what is printed; it is shown with the next prompt.
    output: mutedWhile(output, () => isOpen && reader === null && answer === null),
    terminal: true,
    history: history.entries().map(pastes.recall),
    historySize: 1000,
    completer: complete,
    prompt: prompts.first,
  })
  const assembler = createMessageAssembler()
  const messages: string[] = []
  let reader: ((message: string | null) => void) | null = null
  let answer: ((line: string | null) => void) | null = null
  let interrupt: (() => void) | null = null
  let isOpen = true

  const prompt = () => {
    lines.setPrompt(assembler.isOpen() ? prompts.more : prompts.first)
    lines.prompt(true)
  }
  const clearLine = () => {
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
  }
  const settle = (line: string | null) => {
    const given = answer
    answer = null
    given?.(line)
  }

  let current: string[] | null = null
  // What is kept is the message that was put together, not its lines, and never the answer to a question.
  lines.on('history', kept => {
    kept.splice(0, kept.length, ...history.entries().map(pastes.recall))
    current = kept
  })
  const remember = (message: string) => {
    history.add(message)
    current?.splice(0, current.length, ...history.entries().map(pastes.recall))
  }

  lines.on('line', line => {
    if (answer !== null) {
      settle(line)
      return
    }
    const message = assembler.add(line)
    if (message === null) {
      prompt()
      return
    }
    const whole = pastes.expand(message)
    remember(whole)
    if (reader === null) messages.push(whole)
    else {
      const next = reader
      reader = null
      next(whole)
    }
  })
  lines.on('SIGINT', () => {
    if (answer !== null) {
      output.write('\n')
      settle(null)
    } else if (interrupt !== null) {
      // As a terminal does it: what was typed ahead goes with what is stopped.
      messages.length = 0
      assembler.clear()
      clearLine()
      interrupt()
    } else if (lines.line !== '') clearLine()
    else if (assembler.isOpen()) {
      assembler.clear()
      output.write('\n')
      prompt()
    } else lines.close()
  })
  if (sleep !== undefined) {
    lines.on('SIGTSTP', () => {
      if (isTerminal) output.write(bracketedPaste.off)
      input.setRawMode?.(false)
      sleep(() => {
        if (!isOpen) return
        input.setRawMode?.(true)
        // The shell had the terminal meanwhile.
        if (isTerminal) output.write(bracketedPaste.on)
        lines.prompt(true)
      })
    })
  }
  lines.on('close', () => {
    isOpen = false
    input.unpipe(filter)
    input.pause()
    filter.destroy()
    if (isTerminal) output.write(bracketedPaste.off)
    settle(null)
    const waiting = reader
    reader = null
    waiting?.(null)
  })

  return {
    read() {
      const next = messages.shift()
      if (next !== undefined) {
        output.write(`${prompts.first}${pastes.recall(next)}\n`)
        return Promise.resolve(next)
      }
      if (!isOpen) return Promise.resolve(null)
      return new Promise(resolve => {
        reader = resolve
        prompt()
      })
    },
    question(text, signal) {
      if (!isOpen || signal.aborted) return Promise.resolve(null)
      // Whatever was typed before the question was seen is no answer to it.
      if (lines.line !== '') clearLine()
      return new Promise(resolve => {
        const withdraw = () => {
          if (isOpen) {
            clearLine()
            output.write('\n')
          }
          settle(null)
        }
        signal.addEventListener('abort', withdraw, { once: true })
        answer = line => {
          signal.removeEventListener('abort', withdraw)
          resolve(line)
        }
        lines.setPrompt(text)
        lines.prompt()
      })
    },
    setInterrupt(next) {
      interrupt = next
    },
    close() {
      if (isOpen) lines.close()
    },
  }
}
