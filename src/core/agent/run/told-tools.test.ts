import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens } from '../../inference/estimate-tokens'
import { toolOf } from '../testing/tool-lab'
import { chooseTools } from './choose-tools'
import { everyBuiltInTool } from './testing/every-built-in-tool'
import { textualInstructions } from './textual-protocol'
import { definitionsOf, tokensOfTool } from './told-tools'

const tools = everyBuiltInTool()
const never = () => Promise.reject(new Error('not called'))
const told = (parameters: Record<string, unknown>, server: string | null = null) =>
  definitionsOf([toolOf(never, { parameters, server })])[0]?.parameters

describe('what models are told of tools', () => {
  it('takes little of every prompt', () => {
    expect(tools).toHaveLength(14)
    const tokens = tools.reduce((sum, tool) => sum + tokensOfTool(tool), 0)
    expect(tokens).toBeLessThan(1_000)
    expect(estimateTokens(textualInstructions(definitionsOf(tools)))).toBeLessThan(700)
  })

  it('leaves out what is checked later, and no property that is called like it', () => {
    const text = { type: 'string', minLength: 1, maxLength: 9, description: 'Words.' }
    expect(
      told({
        type: 'object',
        properties: {
          pattern: text,
          default: {
            anyOf: [
              { type: 'number', const: 0 },
              { type: 'number', const: 1 },
            ],
            default: 0,
          },
          list: { type: 'array', minItems: 1, items: { anyOf: [text, { type: 'string', const: '' }] } },
          either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          inner: { type: 'object', properties: { title: text }, additionalProperties: false },
        },
        required: ['pattern'],
        additionalProperties: false,
      }),
    ).toEqual({
      type: 'object',
      properties: {
        pattern: { type: 'string', description: 'Words.' },
        default: { enum: [0, 1] },
        list: {
          type: 'array',
          items: {
            anyOf: [
              { type: 'string', description: 'Words.' },
              { type: 'string', const: '' },
            ],
          },
        },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        inner: { type: 'object', properties: { title: { type: 'string', description: 'Words.' } } },
      },
      required: ['pattern'],
    })
  })

  it('is what a person approved, where an MCP server says it', () => {
    const parameters = {
      $schema: 'draft',
      type: 'object',
      properties: { a: { type: 'string', maxLength: 3 } },
    }
    const { $schema: _, ...approved } = parameters
    expect(told(parameters, 'everything')).toEqual(approved)
  })
})

describe('where not all tools have room', () => {
  const all = tools.reduce((sum, tool) => sum + tokensOfTool(tool), 0)
  const namesFor = (said: string, maxTokens: number, called: string[] = []) =>
    chooseTools(tools, { said: [said], called: new Set(called), maxTokens }).map(({ name }) => name)

  it.each([
    ['What is 17 * 23?', ['calculator']],
    ['Read notes.md and tell me what is open', ['read_file', 'list_files']],
    ['Was steht in der Datei plan.txt?', ['read_file', 'list_files']],
    ['What does https://example.org/a say?', ['web_fetch']],
    ['How many days until 2027-01-01?', ['date_time']],
    ['Which node has a gpu?', ['system_info']],
    ['Use search_memory for it', ['search_memory']],
    ['hm', ['read_file', 'list_files']],
  ])('“%s” is given those that fit it', (said, expected) => {
    const names = namesFor(said, 300)
    expect(names).toEqual(expect.arrayContaining(expected))
    expect(names.length).toBeLessThan(tools.length / 2)
  })

  it('one that was called stays', () => {
    expect(namesFor('What is 17 * 23?', 200, ['write_file'])).toContain('write_file')
  })

  it('they never take more than there is, keep their order, and are all there where they fit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.nat(all + 100), (said, maxTokens) => {
        const names = namesFor(said, maxTokens)
        const cost = tools
          .filter(({ name }) => names.includes(name))
          .reduce((sum, tool) => sum + tokensOfTool(tool), 0)
        expect(cost).toBeLessThanOrEqual(maxTokens)
        expect(names).toEqual(tools.map(({ name }) => name).filter(name => names.includes(name)))
        if (maxTokens >= all) expect(names).toHaveLength(tools.length)
      }),
      { numRuns: 200 },
    )
  })
})
