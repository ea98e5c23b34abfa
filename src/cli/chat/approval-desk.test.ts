import { describe, expect, it, vi } from 'vitest'
import type { ApprovalRequest, ToolCallRecord } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createTerminal } from '../output'
import { createApprovalDesk } from './approval-desk'
import { approvalLines } from './approval-text'
import { readDecision } from './decision'

const request: ApprovalRequest = {
  id: 'a1',
  digest: 'd'.repeat(64),
  callId: 'k',
  messageId: null,
  conversationId: null,
  tool: 'shell',
  risk: 'shell',
  title: 'Run a command',
  exact: { text: 'rm -rf build', bytes: 12, isCut: false },
  cwd: '/home/me/harombe',
  reasons: ['It runs a command on this machine.'],
  canRemember: true,
  remainingMs: 120_000,
}
const call: ToolCallRecord = {
  id: 'k',
  tool: 'shell',
  arguments: {},
  summary: 'rm -rf build',
  risk: 'shell',
  state: 'waiting',
  approval: request,
}

/** A desk whose person types these lines, one to each question; null is Ctrl-C. */
function open(lines: (string | null)[], decide = vi.fn(async () => undefined)) {
  let shown = ''
  const sink = { write: (text: string) => (shown += text), isTTY: true, columns: 80 }
  const terminal = createTerminal({ stdout: sink, stderr: sink }, { json: false, env: { NO_COLOR: '1' } })
  const prompts: string[] = []
  const question = vi.fn((prompt: string, signal: AbortSignal) => {
    prompts.push(prompt)
    const line = lines.shift()
    if (line !== undefined) return Promise.resolve(line)
    return new Promise<string | null>(resolve => signal.addEventListener('abort', () => resolve(null)))
  })
  const desk = createApprovalDesk({ terminal, questioner: { question }, client: { decide }, now: () => 0 })
  return { desk, decide, prompts, question, shown: () => shown }
}

describe('readDecision', () => {
  it.each([
    ['y', { kind: 'approve', remember: false }],
    [' YES ', { kind: 'approve', remember: false }],
    ['r', { kind: 'approve', remember: true }],
    ['n', { kind: 'deny' }],
    [null, { kind: 'deny' }],
    ['n use the other folder', { kind: 'deny', note: 'use the other folder' }],
    ['v', { kind: 'view' }],
  ])('reads %j', (line, decision) => expect(readDecision(line, true)).toEqual(decision))

  it.each(['', 'yy', 'y please', 'sure', 'yes but no', 'r now', 'а', 'ok'])('allows nothing by %j', line => {
    expect(readDecision(line, true)).toEqual({ kind: 'unclear' })
  })

  it('remembers nothing where that is not offered', () => {
    expect(readDecision('r', false)).toEqual({ kind: 'unclear' })
  })
})

describe('the desk on a terminal', () => {
  it('shows the exact text and where it runs, and passes the decision on with its digest', async () => {
    const { desk, decide, shown, prompts } = open(['r'])
    desk.call(call)
    await vi.waitFor(() => expect(decide).toHaveBeenCalled())
    expect(decide).toHaveBeenCalledWith(expect.objectContaining({ id: 'a1', digest: request.digest }), {
      approve: true,
      remember: true,
    })
    expect(shown()).toContain('rm -rf build')
    expect(shown()).toContain('/home/me/harombe')
    expect(prompts[0]).toContain('120 s')
  })

  it('asks again after what is no answer, and after showing all of it', async () => {
    const { desk, decide, question } = open(['what?', 'v', 'n not now'])
    desk.call(call)
    await vi.waitFor(() => expect(decide).toHaveBeenCalled())
    expect(question).toHaveBeenCalledTimes(3)
    expect(decide).toHaveBeenCalledWith(expect.anything(), {
      approve: false,
      remember: false,
      note: 'not now',
    })
  })

  it('stops asking when the call waits no longer, and decides nothing then', async () => {
    const { desk, decide, question, shown } = open([])
    desk.call(call)
    await vi.waitFor(() => expect(question).toHaveBeenCalled())
    const { approval: _approval, ...rest } = call
    desk.call({ ...rest, state: 'denied', decision: 'expired' })
    expect(shown()).toContain('Nobody answered in time')
    expect(question.mock.calls[0]?.[1].aborted).toBe(true)
    expect(decide).not.toHaveBeenCalled()
  })

  it('asks anew when what would run has changed, and answers only the new question', async () => {
    const { desk, decide, question } = open([])
    desk.call(call)
    await vi.waitFor(() => expect(question).toHaveBeenCalledTimes(1))
    question.mockResolvedValue('y')
    desk.call({ ...call, approval: { ...request, id: 'a2', digest: 'e'.repeat(64) } })
    await vi.waitFor(() => expect(decide).toHaveBeenCalledTimes(1))
    expect(decide).toHaveBeenCalledWith(expect.objectContaining({ id: 'a2' }), expect.anything())
  })

  it('takes it calmly when somebody else was faster', async () => {
    const decide = vi.fn(async () => {
      throw new HarombeError('NOT_FOUND', 'It was decided.')
    })
    const { desk, shown } = open(['y'], decide)
    desk.call(call)
    await vi.waitFor(() => expect(decide).toHaveBeenCalled())
    expect(shown()).not.toContain('error')
  })
})

describe('approvalLines', () => {
  const page = createTerminal(
    { stdout: { write: () => 0, columns: 40 }, stderr: { write: () => 0 } },
    { json: false, env: {} },
  )

  it('shows beginning and end of a long text, and every line of it when asked', () => {
    const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n')
    const exact = { text, bytes: text.length, isCut: false }
    const short = approvalLines({ ...request, exact }, page, { isWhole: false }).join('\n')
    expect(short).toContain('line 0')
    expect(short).toContain('line 99')
    expect(short).not.toContain('line 50')
    expect(short).toContain('82 more lines')
    expect(approvalLines({ ...request, exact }, page, { isWhole: true }).join('\n')).toContain('line 50')
  })

  it('loses no character of a line that is longer than the terminal', () => {
    const text = Array.from({ length: 30 }, (_, index) => `word${index}`).join(' ')
    const lines = approvalLines({ ...request, exact: { text, bytes: text.length, isCut: false } }, page, {
      isWhole: true,
    })
    const shown = lines
      .flatMap(line => (line.includes('┃ ') ? [line.slice(line.indexOf('┃ ') + 2)] : []))
      .join('')
    expect(shown).toBe(text)
  })
})
