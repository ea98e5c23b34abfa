import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from './limits'
import { type BlockScan, splitBlocks } from './split-blocks'

const sources = (text: string) => splitBlocks(text).all.map(block => text.slice(block.start, block.end))

/** Pieces that collide: markers, fences, blank lines and indentation in any order. */
const fragment = fc.constantFrom(
  ...['\n', '\n\n', 'word', ' ', '  ', '    ', '\t', '- ', '1. ', '2) ', '> ', '# ', '---', '===', '***'],
  ...['```', '```ts', '~~~', '`', '|', '| a | b |\n|---|---|\n', '[x]: http://a.b', '<div>', '\r\n'],
)
const markdown = fc.array(fragment, { maxLength: 40 }).map(parts => parts.join(''))

describe('splitBlocks', () => {
  it('separates paragraphs, headings, rules, lists and fences', () => {
    expect(sources('one\ntwo\n\n# head\ntext\n- a\n- b\n\n```ts\nx\n```\n***\nend')).toEqual([
      'one\ntwo',
      '# head',
      'text',
      '- a\n- b',
      '```ts\nx\n```',
      '***',
      'end',
    ])
  })

  it('keeps blank lines inside a fence', () => {
    const [block, ...rest] = splitBlocks('```py\na\n\n# b\n```').all
    expect(rest).toEqual([])
    expect(block).toMatchObject({ kind: 'fence', info: 'py', closed: true })
  })

  it('closes a fence only with the same marks, at least as many', () => {
    const text = '````\n```\n~~~~\n`````\nafter'
    expect(sources(text)).toEqual(['````\n```\n~~~~\n`````', 'after'])
  })

  it('keeps a list together across blank lines, indented text and a fence inside an item', () => {
    const text = '1. a\n\n   more\n\n   ```sh\n   x\n\n   # y\n   ```\n\n2. b'
    expect(sources(text)).toEqual([text])
  })

  it('ends a list at unindented text after a blank line', () => {
    expect(sources('- a\n\ntext')).toEqual(['- a', 'text'])
  })

  it('does not begin a list in mid-paragraph with a number other than 1', () => {
    expect(sources('In\n1986. A year')).toEqual(['In\n1986. A year'])
    expect(sources('In\n1. item')).toEqual(['In', '1. item'])
  })

  it('keeps a setext underline with its paragraph', () => {
    expect(sources('Title\n---\ntext')).toEqual(['Title\n---', 'text'])
  })

  it('continues a long list as a new block at an item', () => {
    const items = Array.from({ length: 400 }, (_, index) => `${index + 1}. ${'word '.repeat(8)}`)
    const parts = sources(items.join('\n'))
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.every(part => /^\d+\. /.test(part) && part.length < limits.block)).toBe(true)
    expect(parts.join('\n')).toBe(items.join('\n'))
  })

  it('loses nothing but white space between blocks', () => {
    fc.assert(
      fc.property(markdown, text => {
        const kept = sources(text).join('')
        expect(kept.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
      { numRuns: 500 },
    )
  })

  it('gives the same blocks however the text arrived', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 1, max: 7 }), (text, size) => {
        let scan: BlockScan | undefined
        for (let end = size; end < text.length; end += size) scan = splitBlocks(text.slice(0, end), scan)
        expect(splitBlocks(text, scan).all).toEqual(splitBlocks(text).all)
      }),
      { numRuns: 500 },
    )
  })

  it('does not look again at what is decided', () => {
    const before = splitBlocks('# a\n\ntext\n\n```ts\nfirst\nsecond')
    const after = splitBlocks(`${before.source} more`, before)
    expect(after.blocks).toHaveLength(2)
    for (const [index, block] of after.blocks.entries()) expect(block).toBe(before.blocks[index])
    expect(after.offset).toBe(before.offset)
    expect(before.source.slice(before.offset)).toBe('second')
  })

  it('starts over when the text was replaced instead of continued', () => {
    const before = splitBlocks('```\nold text that is longer')
    expect(splitBlocks('new', before).all).toEqual(splitBlocks('new').all)
  })
})
