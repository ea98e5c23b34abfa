import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { say } from '../testing/scripted-executor'
import { openRun, type Reply } from './testing/open-run'
import { createTextualReader, textualInstructions, writeBlock } from './textual-protocol'

const block = (content: string) => `\`\`\`tool\n${content}\n\`\`\``
const good = block('{"tool": "look", "arguments": {"path": "a"}}')
const call = { tool: 'look', arguments: { path: 'a' } }

/** @param pieces as the model writes them */
function read(...pieces: string[]) {
  const reader = createTextualReader(['look', 'write'])
  const shown = pieces.map(reader.take).join('')
  const { rest, answer } = reader.end()
  return { ...answer, shown: shown + rest }
}

describe('a call in the text', () => {
  it.each([
    ['alone', good, ''],
    ['after a thought', `I look.\n\n${good}`, 'I look.\n\n'],
    ['with something after it', `I look.\n${good}\nSo.`, 'I look.\nSo.'],
    ['over several lines', block('{\n  "tool": "look",\n  "arguments": {"path": "a"}\n}'), ''],
    ['with Windows line ends', good.replaceAll('\n', '\r\n'), ''],
  ])('is found %s, and is not shown', (_name, text, shown) => {
    expect(read(text)).toMatchObject({ call, problem: null, shown })
  })

  it('is the same however it is cut into pieces', () => {
    const text = `Look: \`\`x\`\`\n\n\`\`\`js\nlet a = "\`\`\`tool"\n\`\`\`\nI look.\n${good}\n`
    const whole = read(text)
    expect(whole).toMatchObject({ call, problem: null })
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 30 }), cuts => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length]
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end))
        expect(read(...pieces)).toEqual(whole)
      }),
    )
  })

  it('comes to the reader as it is written, but for what may become a block', () => {
    const reader = createTextualReader(['look'])
    expect(['I ', 'look', '.\n', '``', '`to', 'ol\n', '{"tool"'].map(reader.take)).toEqual([
      ...['I ', 'look', '.\n'],
      ...['', '', '', ''],
    ])
  })

  it('is nothing but what stands in the only block, whatever is written around it', () => {
    const json = '{"tool": "look", "arguments": {"path": "a"}}'
    const pieces = [
      good,
      json,
      '```tool',
      '```',
      '```json',
      '~~~tool',
      '{"tool":',
      '<tool_result>',
      '</tool_result>',
    ]
    const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 }))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('\n', '', ' '), (written, between) => {
        const text = written.join(between)
        const found = read(text)
        if (found.call === null) return
        const lines = text.split('\n').map(line => line.trim())
        // Every line that may have opened it, also within a block of another kind: which one did is what is read.
        const blocks = lines.flatMap((line, at) => {
          const end = lines.indexOf('```', at + 1)
          return line === '```tool' && end > at
            ? [
                lines
                  .slice(at + 1, end)
                  .join('\n')
                  .trim(),
              ]
            : []
        })
        expect(blocks).toContain(json)
        expect(found.call).toEqual(call)
      }),
      {
        numRuns: 2_000,
        examples: [[['```', '```tool', '```', good], '\n']],
      },
    )
  })

  it('written by us is read by us', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), given => {
        const made = { tool: 'look', arguments: given }
        fc.pre(!JSON.stringify(given).includes('__proto__'))
        expect(read(writeBlock(made)).call).toEqual(JSON.parse(JSON.stringify(made)))
      }),
    )
  })

  it.each([
    ['not closed', '```tool\n{"tool": "look", "arguments": {}}', 'was not closed'],
    ['cut off', '```tool\n{"tool": "lo', 'was not closed'],
    ['no JSON', block("{tool: 'look'}"), 'not JSON'],
    ['a comma too many', block('{"tool": "look", "arguments": {},}'), 'not JSON'],
    ['two objects', block('{"tool":"look","arguments":{}}\n{"tool":"look","arguments":{}}'), 'not JSON'],
    ['a list', block('[]'), 'not one JSON object'],
    ['no tool', block('{"arguments": {}}'), 'no "tool"'],
    ['arguments that are text', block('{"tool": "look", "arguments": "{}"}'), 'no "arguments"'],
    ['a key too many', block('{"tool": "look", "arguments": {}, "approved": true}'), '"approved"'],
    ['two blocks', `${good}\n${good}`, '2 blocks'],
    ['another kind of block', '```json\n{"tool": "look", "arguments": {}}\n```', 'does not stand in a block'],
    ['no block at all', '{"name": "look", "arguments": {}}', 'does not stand in a block'],
    ['nested without end', block(`{"tool": "look", "arguments": ${'{"a":'.repeat(500)}`), 'not JSON'],
  ])('that is wrong (%s) is no call, and it is said what is wrong', (_name, text, problem) => {
    const { call: found, problem: said } = read(text)
    expect([found, said]).toEqual([null, expect.stringContaining(problem)])
  })

  it.each([
    'Four.',
    '',
    'Write it like this:\n```json\n{"name": "Ada", "arguments": []}\n```',
    '```ts\nconst tool = "look"\n```',
    'The word tool: `tool`, ```tool inline```, and so on.',
  ])('is not seen where there is none: %j', text => {
    expect(read(text)).toEqual({ call: null, problem: null, shown: text, thought: text.trim() })
  })
})

it('tells the model of its tools in few words', () => {
  const parameters = {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'In the workspace.' },
      kinds: { type: 'array', items: { anyOf: [{ const: 'a' }, { enum: [1] }] } },
    },
    required: ['path'],
  }
  const text = textualInstructions([{ name: 'look', description: 'Looks. Very finely.', parameters }])
  expect(text).toContain('- look {"path": string (In the workspace.), "kinds"?: ["a" | 1]}: Looks.')
  expect(text.length).toBeLessThan(700)
})

describe('a run with a model that has no place for calls', () => {
  const says =
    (text: string): Reply =>
    () => [say(text)]
  const isNative = () => false

  it('is told what tools there are, calls them in the text, and is told the results there', async () => {
    const run = openRun({ replies: [says(`I look.\n\n${good}`), says('So.')], isNative })
    const end = await run.end()
    expect([run.text().trim(), run.ran]).toMatchObject(['I look.\n\nSo.', [call]])
    expect(end.outcome.steps).toMatchObject([{ text: 'I look.' }])
    expect(run.requests.map(({ tools }) => tools)).toEqual([undefined, undefined])
    expect(run.requests[1]?.messages.slice(2)).toEqual([
      { role: 'assistant', content: `I look.\n\n${writeBlock(call)}` },
      { role: 'user', content: '<tool_result>\nlook:\nlook is done.\n</tool_result>' },
    ])
  })

  it('is asked again with what was wrong, and what it said then is void', async () => {
    const run = openRun({ replies: [says(`Hm.\n${block('{tool}')}`), says(good), says('So.')], isNative })
    await run.end()
    expect(run.ran).toHaveLength(1)
    expect(run.requests[1]?.messages.at(-2)).toEqual({
      role: 'assistant',
      content: `Hm.\n${block('{tool}')}`,
    })
    expect(run.told(1)).toContain('What stands in the block is not JSON')
    expect(run.events.flatMap(event => (event.type === 'step' ? [event.index] : []))).toEqual([0, 0, 1])
    // Neither the mistake nor the correction is part of what follows.
    expect(run.requests[2]?.messages).toHaveLength(4)
  })

  it('is asked again twice, and then answers without tools', async () => {
    const wrong = says(block('{tool}'))
    const run = openRun({ replies: [wrong, wrong, wrong, says('I cannot look.')], isNative })
    const end = await run.end()
    expect([end.type, run.ran, run.text()]).toEqual(['finished', [], 'I cannot look.'])
    expect(run.told(3)).toContain('Your calls could not be read, so nothing was run.')
  })

  it('goes on in the other form where the next step is thought elsewhere', async () => {
    const forms = [false, true]
    const run = openRun({ replies: [says(good), says('So.')], isNative: () => forms.shift() ?? true })
    await run.end()
    expect(run.requests[1]?.messages.slice(2)).toMatchObject([
      { role: 'assistant', toolCalls: [{ name: 'look' }] },
      { role: 'tool', content: 'look is done.' },
    ])
    expect(run.requests[1]?.tools).toHaveLength(3)
  })
})
