import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerEvent, ToolCallRecord } from '../../../shared/entities'
import { type AnswerState, applyAnswerEvent, newAnswer } from './answer-state'
import { makeMessage, numbered } from './fake-client.fixture'

const text = (value: string) => ({ type: 'text', text: value })
const died = (stage: 'before_first_token' | 'mid_answer', next: string | null) => ({
  type: 'failedOver',
  failover: {
    node: 'gaming-pc',
    tier: 2,
    stage,
    error: { code: 'STREAM_CUT_OFF', message: 'cut', retryable: true },
  },
  next,
})
const finished = (content: string) => ({
  type: 'finished',
  message: makeMessage('a', { role: 'assistant', content }),
  saved: true,
})

function run(events: readonly AnswerEvent[], from: AnswerState = newAnswer): AnswerState {
  let state = from
  for (const event of events) {
    const next = applyAnswerEvent(state, event)
    if (next === 'gap') throw new Error(`gap at ${event.seq}`)
    state = next
  }
  return state
}

describe('applyAnswerEvent', () => {
  it('collects text and reasoning in order', () => {
    const state = run(
      numbered([
        { type: 'reasoning', text: 'hm' },
        text('Hel'),
        { type: 'reasoning', text: 'm' },
        text('lo'),
      ]),
    )
    expect(state).toMatchObject({ text: 'Hello', reasoning: 'hmm', stage: 'writing', nextSeq: 4 })
  })

  it('drops duplicates without making a new state', () => {
    const events = numbered([text('a'), text('b')])
    const state = run(events)
    for (const event of events) expect(applyAnswerEvent(state, event)).toBe(state)
    expect(state.text).toBe('ab')
  })

  it('reports a gap and keeps waiting for the missing event', () => {
    const [first, second, third] = numbered([text('a'), text('b'), text('c')])
    const state = run(first === undefined ? [] : [first])
    expect(third && applyAnswerEvent(state, third)).toBe('gap')
    expect(run(second && third ? [second, third] : [], state).text).toBe('abc')
  })

  it('replaces the text of an attempt that died instead of continuing it', () => {
    const before = run(numbered([text('half an ans'), died('mid_answer', 'mac-mini')]))
    expect(before).toMatchObject({
      text: '',
      replaced: 'half an ans',
      seam: { from: 'gaming-pc', to: 'mac-mini', midAnswer: true },
    })
    const waiting = run(numbered([{ type: 'stage', stage: 'reading', node: 'mac-mini' }], 1, 2), before)
    expect(waiting).toMatchObject({ replaced: 'half an ans', stage: 'reading', epoch: 1 })
    const after = run(numbered([text('A whole answer')], 1, 3), waiting)
    expect(after).toMatchObject({ text: 'A whole answer', replaced: '' })
    expect(after.failovers).toHaveLength(1)
  })

  it('knows the new node from before its first word, which begins the epoch', () => {
    const mini = { node: 'mac-mini', tier: 0, model: 'm', simulated: false }
    const state = run([
      ...numbered([
        text('half'),
        died('mid_answer', 'mac-mini'),
        { type: 'routed', route: null, answeredBy: mini },
      ]),
      ...numbered([text('whole')], 1, 3),
    ])
    expect(state).toMatchObject({ text: 'whole', answeredBy: mini })
  })

  it('voids the text at a new epoch even when nobody said why', () => {
    const state = run([...numbered([text('old')]), ...numbered([text('new')], 1, 1)])
    expect(state).toMatchObject({ text: 'new', epoch: 1 })
  })

  it('counts an event of an older epoch without using it', () => {
    const state = run([
      ...numbered([text('new')], 2),
      ...numbered([text('stale')], 1, 1),
      ...numbered([text('er')], 2, 2),
    ])
    expect(state).toMatchObject({ text: 'newer', nextSeq: 3 })
  })

  it('keeps the seam of a node that died before it said anything, without dimmed text', () => {
    const state = run(numbered([died('before_first_token', null)]))
    expect(state).toMatchObject({ replaced: '', seam: { to: null, midAnswer: false } })
  })

  it('keeps the text when the next node goes on behind it, and where the seam sits', () => {
    const cut = died('mid_answer', 'mac-mini')
    const before = run(
      numbered([
        text('half an ans'),
        { ...cut, failover: { ...cut.failover, mode: 'continue', keptCharacters: 11 } },
      ]),
    )
    expect(before).toMatchObject({ text: 'half an ans', replaced: '', seam: { mode: 'continue' } })
    const after = run(numbered([text('wer')], 0, 2), before)
    expect(after.text).toBe('half an answer')
    expect(after.failovers[0]?.keptCharacters).toBe(11)
  })

  it('knows the place in the queue for as long as it waits there', () => {
    const queued = { type: 'stage', stage: 'queued', node: null, ahead: 2, expectedMs: 8_000 }
    const state = run(numbered([queued]))
    expect(state).toMatchObject({ stage: 'queued', ahead: 2, expectedMs: 8_000 })
    expect(run(numbered([{ type: 'stage', stage: 'reading', node: 'n' }], 0, 1), state)).toMatchObject({
      ahead: null,
      expectedMs: null,
    })
  })

  it('ignores everything after finished', () => {
    const state = run(numbered([text('a'), finished('a')]))
    for (const late of numbered(
      [text('b'), finished('b'), { type: 'stage', stage: 'routing', node: null }],
      3,
      2,
    )) {
      expect(applyAnswerEvent(state, late)).toBe(state)
    }
  })

  it('ends with the same text however often events are repeated or replayed', () => {
    const bodies = fc.array(
      fc.oneof(
        fc.string({ maxLength: 5 }).map(text),
        fc.constant(died('mid_answer', 'next')),
        fc.constant({ type: 'stage', stage: 'reading', node: 'n' }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(30), { maxLength: 10 }), (list, rewinds) => {
        let epoch = 0
        const events = list.map((body, seq) => {
          const event = { seq, epoch, ...body } as AnswerEvent
          if (body.type === 'failedOver') epoch += 1
          return event
        })
        const replayed = [...events]
        for (const at of rewinds) replayed.splice(at, 0, ...events.slice(0, Math.min(at, events.length)))
        // A reader that reconnects at every gap, as the store does.
        let state = newAnswer
        for (const event of [...replayed, ...events]) {
          const next = applyAnswerEvent(state, event)
          if (next !== 'gap') state = next
        }
        expect(state).toEqual(run(events))
      }),
    )
  })
})

const record = (id: string, state: ToolCallRecord['state'], change: Partial<ToolCallRecord> = {}) => ({
  type: 'toolCall',
  call: { id, tool: 'shell', arguments: {}, summary: 'ls', risk: 'shell', state, ...change },
})
const step = (index: number) => ({ type: 'step', index, purpose: index === 0 ? 'plan' : 'arguments' })
const output = (callId: string, value: string) => ({ type: 'toolOutput', callId, text: value })

describe('the run of an agent', () => {
  it('closes a thought with its calls when the next one begins, and leaves the answer to the last', () => {
    const state = run(
      numbered([
        step(0),
        { type: 'reasoning', text: 'hm' },
        text('I look.'),
        record('k1', 'running'),
        record('k1', 'done', { result: 'a' }),
        step(1),
        text('There is a.'),
      ]),
    )
    expect(state.steps).toMatchObject([
      { purpose: 'plan', text: 'I look.', reasoning: 'hm', calls: [{ id: 'k1', state: 'done' }] },
    ])
    expect(state).toMatchObject({ text: 'There is a.', reasoning: '', calls: [], purpose: 'arguments' })
  })

  it('voids the current thought alone when a node dies, never a call that ran', () => {
    const before = run(numbered([step(0), text('I look.'), record('k1', 'done'), step(1), text('Half a')]))
    const after = run(numbered([died('mid_answer', 'mini'), text('Whole.')], 1, 5), before)
    expect(after.text).toBe('Whole.')
    expect(after.steps).toEqual(before.steps)
    const next = run(numbered([record('k2', 'running'), step(2)], 1, 7), after)
    expect(next.steps.map(({ failovers }) => failovers?.length ?? 0)).toEqual([0, 1])
    expect(next.failovers).toEqual([])
  })

  it('keeps what a call prints while it runs, bounded, and lets go of it with the result', () => {
    const state = run(
      numbered([step(0), record('k1', 'running'), output('k1', 'x'.repeat(40_000)), output('k1', 'end')]),
    )
    const printed = state.outputs.get('k1') ?? ''
    expect(printed.endsWith('end')).toBe(true)
    expect(printed.length).toBeLessThan(40_000)
    const ended = run(numbered([record('k1', 'done'), output('k1', 'late')], 0, 4), state)
    expect(ended.outputs.size).toBe(0)
  })

  it('updates a call of a thought that is over in its place', () => {
    const state = run(numbered([step(0), record('k1', 'running'), step(1), record('k1', 'cancelled')]))
    expect(state.calls).toEqual([])
    expect(state.steps[0]?.calls).toMatchObject([{ id: 'k1', state: 'cancelled' }])
  })

  it('is the same after a replay from any point', () => {
    const events = numbered([
      step(0),
      text('a'),
      record('k1', 'running'),
      output('k1', 'out'),
      record('k1', 'done'),
      step(1),
      text('b'),
      { type: 'sources', sources: [] },
    ])
    const whole = run(events)
    for (let cut = 0; cut < events.length; cut += 1) {
      const half = run(events.slice(0, cut))
      expect(run(events.slice(half.nextSeq), half)).toEqual(whole)
      expect(run(events, half)).toEqual(whole)
    }
  })
})
