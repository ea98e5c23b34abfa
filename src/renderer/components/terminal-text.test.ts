import { describe, expect, it } from 'vitest'
import { terminalText } from './terminal-text'

describe('terminalText', () => {
  it('takes colours, cursor moves, titles and links out', () => {
    expect(terminalText('\u001b[1;31mred\u001b[0m \u001b[2Kplain')).toBe('red plain')
    expect(terminalText('\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007')).toBe('click')
    expect(terminalText('\u001b]52;c;ZXZpbA==\u001b\\copied?')).toBe('copied?')
    expect(terminalText('\u009b31mred\u0007')).toBe('31mred')
  })

  it('does not let an escape that was cut off swallow what follows on the next line', () => {
    expect(terminalText('a\u001b[')).toBe('a')
    expect(terminalText('\u001b')).toBe('')
    expect(terminalText('\u001b]0;title\nrm -rf')).toBe('\nrm -rf')
  })

  it('shows what a line said last, as a terminal does, and keeps the lines of Windows', () => {
    expect(terminalText('10 %\r50 %\r100 %\nnext\r\nlast\r')).toBe('100 %\nnext\nlast')
  })

  it('names what would hide or reorder other characters', () => {
    expect(terminalText('abc\u202Etxt.exe')).toBe('abc⟨U+202E⟩txt.exe')
  })

  it('is done in time with what was made to be slow', () => {
    const start = performance.now()
    terminalText('\u001b]'.repeat(100_000))
    terminalText(`\u001b[${'0;'.repeat(200_000)}`)
    terminalText('\u001bP'.repeat(100_000))
    expect(performance.now() - start).toBeLessThan(500)
  })
})
