import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInferenceClient } from './create-inference-client'
import type { InferenceFrame, InferenceRequest } from './protocol'
import { createThinkingSplitter } from './split-thinking'
import { collectFrames, never, owned, serveHttp } from './testing/scripted-server'

interface Parted {
  reasoning: string
  text: string
}

/** What comes of an answer that arrives in these pieces. */
function part(pieces: readonly string[], end: 'done' | 'flush' = 'done'): Parted {
  const splitter = createThinkingSplitter()
  const parted = { reasoning: '', text: '' }
  const emit = (frame: InferenceFrame): void => {
    if (frame.type === 'text' || frame.type === 'reasoning') parted[frame.type] += frame.text
  }
  for (const text of pieces) splitter.take({ type: 'text', text }, emit)
  if (end === 'done') splitter.take({ type: 'done', reason: 'stop' }, emit)
  else splitter.flush(emit)
  return parted
}

const cases: [what: string, answer: string, parted: Parted][] = [
  ['no reasoning', 'Hello', { reasoning: '', text: 'Hello' }],
  ['reasoning first', '<think>Hm</think>Hello', { reasoning: 'Hm', text: 'Hello' }],
  ['white space around the tags', '\n <think>\nHm\n</think>\n\nHello', { reasoning: 'Hm\n', text: 'Hello' }],
  ['empty reasoning', '<think>\n\n</think>\n\nHello', { reasoning: '', text: 'Hello' }],
  ['reasoning that never closes', '<think>Hm, hm </thi', { reasoning: 'Hm, hm </thi', text: '' }],
  ['a tag later on', 'Say <think>x</think>', { reasoning: '', text: 'Say <think>x</think>' }],
  ['a second block', '<think>a</think>b<think>c</think>', { reasoning: 'a', text: 'b<think>c</think>' }],
  ['a tag within the reasoning', '<think>a<think>b</think>c', { reasoning: 'a<think>b', text: 'c' }],
  ['what only begins like the tag', '<thin ice', { reasoning: '', text: '<thin ice' }],
  ['an answer that ends within the tag', '<thi', { reasoning: '', text: '<thi' }],
  ['a closing tag without an opening one', 'Hm</think>Hello', { reasoning: '', text: 'Hm</think>Hello' }],
  ['white space and nothing else', ' \n ', { reasoning: '', text: ' \n ' }],
  [
    'a tag after a lot of nothing',
    `${' '.repeat(65)}<think>`,
    { reasoning: '', text: `${' '.repeat(65)}<think>` },
  ],
  ['half tags all along', '<think><</</th</think></think', { reasoning: '<</</th', text: '</think' }],
]

describe('the thinking splitter', () => {
  it.each(cases)('parts %s, however it is cut', (_what, answer, parted) => {
    expect(part([answer])).toEqual(parted)
    expect(part([...answer])).toEqual(parted)
    for (let first = 0; first <= answer.length; first++) {
      for (let second = first; second <= answer.length; second++) {
        const pieces = [answer.slice(0, first), answer.slice(first, second), answer.slice(second)]
        expect(part(pieces)).toEqual(parted)
      }
    }
  })

  it('gives the same whether the answer ends well or is cut off', () => {
    for (const [, answer, parted] of cases) expect(part([...answer], 'flush')).toEqual(parted)
  })

  it('loses, doubles and reorders nothing, and never depends on the cuts', () => {
    const scrap = fc.constantFrom(
      '<think>',
      '</think>',
      '<',
      '/',
      'think',
      '>',
      ' ',
      '\n',
      'a',
      '😀',
      '<thi',
      '</',
    )
    fc.assert(
      fc.property(
        fc.array(scrap, { maxLength: 30 }),
        fc.array(fc.nat(5), { maxLength: 60 }),
        (scraps, steps) => {
          const answer = scraps.join('')
          const whole = part([answer])
          const pieces: string[] = []
          let at = 0
          for (const step of steps) {
            pieces.push(answer.slice(at, at + step))
            at += step
          }
          pieces.push(answer.slice(at))
          expect(part(pieces)).toEqual(whole)
          const kept = (whole.reasoning + whole.text).replace(/\s/g, '')
          const all = answer.replace(/\s/g, '')
          expect(all.length - kept.length).toBeLessThanOrEqual('<think></think>'.length)
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('leaves tags alone once the server tells reasoning apart itself', () => {
    const splitter = createThinkingSplitter()
    const frames: InferenceFrame[] = []
    splitter.take({ type: 'reasoning', text: 'Hm' }, frame => frames.push(frame))
    splitter.take({ type: 'text', text: '<think>' }, frame => frames.push(frame))
    expect(frames).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: '<think>' },
    ])
  })

  it('hands on what it held before the frame that comes behind it', () => {
    const splitter = createThinkingSplitter()
    const types: string[] = []
    splitter.take({ type: 'text', text: '<thi' }, frame => types.push(frame.type))
    splitter.take({ type: 'usage', usage: { promptTokens: 1, completionTokens: 1 } }, frame =>
      types.push(frame.type),
    )
    splitter.take({ type: 'done', reason: 'stop' }, frame => types.push(frame.type))
    expect(types).toEqual(['usage', 'text', 'done'])
  })
})

describe('a server that leaves reasoning in its text', () => {
  const answer = async (request: Partial<InferenceRequest>) => {
    const { url } = await serveHttp((_request, response) => {
      const parts = ['<th', 'ink>Hm', '</think>', 'Hi'].map(
        text => `data: ${JSON.stringify({ choices: [{ delta: { content: text }, text }] })}\n\n`,
      )
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(
        `${parts.join('')}data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`,
      )
    })
    const client = owned(createInferenceClient({ baseUrl: url, backend: 'vllm' }))
    const question = { model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...request } as const
    return (await collectFrames(client.stream(question, { signal: never }))).slice(0, -1)
  }

  it('has it told apart', async () => {
    expect(await answer({})).toEqual([
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Hi' },
    ])
  })

  it.each<[string, Partial<InferenceRequest>]>([
    ['a raw text', { messages: [], prompt: { text: 'x' } }],
    [
      'the rest of a begun answer',
      {
        messages: [
          { role: 'user', content: 'x' },
          { role: 'assistant', content: 'y' },
        ],
      },
    ],
  ])('is taken at its word in %s', async (_what, request) => {
    const frames = await answer(request)
    expect(frames.every(frame => frame.type === 'text')).toBe(true)
    expect(frames.map(frame => (frame.type === 'text' ? frame.text : '')).join('')).toBe(
      '<think>Hm</think>Hi',
    )
  })
})
