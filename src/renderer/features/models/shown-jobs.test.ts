import { describe, expect, it } from 'vitest'
import { createJob } from './models.fixture'
import { endedJobs, foremostJobs, shownJobs } from './shown-jobs'

const ids = (jobs: { id: string }[]) => jobs.map(job => job.id)

describe('jobs above the table', () => {
  it('are pulls under way and failures of any kind, the oldest first', () => {
    const jobs = [
      createJob({ id: 'd', kind: 'load' }),
      createJob({ id: 'c', kind: 'load', model: 'x', state: 'failed' }),
      createJob({ id: 'b', model: 'y' }),
      createJob({ id: 'a', model: 'z', state: 'done' }),
    ]
    expect(ids(shownJobs(jobs, new Set()))).toEqual(['b', 'c'])
    expect(ids(shownJobs(jobs, new Set(['c'])))).toEqual(['b'])
  })

  it('do not keep a failure that was tried again', () => {
    const failed = createJob({ id: 'old', state: 'failed' })
    expect(ids(shownJobs([createJob({ id: 'new', state: 'done' }), failed], new Set()))).toEqual([])
    expect(ids(shownJobs([createJob({ id: 'new' }), failed], new Set()))).toEqual(['new'])
    const again = createJob({ id: 'again', state: 'failed' })
    expect(ids(shownJobs([again, failed], new Set()))).toEqual(['again'])
    // Nor does the older come back when the newer is dismissed.
    expect(shownJobs([again, failed], new Set(['again']))).toEqual([])
    const elsewhere = createJob({ id: 'pc', node: 'pc', state: 'done' })
    expect(ids(shownJobs([elsewhere, failed], new Set()))).toEqual(['old'])
  })
})

describe('the foremost jobs', () => {
  const failed = (id: string) => createJob({ id, model: id, state: 'failed' })

  it('are those that run, then the newest failures, in their order', () => {
    const jobs = [failed('a'), createJob({ id: 'b' }), failed('c'), failed('d')]
    expect(ids(foremostJobs(jobs, 2))).toEqual(['b', 'd'])
    expect(ids(foremostJobs(jobs, 3))).toEqual(['b', 'c', 'd'])
    expect(foremostJobs(jobs, 9)).toEqual(jobs)
  })
})

describe('ended jobs', () => {
  it('are told once, also those too quick to have been seen running', () => {
    const running = [createJob({ id: 'a' })]
    const after = [
      createJob({ id: 'b', kind: 'unload', state: 'done' }),
      createJob({ id: 'a', state: 'failed' }),
    ]
    expect(ids(endedJobs(running, after))).toEqual(['b', 'a'])
    expect(endedJobs(after, after)).toEqual([])
  })
})
