import { expect, it } from 'vitest'
import type { InferenceFrame } from '../protocol'
import { createOpenAiTranslators } from './translate'

function read(...documents: unknown[]): InferenceFrame[] {
  const frames: InferenceFrame[] = []
  const { event } = createOpenAiTranslators('gpu-box', () => 'call_1')
  const emit = (frame: InferenceFrame) => void frames.push(frame)
  for (const document of documents)
    event({ type: 'message', data: typeof document === 'string' ? document : JSON.stringify(document) }, emit)
  return frames
}

const part = (delta: object, choice: object = {}, rest: object = {}) => ({
  id: 'x',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...rest,
})
const text = { type: 'text', text: 'Hi' }
const done = { type: 'done', reason: 'stop' }
const call = { index: 0, id: 'a', function: { name: 'look', arguments: '{}' } }

it.each([
  ['nothing', part({ content: 'Hi' }), [text]],
  [
    'explicit nothings',
    part({ content: 'Hi', tool_calls: null, reasoning: null }, {}, { usage: null }),
    [text],
  ],
  ['thoughts', part({ content: 'Hi', reasoning_content: 'Hm' }), [{ type: 'reasoning', text: 'Hm' }, text]],
  [
    'counts',
    part({ content: 'Hi' }, {}, { usage: { prompt_tokens: 3, completion_tokens: 1 } }),
    [text, { type: 'usage', usage: { promptTokens: 3, completionTokens: 1 } }],
  ],
  ['the text of another choice', part({ content: 'Hi' }, { index: 1 }), []],
])('reads a part with text and %s', (_what, document, frames) => {
  expect(read(document)).toEqual(frames)
})

it.each([
  ['its end', [part({ content: 'Hi' }, { finish_reason: 'stop' }), '[DONE]'], [text, done]],
  [
    'a call',
    [part({ content: 'Hi', tool_calls: [call] }), part({}, { finish_reason: 'tool_calls' }), '[DONE]'],
    [
      text,
      { type: 'tool_call', call: { id: 'a', name: 'look', arguments: {} } },
      { type: 'done', reason: 'tool_calls' },
    ],
  ],
])('does not lose what stands beside the text: %s', (_what, documents, frames) => {
  expect(read(...documents)).toEqual(frames)
})

it('believes an error more than the text beside it', () => {
  const frames = read(part({ content: 'Hi' }, {}, { error: { message: 'out of memory' } }))
  expect(frames.map(({ type }) => type)).toEqual(['error'])
})

it.each([
  ['no text', part({ content: 7 })],
  ['an index that is none', part({ content: 'Hi' }, { index: 'first' })],
  ['counts that are none', part({ content: 'Hi' }, {}, { usage: 'much' })],
])('refuses a part with %s', (_what, document) => {
  expect(() => read(document)).toThrow(/not in the OpenAI format/)
})
