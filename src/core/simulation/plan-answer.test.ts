import { describe, expect, it } from 'vitest'
import { composeAnswer } from './compose-answer'
import { type AnswerPart, planAnswer } from './plan-answer'
import type { Question } from './question'
import { question } from './testing/question'
import { defaultBehaviour, type SimulatedBehaviour } from './types'

const user = (content: string) => ({ role: 'user', content, images: [] })
const tool = (name: string, parameters: Record<string, unknown> = {}) => ({ name, parameters })

function plan(changes: Partial<Question>, behaviour: Partial<SimulatedBehaviour> = {}) {
  const messages = [user('What is the capital of France?')]
  return planAnswer(question({ messages, ...changes }), { ...defaultBehaviour, ...behaviour })
}

const textOf = (parts: readonly AnswerPart[]): string =>
  parts.map(part => (part.type === 'text' ? part.text : '')).join('')
const callsOf = (parts: readonly AnswerPart[]) =>
  parts.flatMap(part => (part.type === 'toolArguments' && part.completes ? [part.completes] : []))

const weather = tool('get_weather', {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 2 } },
  required: ['city'],
})
const twoCalls = [
  { name: 'a', arguments: { x: 1 } },
  { name: 'b', arguments: { y: 'zwei' } },
]

describe('planAnswer', () => {
  it('calls what it was told to, all at once or only one', () => {
    const tools = [tool('a'), tool('b')]
    const both = plan({ tools }, { toolCalls: twoCalls })
    expect(callsOf(both.parts)).toEqual(twoCalls)
    expect(both.reason).toBe('tool_calls')
    expect(callsOf(plan({ tools, isParallel: false }, { toolCalls: twoCalls }).parts)).toEqual([twoCalls[0]])
  })

  it('calls nothing without tools, when told not to, or once the result is here', () => {
    const answered = [user('x'), { role: 'tool', content: '21', images: [] }]
    for (const changes of [
      {},
      { tools: [tool('a')], toolChoice: 'none' as const },
      { tools: [tool('a')], messages: answered },
    ]) {
      expect(plan(changes, { toolCalls: twoCalls }).reason).toBe('stop')
    }
  })

  it('makes up arguments when a tool must be called or is asked for by name', () => {
    const expected = { name: 'get_weather', arguments: { city: expect.any(String), days: 2 } }
    const tools = [tool('other'), weather]
    const asked = [user('Please call get_weather for Oldenburg.')]
    expect(callsOf(plan({ tools, messages: asked }).parts)).toEqual([expected])
    expect(callsOf(plan({ tools, toolChoice: { name: 'get_weather' } }).parts)).toEqual([expected])
    expect(callsOf(plan({ tools, toolChoice: 'required' }).parts)).toEqual([{ name: 'other', arguments: {} }])
    expect(plan({ tools }).reason).toBe('stop')
  })

  it('cuts the last call in the middle of its arguments when told to', () => {
    const { parts, reason } = plan({ tools: [tool('a')] }, { toolCalls: twoCalls, toolArguments: 'cut' })
    expect(callsOf(parts)).toEqual([twoCalls[0]])
    expect(parts.at(-1)).toMatchObject({ text: '{"y":"', completes: null })
    expect(reason).toBe('tool_calls')
  })

  it('counts calls as tokens, so that a limit cuts them too', () => {
    const { parts, reason } = plan({ tools: [tool('a')], maxTokens: 2 }, { toolCalls: twoCalls })
    expect(parts).toHaveLength(2)
    expect(callsOf(parts)).toEqual([])
    expect(reason).toBe('length')
  })

  it('thinks first when asked to', () => {
    const { parts } = plan({ reasoning: true })
    const first = parts.findIndex(part => part.type === 'text')
    expect(first).toBeGreaterThan(5)
    expect(parts.slice(first).every(part => part.type === 'text')).toBe(true)
  })

  it('writes JSON in JSON mode, and what the schema wants', () => {
    expect(JSON.parse(textOf(plan({ format: 'json' }).parts))).toMatchObject({ simulated: true })
    const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    expect(JSON.parse(textOf(plan({ format: { schema } }).parts))).toEqual({ n: 1 })
  })

  it('goes on with an answer as it would have ended', () => {
    const question = 'What is the capital of France?'
    const whole = composeAnswer({ model: 'm', prompt: question, role: 'user' })
    const begun = whole.slice(0, 20)
    const messages = [user(question), { role: 'assistant', content: begun, images: [] }]
    expect(begun + textOf(plan({ messages, continues: true }).parts)).toBe(whole)
    expect(textOf(plan({ messages, continues: false }).parts)).toBe(whole)
    const other = [user(question), { role: 'assistant', content: 'Bananas are', images: [] }]
    expect(textOf(plan({ messages: other, continues: true }).parts)).toContain('goes on from “Bananas are”')
  })

  it('goes on with a raw text, up to its suffix', () => {
    const raw = { text: 'def add(a, b):', suffix: 'return c' }
    const { parts, promptTokens } = plan({ messages: [], raw })
    expect(textOf(parts)).toContain('goes on from “def add(a, b):”, up to “return c”')
    expect(promptTokens).toBe(6)
  })

  it('tells what it sees', () => {
    const images = [{ mediaType: 'image/png', bytes: 70, colour: null }]
    const { parts } = plan({ messages: [{ ...user('What is this?'), images }] })
    expect(textOf(parts)).toMatch(/^Sees 1 image: image\/png, 70 bytes\. .*simulated/i)
  })
})
