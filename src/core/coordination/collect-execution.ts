import { HarombeError } from '../../shared/errors'
import type { ExecutionEvent, ExecutionResult } from './types'

/** What was said so far is void: the next node begins again. */
export const isVoided = ({ failover }: Extract<ExecutionEvent, { type: 'failedOver' }>): boolean =>
  failover.stage === 'mid_answer' && failover.mode === 'restart'

/** The answer in one piece. @throws HarombeError what the execution failed with */
export async function collectExecution(events: AsyncIterable<ExecutionEvent>): Promise<ExecutionResult> {
  const result: Pick<ExecutionResult, 'content' | 'reasoning' | 'toolCalls'> = {
    content: '',
    reasoning: '',
    toolCalls: [],
  }
  for await (const event of events) {
    if (event.type === 'text') result.content += event.text
    else if (event.type === 'reasoning') result.reasoning += event.text
    else if (event.type === 'tool_call') result.toolCalls.push(event.call)
    else if (event.type === 'failedOver') {
      if (isVoided(event)) Object.assign(result, { content: '', reasoning: '', toolCalls: [] })
    } else if (event.type === 'failed') throw event.error
    else if (event.type === 'finished') {
      const { reason, usage, route, answeredBy, metrics, failovers } = event
      return { ...result, reason, usage, route, answeredBy, metrics, failovers }
    }
  }
  throw new HarombeError('INTERNAL', 'An execution ended without an outcome.')
}
