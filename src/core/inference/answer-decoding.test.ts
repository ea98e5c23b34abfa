import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHarombeError } from '../../shared/errors'
import { type AnswerDecoder, decodeEvents, decodeNdjson } from './framing/answer-decoder'
import { createOllamaTranslator } from './ollama/translate'
import { createOpenAiTranslators } from './openai/translate'
import type { InferenceFrame } from './protocol'
import { summarize } from './testing/scripted-server'

const createId = (): string => 'call_made'
const ollama = (): AnswerDecoder => decodeNdjson(createOllamaTranslator('node', createId))
const openAi = (): AnswerDecoder => decodeEvents(createOpenAiTranslators('node', createId).event)

function run(decoder: AnswerDecoder, chunks: readonly Uint8Array[]): unknown[] {
  const frames: InferenceFrame[] = []
  try {
    for (const chunk of chunks) decoder.push(chunk, frame => frames.push(frame))
    decoder.end(frame => frames.push(frame))
  } catch (error) {
    return [...summarize(frames), isHarombeError(error) ? error.code : error]
  }
  return summarize(frames)
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const lines = (...values: unknown[]): string => values.map(value => `${JSON.stringify(value)}\n`).join('')
const events = (...values: unknown[]): string =>
  values.map(value => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('')
const delta = (value: unknown, reason: string | null = null): unknown => ({
  choices: [{ index: 0, delta: value, finish_reason: reason }],
})

const ollamaAnswer = lines(
  { message: { role: 'assistant', content: '', thinking: 'Hm…' }, done: false },
  { message: { content: 'Grüße 😀' }, done: false },
  { message: { content: '', tool_calls: [{ function: { name: 'search', arguments: { q: '漢' } } }] } },
  { message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 5 },
)
const openAiAnswer = [
  ': ping\r\n\r\n',
  events(delta({ role: 'assistant', content: '' }), delta({ reasoning_content: 'Hm…' })),
  'data: {"choices":[{"index":0,\r\ndata: "delta":{"content":"Grüße 😀"}}]}\r\r',
  events(
    delta({ tool_calls: [{ index: 1, id: 'b', function: { name: 'two', arguments: '{"x"' } }] }),
    delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one', arguments: '' } }] }),
    delta({ tool_calls: [{ index: 1, function: { arguments: ':1}' } }] }),
    delta({}, 'tool_calls'),
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 5 } },
    '[DONE]',
  ),
].join('')

const corpus: [string, () => AnswerDecoder, string, unknown[]][] = [
  [
    'an Ollama answer',
    ollama,
    ollamaAnswer,
    [
      { type: 'reasoning', text: 'Hm…' },
      { type: 'text', text: 'Grüße 😀' },
      { type: 'tool_call', call: { id: 'call_made', name: 'search', arguments: { q: '漢' } } },
      { type: 'usage', usage: { promptTokens: 3, completionTokens: 5 } },
      { type: 'done', reason: 'tool_calls' },
    ],
  ],
  [
    'an OpenAI answer with two calls side by side',
    openAi,
    openAiAnswer,
    [
      { type: 'reasoning', text: 'Hm…' },
      { type: 'text', text: 'Grüße 😀' },
      { type: 'usage', usage: { promptTokens: 3, completionTokens: 5 } },
      { type: 'tool_call', call: { id: 'a', name: 'one', arguments: {} } },
      { type: 'tool_call', call: { id: 'b', name: 'two', arguments: { x: 1 } } },
      { type: 'done', reason: 'tool_calls' },
    ],
  ],
  [
    'an Ollama stream that turns into something else',
    ollama,
    `${lines({ message: { content: 'a' } })}<html>\n`,
    [{ type: 'text', text: 'a' }, 'MALFORMED_RESPONSE'],
  ],
  [
    'an Ollama error line',
    ollama,
    lines({ message: { content: 'a' } }, { error: 'an error was encountered' }),
    [
      { type: 'text', text: 'a' },
      { type: 'error', code: 'NODE_ERROR' },
    ],
  ],
  [
    'an Ollama answer cut in its last line',
    ollama,
    ollamaAnswer.slice(0, -20),
    [
      { type: 'reasoning', text: 'Hm…' },
      { type: 'text', text: 'Grüße 😀' },
      { type: 'tool_call', call: { id: 'call_made', name: 'search', arguments: { q: '漢' } } },
    ],
  ],
  [
    'an OpenAI answer whose [DONE] has no blank line',
    openAi,
    `${events(delta({ content: 'a' }, 'stop'))}data: [DONE]`,
    [
      { type: 'text', text: 'a' },
      { type: 'done', reason: 'stop' },
    ],
  ],
]

describe('decoding an answer', () => {
  it.each(corpus)('%s, cut in two at every byte', (_name, create, text, expected) => {
    const bytes = encode(text)
    for (let at = 0; at <= bytes.length; at++) {
      expect(run(create(), [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected)
    }
  })

  it('gives the same frames however the bytes are cut, garbage included', () => {
    const piece = fc.constantFrom(
      ...corpus.map(([, , text]) => text),
      ...[
        ': c\n',
        '\r',
        '\n\n',
        'event: execute\ndata: {}\n\n',
        '{"type":"chat:completion"}\n',
        '\u00e9',
        'null\n',
      ],
      ...['data: {"error":{"message":"x","code":503}}\n\n', '{"done":true}\n', 'data: [DONE]\n\n'],
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 4 }),
        fc.array(fc.nat(600), { maxLength: 20 }),
        fc.constantFrom(ollama, openAi),
        (pieces, cuts, create) => {
          const bytes = encode(pieces.join(''))
          const points = [
            0,
            ...cuts.map(cut => Math.min(cut, bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ]
          const chunks = points.slice(1).map((point, index) => bytes.subarray(points[index] ?? 0, point))
          expect(run(create(), chunks)).toEqual(run(create(), [bytes]))
        },
      ),
      { numRuns: 300 },
    )
  })
})
