import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgentStep, classification } from '../../../shared/entities'
import type { ChatMessage } from '../../inference/protocol'
import { requirementsOf } from '../requirements'
import { bestTime } from '../testing/best-time'
import { type ClassifierInput, neutralOperatingPoint, type TextJudge } from './classifier'
import { createClassifier } from './create-classifier'
import { createTextJudge } from './text-judge'

const hard = 'Design a distributed rate limiter and prove that it keeps its promises.'
const simple = 'What is the capital of France?'
const answer = 'Here it is.'

/** Knows two words. */
const fake: TextJudge = {
  judge: text =>
    /prove|design/i.test(text)
      ? { probabilities: [0.1, 0.2, 0.7], evidence: [{ words: 'it asks for a proof', weight: 2 }] }
      : { probabilities: [0.8, 0.12, 0.08], evidence: [{ words: 'it is short', weight: -1 }] },
}
const faked = createClassifier({ judge: fake })
const real = createClassifier({ judge: createTextJudge() })

const user = (content: string): ChatMessage => ({ role: 'user', content })
const says = (content: string): ChatMessage => ({ role: 'assistant', content })
const image = { mediaType: 'image/png', data: 'AA==' } as const
const toolsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `tool_${index}`, parameters: { type: 'object' } }))
const calls = (...ids: string[]): ChatMessage => ({
  role: 'assistant',
  content: '',
  toolCalls: ids.map(id => ({ id, name: 'tool_0', arguments: {} })),
})
const result = (id: string, content = 'found'): ChatMessage => ({ role: 'tool', content, toolCallId: id })

const judge = (messages: readonly ChatMessage[], changes: Partial<ClassifierInput> = {}) =>
  faked.classify({
    messages,
    tools: [],
    contextTokens: 100,
    operatingPoint: neutralOperatingPoint,
    ...changes,
  })
const needsMore = (messages: readonly ChatMessage[], changes: Partial<ClassifierInput> = {}) =>
  1 - (judge(messages, changes).probabilities?.[0] ?? 0)

describe('a text alone', () => {
  it('has the probabilities of its judge, and reasons for its tier', () => {
    expect(judge([user(hard)])).toMatchObject({
      class: 'complex',
      tier: 2,
      probabilities: [0.1, 0.2, 0.7],
      reasons: ['it asks for a proof'],
      gates: [],
    })
    expect(judge([user(simple)])).toMatchObject({ tier: 0, reasons: ['it is short'] })
  })

  it('is not judged by the system prompt, nor by what tools brought', () => {
    expect(judge([{ role: 'system', content: hard }, user(simple)]).tier).toBe(0)
    expect(judge([user(simple), calls('a'), result('a', hard)]).tier).toBe(0)
  })

  it('goes to tier 0 when there is nothing in it, whatever is offered', () => {
    for (const text of ['', ' \n ', 'thanks', '👍']) {
      expect(judge([user(text)], { tools: toolsOf(40) })).toMatchObject({ tier: 0, probabilities: [1, 0, 0] })
    }
    expect(judge([]).tier).toBe(0)
  })
})

describe('a turn of a conversation', () => {
  const talk = [user(hard), says(answer)]

  it('inherits what it goes on with, and tells so first', () => {
    const turn = judge([...talk, user('yes, go ahead')])
    expect(turn).toMatchObject({
      tier: 2,
      reasons: ['it continues an earlier request', 'it asks for a proof'],
    })
    expect(turn.gates).toEqual(['Agrees to what was proposed, and is as hard as that.'])
  })

  it('looks past thanks and other follow-ups, and says how far', () => {
    const turn = judge([
      ...talk,
      user('thanks!'),
      says('Welcome.'),
      user('go on'),
      says('Done.'),
      user('continue'),
    ])
    expect(turn.tier).toBe(2)
    expect(turn.gates[0]).toContain('(3 messages back)')
  })

  it('fades with the distance', () => {
    const idle = (count: number) =>
      Array.from({ length: count }, () => [user('thanks'), says('Welcome.')]).flat()
    const later = (count: number) => needsMore([...talk, ...idle(count), user('continue')])
    expect(later(1)).toBeLessThan(later(0))
    expect(later(4)).toBeLessThan(later(1))
    expect(later(12)).toBeGreaterThan(needsMore([user(simple)]))
  })

  it('counts a change of form for less, and a correction for more', () => {
    const same = needsMore([...talk, user('continue')])
    expect(needsMore([...talk, user('as a table please')])).toBeLessThan(same)
    const surely: TextJudge = { judge: () => ({ probabilities: [0.02, 0.03, 0.95], evidence: [] }) }
    const translated = createClassifier({ judge: surely }).classify({
      ...{ messages: [...talk, user('translate that')], tools: [], contextTokens: 100 },
      operatingPoint: neutralOperatingPoint,
    })
    expect(translated.tier).toBe(1)
    const wrong = needsMore([...talk, user("that's wrong")])
    expect(wrong).toBeGreaterThan(same)
    const again = needsMore([...talk, user("that's wrong"), says(answer), user('still fails')])
    expect(again).toBeGreaterThan(wrong)
    const often = Array.from({ length: 9 }, () => [user('still fails'), says(answer)]).flat()
    expect(needsMore([...talk, ...often, user('still fails')])).toBeLessThan(0.99)
  })

  it('counts what the assistant proposed, though nothing hard was asked', () => {
    const offered = [user('hi'), says('I can design the protocol and prove it. Shall I?')]
    expect(judge([...offered, user('yes please')])).toMatchObject({ tier: 2 })
    expect(judge([...offered, user('no thanks')])).toMatchObject({ tier: 0 })
  })

  it('that stands alone is judged alone, after however much', () => {
    const long = Array.from({ length: 20 }, () => talk).flat()
    expect(judge([...long, user(simple)], { contextTokens: 30_000 })).toMatchObject({
      tier: 0,
      gates: ['Needs a window of about 30,000 tokens.'],
    })
  })

  it('is not judged by what it quotes', () => {
    expect(judge([...talk, user(`> ${hard}\n\n${simple}`)])).toMatchObject({ tier: 0 })
    const said = 'We prove that the limiter keeps its promises by induction over the requests.'
    expect(judge([user(simple), says(said), user(`${said}\n\n${simple}`)])).toMatchObject({ tier: 0 })
  })
})

describe('a long text', () => {
  const material = `${hard} The report goes on for long and says little.\n`.repeat(60)

  it.each([
    `Summarise the following in two sentences:\n\n${material}`,
    `${material}\n\nTranslate this into French.`,
    `Fasse den folgenden Text zusammen:\n\n${material}`,
  ])('is not what is judged of simple work on it', text => {
    const turn = judge([user(text)])
    expect(turn.tier).toBe(0)
    expect(turn.gates).toContain('Simple work on a long text: the instruction was judged, not the text.')
  })

  it('is judged with any other question about it', () => {
    expect(judge([user(`Find the flaw in this argument:\n\n${material}`)]).tier).toBe(2)
  })

  it('of code or of a log is counted', () => {
    const code = `Why is it slow?\n\n\`\`\`go\n${'for {\n}\n'.repeat(30)}\`\`\``
    expect(judge([user(code)]).gates).toContain('Code or a log of 60 lines.')
    const log = '2026-01-01 12:00:00 ERROR it failed\n'.repeat(20)
    expect(judge([user(`What is this?\n${log}`)]).gates[0]).toMatch(/^Code or a log of \d+ lines\.$/)
    expect(judge([user('It rained.\nThe sun came out.\n'.repeat(10))]).gates).toEqual([])
  })
})

describe('what surrounds a text', () => {
  const asked = [user(hard)]

  it('is told in whole sentences', () => {
    const messages = [{ ...user(hard), images: [image, image] }, calls('a', 'b'), result('a'), result('b')]
    const { gates } = judge(messages, {
      tools: toolsOf(3),
      hasSchema: true,
      answerTokens: 8000,
      contextTokens: 9123,
    })
    expect(gates).toEqual([
      'A step that fills in the next call of a tool.',
      '2 images with the question.',
      '3 tools offered.',
      '2 tool results in this turn, about 3 tokens.',
      'The answer has to keep to a JSON Schema.',
      'An answer of up to 8,000 tokens is asked for.',
      'Needs a window of about 9,100 tokens.',
    ])
    expect(judge([{ ...user('A'), images: [image] }, says('B'), user(simple)]).gates).toEqual([
      'An image earlier in the conversation.',
    ])
  })

  it('raises by little and never without end', () => {
    const alone = needsMore(asked)
    expect(needsMore(asked, { tools: toolsOf(3) })).toBeCloseTo(alone, 9)
    expect(needsMore(asked, { tools: toolsOf(12) })).toBeGreaterThan(alone)
    expect(needsMore(asked, { tools: toolsOf(12), toolsAreStanding: true })).toBeCloseTo(alone, 9)
    expect(needsMore(asked, { tools: toolsOf(500) })).toBeCloseTo(needsMore(asked, { tools: toolsOf(24) }), 9)
    expect(judge([user(simple)], { tools: toolsOf(500) }).tier).toBe(0)
    expect(judge([{ ...user(simple), images: Array.from({ length: 9 }, () => image) }]).tier).toBe(0)
  })
})

describe('a step of a run', () => {
  const [one, many] = [toolsOf(1), [calls('a', 'b', 'c', 'd'), ...['a', 'b', 'c', 'd'].map(id => result(id))]]

  it.each<[AgentStep | undefined, ChatMessage[], Partial<ClassifierInput>]>([
    [undefined, [user(hard)], {}],
    ['plan', [user(hard)], { tools: one }],
    ['plan', [user(hard)], { tools: one, toolChoice: { name: 'tool_0' } }],
    ['arguments', [user(hard), calls('a'), result('a')], { tools: one }],
    ['arguments', [user(hard), ...many], { tools: one, toolChoice: 'required' }],
    ['synthesis', [user(hard), calls('a'), result('a')], {}],
    ['synthesis', [user(hard), ...many], { tools: one }],
    ['synthesis', [user(hard), calls('a'), result('a', 'x'.repeat(20_000))], { tools: one }],
    ['plan', [user(hard), calls('a'), result('a'), says(answer), user('and why?')], { tools: one }],
    ['arguments', [user(hard)], { step: 'arguments' }],
  ])('is %s', (step, messages, changes) => expect(judge(messages, changes).step).toBe(step))

  it.each([
    '<system-reminder>Prove nothing.</system-reminder>',
    '<environment_details>a</environment_details>\n<environment_details>b</environment_details>\n',
  ])('goes on though a program speaks in place of the user: %s', reminder => {
    const loop = [user(hard), calls('a'), result('a'), user(reminder)]
    expect(judge(loop, { tools: one })).toEqual(judge(loop.slice(0, -1), { tools: one }))
    const asked = [user(`${reminder}\n${simple}`)]
    expect(judge(asked)).toEqual(judge([user(simple)]))
    expect(judge([...loop, user(`${reminder}thanks!`)], { tools: one })).toMatchObject({
      tier: 0,
      step: 'plan',
    })
    expect(judge([...loop, { ...user(reminder), images: [image] }], { tools: one }).step).toBe('plan')
  })

  it('needs less to fill in a call, and what the question needs to make the answer', () => {
    const loop = [user(hard), calls('a'), result('a')]
    expect(judge(loop, { tools: one, step: 'arguments' }).tier).toBe(0)
    expect(judge(loop).tier).toBe(2)
    expect(judge([user(simple), calls('a'), result('a')]).tier).toBe(0)
  })
})

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    'thanks',
    hard,
    simple,
    'still fails',
    '> quoted',
    'as a table',
    '続けて',
    'ok?',
    `x\n\n${hard.repeat(30)}`,
  ),
)
const messages: fc.Arbitrary<ChatMessage[]> = fc.array(
  fc.oneof(
    texts.map(user),
    texts.map(says),
    fc
      .tuple(texts, fc.boolean())
      .map(([text, sees]) => ({ ...user(text), ...(sees ? { images: [image] } : {}) })),
    fc.subarray(['a', 'b']).map(ids => calls(...ids)),
    fc.tuple(fc.constantFrom('a', 'b', ''), texts).map(([id, text]) => result(id, text)),
    texts.map((content): ChatMessage => ({ role: 'system', content })),
  ),
  { maxLength: 8 },
)
const inputs: fc.Arbitrary<ClassifierInput> = fc.record({
  messages,
  tools: fc.constantFrom([], toolsOf(2), toolsOf(30)),
  toolChoice: fc.constantFrom(undefined, 'auto' as const, 'required' as const, { name: 'tool_0' }),
  contextTokens: fc.oneof(fc.nat(), fc.double({ min: -9, max: 9e6, noNaN: true })),
  answerTokens: fc.nat(99_999),
  hasSchema: fc.boolean(),
  step: fc.constantFrom(undefined, 'plan' as const, 'arguments' as const, 'synthesis' as const),
  operatingPoint: fc.record({
    preference: fc.constantFrom('eco' as const, 'balanced' as const, 'quality' as const),
    shift: fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
  }),
})

describe('whatever it is asked', () => {
  it('never throws and keeps to its shape; the probabilities sum to 1; the same again is the same', () => {
    fc.assert(
      fc.property(inputs, input => {
        const judged = real.classify(input)
        expect(classification.safeParse(judged).error).toBeUndefined()
        const [fast, medium, powerful] = judged.probabilities ?? [0, 0, 0]
        expect(fast + medium + powerful).toBeCloseTo(1, 9)
        expect(Math.min(fast, medium, powerful)).toBeGreaterThanOrEqual(0)
        expect(judged.class).toBe(['simple', 'moderate', 'complex'][judged.tier])
        expect(judged.reasons.length).toBeGreaterThan(0)
        expect(judged.gates.every(gate => /^\p{Lu}|^\d/u.test(gate) && gate.endsWith('.'))).toBe(true)
        expect(real.classify(input)).toEqual(judged)
      }),
      { numRuns: 300 },
    )
  })

  it('a thank-you never needs more than the smallest model', () => {
    const thanks = fc.constantFrom(
      'thanks',
      'Thank you!',
      'danke',
      'merci',
      'ありがとう',
      'ok, thanks',
      'bye',
    )
    fc.assert(
      fc.property(inputs, thanks, (input, text) => {
        const turn = { ...input, messages: [...input.messages, user(text)], step: undefined }
        expect(real.classify(turn).tier).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  it('an image more never takes the need to see away, nor makes the turn easier', () => {
    fc.assert(
      fc.property(inputs, texts, (input, text) => {
        const plain = [...input.messages, user(text)]
        const seeing = [...input.messages, { ...user(text), images: [image] }]
        expect(requirementsOf({ messages: seeing }).needs).toContain('vision')
        const { gates, probabilities } = real.classify({ ...input, messages: seeing })
        expect(gates.some(gate => / images? with the question\.$/.test(gate))).toBe(true)
        const before = real.classify({ ...input, messages: plain }).probabilities ?? [0, 0, 0]
        expect(probabilities?.[0] ?? 1).toBeLessThanOrEqual(before[0] + 1e-9)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the work', () => {
  it.each<[string, (length: number) => string]>([
    ['a thank-you that does not end', length => `thanks${'!'.repeat(length)}x`],
    ['a thank-you of spaces', length => `thanks${' '.repeat(length)}x`],
    ['an ok that does not end', length => `ok${', '.repeat(length / 2)}x`],
    ['a yes with a million words', length => 'yes '.repeat(length / 4)],
    ['nested brackets', length => '['.repeat(length)],
    ['one endless word', length => 'a'.repeat(length)],
    ['blank lines', length => '\n'.repeat(length)],
    ['lines of quotes', length => '> a\n'.repeat(length / 4)],
    ['fences', length => '```\n'.repeat(length / 4)],
    ['fences in one line', length => '```'.repeat(length / 3)],
    ['reminders without an end', length => '<system-reminder></'.repeat(length / 19)],
    ['reminders', length => '<system-reminder></system-reminder>'.repeat(length / 35)],
    ['errors without an end', length => `${'a.'.repeat(length / 2)}Error`],
    ['colons', length => ': \n'.repeat(length / 3)],
    ['combining marks', length => 'e\u0301\u0302'.repeat(length / 3)],
    ['one long line of each kind', length => ` ${'at '.repeat(length / 3)}`],
  ])('is bounded by the length: %s', (_name, of) => {
    const half = [user(hard), says(of(100_000)), user(of(100_000))]
    const whole = [user(hard), says(of(200_000)), user(of(200_000))]
    const small = bestTime(() => judge(half), 3)
    const large = bestTime(() => judge(whole), 3)
    expect(large).toBeLessThan(Math.max(10, 3 * small))
  })

  it('of a conversation of 200 messages is that of its end', () => {
    const few = Array.from({ length: 10 }, () => [user('thanks'), says(hard.repeat(50))]).flat()
    const many = Array.from({ length: 100 }, () => [user('thanks'), says(hard.repeat(50))]).flat()
    const small = bestTime(() => judge([...few, user('continue')]), 5)
    const large = bestTime(() => judge([...many, user('continue')]), 5)
    expect(large).toBeLessThan(Math.max(2, 6 * small))
  })
})
