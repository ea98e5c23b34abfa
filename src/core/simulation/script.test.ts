import { describe, expect, it } from 'vitest'
import { planAnswer, textOf } from './plan-answer'
import { parseScript } from './script'
import { question } from './testing/question'
import { defaultBehaviour } from './types'

const script = parseScript({
  question: 'tidy up',
  turns: [
    { text: 'I look.', tool_calls: [{ name: 'list_files', arguments: { path: '.' } }] },
    { reasoning: 'Hm.', text: 'Done.', expect: 'a.txt' },
  ],
})
const tools = [{ name: 'list_files', parameters: {} }]
const said = (role: string, content: string) => ({ role, content, images: [] })
const begun = [
  said('system', 'Be brief.'),
  said('user', 'hello'),
  said('assistant', 'hi'),
  said('user', 'Please tidy up.'),
]
const plan = (messages: ReturnType<typeof said>[], using = script) =>
  planAnswer(question({ messages, tools }), { ...defaultBehaviour, script: using })
const callsIn = ({ parts }: ReturnType<typeof plan>) =>
  parts.flatMap(part => (part.type === 'toolArguments' && part.completes !== null ? [part.completes] : []))

describe('a simulated model with a script', () => {
  it('says and calls what stands at its place in the conversation, the same when it is asked again', () => {
    for (const first of [plan(begun), plan(begun)]) {
      expect([textOf(first.parts, 'text'), first.reason]).toEqual(['I look.', 'tool_calls'])
      expect(callsIn(first)).toEqual([{ name: 'list_files', arguments: { path: '.' } }])
    }
    const second = plan([...begun, said('assistant', 'I look.'), said('tool', 'a.txt, b.txt')])
    expect([textOf(second.parts, 'reasoning'), textOf(second.parts, 'text')]).toEqual(['Hm.', 'Done.'])
    expect([second.reason, callsIn(second)]).toEqual(['stop', []])
  })

  it('says so when it is not told what it expects, and answers what it has no turn for as ever', () => {
    const wrong = plan([...begun, said('assistant', 'I look.'), said('tool', 'nothing')])
    expect(textOf(wrong.parts, 'text')).toBe(
      'Turn 2 of the script expects to be told “a.txt”, and was told “nothing”.',
    )
    expect(textOf(plan([said('user', 'hello')]).parts, 'text')).toContain('no model was run')
  })

  it('without a place for calls writes them into its text', () => {
    const plain = plan(begun, { ...script, native: false })
    expect(callsIn(plain)).toEqual([])
    expect(textOf(plain.parts, 'text')).toBe(
      'I look.\n\n```tool\n{"tool":"list_files","arguments":{"path":"."}}\n```',
    )
  })

  it('is refused with the place where it is wrong', () => {
    const calls = [{ name: 'a' }, { name: 'b' }]
    expect(() => parseScript({ turns: [{ text: 'x', calls: [] }] })).toThrow('turns[0]')
    expect(() => parseScript({ native: false, turns: [{ tool_calls: calls }] })).toThrow(
      'turns[0].tool_calls: A model that is not native makes one call at a time.',
    )
    expect(parseScript([{ text: 'x' }]).native).toBe(true)
  })
})
