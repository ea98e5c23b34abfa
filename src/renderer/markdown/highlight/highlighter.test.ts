import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight } from './highlighter'
import { grammarFor } from './languages'

describe('highlight', () => {
  it('tells keywords, strings and comments apart', () => {
    expect(highlight("const a = 'x' // why", 'typescript')).toEqual([
      { role: 'keyword', text: 'const' },
      { role: null, text: ' a = ' },
      { role: 'string', text: "'x'" },
      { role: null, text: ' ' },
      { role: 'comment', text: '// why' },
    ])
  })

  it('returns exactly the code it was given', () => {
    const grammars = ['typescript', 'python', 'xml', 'bash', 'json', 'yaml', 'cpp']
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.constantFrom(...grammars),
        (code, grammar) => {
          expect(
            highlight(code, grammar)
              .map(span => span.text)
              .join(''),
          ).toBe(code)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('grammarFor', () => {
  it('names only grammars that are there, whatever alias was written', () => {
    for (const name of [
      'ts',
      'TSX',
      'py',
      'sh',
      'c++',
      'C#',
      'html',
      'yml',
      'toml',
      'rs',
      'golang',
      'jsonl',
      'patch',
    ]) {
      const grammar = grammarFor(name)
      expect(grammar, name).not.toBeNull()
      expect(() => highlight('x', grammar ?? '')).not.toThrow()
    }
  })

  it('knows no grammar for hostile or unknown names', () => {
    for (const name of ['', 'mermaid', '__proto__', 'constructor', 'html" onload="x'])
      expect(grammarFor(name)).toBeNull()
  })
})
