import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApplyRun } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createVirtualClock } from '../../../shared/testing/virtual-clock'
import { createAppliedBook } from './applied-book'
import { createApplyJournal } from './apply-journal'
import { createApplier } from './create-applier'
import { configOf, planOf, scriptedActions } from './testing/steps'
import type { ApplyJob, ApplyJournal, StepContext } from './types'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-apply-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const desired = configOf([{ name: 'a' }, { name: 'b' }])

function setUp(changes: { journal?: (journal: ApplyJournal) => ApplyJournal; onEnded?: () => void } = {}) {
  const report = vi.fn(() => 'ref')
  const book = createAppliedBook({
    path: join(directory, 'applied.json'),
    now: () => 0,
    inForce: () => configOf([]),
    report,
    keeps: true,
  })
  const kept = createApplyJournal(join(directory, 'apply.ndjson'), report)
  const journal = changes.journal?.(kept) ?? kept
  const clock = createVirtualClock(0)
  let count = 0
  const createId = () => {
    count += 1
    return `run-${count}`
  }
  const applier = createApplier({
    clock,
    createId,
    journal,
    book,
    reportUnknown: report,
    onEnded: () => changes.onEnded?.(),
  })
  return { applier, book, clock, report }
}

const jobOf = (
  ids: readonly string[],
  actions = scriptedActions(),
  changes: Partial<ApplyJob> = {},
): ApplyJob => ({
  plan: planOf(ids),
  by: 'cli',
  desired,
  version: 1,
  actions,
  ...changes,
})

const states = ({ steps }: ApplyRun) => Object.fromEntries(steps.map(({ id, state }) => [id, state]))
const failing = (failed: string) => async (id: string) => {
  if (id === failed) throw new HarombeError('NODE_UNREACHABLE', 'Nothing listens there.')
}

describe('carrying a plan out', () => {
  it('goes through every lane to its end and says how each step went', async () => {
    const { applier, book } = setUp()
    const job = jobOf(['register/a', 'test/a', 'pull/a/m:1b', 'register/b', 'reload'])
    const { id, state } = applier.start(job)
    expect(state).toBe('running')
    const run = await applier.finished(id)
    expect(run).toMatchObject({ state: 'done', by: 'cli' })
    expect(run.steps.map(({ detail }) => detail)).toContain('Did pull/a/m:1b.')
    expect(book.current()).toMatchObject({
      version: 1,
      textDigest: job.plan.basis.desired,
      nodes: { a: { unfinished: null, models: ['m:1b'] }, b: { unfinished: null } },
    })
  })

  it('stops the lane of a step that fails and no other; the record has what was achieved', async () => {
    const { applier, book } = setUp()
    const actions = scriptedActions(failing('test/a'))
    const job = jobOf(['register/a', 'test/a', 'pull/a/m', 'register/b', 'test/b', 'reload'], actions)
    const run = await applier.finished(applier.start(job).id)
    expect(run.state).toBe('failed')
    expect(states(run)).toEqual({
      'register/a': 'done',
      'test/a': 'failed',
      'pull/a/m': 'skipped',
      'register/b': 'done',
      'test/b': 'done',
      reload: 'done',
    })
    expect(run.steps.find(({ id }) => id === 'pull/a/m')?.detail).toBe(
      'Not begun: the test of a came to nothing.',
    )
    const record = book.current()
    expect(record?.config.cluster.nodes.map(({ name }) => name)).toEqual(['b'])
    expect(record?.nodes.a?.unfinished).toEqual(expect.any(String))
    expect(record?.version).toBeNull()
  })

  it('goes on where it failed: what is done is not done again', async () => {
    const { applier, book } = setUp()
    const broken = scriptedActions(failing('test/a'))
    const { id } = applier.start(jobOf(['register/a', 'test/a', 'pull/a/m', 'register/b'], broken))
    await applier.finished(id)
    const mended = scriptedActions()
    const { plan: _plan, ...job } = jobOf([], mended)
    expect(applier.resume(id, job).state).toBe('running')
    const run = await applier.finished(id)
    expect(run).toMatchObject({ id, state: 'done' })
    expect(mended.done).toEqual(['test/a', 'pull/a/m'])
    expect(
      book
        .current()
        ?.config.cluster.nodes.map(({ name }) => name)
        .sort(),
    ).toEqual(['a', 'b'])
  })

  it('refuses to run two plans at once, and to go on with one that is not the last', async () => {
    const { applier } = setUp()
    const held = Promise.withResolvers<void>()
    const { id } = applier.start(
      jobOf(
        ['register/a'],
        scriptedActions(() => held.promise),
      ),
    )
    expect(() => applier.start(jobOf(['register/b']))).toThrow(/being carried out already/)
    held.resolve()
    await applier.finished(id)
    const { plan: _plan, ...job } = jobOf([])
    expect(() => applier.resume('another', job)).toThrow(/no such apply/)
  })

  it('ends what runs when it is cancelled, leaves the rest, and keeps what was done', async () => {
    const { applier } = setUp()
    const pulling = Promise.withResolvers<void>()
    const actions = scriptedActions(async (id, { signal }) => {
      if (!id.startsWith('pull')) return
      pulling.resolve()
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    })
    const { id } = applier.start(jobOf(['register/a', 'pull/a/m', 'load/a/m'], actions))
    await pulling.promise
    applier.cancel('another')
    applier.cancel(id)
    applier.cancel(id)
    const run = await applier.finished(id)
    expect(run.state).toBe('cancelled')
    expect(states(run)).toEqual({ 'register/a': 'done', 'pull/a/m': 'cancelled', 'load/a/m': 'skipped' })
  })

  it('tells progress four times a second at most, and leaves no timer behind', async () => {
    const { applier, clock } = setUp()
    let step: StepContext | null = null
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const actions = scriptedActions(async (_id, context) => {
      step = context
      begun.resolve()
      await held.promise
    })
    const { id } = applier.start(jobOf(['pull/a/m'], actions))
    await begun.promise
    const stop = new AbortController()
    const seen: (number | undefined)[] = []
    const watching = (async () => {
      for await (const run of applier.watch(stop.signal)) seen.push(run?.steps[0]?.progress?.completed)
    })()
    await vi.waitFor(() => expect(seen).toEqual([undefined]))
    for (let completed = 1; completed <= 100; completed += 1) {
      ;(step as StepContext | null)?.report({ completed, total: 100 })
      await clock.advance(10)
    }
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(1))
    expect(seen.length).toBeLessThanOrEqual(6)
    held.resolve()
    expect((await applier.finished(id)).steps[0]?.progress).toEqual({ completed: 100, total: 100 })
    stop.abort()
    await watching
    await applier.stop()
    expect(clock.pending()).toBe(0)
  })

  it('does nothing at all for a plan without steps, and counts it as applied', async () => {
    const { applier, book } = setUp()
    const run = await applier.finished(applier.start(jobOf([])).id)
    expect(run.state).toBe('done')
    expect(book.current()?.config.cluster.nodes.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  it('applies only what it was to: the other nodes of the file are no part of the record', async () => {
    const { applier, book } = setUp()
    const job = jobOf(['register/a'])
    await applier.finished(applier.start({ ...job, plan: { ...job.plan, targets: ['a'] } }).id)
    expect(book.current()).toMatchObject({ version: null, textDigest: null })
    expect(book.current()?.config.cluster.nodes.map(({ name }) => name)).toEqual(['a'])
  })
})

describe('an apply and the disk', () => {
  it('does not begin when nothing can be noted', () => {
    const { applier } = setUp({
      journal: kept => ({
        ...kept,
        begin() {
          throw new HarombeError('STORAGE_FAILED', 'The disk is full.')
        },
      }),
    })
    const actions = scriptedActions()
    expect(() => applier.start(jobOf(['register/a'], actions))).toThrow('The disk is full.')
    expect(actions.done).toEqual([])
    expect(applier.current()).toBeNull()
  })

  it('comes to its end when whoever is told of it stumbles, and the next may begin', async () => {
    const { applier, report } = setUp({
      onEnded() {
        throw new Error('It stumbled.')
      },
    })
    for (let times = 1; times <= 2; times += 1) {
      const { id } = applier.start(jobOf(['register/a']))
      expect((await applier.finished(id)).state).toBe('done')
      expect(report).toHaveBeenCalledTimes(times)
    }
  })

  it('fails a step that could not be noted before it is done, and comes to its end', async () => {
    const { applier, report } = setUp({
      journal: kept => ({
        ...kept,
        note(step) {
          if (step.id === 'register/a') throw new HarombeError('STORAGE_FAILED', 'The disk is full.')
          kept.note(step)
        },
      }),
    })
    const actions = scriptedActions()
    const run = await applier.finished(applier.start(jobOf(['register/a', 'register/b'], actions)).id)
    expect(states(run)).toEqual({ 'register/a': 'failed', 'register/b': 'done' })
    expect(actions.done).toEqual(['register/b'])
    expect(report).toHaveBeenCalled()
  })

  it('knows after any kill where it was, whatever was on the disk by then, and can go on', async () => {
    const { applier } = setUp()
    await applier.finished(applier.start(jobOf(['register/a', 'test/a', 'register/b', 'reload'])).id)
    const path = join(directory, 'apply.ndjson')
    const whole = readFileSync(path)
    const ends = [...whole.toString('utf8')].flatMap((letter, index) => (letter === '\n' ? [index + 1] : []))
    const first = ends[0] ?? 0
    const cuts = [...ends, ...ends.map(end => end - 1), ...ends.map(end => end - 20)]
    for (const cut of cuts.filter(at => at >= first)) {
      writeFileSync(path, whole.subarray(0, cut))
      const after = setUp()
      const run = after.applier.current()
      const isWhole = cut >= whole.length - 1
      expect(run?.state).toBe(isWhole ? 'done' : 'interrupted')
      if (run === null || isWhole) continue
      expect(Object.values(states(run))).not.toContain('running')
      const doneBefore = run.steps.filter(({ state }) => state === 'done').map(({ id }) => id)
      const actions = scriptedActions()
      const { plan: _plan, ...job } = jobOf([], actions)
      after.applier.resume(run.id, job)
      expect((await after.applier.finished(run.id)).state).toBe('done')
      expect([...doneBefore, ...actions.done].sort()).toEqual([
        'register/a',
        'register/b',
        'reload',
        'test/a',
      ])
    }
  })

  it('is interrupted, not cancelled, when harombe ends meanwhile, and a later one knows', async () => {
    const { applier } = setUp()
    const begun = Promise.withResolvers<void>()
    const actions = scriptedActions(async (_id, { signal }) => {
      begun.resolve()
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      })
    })
    applier.start(jobOf(['drain/a', 'retire/a'], actions))
    await begun.promise
    await applier.stop()
    expect(applier.current()?.state).toBe('interrupted')
    expect(setUp().applier.current()?.state).toBe('interrupted')
    expect(() => applier.start(jobOf([]))).toThrow(/stopping/)
  })

  it('begins anew when the journal is not one', () => {
    writeFileSync(join(directory, 'apply.ndjson'), '{"begin":{"id":1}}\nnothing\n')
    expect(setUp().applier.current()).toBeNull()
  })
})
