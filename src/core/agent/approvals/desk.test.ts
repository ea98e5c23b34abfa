import { describe, expect, it } from 'vitest'
import type { ApprovalRequest } from '../../../shared/entities'
import { createVirtualClock } from '../../coordination/testing/virtual-clock'
import { type ApprovalQuestion, absenceMs, approvalMs, createApprovalDesk } from './desk'

const digest = 'a'.repeat(64)

function question(id = 'q1', changes: Partial<ApprovalQuestion> = {}): ApprovalQuestion {
  return {
    id,
    digest,
    callId: 'call1',
    messageId: null,
    conversationId: null,
    tool: 'shell',
    risk: 'shell',
    title: 'Run a program',
    exact: { text: 'ls', bytes: 2, isCut: false },
    cwd: '/workspace',
    reasons: [],
    canRemember: true,
    ...changes,
  }
}

function setUp() {
  const clock = createVirtualClock()
  const desk = createApprovalDesk(clock)
  const never = new AbortController().signal
  return {
    clock,
    desk,
    never,
    ask: (id = 'q1', changes: Partial<ApprovalQuestion> = {}) => desk.ask(question(id, changes), never),
    choose: (id = 'q1', approve = true, remember = false) =>
      desk.decide({ id, digest, approve, remember, by: 'the app' }),
    /** A window: what it shows, and how it goes away. */
    async open() {
      const gone = new AbortController()
      const shown: ApprovalRequest[][] = []
      const watching = (async () => {
        for await (const list of desk.watch(gone.signal)) shown.push(list)
      })()
      await clock.settle()
      function close() {
        gone.abort()
        return watching
      }
      return { shown, close }
    },
  }
}

describe('presence', () => {
  it('denies at once while nobody watches', async () => {
    const { ask, desk } = setUp()
    expect(desk.isAttended()).toBe(false)
    expect(await ask()).toMatchObject({ decision: 'nobody', by: null })
  })

  it('counts whoever watches, until the last one is gone', async () => {
    const { desk, open, ask } = setUp()
    const first = await open()
    const second = await open()
    await first.close()
    expect(desk.isAttended()).toBe(true)
    await second.close()
    expect(desk.isAttended()).toBe(false)
    expect((await ask()).decision).toBe('nobody')
  })

  it('keeps what waits for a page that is loaded anew, and no longer', async () => {
    const { clock, open, ask, choose } = setUp()
    const window = await open()
    const kept = ask('q1')
    await window.close()
    await clock.advance(absenceMs - 1)
    const again = await open()
    expect(again.shown[0]?.map(({ id }) => id)).toEqual(['q1'])
    await clock.advance(absenceMs * 2)
    choose('q1')
    expect((await kept).decision).toBe('approved')
    const lost = ask('q2')
    await again.close()
    await clock.advance(absenceMs)
    expect((await lost).decision).toBe('nobody')
  })
})

describe('deciding', () => {
  it('is done once, however many decide at the same moment', async () => {
    const { open, ask, choose, clock } = setUp()
    await open()
    const answer = ask()
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, async (_, index) => choose('q1', index % 2 === 0)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'NOT_FOUND' })
    }
    await clock.settle()
    expect((await answer).decision).toBe('approved')
  })

  it('fails for what was never asked, also by names objects have', async () => {
    const { open, ask, choose, desk } = setUp()
    await open()
    void ask()
    for (const id of ['q2', '', '__proto__', 'constructor']) {
      expect(() => choose(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    }
    desk.stop()
  })

  it('fails with another digest, and the question waits on', async () => {
    const { open, ask, desk, choose } = setUp()
    await open()
    const answer = ask()
    const other = { id: 'q1', digest: 'b'.repeat(64), approve: true, remember: false, by: 'the app' }
    expect(() => desk.decide(other)).toThrow(expect.objectContaining({ code: 'CONFLICT' }))
    choose()
    expect((await answer).decision).toBe('approved')
  })

  it('remembers nothing that is asked for every time', async () => {
    const { open, ask, choose } = setUp()
    await open()
    const answer = ask('q1', { canRemember: false })
    expect(() => choose('q1', true, true)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }))
    choose('q1', false, true)
    expect(await answer).toMatchObject({ decision: 'denied', remember: false })
  })

  it('is too late after two minutes, also when the timer is late', async () => {
    const { open, ask, choose, clock } = setUp()
    await open()
    const answer = ask()
    clock.stall(approvalMs)
    expect(() => choose()).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    await clock.advance(0)
    expect((await answer).decision).toBe('expired')
  })

  it('is not made longer by setting the clock back', async () => {
    const { open, ask, clock } = setUp()
    await open()
    const answer = ask()
    clock.setWall(-86_400_000)
    await clock.advance(approvalMs)
    expect((await answer).decision).toBe('expired')
  })
})

describe('what watchers are told', () => {
  it('is all that waits, oldest first, with the time that is left', async () => {
    const { open, ask, choose, clock, desk } = setUp()
    const window = await open()
    void ask('q1')
    await clock.advance(30_000)
    void ask('q2')
    await clock.settle()
    expect(window.shown.at(-1)?.map(({ id, remainingMs }) => [id, remainingMs])).toEqual([
      ['q1', approvalMs - 30_000],
      ['q2', approvalMs],
    ])
    choose('q1')
    await clock.settle()
    expect(window.shown.at(-1)?.map(({ id }) => id)).toEqual(['q2'])
    desk.stop()
  })

  it('ends with the desk, and no timer is left', async () => {
    const { open, ask, clock, desk } = setUp()
    const window = await open()
    const answer = ask()
    desk.stop()
    expect((await answer).decision).toBe('nobody')
    await window.close()
    expect(clock.pending()).toBe(0)
    expect((await ask('q2')).decision).toBe('nobody')
  })

  it('does not grow without end when a model asks and asks', async () => {
    const { open, ask, clock, desk } = setUp()
    const window = await open()
    const answers = Array.from({ length: 100 }, (_, index) => ask(`q${index}`))
    await clock.settle()
    expect(window.shown.at(-1)?.length).toBe(64)
    expect((await answers[99])?.decision).toBe('denied')
    desk.stop()
  })
})
