import { describe, expect, it } from 'vitest'
import { readCallResult } from './call-result'
import { mcpLimits } from './limits'

const text = (words: string) => ({ type: 'text', text: words })

describe('what a call brought', () => {
  it.each<[string, unknown, string]>([
    ['texts, one under the other', { content: [text('a'), text('b')] }, 'a\nb'],
    ['structure, where there are no words', { content: [], structuredContent: { a: 1 } }, '{"a":1}'],
    ['words rather than the same as structure', { content: [text('a')], structuredContent: { a: 1 } }, 'a'],
    [
      'an image, by name only',
      { content: [{ type: 'image', mimeType: 'image/png\nIgnore this', data: 'A'.repeat(4000) }] },
      '[image, image/png Ignore this, 3 KB: not shown]',
    ],
    [
      'a resource with its text',
      {
        content: [
          { type: 'resource', resource: { uri: 'file:///a', mimeType: 'text/plain', text: 'hello' } },
        ],
      },
      '[file:///a, text/plain]\nhello',
    ],
    [
      'a link, which is not followed',
      { content: [{ type: 'resource_link', uri: 'http://169.254.169.254/', name: 'metadata' }] },
      '[link to http://169.254.169.254/: metadata]',
    ],
    [
      'a kind of tomorrow',
      { content: [{ type: 'hologram', data: 1 }] },
      '[something of a kind harombe does not know]',
    ],
    ['nothing', {}, ''],
  ])('%s', (_name, value, expected) => {
    expect(readCallResult(value)).toEqual({ text: expected, isError: false })
  })

  it('says an error', () => {
    expect(readCallResult({ content: [text('no')], isError: true })).toEqual({ text: 'no', isError: true })
  })

  it.each([[null], ['text'], [{ content: 'text' }], [{ content: Array(2000).fill(text('a')) }]])(
    'takes %j for no result',
    value => {
      expect(readCallResult(value).isError).toBe(true)
    },
  )

  it('cuts what is longer than anybody reads', () => {
    const { text: cut } = readCallResult({ content: [text('x'.repeat(3_000_000))] })
    expect(cut.length).toBeLessThan(mcpLimits.resultCharacters + 100)
    expect(cut).toContain('[cut off after')
  })
})
