import { describe, expect, it } from 'vitest'
import type { ModelJob } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createModelLab, type Deed, loadedAs, type ModelLab, summary } from './testing/model-lab'

const progress = (
  completedBytes: number,
  totalBytes: number | null = 1000,
  status = 'downloading',
): Deed => ({
  progress: { status, completedBytes, totalBytes },
})

/** The job as it stands in the view. */
function job(lab: ModelLab, id: string): ModelJob {
  const found = lab.service.view().jobs.find(entry => entry.id === id)
  if (found === undefined) throw new Error(`There is no job ${id}.`)
  return found
}

/** Follows a job to its end in the background. */
function follow(lab: ModelLab, id: string, signal = new AbortController().signal) {
  const seen: ModelJob[] = []
  const done = (async () => {
    for await (const state of lab.service.follow(id, signal)) seen.push(state)
  })()
  return { seen, done }
}

describe('a pull', () => {
  it('tells how far it is and how fast, and ends with the model in the list', async () => {
    const lab = createModelLab()
    lab.add('mac', {
      deeds: () => [
        progress(0),
        { wait: 1000 },
        progress(200),
        { wait: 1000 },
        progress(600),
        { wait: 1000 },
      ],
    })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(2100)
    expect(job(lab, id)).toMatchObject({
      state: 'running',
      status: 'downloading',
      completedBytes: 600,
      totalBytes: 1000,
      bytesPerSecond: 300,
    })
    await lab.clock.advance(2000)
    expect(job(lab, id)).toMatchObject({ state: 'done', completedBytes: 1000, bytesPerSecond: null })
    expect(lab.service.view().models.map(({ name }) => name)).toEqual(['small', 'large'])
    await lab.service.stop()
  })

  it('shows no speed when nothing comes any more', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [progress(0), { wait: 1000 }, progress(500), 'hang'] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(1100)
    expect(job(lab, id).bytesPerSecond).toBe(500)
    await lab.clock.advance(6000)
    expect(job(lab, id).bytesPerSecond).toBe(0)
    await lab.service.stop()
  })

  it('goes on when whoever asked has left, and can be found and followed by another', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [progress(1), { wait: 5000 }, progress(1000)] })
    const leaving = new AbortController()
    const { id } = lab.service.start('pull', 'mac', 'large')
    const first = follow(lab, id, leaving.signal)
    await lab.clock.advance(1000)
    leaving.abort()
    await lab.clock.finish(first.done)
    const second = follow(lab, id)
    await lab.clock.finish(second.done)
    expect(first.seen.at(-1)?.state).toBe('running')
    expect(second.seen.at(-1)?.state).toBe('done')
    await lab.service.stop()
  })

  it('is joined by a second pull of the same model, with or without :latest', async () => {
    const lab = createModelLab()
    let pulls = 0
    lab.add('mac', {
      deeds() {
        pulls += 1
        return [{ wait: 1000 }]
      },
    })
    const first = lab.service.start('pull', 'mac', 'large')
    const second = lab.service.start('pull', 'mac', 'large:latest')
    expect(second.id).toBe(first.id)
    await lab.clock.advance(10)
    expect(pulls).toBe(1)
    await lab.service.stop()
  })

  it('is not joined by one on another node, nor by other work on the same model', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => ['hang'] })
    lab.add('tower', { deeds: () => ['hang'] })
    const first = lab.service.start('pull', 'mac', 'large')
    expect(lab.service.start('pull', 'tower', 'large').id).not.toBe(first.id)
    expect(() => lab.service.start('remove', 'mac', 'large')).toThrow(
      expect.objectContaining({ code: 'CONFLICT', message: 'large is being pulled on mac.' }),
    )
    await lab.service.stop()
  })

  it('ends at once when cancelled, even when the server does not let go', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [progress(10), 'hang'] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    lab.service.cancel(id)
    expect(job(lab, id)).toMatchObject({ state: 'cancelled', error: null, bytesPerSecond: null })
    lab.service.cancel(id)
    lab.service.cancel('never-was')
    await lab.clock.settle()
    expect(job(lab, id).state).toBe('cancelled')
    await lab.service.stop()
  })

  it('can be started anew after it was cancelled', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => ['hang'] })
    const first = lab.service.start('pull', 'mac', 'large')
    lab.service.cancel(first.id)
    expect(lab.service.start('pull', 'mac', 'large').id).not.toBe(first.id)
    await lab.service.stop()
  })

  it('never goes back to running once it has ended', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [{ wait: 100 }, progress(500), { wait: 100 }] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    const { seen, done } = follow(lab, id)
    await lab.clock.finish(done)
    expect(seen.filter(({ state }) => state !== 'running')).toHaveLength(1)
    expect(seen.at(-1)?.state).toBe('done')
    await lab.service.stop()
  })

  it('says plainly that the disk is full, and that trying again is of no use', async () => {
    const lab = createModelLab()
    const said = 'mac:11434 reported an error: write /models/blobs/sha256-1: no space left on device'
    lab.add('mac', { deeds: () => [progress(1), { fail: new HarombeError('NODE_ERROR', said) }] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    expect(job(lab, id)).toMatchObject({
      state: 'failed',
      error: { code: 'NODE_ERROR', message: 'mac has no disk space left for large.', retryable: false },
    })
    expect(job(lab, id).error?.hint).toContain('free some space')
    await lab.service.stop()
  })

  it('says plainly that the server may not write its folder', async () => {
    const lab = createModelLab()
    const said = 'open /usr/share/ollama/.ollama/models: permission denied'
    lab.add('mac', { deeds: () => [{ fail: new HarombeError('NODE_ERROR', said) }] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    expect(job(lab, id).error).toMatchObject({ code: 'NODE_REFUSED' })
    expect(job(lab, id).error?.message).toContain('may not change its models folder')
    await lab.service.stop()
  })

  it('passes on why a model cannot be had', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [{ fail: new HarombeError('MODEL_MISSING', 'There is no model large.') }] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    expect(job(lab, id)).toMatchObject({ state: 'failed', error: { code: 'MODEL_MISSING' } })
    await lab.service.stop()
  })

  it('reports what nobody expected by a reference and not by its text', async () => {
    const lab = createModelLab()
    lab.add('mac', {
      deeds() {
        throw new TypeError('secret is not a function')
      },
    })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    expect(job(lab, id).error).toMatchObject({ code: 'INTERNAL' })
    expect(JSON.stringify(job(lab, id))).not.toContain('secret')
    expect(lab.unexpected).toHaveLength(1)
    await lab.service.stop()
  })
})

describe('a node that goes away', () => {
  it('by being removed fails its jobs at once, with what to do', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { deeds: () => ['hang'] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    node.remove()
    expect(job(lab, id)).toMatchObject({
      state: 'failed',
      error: { code: 'NODE_UNREACHABLE', retryable: true, message: 'mac went away.' },
    })
    expect(job(lab, id).error?.hint).toContain('Pull it again')
    await lab.service.stop()
  })

  it('by falling silent fails them after a while, not at the first missed check', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { deeds: () => [progress(1), 'hang'] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    node.reachable = false
    lab.check('mac')
    expect(job(lab, id).state).toBe('running')
    await lab.clock.advance(16_000)
    lab.check('mac')
    expect(job(lab, id)).toMatchObject({ state: 'failed', error: { code: 'NODE_UNREACHABLE' } })
    await lab.service.stop()
  })

  it('does not fail a pull that goes on while a busy machine misses its checks', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', {
      deeds: () => Array.from({ length: 40 }, (_, n) => [{ wait: 1000 }, progress(n)]).flat(),
    })
    const { id } = lab.service.start('pull', 'mac', 'large')
    node.reachable = false
    for (let second = 0; second < 30; second += 5) {
      await lab.clock.advance(5000)
      lab.check('mac')
    }
    expect(job(lab, id).state).toBe('running')
    await lab.service.stop()
  })
})

describe('what is refused', () => {
  it('is work that the node does not let others do', async () => {
    const lab = createModelLab()
    lab.add('mac', { abilities: { pull: false, remove: false, load: false, unload: false } })
    for (const kind of ['pull', 'remove', 'load', 'unload'] as const) {
      expect(() => lab.service.start(kind, 'mac', 'small')).toThrow(
        expect.objectContaining({ code: 'NODE_REFUSED' }),
      )
    }
    expect(lab.service.view().jobs).toEqual([])
    await lab.service.stop()
  })

  it('is a node nobody knows, and one that is away', async () => {
    const lab = createModelLab()
    lab.add('mac', { reachable: false })
    expect(() => lab.service.start('pull', 'nas', 'large')).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'Known nodes: mac.' }),
    )
    expect(() => lab.service.start('pull', 'mac', 'large')).toThrow(
      expect.objectContaining({ code: 'NODE_UNREACHABLE' }),
    )
    await lab.service.stop()
  })

  it('is to delete a model that may be answering, but no other', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { loaded: [loadedAs('small')], activeRequests: 1 })
    expect(() => lab.service.start('remove', 'mac', 'small')).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    )
    expect(lab.service.start('remove', 'mac', 'other').state).toBe('running')
    node.loaded = null
    expect(() => lab.service.start('remove', 'mac', 'large')).toThrow(
      expect.objectContaining({ code: 'CONFLICT' }),
    )
    node.activeRequests = 0
    expect(lab.service.start('remove', 'mac', 'small').state).toBe('running')
    await lab.service.stop()
  })

  it('is a flood of work', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => ['hang'] })
    for (let number = 0; number < 64; number += 1) lab.service.start('pull', 'mac', `model-${number}`)
    expect(() => lab.service.start('pull', 'mac', 'one-more')).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED' }),
    )
    await lab.service.stop()
  })
})

describe('after the work', () => {
  it('the node is looked at before the job is said to be done', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { loaded: [] })
    for (const kind of ['load', 'unload', 'remove'] as const) {
      const checks = node.checks
      const { id } = lab.service.start(kind, 'mac', 'small')
      await lab.clock.advance(1000)
      expect(job(lab, id).state).toBe('done')
      expect(node.checks).toBeGreaterThan(checks)
    }
    expect(lab.service.view().models).toEqual([])
    await lab.service.stop()
  })

  it('the node is looked at again when the check had begun before the work was over', async () => {
    const lab = createModelLab()
    const node = lab.add('mac')
    lab.check('mac')
    node.earlier = [[summary('small')], [summary('small')]]
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(1000)
    expect(job(lab, id).state).toBe('done')
    expect(lab.service.view().models.map(({ name }) => name)).toEqual(['small', 'large'])
    await lab.service.stop()
  })

  it('a load asks for what every request to the model asks for', async () => {
    const lab = createModelLab()
    const node = lab.add('mac')
    lab.service.start('load', 'mac', 'small')
    await lab.clock.advance(1000)
    expect(node.loads).toEqual([{ model: 'small', options: { contextLength: 8192, keepAlive: 300 } }])
    await lab.service.stop()
  })

  it('ended jobs stay for ten minutes, newest first, and no more than a hundred', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [{ wait: 1 }] })
    const first = lab.service.start('pull', 'mac', 'first')
    await lab.clock.advance(60_000)
    for (let number = 0; number < 120; number += 1) {
      lab.service.start('pull', 'mac', `model-${number}`)
      await lab.clock.advance(20)
    }
    const { jobs } = lab.service.view()
    expect(jobs).toHaveLength(100)
    expect(jobs[0]?.model).toBe('model-119')
    expect(jobs.some(({ id }) => id === first.id)).toBe(false)
    await lab.clock.advance(11 * 60_000)
    expect(lab.service.view().jobs).toEqual([])
    expect(() => lab.service.follow(first.id, new AbortController().signal)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    )
    await lab.service.stop()
  })

  it('stopping cancels what runs, ends who follows, and leaves no timer', async () => {
    const lab = createModelLab()
    lab.add('mac', { deeds: () => [progress(1), 'hang'] })
    const { id } = lab.service.start('pull', 'mac', 'large')
    await lab.clock.advance(10)
    const { seen, done } = follow(lab, id)
    await lab.clock.settle()
    await lab.service.stop()
    await done
    expect(seen.at(-1)?.state).toBe('cancelled')
    await lab.clock.settle()
    expect(lab.clock.pending()).toBe(0)
    expect(lab.listeners()).toBe(0)
    expect(() => lab.service.start('pull', 'mac', 'other')).toThrow(
      expect.objectContaining({ code: 'DISCONNECTED' }),
    )
  })
})
