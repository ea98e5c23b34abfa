import { describe, expect, it } from 'vitest'
import { composeAnswer, continueText, keywords, tokenize } from './compose-answer'

const ask = (prompt: string, model = 'qwen3:4b'): string => composeAnswer({ model, prompt, role: 'user' })
const hard =
  'Compare optimistic and pessimistic locking for a distributed inventory service, and explain the failure modes in detail.'

describe('composeAnswer', () => {
  it('says that it is simulated, by which model, and repeats the question', () => {
    for (const prompt of ['Hi', 'What is the capital of France?', hard, 'What is 2+2?']) {
      expect(ask(prompt)).toMatch(/simulated/i)
      expect(ask(prompt)).toContain('qwen3:4b')
    }
    expect(ask('What is the capital of France?')).toContain('“What is the capital of France?”')
  })

  it('is the same for the same question and model, and differs with either', () => {
    expect(ask(hard)).toBe(ask(hard))
    expect(ask(hard)).not.toBe(ask(hard, 'llama3:70b'))
    expect(ask('Hi there')).not.toBe(ask('Hello there'))
  })

  it('is short for a simple question and a document for a hard one', () => {
    expect(tokenize(ask('What is the capital of France?')).length).toBeLessThan(80)
    const long = ask(hard)
    expect(tokenize(long).length).toBeGreaterThan(250)
    expect(long).toMatch(/^## /m)
    expect(long).toMatch(/^1\. /m)
    expect(long).toMatch(/^```python\n[\s\S]+^```$/m)
    expect(long).toContain('pessimistic')
  })

  it('speaks of the tool result when one came last', () => {
    expect(composeAnswer({ model: 'm', prompt: '{"temperature":21}', role: 'tool' })).toContain(
      '{"temperature":21}',
    )
  })

  it('survives any question', () => {
    for (const prompt of ['', ' ', '`'.repeat(5000), '\u0000\uD800', '漢字を説明してください', '"""\\"']) {
      const text = ask(prompt)
      expect(tokenize(text).join('')).toBe(text)
    }
  })
})

describe('keywords', () => {
  it('keeps the order of the question, each once, without common words', () => {
    expect(keywords('Which locking would you explain: locking of inventory?', 3)).toEqual([
      'locking',
      'explain',
      'inventory',
    ])
  })
})

describe('continueText', () => {
  it('says what it is, and goes on counting when that is what is going on', () => {
    expect(continueText('m', 'one, two, three,', '')).toMatch(
      /^ four, five, six \[simulated continuation by m/,
    )
    for (const text of ['No one', 'three, two,', 'eleven, twelve', '']) {
      expect(continueText('m', text, '').trimStart()).toMatch(/^\[simulated/)
    }
  })
})
