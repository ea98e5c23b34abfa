import type { AskEvent } from '../shared/contract/chat'
import { HarombeError } from '../shared/errors'
import { type Terminal, withoutControls } from './output'

export interface CollectedAnswer {
  content: string
  finished: Extract<AskEvent, { type: 'finished' }>
}

/** The line that `chat --json` ends with. */
export function answerRecord({ content, finished }: CollectedAnswer) {
  const { route, answeredBy, metrics, failovers } = finished
  const { classification, candidates } = route
  return {
    answer: content,
    node: answeredBy.node,
    model: answeredBy.model,
    tier: answeredBy.tier,
    reason: route.reason,
    route: {
      class: classification.class,
      ...(classification.probabilities === undefined ? {} : { probabilities: classification.probabilities }),
      reasons: classification.reasons,
      candidates,
    },
    ttft_ms: metrics.ttftMs === null ? null : Math.round(metrics.ttftMs),
    tokens: metrics.tokens,
    tokens_per_second: metrics.tokensPerSecond === null ? null : Number(metrics.tokensPerSecond.toFixed(1)),
    duration_ms: Math.round(metrics.durationMs),
    simulated: answeredBy.simulated,
    failovers,
  }
}

export function badgeLine({ finished: { answeredBy, metrics, route } }: CollectedAnswer): string {
  const speed = metrics.tokensPerSecond === null ? [] : [`${metrics.tokensPerSecond.toFixed(0)} tokens/s`]
  const first = metrics.ttftMs === null ? [] : [`first token ${Math.round(metrics.ttftMs)} ms`]
  const simulated = answeredBy.simulated ? ['simulated'] : []
  const who = [answeredBy.node, answeredBy.model, `tier ${answeredBy.tier}`, ...simulated]
  return `${[...who, ...first, ...speed].join(' · ')} — ${route.reason}`
}

/** `text` for people, `json` for one line at the end, `events` for every event as a line. */
export type PrintMode = 'text' | 'json' | 'events'

function failoverNote(
  { failover, next }: Extract<AskEvent, { type: 'failedOver' }>,
  forced: boolean,
): string {
  const then = next === null ? (forced ? '' : ', looking for another node') : `, continuing on ${next}`
  return `${failover.node} went away${then}`
}

/**
 * Follows one answer to its end and prints it. Text a person watches is written as it comes; what goes into a file or a
 * pipe is written when the answer is complete, because a failover makes void what came before it.
 * @throws HarombeError what the answer failed with
 */
export async function printAnswer(
  terminal: Terminal,
  events: AsyncIterable<AskEvent>,
  mode: PrintMode,
  { forced = false }: { forced?: boolean } = {},
): Promise<CollectedAnswer> {
  const live = mode === 'text' && terminal.watched
  let content = ''
  try {
    for await (const event of events) {
      if (mode === 'events') terminal.data(event)
      if (event.type === 'text') {
        content += event.text
        if (live) terminal.write(withoutControls(event.text))
      } else if (event.type === 'failedOver') {
        const restarts = content !== ''
        content = ''
        if (mode !== 'text') continue
        if (live && restarts) terminal.line()
        terminal.note(terminal.dim(failoverNote(event, forced)))
      } else if (event.type === 'finished') {
        const answer: CollectedAnswer = { content, finished: event }
        if (mode === 'json') terminal.data(answerRecord(answer))
        if (mode === 'text') {
          terminal.line(live ? '' : withoutControls(content))
          terminal.note(terminal.dim(badgeLine(answer)))
        }
        return answer
      }
    }
    throw new HarombeError('STREAM_CUT_OFF', 'The answer ended without finishing.')
  } catch (error) {
    // What is said about the failure starts on a line of its own.
    if (live && content !== '') terminal.line()
    throw error
  }
}
