import { describe, expect, it } from 'vitest'
import { english } from '../../../../shared/texts/english'
import { runOf, runStep } from './run.fixture'
import { nowText, progressText, runAnnouncement, runLanes, runProgress, undoneSteps } from './run-lanes'

const half = { progress: { completed: 2_000_000_000, total: 4_000_000_000 } }

describe('the lanes of an apply', () => {
  it('are one for each machine, and show what went wrong before what goes on', () => {
    const run = runOf('running', [
      runStep('register', 'pc', 'done'),
      runStep('register', 'mini', 'done'),
      runStep('test', 'pc', 'failed'),
      runStep('test', 'mini', 'running'),
      runStep('pull', 'pc', 'skipped'),
      runStep('drain', 'attic', 'pending'),
      runStep('reload', null, 'done'),
      runStep('load', 'old', 'skipped'),
      runStep('register', 'next', 'done'),
      runStep('test', 'next', 'pending'),
    ])
    expect(runLanes(run).map(({ node, state, steps }) => [node, state, steps.length])).toEqual([
      ['pc', 'failed', 3],
      ['mini', 'running', 2],
      ['attic', 'pending', 1],
      [null, 'done', 1],
      ['old', 'skipped', 1],
      ['next', 'running', 2],
    ])
    expect(undoneSteps(run)).toBe(6)
  })

  it('weigh steps by the time they take', () => {
    const steps = [
      runStep('register', 'pc', 'done'),
      runStep('test', 'pc', 'done'),
      runStep('pull', 'pc', 'running', { ...half, estimate: { lowMs: 60_000, highMs: 3_000_000 } }),
    ]
    const { done, share } = runProgress({ steps, state: 'running' })
    expect(done).toBe(2)
    expect(share).toBeCloseTo(0.5, 2)
    expect(runProgress({ steps, state: 'cancelled' }).share).toBeCloseTo(2 / 3, 2)
    const unknown = runStep('pull', 'mini', 'pending')
    expect(runProgress({ steps: [...steps, unknown], state: 'running' }).share).toBeCloseTo(0.25, 2)
  })

  it('count what is over, and of what runs the part that is done', () => {
    const steps = [
      runStep('register', 'pc', 'done'),
      runStep('pull', 'pc', 'running', half),
      runStep('test', 'mini', 'failed'),
      runStep('load', 'pc', 'pending'),
    ]
    expect(runProgress({ steps, state: 'running' })).toEqual({ done: 1, all: 4, share: 0.625 })
    const ended = [runStep('test', 'mini', 'done'), runStep('pull', 'pc', 'failed')]
    expect(runProgress({ steps: ended, state: 'failed' }).share).toBe(0.5)
    expect(runLanes({ steps: ended, state: 'failed' }).map(({ node }) => node)).toEqual(['pc', 'mini'])
    expect(runProgress({ steps: [], state: 'done' }).share).toBe(1)
  })
})

describe('what goes on', () => {
  it('is the download when there is one, with how far it is', () => {
    const steps = [runStep('test', 'mini', 'running'), runStep('pull', 'pc', 'running', half)]
    expect(nowText({ steps }, english)).toBe('Downloading a:7b on pc, 50 %')
    expect(nowText({ steps: steps.slice(0, 1) }, english)).toBe('Asking mini')
    expect(nowText({ steps: [] }, english)).toBeNull()
  })

  it('is told in bytes of a download, and in answers of a machine that finishes', () => {
    expect(progressText(runStep('pull', 'pc', 'running', half), english)).toBe('2 of 4 GB')
    const drain = { progress: { completed: 1, total: 3 } }
    expect(progressText(runStep('drain', 'pc', 'running', drain), english)).toBe('2 answers left')
    expect(progressText(runStep('pull', 'pc', 'done', half), english)).toBeNull()
  })

  it('is said when it begins and when it ends, and not for what was before', () => {
    const steps = [runStep('test', 'mini', 'running')]
    const running = runOf('running', steps)
    const done = runOf('done', steps)
    expect(runAnnouncement(undefined, done, english)).toBeNull()
    expect(runAnnouncement(null, running, english)).toBe('Applying harombe.yaml: 1 steps.')
    expect(runAnnouncement(running, running, english)).toBeNull()
    expect(runAnnouncement(running, done, english)).toBe('harombe.yaml is applied.')
    expect(runAnnouncement(done, runOf('running', steps, 'r2'), english)).not.toBeNull()
  })
})
