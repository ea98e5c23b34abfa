import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerEvent, Message } from '../../shared/entities'
import { createVirtualClock } from '../coordination/testing/virtual-clock'
import { type AnswerLog, createAnswerLog } from './answer-log'

const message: Message = {
  id: 'answer',
  conversationId: 'conversation',
  parentId: 'question',
  role: 'assistant',
  content: 'text',
  state: 'complete',
  createdAt: 0,
}
const finished = { type: 'finished', message, saved: true } as const
const stage = { type: 'stage', stage: 'reading', node: 'mac' } as const

function open() {
  const clock = createVirtualClock()
  return { clock, log: createAnswerLog({ after: clock.after }) }
}

function follow(log: AnswerLog, fromSeq = 0, signal = new AbortController().signal) {
  const events: AnswerEvent[] = []
  const state = { events, ended: false }
  const done = (async () => {
    for await (const event of log.watch(fromSeq, signal)) events.push(event)
    state.ended = true
  })()
  return Object.assign(state, { done })
}

const seqs = (events: readonly AnswerEvent[]) => events.map(({ seq }) => seq)
const textOf = (events: readonly AnswerEvent[], epoch: number) =>
  events.map(event => (event.type === 'text' && event.epoch === epoch ? event.text : '')).join('')

type Step =
  | { do: 'write' | 'think'; text: string }
  | { do: 'stage' | 'restart' | 'watch' }
  | { do: 'wait'; ms: number }
const steps = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({
      do: fc.constantFrom('write', 'write', 'think'),
      text: fc.string({ minLength: 1, maxLength: 4 }),
    }),
    fc.record({ do: fc.constantFrom('stage', 'restart', 'watch') }),
    fc.record({ do: fc.constant('wait'), ms: fc.nat(100) }),
  ),
  { maxLength: 40 },
)

describe('an answer log', () => {
  it('gives everyone the same events without gaps, whenever they come and wherever they resume', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(50), async (script, resumeAt) => {
        const { clock, log } = open()
        const watchers = [follow(log)]
        const written = ['']
        for (const step of script) {
          if (step.do === 'wait') await clock.advance(step.ms)
          else if (step.do === 'stage') log.append(stage)
          else if (step.do === 'watch') watchers.push(follow(log))
          else if (!('text' in step)) {
            log.beginEpoch()
            written.push('')
          } else if (step.do === 'write') {
            log.write('text', step.text)
            written[log.epoch] += step.text
          } else log.write('reasoning', step.text)
        }
        log.append(finished)
        await clock.settle()
        const [first, ...others] = watchers
        const all = first?.events ?? []

        expect(seqs(all)).toEqual(all.map((_, index) => index))
        expect(all.at(-1)?.type).toBe('finished')
        expect(written.map((_, epoch) => textOf(all, epoch))).toEqual(written)
        expect(all.every(({ epoch }, index) => epoch >= (all[index - 1]?.epoch ?? 0))).toBe(true)
        for (const { events } of others) expect(events).toEqual(all)
        const from = Math.min(resumeAt, all.length)
        const late = follow(log, from)
        await clock.settle()
        expect(late.events).toEqual(all.slice(from))
        expect([late, ...watchers].every(({ ended }) => ended)).toBe(true)
        expect(clock.pending()).toBe(0)
      }),
      { numRuns: 150 },
    )
  })

  it('gathers what is written within 40 ms into one event, and no longer', async () => {
    const { clock, log } = open()
    const { events } = follow(log)
    for (const word of ['one ', 'two ', 'three ']) {
      log.write('text', word)
      await clock.advance(10)
    }
    await clock.advance(9)
    expect(events).toEqual([])
    await clock.advance(1)
    expect(events).toEqual([{ type: 'text', text: 'one two three ', seq: 0, epoch: 0 }])
    log.write('text', 'four')
    await clock.advance(40)
    expect(textOf(events, 0)).toBe('one two three four')
  })

  it('does not reorder text, reasoning and other events for the sake of gathering', async () => {
    const { clock, log } = open()
    const { events } = follow(log)
    log.write('reasoning', 'hm')
    log.write('text', 'a')
    log.append(stage)
    log.write('text', 'b')
    log.beginEpoch()
    log.write('text', 'c')
    log.append(finished)
    await clock.settle()
    expect(events.map(event => [event.type, event.epoch])).toEqual([
      ['reasoning', 0],
      ['text', 0],
      ['stage', 0],
      ['text', 0],
      ['text', 1],
      ['finished', 1],
    ])
    expect(clock.pending()).toBe(0)
  })

  it('lets a watcher go at once by its signal, and only that one', async () => {
    const { clock, log } = open()
    const abort = new AbortController()
    const leaving = follow(log, 0, abort.signal)
    const staying = follow(log)
    log.append(stage)
    await clock.settle()
    abort.abort()
    await leaving.done
    log.append(finished)
    await staying.done
    expect(seqs(leaving.events)).toEqual([0])
    expect(seqs(staying.events)).toEqual([0, 1])
  })

  it('ends a watcher that asks for more than there will ever be', async () => {
    const { clock, log } = open()
    const early = follow(log, 7)
    log.append(finished)
    await clock.settle()
    const late = follow(log, 1)
    await clock.settle()
    expect([early, late].map(({ ended, events }) => [ended, events.length])).toEqual([
      [true, 0],
      [true, 0],
    ])
  })

  it('lets others have a turn while it replays a long answer', async () => {
    const { log } = open()
    for (let index = 0; index < 20_000; index += 1) log.append(stage)
    log.append(finished)
    let turns = 0
    let replaying = true
    const tick = () => {
      turns += 1
      if (replaying) setImmediate(tick)
    }
    setImmediate(tick)
    const { done, events } = follow(log)
    await done
    replaying = false
    expect(events).toHaveLength(20_001)
    expect(turns).toBeGreaterThan(20)
  })

  it('gathers what calls print, each for itself and in its place', async () => {
    const { clock, log } = open()
    const watcher = follow(log)
    for (const text of ['one ', 'two']) log.output('a', text)
    log.output('b', 'three')
    log.write('text', 'Done.')
    await clock.advance(100)
    expect(watcher.events).toMatchObject([
      { type: 'toolOutput', callId: 'a', text: 'one two' },
      { type: 'toolOutput', callId: 'b', text: 'three' },
      { type: 'text', text: 'Done.' },
    ])
  })
})
