import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { HarombeError } from '../../shared/errors'
import { createFakeConvergence, type FakeWorld } from '../testing/fake-convergence'
import { planOf, pullStep, runOf, stepOf, testStep } from '../testing/plans'
import { type ApplyOptions, apply } from './apply'
import type { Keyboard } from './model-jobs'

const plan = planOf()
const all: ApplyOptions = { target: [], refresh: true }
const yes: ApplyOptions = { ...all, yes: true }

const tested = stepOf(testStep, { state: 'done', detail: 'It answers.' })
const done = runOf(plan, { state: 'done', steps: [tested, stepOf(pullStep, { state: 'done' })] })
const unreachable = {
  code: 'NODE_UNREACHABLE' as const,
  message: 'It went away.',
  retryable: true,
  hint: 'Wake it.',
}
const failed = runOf(plan, {
  state: 'failed',
  steps: [tested, stepOf(pullStep, { state: 'failed', error: unreachable })],
})

function typing(answer: string): NonNullable<Keyboard> {
  const input = new PassThrough()
  input.write(answer)
  return { input, output: new PassThrough() }
}

/** Applies, and has the run end as told once it has begun. */
async function applied(world: FakeWorld, end = done, options = yes, keyboard: Keyboard = null) {
  const fake = createFakeConvergence({ plan, ...world })
  const code = apply(undefined, options, fake.context, keyboard)
  await vi.waitFor(() => expect(fake.asked.started).toHaveLength(1))
  fake.say(end)
  return { ...fake, code: await code }
}

describe('harombe apply', () => {
  it('shows the plan, does it, and says how each step went', async () => {
    const { code, stdout, asked } = await applied({})
    expect(code).toBe(0)
    expect(asked.started).toEqual([{ plan }])
    expect(stdout()).toContain('+ add gaming-pc')
    expect(stdout()).toContain('✓ Test gaming-pc  It answers.')
    expect(stdout()).toContain('Applied: 2 steps done.')
  })

  it('ends with 1 when a step failed, with the reason and how to go on', async () => {
    const { code, stdout, stderr } = await applied({}, failed)
    expect(code).toBe(1)
    expect(stdout()).toContain('✗ Pull qwen2.5:14b onto gaming-pc, failed  It went away.\n      Wake it.\n')
    expect(stderr()).toContain('harombe apply --resume')
  })

  it('does nothing when there is nothing to do', async () => {
    const { context, asked, stdout } = createFakeConvergence()
    expect(await apply(undefined, yes, context, null)).toBe(0)
    expect(asked.started).toEqual([])
    expect(stdout()).toBe('Nothing to do: the machines are what the file says.\n')
  })

  it('does nothing unasked where nobody can be asked: exit code 2, before a machine is disturbed', async () => {
    for (const [options, keyboard] of [
      [all, null],
      [{ ...all, events: true }, typing('y\n')],
    ] as const) {
      const { context, asked, stderr } = createFakeConvergence({ plan })
      expect(await apply(undefined, options, context, keyboard)).toBe(2)
      expect(stderr()).toContain('--yes')
      expect(asked.plans).toEqual([])
    }
    const json = createFakeConvergence({ plan, json: true })
    expect(await apply(undefined, all, json.context, typing('y\n'))).toBe(2)
    expect(JSON.parse(json.stdout())).toMatchObject({ error: { hint: expect.stringContaining('--yes') } })
  })

  it('asks, and takes only a yes for one', async () => {
    const refusing = createFakeConvergence({ plan })
    expect(await apply(undefined, all, refusing.context, typing('sure\n'))).toBe(1)
    expect(refusing.asked.started).toEqual([])
    expect(refusing.stderr()).toContain('Nothing was done.')
    expect((await applied({}, done, all, typing('yes\n'))).code).toBe(0)
  })

  it('stops at a safe point on Ctrl-C and waits for it', async () => {
    const { context, asked, say, stopping, stderr } = createFakeConvergence({ plan })
    const code = apply(undefined, yes, context, null)
    await vi.waitFor(() => expect(asked.started).toHaveLength(1))
    stopping.abort()
    await vi.waitFor(() => expect(asked.cancelled).toEqual(['run-1']))
    say(runOf(plan, { state: 'cancelled', steps: [tested, stepOf(pullStep, { state: 'cancelled' })] }))
    expect(await code).toBe(1)
    expect(stderr()).toContain('Stopping at a safe point')
  })

  it('leaves at once on the second Ctrl-C', async () => {
    const { context, asked, stopping, leaving } = createFakeConvergence({ plan })
    const code = apply(undefined, yes, context, null)
    await vi.waitFor(() => expect(asked.started).toHaveLength(1))
    stopping.abort()
    leaving.abort()
    expect(await code).toBe(1)
  })

  it('says what has moved when the machines are no longer the plan’s', async () => {
    const refusal = new HarombeError('CONFLICT', 'The machines have changed.', {
      data: { moved: ['observed', 'desired'] },
    })
    const { context } = createFakeConvergence({ plan, refusal })
    await expect(apply(undefined, yes, context, null)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The plan is out of date: harombe.yaml and the machines changed since it was made.',
      data: { moved: ['observed', 'desired'] },
    })
  })

  it('prints one document with --json, and every step with --events', async () => {
    const json = await applied({ json: true })
    expect(JSON.parse(json.stdout())).toMatchObject({ plan: { id: 'plan-1' }, run: { state: 'done' } })
    const events = await applied({}, done, { ...yes, events: true })
    const lines = events.stdout().trim().split('\n')
    expect(lines.map(line => JSON.parse(line)).map(({ type, state }) => [type, state])).toEqual([
      ['plan', undefined],
      ['step', 'done'],
      ['step', 'done'],
      ['finished', undefined],
    ])
    expect(JSON.parse(lines[3] ?? '')).toMatchObject({
      run: { state: 'done', started_at: expect.any(Number) },
    })
  })

  it('begins with a run that has another end in mind with words, not with a hang', async () => {
    const fake = createFakeConvergence({ plan })
    const code = apply(undefined, yes, fake.context, null)
    await vi.waitFor(() => expect(fake.asked.started).toHaveLength(1))
    fake.say(runOf(plan, { id: 'run-2', startedAt: done.startedAt + 5, state: 'done' }))
    expect(await code).toBe(1)
  })
})

describe('harombe apply --resume', () => {
  const resume = { ...all, resume: true }

  it('goes on with what was cut off', async () => {
    const { context, asked, say } = createFakeConvergence({ last: runOf(plan, { state: 'interrupted' }) })
    const code = apply(undefined, resume, context, null)
    await vi.waitFor(() => expect(asked.resumed).toEqual(['run-1']))
    say(done)
    expect(await code).toBe(0)
  })

  it('looks after one that runs, and begins nothing', async () => {
    const last = runOf(plan, { steps: [stepOf(testStep, { state: 'running' }), stepOf(pullStep)] })
    const { context, asked, say, stderr } = createFakeConvergence({ last })
    const code = apply(undefined, resume, context, null)
    await vi.waitFor(() => expect(stderr()).toContain('… Test gaming-pc'))
    say(done)
    expect(await code).toBe(0)
    expect(asked.resumed).toEqual([])
  })

  it.each([null, done])('has nothing to do after an apply that is over, or before the first', async last => {
    const { context } = createFakeConvergence({ last })
    await expect(apply(undefined, resume, context, null)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('does not go with what narrows a plan', async () => {
    const { context } = createFakeConvergence()
    expect(await apply(undefined, { ...resume, target: ['mini'] }, context, null)).toBe(2)
    expect(await apply('a.plan', resume, context, null)).toBe(2)
    expect(await apply('a.plan', { ...all, refresh: false }, context, null)).toBe(2)
  })
})

describe('harombe apply PLAN', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harombe-apply-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function saved(content: typeof plan) {
    const path = join(folder, 'saved')
    await writeFile(path, JSON.stringify(content))
    return path
  }

  it('does what was saved, and asks nobody', async () => {
    const { context, asked, say } = createFakeConvergence()
    const code = apply(await saved(plan), all, context, null)
    await vi.waitFor(() => expect(asked.started).toEqual([{ plan }]))
    say(done)
    expect(await code).toBe(0)
    expect(asked.plans).toEqual([])
  })

  it('brings the text along for a plan of a version, and refuses one of a draft', async () => {
    const { context, asked, say } = createFakeConvergence()
    const code = apply(await saved(planOf({ from: 3 })), all, context, null)
    await vi.waitFor(() => expect(asked.started).toHaveLength(1))
    expect(asked.started[0]?.write).toEqual({ text: '# version 3\nb: 2\n', base: 'f'.repeat(64) })
    say(done)
    await code
    const draft = await saved(planOf({ from: 'draft' }))
    await expect(apply(draft, all, context, null)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('refuses a plan for another file', async () => {
    const { context } = createFakeConvergence()
    const other = await saved(planOf({ configPath: '/elsewhere/harombe.yaml' }))
    await expect(apply(other, all, context, null)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
