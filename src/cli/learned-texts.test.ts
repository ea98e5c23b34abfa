import { expect, it } from 'vitest'
import type { RoutingState } from '../shared/contract/routing'
import { noSignals } from '../shared/entities'
import { learnedLines } from './learned-texts'

const nothing: RoutingState = {
  preference: 'balanced',
  escalation: 'offer',
  learn: true,
  shift: [0, 0],
  bound: 1,
  signals: noSignals,
  since: null,
  problem: null,
}
const some: RoutingState = {
  ...nothing,
  shift: [0.334, -0.1],
  signals: { ...nothing.signals, redo_bigger: 16, thumb_up: 1 },
  since: Date.UTC(2026, 10, 22, 23),
}

it('says how far each boundary moved, which way, and what from', () => {
  expect(learnedLines(some)).toEqual([
    'QUESTIONS GO  NOW     SHIFT',
    'beyond Fast   sooner  +0.33 of ±1',
    'to Powerful   later   -0.10 of ±1',
    '',
    'Learnt since 2026-11-22 from',
    '   16  redone on a larger node',
    '    1  good answers',
  ])
  expect(learnedLines({ ...some, shift: [0, 0.004] }).join('\n')).not.toMatch(/sooner|later/)
})

it('says how anything is learnt where nothing was, and that it is off where it is', () => {
  expect(learnedLines(nothing)).toEqual([expect.stringContaining('Redo an answer')])
  expect(learnedLines({ ...nothing, learn: false })).toEqual([
    expect.stringContaining('cluster.routing.learn'),
    'Nothing is kept.',
  ])
  expect(learnedLines({ ...some, learn: false, shift: [0, 0] })[0]).toContain('not used')
})
