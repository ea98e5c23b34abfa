import { describe, expect, it } from 'vitest'
import type { ApplyStep } from '../../../shared/entities'
import { stepsToBegin, stepsToSkip } from './next-steps'
import { stepOf } from './testing/steps'

const ids = (steps: readonly ApplyStep[]) => steps.map(({ id }) => id)
const onOwnServer = (node: string) => node

describe('which steps may begin', () => {
  it('are the first of every lane, so that a node is never loaded with a model it is still pulling', () => {
    const steps = [
      stepOf('register/a', 'done'),
      stepOf('pull/a/m'),
      stepOf('load/a/m', 'pending', ['pull/a/m']),
      stepOf('register/b'),
      stepOf('test/b', 'pending', ['register/b']),
    ]
    expect(ids(stepsToBegin(steps, onOwnServer))).toEqual(['pull/a/m', 'register/b'])
  })

  it('never run two at a time in a lane, even where nothing says that one needs the other', () => {
    const steps = [stepOf('pull/a/m', 'running'), stepOf('pull/a/n')]
    expect(stepsToBegin(steps, onOwnServer)).toEqual([])
  })

  it('leave a server to one lane at a time', () => {
    const steps = [stepOf('pull/a/m'), stepOf('pull/b/m'), stepOf('pull/c/m')]
    const sharing = (node: string) => (node === 'c' ? 'other' : 'same')
    expect(ids(stepsToBegin(steps, sharing))).toEqual(['pull/a/m', 'pull/c/m'])
  })

  it('pull four at once and no more, those under way among them', () => {
    const steps = ['a', 'b', 'c', 'd', 'e', 'f'].map((node, index) =>
      stepOf(`pull/${node}/m`, index === 0 ? 'running' : 'pending'),
    )
    expect(ids(stepsToBegin(steps, onOwnServer))).toEqual(['pull/b/m', 'pull/c/m', 'pull/d/m'])
  })

  it('are no more than thirty-two at once, those that run among them', () => {
    const steps = Array.from({ length: 100 }, (_, index) =>
      stepOf(`register/n${index}`, index < 10 ? 'running' : 'pending'),
    )
    expect(stepsToBegin(steps, onOwnServer)).toHaveLength(22)
  })

  it('bring the settings into force when every node was tried, also where one failed', () => {
    const reload = stepOf('reload', 'pending', ['register/a', 'register/b'])
    expect(
      stepsToBegin([stepOf('register/a', 'failed'), stepOf('register/b', 'running'), reload], onOwnServer),
    ).toEqual([])
    const tried = [stepOf('register/a', 'failed'), stepOf('register/b', 'done'), reload]
    expect(ids(stepsToBegin(tried, onOwnServer))).toEqual(['reload'])
    expect(stepsToSkip(tried)).toEqual([])
  })

  it('take what is no step of the run as done: a plan for some nodes leaves the others out', () => {
    expect(ids(stepsToBegin([stepOf('load/a/m', 'pending', ['pull/b/m'])], onOwnServer))).toEqual([
      'load/a/m',
    ])
  })
})

describe('which steps are skipped', () => {
  it('are the rest of a lane and what needs them, with the step that failed first as the reason', () => {
    const steps = [
      stepOf('register/a', 'done'),
      stepOf('test/a', 'failed', ['register/a']),
      stepOf('pull/a/m', 'pending', ['test/a']),
      stepOf('load/b/m', 'pending', ['pull/a/m']),
      stepOf('test/c'),
    ]
    expect(stepsToSkip(steps).map(({ step, because }) => [step.id, because.id])).toEqual([
      ['pull/a/m', 'test/a'],
      ['load/b/m', 'test/a'],
    ])
  })
})
