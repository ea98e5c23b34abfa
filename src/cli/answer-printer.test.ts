import { describe, expect, it } from 'vitest'
import type { AskEvent } from '../shared/contract/chat'
import { HarombeError } from '../shared/errors'
import { printAnswer } from './answer-printer'
import { createTerminal } from './output'
import { failedOver, finished } from './testing/answers'

function record(isTTY: boolean) {
  const written = { stdout: '', stderr: '' }
  const sink = (name: keyof typeof written) => ({
    isTTY,
    write(text: string) {
      written[name] += text
    },
  })
  const streams = { stdout: sink('stdout'), stderr: sink('stderr') }
  return { written, terminal: createTerminal(streams, { json: false, env: { NO_COLOR: '1' } }) }
}

async function* events(...list: (AskEvent | HarombeError)[]): AsyncGenerator<AskEvent> {
  for (const event of list) {
    if (event instanceof Error) throw event
    yield event
  }
}

const text = (part: string): AskEvent => ({ type: 'text', text: part })

describe('printAnswer', () => {
  it('never leaves the void beginning of an answer in a file', async () => {
    const { terminal, written } = record(false)
    await printAnswer(terminal, events(text('void'), failedOver('b'), text('good'), finished), 'text')
    expect(written.stdout).toBe('good\n')
  })

  it('shows a person the text as it comes and what ended it on a line of its own', async () => {
    const { terminal, written } = record(true)
    const cancelled = new HarombeError('CANCELLED', 'The request was cancelled.')
    await expect(printAnswer(terminal, events(text('half'), cancelled), 'text')).rejects.toBe(cancelled)
    expect(written.stdout).toBe('half\n')
  })

  it('does not promise another node when one was insisted on', async () => {
    const free = record(false)
    await printAnswer(free.terminal, events(failedOver(null), finished), 'text')
    expect(free.written.stderr).toContain('looking for another node')
    const forced = record(false)
    await printAnswer(forced.terminal, events(failedOver(null), finished), 'text', { forced: true })
    expect(forced.written.stderr).not.toContain('another node')
  })
})
