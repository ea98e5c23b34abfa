import { createOllamaDialect } from '../create-ollama-client'
import { createOpenAiDialect } from '../create-openai-client'
import { createPeerDialect } from '../create-remote-client'
import type { Dialect } from '../dialect'
import type { InferenceRequest } from '../protocol'

/** Whole answers of every protocol, each with text beyond ASCII, for tests that cut and spoil them. */
export interface AnswerSample {
  name: string
  dialect: () => Dialect
  contentType: string
  request: InferenceRequest
  body: string
  /** What it comes to, ids left out. */
  frames: unknown[]
}

export const lines = (...values: unknown[]): string =>
  values.map(value => `${JSON.stringify(value)}\n`).join('')
export const events = (...values: unknown[]): string =>
  values.map(value => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('')
export const delta = (value: unknown, reason: string | null = null): unknown => ({
  choices: [{ index: 0, delta: value, finish_reason: reason }],
})

const tools = ['search', 'one', 'two'].map(name => ({ name, parameters: { type: 'object' } }))
const chat: InferenceRequest = { model: 'm', messages: [{ role: 'user', content: 'Hello' }], tools }
const raw: InferenceRequest = { model: 'm', messages: [], prompt: { text: 'Once' } }
const gap: InferenceRequest = { ...raw, prompt: { text: 'Once', suffix: '.' } }

const text = (value: string) => ({ type: 'text', text: value })
const reasoning = (value: string) => ({ type: 'reasoning', text: value })
const call = (name: string, args: unknown) => ({ type: 'tool_call', name, arguments: args })
const usage = { type: 'usage', usage: { promptTokens: 3, completionTokens: 5 } }
const done = (reason: string) => ({ type: 'done', reason })

export const samples: readonly AnswerSample[] = [
  {
    name: 'Ollama, chat',
    dialect: createOllamaDialect,
    contentType: 'application/x-ndjson',
    request: chat,
    body: lines(
      { message: { role: 'assistant', content: '', thinking: 'Hm…' }, done: false },
      { message: { content: 'Grüße 😀' }, done: false },
      { message: { content: '', tool_calls: [{ function: { name: 'search', arguments: { q: '漢' } } }] } },
      { message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 5 },
    ),
    frames: [reasoning('Hm…'), text('Grüße 😀'), call('search', { q: '漢' }), usage, done('tool_calls')],
  },
  {
    name: 'Ollama, raw text',
    dialect: createOllamaDialect,
    contentType: 'application/x-ndjson',
    request: raw,
    body: lines(
      { response: 'ü😀', done: false },
      { response: '', done: true, done_reason: 'length', prompt_eval_count: 3, eval_count: 5 },
    ),
    frames: [text('ü😀'), usage, done('length')],
  },
  {
    name: 'OpenAI, two calls side by side',
    dialect: () => createOpenAiDialect('vllm'),
    contentType: 'text/event-stream',
    request: chat,
    body: [
      ': ping\n\n',
      events(delta({ role: 'assistant', content: '' }), delta({ reasoning_content: 'Hm…' })),
      'data: {"choices":[{"index":0,\ndata: "delta":{"content":"Grüße 😀"}}]}\n\n',
      events(
        delta({ tool_calls: [{ index: 1, id: 'b', function: { name: 'two', arguments: '{"x"' } }] }),
        delta({ tool_calls: [{ index: 0, id: 'a', function: { name: 'one', arguments: '' } }] }),
        delta({ tool_calls: [{ index: 1, function: { arguments: ':"漢"}' } }] }),
        delta({}, 'tool_calls'),
        { choices: [], usage: { prompt_tokens: 3, completion_tokens: 5 } },
        '[DONE]',
      ),
    ].join(''),
    frames: [
      reasoning('Hm…'),
      text('Grüße 😀'),
      usage,
      call('one', {}),
      call('two', { x: '漢' }),
      done('tool_calls'),
    ],
  },
  {
    name: 'OpenAI, reasoning in the text',
    dialect: () => createOpenAiDialect('openai'),
    contentType: 'text/event-stream',
    request: chat,
    body: events(
      delta({ content: '<thi' }),
      delta({ content: 'nk>Hm…</th' }),
      delta({ content: 'ink>Grüße' }, 'stop'),
      '[DONE]',
    ),
    frames: [reasoning('Hm…'), text('Grüße'), done('stop')],
  },
  {
    name: 'OpenAI, raw text',
    dialect: () => createOpenAiDialect('openai'),
    contentType: 'text/event-stream',
    request: raw,
    body: events(
      { choices: [{ text: 'ü😀' }] },
      { choices: [{ text: '', finish_reason: 'stop' }] },
      '[DONE]',
    ),
    frames: [text('ü😀'), done('stop')],
  },
  {
    name: 'llama.cpp, a gap',
    dialect: () => createOpenAiDialect('llamacpp'),
    contentType: 'text/event-stream',
    request: gap,
    body: events(
      { content: 'ü😀', stop: false },
      { content: '', stop: true, stop_type: 'eos', tokens_evaluated: 3, tokens_predicted: 5 },
    ),
    frames: [text('ü😀'), usage, done('stop')],
  },
  {
    name: 'OpenAI, in one piece',
    dialect: () => createOpenAiDialect('openai'),
    contentType: 'application/json',
    request: chat,
    body: JSON.stringify({
      choices: [
        {
          message: {
            content: 'Grüße 😀',
            tool_calls: [{ id: 'a', function: { name: 'search', arguments: '{"q":"漢"}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 3, completion_tokens: 5 },
    }),
    frames: [text('Grüße 😀'), usage, call('search', { q: '漢' }), done('tool_calls')],
  },
  {
    name: 'another harombe',
    dialect: createPeerDialect,
    contentType: 'application/x-ndjson',
    request: chat,
    body: `\n${lines(
      { type: 'reasoning', text: 'Hm…' },
      { type: 'text', text: 'Grüße 😀' },
      { type: 'tool_call', call: { id: 'a', name: 'search', arguments: { q: '漢' } } },
      usage,
      done('tool_calls'),
    )}`,
    frames: [reasoning('Hm…'), text('Grüße 😀'), call('search', { q: '漢' }), usage, done('tool_calls')],
  },
  {
    name: 'the Python harombe',
    dialect: createPeerDialect,
    contentType: 'application/json',
    request: chat,
    body: JSON.stringify({
      content: 'Grüße 😀',
      tool_calls: [{ id: 'a', name: 'search', arguments: { q: '漢' } }],
      finish_reason: null,
    }),
    frames: [text('Grüße 😀'), call('search', { q: '漢' }), done('tool_calls')],
  },
]
