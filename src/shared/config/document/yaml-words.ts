import type { YAMLError } from 'yaml'

const withoutFullStop = (text: string) => text.replace(/[.!]$/, '')

/** By the library's own message, the first that fits. */
const wordsOf: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/^Tabs are not allowed/, 'A tab indents this line; use spaces.'],
  [/multiple documents/, 'A second document begins here (---); only one is read.'],
  [
    /followed by map values/,
    'This line has no value; write "key: value", or indent it below what it belongs to.',
  ],
  [/on a single line/, 'This is no "key: value" line; write a colon and a space behind the key.'],
  [/mapping items must start/, 'This key stands in no line with the others; indent it as they are.'],
  [/sequence may not be used/, 'This entry stands in no line with the others; indent its "- " as theirs.'],
  [/sequence items must start/, 'This entry stands in no line with the others; indent its "- " as theirs.'],
  [/without - indicator/, 'This stands among the entries of a list; begin it with "- ".'],
  [/^Missing closing/, 'A quote is opened and never closed; close it.'],
  [/end with a \}/, 'A { is opened and never closed; close it with }.'],
  [/end with a \]/, 'A [ is opened and never closed; close it with ].'],
  [/at node end/, 'Nothing more may stand behind this value; put all of it in quotes.'],
  [/^Plain value cannot start/, 'A value cannot begin with this character; put it in quotes.'],
  [/^Comments must be separated/, 'Write a space before the # of the comment.'],
  [/^Unexpected , in/, 'There is a comma too many; remove it.'],
  [/^Missing , /, 'A comma is missing before this.'],
  [/^Invalid escape/, 'This \\ means nothing here; write \\\\ for a backslash, or use single quotes.'],
  [/^Block scalar header/, 'Begin this text on the next line, or put it in quotes.'],
  [/^With stringKeys/, 'A key must be a text; put it in quotes.'],
]

/** What is wrong with YAML and what to write instead, in plain words where it is a mistake people make. `text` has no mark. */
export function yamlWords(error: YAMLError, text: string): string {
  const [line = ''] = text.slice(error.pos[0]).split('\n', 1)
  if (error.code === 'TAG_RESOLVE_FAILED') return `${error.message}. Remove the tag (!).`
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY' && error.message.startsWith('Nested mappings')) {
    // Either the colon is meant as part of the value, or the next line was to stand on its own.
    return /:\s/.test(line)
      ? 'This value contains ": "; put it in quotes.'
      : 'The line below this value stands too far in; indent it as this one.'
  }
  if (error.code === 'MULTILINE_IMPLICIT_KEY' && /^[\w.-]+:[^\s:]/.test(line)) {
    return 'A space is missing behind the colon; write "key: value".'
  }
  const [, words] = wordsOf.find(([pattern]) => pattern.test(error.message)) ?? []
  return words ?? `${withoutFullStop(error.message)}.`
}
