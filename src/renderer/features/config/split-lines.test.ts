import { describe, expect, it } from 'vitest'
import { highlight } from '../../markdown/highlight/highlighter'
import { splitLines, withHidden } from './split-lines'

const text = 'server:\n  host: "a\n    b"  # both\n\n  auth_token: [redacted] # x\n'

describe('the lines of a file', () => {
  it('are those of the text, each with its own part of what is coloured over several', () => {
    const lines = splitLines(highlight(text, 'yaml'))
    expect(lines.map(spans => spans.map(span => span.text).join(''))).toEqual(text.split('\n'))
    const isString = (line: number) => lines[line]?.some(({ role }) => role === 'string')
    expect([isString(1), isString(2)]).toEqual([true, true])
  })

  it('say where something was hidden, and lose nothing else', () => {
    expect(withHidden([{ role: null, text: 'a: [redacted] # b' }])).toEqual([
      { role: null, text: 'a: ' },
      'hidden',
      { role: null, text: ' # b' },
    ])
    expect(withHidden([{ role: 'string', text: '[redacted]' }])).toEqual(['hidden'])
  })

  it('of an empty file are one empty line', () => {
    expect(splitLines([])).toEqual([[]])
  })
})
