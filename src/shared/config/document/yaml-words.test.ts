import { describe, expect, it } from 'vitest'
import { phrases } from '../../texts/de/phrases'
import { createPhraseBook } from '../../texts/phrase-book'
import { parseYaml } from './parse-yaml'

const german = createPhraseBook(phrases, text => text)

describe('mistakes in YAML', () => {
  it.each([
    ['a: 1\nb\nc: 2\n', 2, 'This line has no value'],
    ['a: 1\nb', 2, 'This line has no value'],
    ['a:\n  b: 1\n c: 2\n', 3, 'This key stands in no line'],
    ['a:\n  - x\n - y\n', 3, 'This entry stands in no line'],
    ['a: b: c\n', 1, 'This value contains ": "'],
    ['a: 1\n  b: 2\n', 1, 'The line below this value stands too far in'],
    ['a:b\nc: 1\n', 1, 'A space is missing behind the colon'],
    ['a: "x\nb: 1\n', null, 'A quote is opened'],
    ["a: 'x\nb: 1\n", null, 'A quote is opened'],
    ['a: {b: 1\nc: 2\n', null, 'A { is opened'],
    ['a: [1, 2\nb: 1\n', null, 'A [ is opened'],
    ['a:\n\tb: 1\n', 2, 'A tab indents this line'],
    ['a: "x" y\n', 1, 'Nothing more may stand behind'],
    ['a: @x\n', 1, 'A value cannot begin with this character'],
    ['a: `x\n', 1, 'A value cannot begin with this character'],
    ['a: "x"#c\n', 1, 'Write a space before the #'],
    ['a: [1,,2]\n', 1, 'There is a comma too many'],
    ['a: "\\q"\n', 1, 'This \\ means nothing here'],
    ['a: |x\n  b\n', 1, 'Begin this text on the next line'],
    ['a: 1\n---\nb: 1\n', 2, 'A second document begins here'],
  ])('%j are named in words, in German too', (text, line, words) => {
    const [first] = parseYaml(text).problems
    expect(first?.message).toContain(words)
    expect(german.translate(first?.message ?? '')).not.toBeNull()
    if (line !== null) expect(first?.line).toBe(line)
  })
})
