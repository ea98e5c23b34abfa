import { describe, expect, it } from 'vitest'
import { createTerminal } from './output'

function open(env: NodeJS.ProcessEnv, isTTY = true) {
  let shown = ''
  const sink = { isTTY, columns: 40, write: (text: string) => (shown += text) }
  const terminal = createTerminal(
    { stdout: sink, stderr: sink },
    { json: false, env: { NO_COLOR: '1', ...env } },
  )
  return { terminal, sink, shown: () => shown }
}

describe('the terminal', () => {
  it('breaks remarks between words, as far in as they began, and addresses not at all', () => {
    const { terminal, shown } = open({})
    terminal.note('  a remark that is longer than the line it stands on')
    terminal.note(`Open http://127.0.0.1:11435/#code=${'a'.repeat(40)} now`)
    expect(shown().split('\n')).toEqual([
      '  a remark that is longer than the line',
      '  it stands on',
      'Open',
      `http://127.0.0.1:11435/#code=${'a'.repeat(40)}`,
      'now',
      '',
    ])
  })

  it('leaves lines whole where a program reads them', () => {
    const { terminal, shown } = open({}, false)
    terminal.line('a line that is longer than the line of a terminal would be')
    expect(shown().split('\n')).toHaveLength(2)
  })

  it('takes all of the passing line away after the window became narrower', () => {
    const { terminal, sink, shown } = open({})
    terminal.status('x'.repeat(39))
    sink.columns = 20
    terminal.status('')
    expect(shown().endsWith('\r\u001b[1A\u001b[J\u001b[K')).toBe(true)
  })

  it('takes no other line away on a terminal that cuts what becomes too long', () => {
    const { terminal, sink, shown } = open({ XTERM_VERSION: 'XTerm(390)' })
    terminal.status('x'.repeat(39))
    sink.columns = 20
    terminal.status('')
    expect(shown()).not.toContain('\u001b[1A')
  })

  it('replaces several passing lines by fewer, and leaves none behind', () => {
    const { terminal, shown } = open({})
    terminal.statusLines(['one', 'two', 'three'])
    const before = shown().length
    terminal.statusLines(['four'])
    expect(shown().slice(before)).toBe('\r\u001b[2A\u001b[Jfour\u001b[K')
    terminal.statusLines([])
    expect(shown().endsWith('\r\u001b[K')).toBe(true)
  })
})
