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

  it('tells a person that what they have read is void, and a file nothing of it', async () => {
    const person = record(true)
    const shown = events(text('void\n\nmore'), failedOver('b'), text('good'), finished)
    await printAnswer(person.terminal, shown, 'text')
    expect(person.written.stdout).toBe('void\n\ngood\n')
    expect(person.written.stderr).toContain('mini went away, continuing on b; the text above is void')
    const file = record(false)
    await printAnswer(file.terminal, events(text('void'), failedOver('b'), text('good'), finished), 'text')
    expect(file.written.stderr).not.toContain('void')
  })

  it('says of nothing that it is void where nothing was shown for good', async () => {
    const { terminal, written } = record(true)
    await printAnswer(terminal, events(text('half'), failedOver('b'), text('good'), finished), 'text')
    expect(written.stdout).toBe('good\n')
    expect(written.stderr).not.toContain('void')
  })

  it('keeps the text that another node went on with, whoever reads', async () => {
    for (const isTTY of [true, false]) {
      const { terminal, written } = record(isTTY)
      const cut = failedOver('b', 'continue')
      const answer = await printAnswer(terminal, events(text('half '), cut, text('done'), finished), 'text')
      expect(answer.content).toBe('half done')
      expect(written.stdout).toBe('half done\n')
      expect(written.stderr).toContain('b went on from there')
      expect(written.stderr).not.toContain('void')
    }
  })

  it('shows the place in the queue on one line that is gone before the answer, and only to a person', async () => {
    const queued = { type: 'stage', stage: 'queued', node: null, ahead: 2, expectedMs: 8_000 } as const
    const person = record(true)
    await printAnswer(person.terminal, events(queued, { ...queued, ahead: 1 }, text('hi'), finished), 'text')
    expect(person.written.stderr).toContain(
      '\rIn line, 2 ahead, about 8 s\u001b[K\rIn line, 1 ahead, about 8 s\u001b[K\rhi\u001b[K\r\u001b[K',
    )
    const file = record(false)
    await printAnswer(file.terminal, events(queued, text('hi'), finished), 'text')
    expect(file.written.stderr).not.toContain('ahead')
  })

  it('never writes a status over a text that is being read', async () => {
    const loading = { type: 'stage', stage: 'loading', node: 'b' } as const
    const { terminal, written } = record(true)
    await printAnswer(
      terminal,
      events(text('half '), failedOver('b', 'continue'), loading, text('x'), finished),
      'text',
    )
    expect(written.stderr).not.toContain('Loading')
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

  it('tells a person, and only a person, of a larger node that might do better', async () => {
    const reasons = ['it was cut off', 'it repeats itself']
    const escalation = { action: 'offer' as const, tier: 2 as const, reasons }
    const person = record(true)
    await printAnswer(person.terminal, events(text('half'), { ...finished, escalation }), 'text')
    expect(person.written.stdout).toBe('half\n')
    expect(person.written.stderr).toContain(
      'A larger node might do better (it was cut off): harombe chat --tier 2 …\n',
    )
    const file = record(false)
    await printAnswer(file.terminal, events(text('half'), { ...finished, escalation }), 'text')
    expect(file.written.stderr).not.toContain('larger node')
    const json = record(true)
    await printAnswer(json.terminal, events(text('half'), { ...finished, escalation }), 'json')
    expect(JSON.parse(json.written.stdout)).toMatchObject({ answer: 'half', escalation })
    expect(json.written.stderr).toBe('')
    await printAnswer(file.terminal, events(text('whole'), finished), 'json')
    expect(file.written.stdout).not.toContain('escalation')
  })
})
