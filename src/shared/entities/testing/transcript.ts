import type { AskEvent } from '../../contract/chat'
import type { RunStep, ToolCallRecord } from '../agent'
import type { AnswerEvent, Message } from '../chat'

/**
 * What is to be seen of a run, as text: the thoughts, the calls with what became of them, and the answer. The same whichever way a run was
 * watched, so window, command line and contract are held to one file: e2e/fixtures/agent-run/transcript.txt goes with the
 * script and the workspace beside it (the question is in the script; the first write_file is refused with the note “Leave that
 * file as it is.”, the second one approved).
 */
export function transcriptOf({ steps = [], content }: Pick<Message, 'steps' | 'content'>): string {
  return [...steps.map(describeStep), content.trim()].join('\n\n').concat('\n')
}

const indented = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map(line => `    ${line}`.trimEnd())
    .join('\n')

function describeCall({ tool, arguments: given, state, decision, result = '' }: ToolCallRecord): string {
  return `  ${tool} ${JSON.stringify(given)}\n  ${[state, decision].filter(Boolean).join(', ')}:\n${indented(result)}`
}

const describeStep = ({ text, calls }: Pick<RunStep, 'text' | 'calls'>): string =>
  [text.trim(), ...calls.map(describeCall)].join('\n')

/** The same from the events of an answer or of an exchange. */
export function transcriptOfEvents(events: Iterable<AskEvent | AnswerEvent>): string {
  const steps: { index: number; text: string; calls: Map<string, ToolCallRecord> }[] = []
  let current = { index: 0, text: '', calls: new Map<string, ToolCallRecord>() }
  let epoch = 0
  for (const event of events) {
    // Text of an attempt that is void, by either way of saying so.
    if ('epoch' in event && event.epoch > epoch) {
      epoch = event.epoch
      current.text = ''
    }
    if (event.type === 'step') {
      if (event.index > current.index) steps.push(current)
      current = { index: event.index, text: '', calls: new Map() }
    } else if (event.type === 'text') current.text += event.text
    else if (event.type === 'toolCall') current.calls.set(event.call.id, event.call)
    else if (event.type === 'failedOver' && event.failover.mode === 'restart' && !('epoch' in event))
      current.text = ''
  }
  const told = steps.map(({ text, calls }) => describeStep({ text, calls: [...calls.values()] }))
  return [...told, current.text.trim()].join('\n\n').concat('\n')
}
