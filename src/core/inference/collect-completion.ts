import { HarombeError } from '../../shared/errors'
import type { Completion, InferenceFrame } from './protocol'

/** @throws HarombeError the stream's error frame */
export async function collectCompletion(frames: AsyncIterable<InferenceFrame>): Promise<Completion> {
  const completion: Completion = {
    content: '',
    reasoning: '',
    toolCalls: [],
    usage: { promptTokens: null, completionTokens: null },
    reason: 'stop',
  }
  for await (const frame of frames) {
    switch (frame.type) {
      case 'text':
        completion.content += frame.text
        break
      case 'reasoning':
        completion.reasoning += frame.text
        break
      case 'tool_call':
        completion.toolCalls.push(frame.call)
        break
      case 'usage':
        completion.usage = frame.usage
        break
      case 'error':
        throw frame.error
      case 'done':
        return { ...completion, reason: frame.reason }
    }
  }
  throw new HarombeError('STREAM_CUT_OFF', 'The answer ended before it was complete.')
}
