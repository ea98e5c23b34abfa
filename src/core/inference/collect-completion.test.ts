import { describe, expect, it } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { collectCompletion } from './collect-completion'
import type { InferenceFrame } from './protocol'

async function* said(...frames: InferenceFrame[]): AsyncGenerator<InferenceFrame> {
  yield* frames
}

describe('collectCompletion', () => {
  it('puts the frames together, the last usage counting', async () => {
    const call = { id: 'a', name: 'look', arguments: {} }
    const frames = said(
      { type: 'reasoning', text: 'H' },
      { type: 'text', text: 'a' },
      { type: 'usage', usage: { promptTokens: 1, completionTokens: 1 } },
      { type: 'tool_call', call },
      { type: 'text', text: 'b' },
      { type: 'usage', usage: { promptTokens: 1, completionTokens: 2 } },
      { type: 'done', reason: 'tool_calls' },
    )
    expect(await collectCompletion(frames)).toEqual({
      content: 'ab',
      reasoning: 'H',
      toolCalls: [call],
      usage: { promptTokens: 1, completionTokens: 2 },
      reason: 'tool_calls',
    })
  })

  it('throws the error frame, and never takes half an answer for a whole one', async () => {
    const error = new HarombeError('NODE_BUSY', 'Busy.')
    await expect(collectCompletion(said({ type: 'text', text: 'a' }, { type: 'error', error }))).rejects.toBe(
      error,
    )
    await expect(collectCompletion(said({ type: 'text', text: 'a' }))).rejects.toMatchObject({
      code: 'STREAM_CUT_OFF',
    })
  })
})
