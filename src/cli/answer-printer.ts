import type { AskEvent } from '../shared/contract/chat'
import { failoverText } from '../shared/entities/failover-words'
import { routeRecord } from '../shared/entities/route-record'
import { stageText } from '../shared/entities/stage-words'
import { HarombeError } from '../shared/errors'
import { type Terminal, withoutControls } from './output'

export interface CollectedAnswer {
  content: string
  finished: Extract<AskEvent, { type: 'finished' }>
}

/** The line that `chat --json` ends with. */
export function answerRecord({ content, finished }: CollectedAnswer) {
  const { route, answeredBy, metrics, failovers, escalation } = finished
  return {
    answer: content,
    node: answeredBy.node,
    model: answeredBy.model,
    tier: answeredBy.tier,
    reason: route.reason,
    route: routeRecord(route),
    ttft_ms: metrics.ttftMs === null ? null : Math.round(metrics.ttftMs),
    tokens: metrics.tokens,
    tokens_per_second: metrics.tokensPerSecond === null ? null : Number(metrics.tokensPerSecond.toFixed(1)),
    duration_ms: Math.round(metrics.durationMs),
    simulated: answeredBy.simulated,
    failovers,
    ...(escalation === undefined ? {} : { escalation }),
  }
}

/** What a person is told when a larger node might do better; it is not asked without them. */
export function offerLine({ finished: { escalation } }: CollectedAnswer): string | null {
  if (escalation === undefined) return null
  const [reason] = escalation.reasons
  const because = reason === undefined ? '' : ` (${reason})`
  return `A larger node might do better${because}: harombe chat --tier ${escalation.tier} …`
}

export function badgeLine({ finished }: CollectedAnswer): string {
  const { answeredBy, metrics, route, failovers } = finished
  const speed = metrics.tokensPerSecond === null ? [] : [`${metrics.tokensPerSecond.toFixed(0)} tokens/s`]
  const first = metrics.ttftMs === null ? [] : [`first token ${Math.round(metrics.ttftMs)} ms`]
  const simulated = answeredBy.simulated ? ['simulated'] : []
  const seams =
    failovers.length === 0 ? [] : [failovers.length === 1 ? '1 failover' : `${failovers.length} failovers`]
  const who = [answeredBy.node, answeredBy.model, `tier ${answeredBy.tier}`, ...simulated]
  return `${[...who, ...first, ...speed, ...seams].join(' · ')} — ${route.reason}`
}

/** `text` for people, `json` for one line at the end, `events` for every event as a line. */
export type PrintMode = 'text' | 'json' | 'events'

type FailedOver = Extract<AskEvent, { type: 'failedOver' }>

/** `isVoid`: text that a person has seen above counts no longer. */
function failoverNote({ failover, next }: FailedOver, forced: boolean, isVoid: boolean): string {
  const { node } = failover
  if (next === null) return `${node} went away${forced ? '' : ', looking for another node'}`
  return isVoid ? `${failoverText(failover, next)}; the text above is void` : failoverText(failover, next)
}

const waits = new Set(['queued', 'waiting', 'loading'])

/**
 * Prints one answer as it comes. Text a person watches is written at once; what goes into a file or a pipe is written when
 * the answer is complete, because a failover may make void what came before it.
 */
function createPrinter(terminal: Terminal, mode: PrintMode, forced: boolean) {
  const live = mode === 'text' && terminal.watched
  let content = ''
  let hasStatus = false
  /** The line on stderr that tells what is waited for; never in the middle of a text that is being written. */
  const status = (text: string) => {
    if (mode !== 'text' || !terminal.live || (text === '' && !hasStatus)) return
    if (text !== '' && live && content !== '') return
    hasStatus = text !== ''
    terminal.status(terminal.dim(text))
  }
  return {
    get content() {
      return content
    },
    stage(event: Extract<AskEvent, { type: 'stage' }>) {
      status(waits.has(event.stage) ? stageText(event) : '')
    },
    text(text: string) {
      status('')
      content += text
      if (live) terminal.write(withoutControls(text))
    },
    failedOver(event: FailedOver) {
      status('')
      const { stage, mode: how } = event.failover
      const goesOn = stage === 'mid_answer' && how === 'continue'
      const hadText = content !== ''
      if (!goesOn) content = ''
      if (mode !== 'text') return
      if (live && hadText) terminal.line()
      terminal.note(terminal.dim(failoverNote(event, forced, live && hadText && !goesOn)))
    },
    finished(answer: CollectedAnswer) {
      status('')
      if (mode === 'json') terminal.data(answerRecord(answer))
      if (mode === 'text') {
        terminal.line(live ? '' : withoutControls(content))
        terminal.note(terminal.dim(badgeLine(answer)))
        const offer = terminal.live ? offerLine(answer) : null
        if (offer !== null) terminal.note(terminal.dim(offer))
      }
    },
    /** What is said about a failure starts on a line of its own. */
    failed() {
      status('')
      if (live && content !== '') terminal.line()
    },
  }
}

/** Follows one answer to its end and prints it. @throws HarombeError what the answer failed with */
export async function printAnswer(
  terminal: Terminal,
  events: AsyncIterable<AskEvent>,
  mode: PrintMode,
  { forced = false }: { forced?: boolean } = {},
): Promise<CollectedAnswer> {
  const printer = createPrinter(terminal, mode, forced)
  try {
    for await (const event of events) {
      if (mode === 'events') terminal.data(event)
      if (event.type === 'stage') printer.stage(event)
      else if (event.type === 'text') printer.text(event.text)
      else if (event.type === 'failedOver') printer.failedOver(event)
      else if (event.type === 'finished') {
        const answer: CollectedAnswer = { content: printer.content, finished: event }
        printer.finished(answer)
        return answer
      }
    }
    throw new HarombeError('STREAM_CUT_OFF', 'The answer ended without finishing.')
  } catch (error) {
    printer.failed()
    throw error
  }
}
