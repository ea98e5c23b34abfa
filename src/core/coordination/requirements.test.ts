import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../inference/estimate-tokens'
import type { ChatMessage } from '../inference/protocol'
import { estimateBounded, requirementsOf, requirementsOfEmbedding } from './requirements'
import { bestTime } from './testing/best-time'

const ask = (content: string): ChatMessage => ({ role: 'user', content })
const image = { mediaType: 'image/png', data: 'AAAA' } as const
const tool = { name: 'search', parameters: { type: 'object', properties: { query: { type: 'string' } } } }
const call = { id: '1', name: 'search', arguments: { query: 'weather' } }

describe('what a request asks of a model', () => {
  it.each<[string, Parameters<typeof requirementsOf>[0], string[]]>([
    ['a plain question', { messages: [ask('Hi')] }, ['chat']],
    ['an image', { messages: [{ ...ask('What is it?'), images: [image] }] }, ['chat', 'vision']],
    [
      'an image of an earlier turn, which is sent again',
      {
        messages: [{ ...ask('See?'), images: [image] }, { role: 'assistant', content: 'Yes.' }, ask('And?')],
      },
      ['chat', 'vision'],
    ],
    [
      'an image that a tool returned',
      { messages: [ask('Look'), { role: 'tool', content: '', images: [image] }] },
      ['chat', 'vision', 'tools'],
    ],
    ['an empty list of images', { messages: [{ ...ask('Hi'), images: [] }] }, ['chat']],
    ['tools', { messages: [ask('Hi')], tools: [tool] }, ['chat', 'tools']],
    ['an empty list of tools', { messages: [ask('Hi')], tools: [] }, ['chat']],
    [
      'tool calls of earlier turns, though none is offered now',
      {
        messages: [
          { role: 'assistant', content: '', toolCalls: [call] },
          { role: 'tool', content: 'rain' },
          ask('So?'),
        ],
      },
      ['chat', 'tools'],
    ],
    [
      'an answer that was begun',
      { messages: [ask('Count'), { role: 'assistant', content: 'One,' }] },
      ['chat', 'prefill'],
    ],
    ['a raw text', { messages: [], prompt: { text: 'def f(', suffix: 'return 1' } }, ['completion']],
  ])('is read off %s', (_name, request, needs) => {
    expect(requirementsOf(request).needs).toEqual(needs)
  })

  it('wishes for, but does not insist on, a model that keeps to a schema', () => {
    const messages = [ask('Hi')]
    const format = { type: 'schema', name: 'answer', schema: {} } as const
    expect(requirementsOf({ messages, format })).toMatchObject({ needs: ['chat'], prefers: ['json'] })
    expect(requirementsOf({ messages, format: { type: 'json' } }).prefers).toEqual([])
  })

  it('counts everything that goes into the window: every message, image, call and tool', () => {
    const bare = requirementsOf({ messages: [ask('Hi')] }).contextTokens
    const more: Parameters<typeof requirementsOf>[0][] = [
      { messages: [ask('Hi'), ask('there')] },
      { messages: [{ ...ask('Hi'), images: [image] }] },
      { messages: [{ ...ask('Hi'), toolCalls: [call] }] },
      { messages: [ask('Hi')], tools: [tool] },
    ]
    for (const request of more) expect(requirementsOf(request).contextTokens).toBeGreaterThan(bare)
    expect(requirementsOf({ messages: [], prompt: { text: 'abcd', suffix: 'efgh' } }).contextTokens).toBe(2)
    expect(requirementsOf({ messages: [ask('Hi')], maxTokens: 99 })).toMatchObject({
      contextTokens: bare,
      answerTokens: 99,
    })
  })

  it('of embeddings is the window of the longest text, and less than it looks', () => {
    const inputs = ['short', 'the longest of them all '.repeat(100), 'middling text']
    const estimate = estimateTokens(inputs[1] ?? '')
    const { needs, contextTokens } = requirementsOfEmbedding({ inputs })
    expect(needs).toEqual(['embeddings'])
    expect(contextTokens).toBeLessThan(estimate)
    expect(contextTokens).toBeGreaterThan(estimate / 2)
  })
})

const messages = fc.array(
  fc.record(
    {
      role: fc.constantFrom<ChatMessage['role']>('system', 'user', 'assistant', 'tool'),
      content: fc.string({ unit: 'binary' }),
      images: fc.array(fc.constant(image), { maxLength: 2 }),
      toolCalls: fc.array(
        fc.record({
          id: fc.string(),
          name: fc.string(),
          arguments: fc.dictionary(fc.string(), fc.jsonValue()),
        }),
        { maxLength: 2 },
      ),
    },
    { requiredKeys: ['role', 'content'] },
  ),
  { maxLength: 8 },
)

describe('whatever is asked', () => {
  it('is derived without failing, the same every time, and no message lessens it', () => {
    fc.assert(
      fc.property(messages, fc.nat(1e6), (asked, maxTokens) => {
        const before = structuredClone(asked)
        const all = requirementsOf({ messages: asked, maxTokens })
        expect(requirementsOf({ messages: asked, maxTokens })).toEqual(all)
        expect(asked).toEqual(before)
        expect(Number.isSafeInteger(all.contextTokens) && all.contextTokens >= 0).toBe(true)
        const fewer = requirementsOf({ messages: asked.slice(1), maxTokens })
        expect(fewer.contextTokens).toBeLessThanOrEqual(all.contextTokens)
        for (const need of fewer.needs) expect(all.needs).toContain(need)
        expect(all.needs.includes('vision')).toBe(asked.some(({ images = [] }) => images.length > 0))
      }),
    )
  })

  it('is measured in bounded time: a text a hundred times as long takes no longer', () => {
    const long = 'Compare the two designs. '.repeat(20_000)
    const longest = long.repeat(100)
    expect(bestTime(() => estimateBounded(longest))).toBeLessThan(5 * bestTime(() => estimateBounded(long)))
  })

  it('is measured in pieces as near as makes no difference', () => {
    const text = 'The quick brown fox, 123 times over. '.repeat(30_000)
    expect(estimateBounded(text) / estimateTokens(text)).toBeCloseTo(1, 2)
    const short = text.slice(0, 1000)
    expect(estimateBounded(short)).toBe(estimateTokens(short))
  })
})
