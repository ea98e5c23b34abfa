import { expect, it } from 'vitest'
import { runOf } from '../apply/run.fixture'
import { nextShown, type ShownRun } from './shown-run'

const nothing: ShownRun = { id: null, own: null }

it('stays with an apply of another window when it has ended', () => {
  const running = nextShown(nothing, runOf('running', []), null)
  expect(running.id).toBe('r1')
  expect(nextShown(running, runOf('cancelled', []), null)).toBe(running)
})

it('shows what was begun here, however quickly it was over', () => {
  expect(nextShown(nothing, runOf('done', []), 'r1').id).toBe('r1')
})

it('shows neither what ended before nor what the person turned away from, until it runs again', () => {
  expect(nextShown({ id: null, own: 'r1' }, runOf('failed', []), 'r1').id).toBeNull()
  expect(nextShown(nothing, runOf('failed', []), null)).toBe(nothing)
  expect(nextShown({ id: null, own: 'r1' }, runOf('running', []), 'r1').id).toBe('r1')
})
