import { expect, it } from 'vitest'
import { splitMarks } from './split-marks'

it.each([
  ['Works in <folder>/a b</folder>.', ['Works in ', 'folder:/a b', '.']],
  ['<note>one</note><folder>two</folder>', ['note:one', 'folder:two']],
  ['no mark at all', ['no mark at all']],
  // Names of models and folders may look like markup: nothing of them may be lost.
  ['<folder>/x/<b>y</b></folder> <i>z</i>', ['folder:/x/<b>y</b>', ' <i>z</i>']],
  ['open <folder>/x', ['open <folder>/x']],
  ['', []],
])('splits %j', (text, expected) => {
  const parts = splitMarks(text, ['folder', 'note'])
  expect(parts.map(part => (part.mark === null ? part.text : `${part.mark}:${part.text}`))).toEqual(expected)
})
