import { beforeAll, describe, expect, it } from 'vitest'
import type { Block } from './ast'
import { type ModelDocument, parseModelMarkdown, readDocument, readModelBlock } from './document'
import { loadMender } from './open-tail'
import { samples } from './samples.fixture'

beforeAll(loadMender)

const kinds = (text: string, streaming = false) =>
  parseModelMarkdown(text, streaming).map(block => block.kind)
const only = (text: string, streaming = false): Block => {
  const blocks = parseModelMarkdown(text, streaming)
  const [block] = blocks
  if (block === undefined || blocks.length !== 1) throw new Error(`${blocks.length} blocks`)
  return block
}

describe('parseModelMarkdown', () => {
  it('reads the constructs models use', () => {
    expect(
      kinds('# T\n\npara\n\n- a\n\n> q\n\n| a |\n|---|\n| 1 |\n\n---\n\n```\nx\n```\n\n<b>html</b>'),
    ).toEqual(['heading', 'paragraph', 'list', 'quote', 'table', 'rule', 'code', 'paragraph'])
  })

  it('reads task lists without a second checkbox in the text', () => {
    expect(only('- [x] done\n- [ ] open')).toMatchObject({
      kind: 'list',
      items: [
        { checked: true, blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'done' }] }] },
        { checked: false },
      ],
    })
  })

  it('shows an open fence as code at once, without the first marks of its end', () => {
    expect(only('```ts\nlet a = 1\n``', true)).toEqual({
      kind: 'code',
      language: 'ts',
      text: 'let a = 1',
      open: true,
    })
    expect(only('```', true)).toMatchObject({ kind: 'code', text: '', open: true })
  })

  it('treats a fence that never closed as complete once the answer is', () => {
    expect(only('```ts\nlet a')).toMatchObject({ kind: 'code', text: 'let a', open: false })
  })

  it('closes emphasis, code and links that are still being written', () => {
    expect(only('a **bo', true)).toMatchObject({ children: [{ text: 'a ' }, { kind: 'strong' }] })
    expect(only('run `npm i', true)).toMatchObject({
      children: [{ text: 'run ' }, { kind: 'code', text: 'npm i' }],
    })
    expect(only('see [the docs](https://exa', true)).toEqual({
      kind: 'paragraph',
      children: [{ kind: 'text', text: 'see the docs' }],
    })
  })

  it('leaves open constructs as they are when nothing more will come', () => {
    expect(only('a **bo')).toEqual({ kind: 'paragraph', children: [{ kind: 'text', text: 'a **bo' }] })
  })

  it('resolves references defined in another block', () => {
    const blocks = parseModelMarkdown('See [docs][1].\n\n[1]: https://docs.example/')
    expect(blocks).toMatchObject([
      { children: [{ text: 'See ' }, { kind: 'link', target: { host: 'docs.example' } }, { text: '.' }] },
    ])
  })

  it('never makes an image of a reference either', () => {
    const blocks = parseModelMarkdown('![x][s]\n\n[s]: https://sink.example/?q=SECRET')
    expect(blocks).toMatchObject([{ children: [{ kind: 'image', target: { host: 'sink.example' } }] }])
  })

  it('shows raw HTML as text, but breaks the line at <br>', () => {
    expect(only('a<br>b <i>c</i>')).toEqual({
      kind: 'paragraph',
      children: [
        { kind: 'text', text: 'a' },
        { kind: 'break' },
        { kind: 'text', text: 'b ' },
        { kind: 'text', text: '<i>' },
        { kind: 'text', text: 'c' },
        { kind: 'text', text: '</i>' },
      ],
    })
  })

  it('decodes character references once, and not in code', () => {
    expect(only('&amp;lt; &#169; &copy; `&amp;`')).toMatchObject({
      children: [{ text: '&lt; © © ' }, { kind: 'code', text: '&amp;' }],
    })
  })

  it('keeps a single tilde: it means about, not deleted', () => {
    expect(only('~5 to 6~')).toMatchObject({ children: [{ text: '~' }, { text: '5 to 6' }, { text: '~' }] })
    expect(only('~~gone~~')).toMatchObject({ children: [{ kind: 'strike' }] })
  })

  it('reads CRLF like LF', () => {
    expect(parseModelMarkdown('# a\r\n\r\n- b\r\n- c\r\n')).toEqual(parseModelMarkdown('# a\n\n- b\n- c\n'))
  })

  it('numbers a list from where it starts', () => {
    expect(only('3. c\n4. d')).toMatchObject({ kind: 'list', ordered: true, start: 3 })
  })
})

describe('limits', () => {
  it('shows a block with an endless word as plain text', () => {
    expect(kinds('A'.repeat(3_000))).toEqual(['plain'])
    expect(kinds(`${'word '.repeat(600)}`)).toEqual(['paragraph'])
  })

  it('does not take text without spaces for an endless word', () => {
    expect(kinds('中文没有空格。'.repeat(400))).toEqual(['paragraph'])
  })

  it('shows what follows two thousand blocks as plain text, without losing any of it', () => {
    const blocks = parseModelMarkdown('# a\n'.repeat(5_000))
    const last = blocks.at(-1)
    expect(blocks).toHaveLength(2_001)
    expect(last).toEqual({ kind: 'plain', text: '# a\n'.repeat(3_000) })
  })

  it('shows a block full of markers as plain text', () => {
    expect(kinds('*a_'.repeat(300))).toEqual(['plain'])
  })
})

describe('streaming', () => {
  it.each(samples.map(sample => [sample.name, sample.text] as const))(
    '%s ends as if it came at once',
    (_, text) => {
      for (const size of [1, 7, 80]) {
        let document: ModelDocument | undefined
        for (let end = size; end < text.length; end += size)
          document = readDocument(text.slice(0, end), true, document)
        const streamed = readDocument(text, false, document)
        expect(streamed.blocks.flatMap(block => readModelBlock(block, streamed.definitions))).toEqual(
          parseModelMarkdown(text),
        )
      }
    },
  )
})
