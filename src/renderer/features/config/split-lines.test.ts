import { describe, expect, it } from 'vitest'
import { highlight } from '../../markdown/highlight/highlighter'
import { splitLines, withHidden, withHiddenSigns } from './split-lines'

const text = 'server:\n  host: "a\n    b"  # both\n\n  auth_token: [redacted] # x\n'

describe('the lines of a file', () => {
  it('are those of the text, each with its own part of what is coloured over several', () => {
    const lines = splitLines(highlight(text, 'yaml'))
    expect(lines.map(spans => spans.map(span => span.text).join(''))).toEqual(text.split('\n'))
    const isString = (line: number) => lines[line]?.some(({ role }) => role === 'string')
    expect([isString(1), isString(2)]).toEqual([true, true])
  })

  it('say where something was hidden, and lose nothing else', () => {
    const [line] = splitLines(highlight(withHiddenSigns('a: [redacted] # b'), 'yaml'))
    const parts = withHidden(line ?? [])
    expect(parts.filter(part => part === 'hidden')).toHaveLength(1)
    expect(parts.map(part => (part === 'hidden' ? '…' : part.text)).join('')).toBe('a: … # b')
  })

  it('of an empty file are one empty line', () => {
    expect(splitLines([])).toEqual([[]])
  })
})
