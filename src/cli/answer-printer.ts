import type { AskEvent } from '../shared/contract/chat'
import { failoverText } from '../shared/entities/failover-words'
import { stageText } from '../shared/entities/stage-words'
import { limitWord } from '../shared/entities/tool-words'
import { HarombeError, hasCode } from '../shared/errors'
import { english } from '../shared/texts/english'
import { badgeLine, offerLine, sourceLines } from './answer-lines'
import { answerRecord } from './answer-record'
import type { ApprovalDesk } from './chat/approval-desk'
import { type CollectedAnswer, createRunCollector } from './chat/collect-run'
import { createToolRows } from './chat/tool-rows'
import { createMarkdownStream, type MarkdownStream } from './markdown/markdown-stream'
import { type Terminal, withoutControls } from './output'
import { endOf } from './text/width'

/** `text` for people, `json` for one line at the end, `events` for every event as a line. */
export type PrintMode = 'text' | 'json' | 'events'

type Event<T extends AskEvent['type']> = Extract<AskEvent, { type: T }>

/** `isVoid`: text that a person has seen above counts no longer. */
function failoverNote({ failover, next }: Event<'failedOver'>, forced: boolean, isVoid: boolean): string {
  const { node } = failover
  if (next === null) return `${node} went away${forced ? '' : ', looking for another node'}`
  return isVoid
    ? `${failoverText(failover, next, english)}; the text above is void`
    : failoverText(failover, next, english)
}

const waits = new Set(['queued', 'waiting', 'waking', 'loading'])

/**
 * Prints one answer as it comes. Blocks a person watches are written once they are complete, and the line that is being written
 * passes below them; what goes into a file or a pipe is written when the answer is complete, because a failover may make void
 * what came before it.
 */
function createPrinter(terminal: Terminal, mode: PrintMode, forced: boolean) {
  const isText = mode === 'text'
  const live = isText && terminal.watched
  const rows = createToolRows(terminal)
  let hasStatus = false
  let hasPrinted = false
  /** Text came since the thought began. */
  let isWriting = false
  let page = createPage()

  const status = (text: string) => {
    if (!isText || !terminal.live || (text === '' && !hasStatus)) return
    hasStatus = text !== ''
    terminal.status(text)
  }

  function createPage(): MarkdownStream {
    let isFirst = true
    return createMarkdownStream({
      style: terminal.style,
      columns: terminal.columns,
      print(text) {
        status('')
        terminal.write(isFirst && hasPrinted ? `\n${text}` : text)
        isFirst = false
        hasPrinted = true
      },
    })
  }

  const flush = () => {
    if (live) page.end()
    status('')
  }

  return {
    stage(event: Event<'stage'>) {
      if (!isWriting) status(waits.has(event.stage) ? stageText(event, english) : '')
    },
    text(text: string) {
      isWriting = true
      if (!live) return status('')
      page.write(withoutControls(text))
      status(endOf(withoutControls(page.tail()), terminal.columns() - 1))
    },
    step() {
      flush()
      isWriting = false
      page = createPage()
    },
    toolCall({ call }: Event<'toolCall'>) {
      flush()
      if (!isText) return
      rows.call(call)
      hasPrinted = true
    },
    toolOutput({ callId, text }: Event<'toolOutput'>) {
      if (isText) rows.output(callId, text)
    },
    failedOver(event: Event<'failedOver'>) {
      const { stage, mode: how } = event.failover
      const goesOn = stage === 'mid_answer' && how === 'continue'
      if (live && !goesOn) page.drop()
      status('')
      isWriting = isWriting && goesOn
      if (isText) terminal.note(terminal.dim(failoverNote(event, forced, page.hasShown && !goesOn)))
      if (!goesOn) page = createPage()
    },
    finished(answer: CollectedAnswer) {
      flush()
      if (mode === 'json') terminal.data(answerRecord(answer))
      if (!isText) return
      if (!live) terminal.line(withoutControls(answer.content))
      const { limit } = answer.finished
      if (limit !== undefined) terminal.note(terminal.style.attention(limitWord(limit, english)))
      for (const line of sourceLines(answer)) terminal.note(terminal.dim(line))
      terminal.note(terminal.dim(badgeLine(answer)))
      const offer = terminal.live ? offerLine(answer) : null
      if (offer !== null) terminal.note(terminal.dim(offer))
    },
    /** What there is of it is shown, and what is said about the failure starts on a line of its own. */
    failed(error: unknown) {
      flush()
      if (isText && hasCode(error, 'CANCELLED')) rows.stopped()
    },
  }
}

export interface PrintOptions {
  /** The user insisted on a node. */
  forced?: boolean | undefined
  /** Asks about calls of tools; absent: nobody is there. */
  desk?: ApprovalDesk | undefined
  /** Holds what came also when the answer fails. */
  collector?: ReturnType<typeof createRunCollector> | undefined
}

/** Follows one answer to its end and prints it. @throws HarombeError what the answer failed with */
export async function printAnswer(
  terminal: Terminal,
  events: AsyncIterable<AskEvent>,
  mode: PrintMode,
  { forced = false, desk, collector = createRunCollector() }: PrintOptions = {},
): Promise<CollectedAnswer> {
  const printer = createPrinter(terminal, mode, forced)
  try {
    for await (const event of events) {
      if (mode === 'events') terminal.data(event)
      collector.take(event)
      if (event.type === 'stage') printer.stage(event)
      else if (event.type === 'text') printer.text(event.text)
      else if (event.type === 'step') printer.step()
      else if (event.type === 'toolOutput') printer.toolOutput(event)
      else if (event.type === 'failedOver') printer.failedOver(event)
      else if (event.type === 'toolCall') {
        printer.toolCall(event)
        desk?.call(event.call)
      } else if (event.type === 'finished') {
        const answer: CollectedAnswer = {
          content: collector.content(),
          steps: collector.steps(),
          sources: collector.sources(),
          untrusted: collector.untrusted(),
          finished: event,
        }
        printer.finished(answer)
        return answer
      }
    }
    throw new HarombeError('STREAM_CUT_OFF', 'The answer ended without finishing.')
  } catch (error) {
    printer.failed(error)
    throw error
  } finally {
    desk?.close()
  }
}
