import { PassThrough } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import type { ConfigVersion } from '../../shared/entities'
import { createFakeConvergence, fileView } from '../testing/fake-convergence'
import { emptyPlan, planOf, runOf } from '../testing/plans'
import { history } from './history'
import { rollback, versionBefore } from './rollback'

const version = (number: number, letter: string, more: Partial<ConfigVersion> = {}): ConfigVersion => ({
  version: number,
  at: Date.UTC(2026, 0, number, 12),
  by: 'cli',
  action: 'apply',
  digest: letter.repeat(64),
  outcome: 'done',
  linesAdded: 1,
  linesRemoved: 0,
  changes: ['add mini'],
  isApplied: false,
  ...more,
})
const versions = [
  version(4, 'f', { action: 'file', by: 'file', outcome: null }),
  version(3, 'c', { outcome: 'failed' }),
  version(2, 'b', { isApplied: true }),
  version(1, 'a'),
]

describe('which version one goes back to', () => {
  it('is the newest with another text that was not left half done', () => {
    expect(versionBefore(versions, 'f'.repeat(64))).toBe(2)
    expect(versionBefore(versions.toReversed(), 'f'.repeat(64))).toBe(2)
    expect(versionBefore(versions, 'b'.repeat(64))).toBe(4)
  })

  it('is none, in words, when every one says the same', () => {
    expect(() => versionBefore([version(1, 'f')], 'f'.repeat(64))).toThrow('no earlier version')
    expect(() => versionBefore([], null)).toThrow('no earlier version')
  })
})

describe('harombe rollback', () => {
  const plan = planOf({ from: 2 })

  it('writes the text of the version over the file as it was looked at, and applies it', async () => {
    const { context, asked, say } = createFakeConvergence({ plan, versions })
    const code = rollback(undefined, { yes: true }, context, null)
    await vi.waitFor(() => expect(asked.started).toHaveLength(1))
    expect(asked.plans).toEqual([{ version: 2, refresh: true }])
    expect(asked.started[0]?.write).toEqual({ text: '# version 2\nb: 2\n', base: fileView().digest })
    say(runOf(plan, { state: 'done' }))
    expect(await code).toBe(0)
  })

  it('writes the text too when no machine has anything to do', async () => {
    const { context, asked, say } = createFakeConvergence({ plan: { ...emptyPlan, from: 2 }, versions })
    const code = rollback(2, { yes: true }, context, null)
    await vi.waitFor(() => expect(asked.started).toHaveLength(1))
    say(runOf(emptyPlan, { state: 'done' }))
    expect(await code).toBe(0)
  })

  it('only shows with --dry-run, and changes nothing when it is not agreed to', async () => {
    const dry = createFakeConvergence({ plan, versions })
    expect(await rollback(1, { dryRun: true }, dry.context, null)).toBe(2)
    expect(dry.stdout()).toContain('Back to version 1')
    const asking = createFakeConvergence({ plan, versions })
    const input = new PassThrough()
    input.write('n\n')
    expect(await rollback(1, {}, asking.context, { input, output: new PassThrough() })).toBe(1)
    const alone = createFakeConvergence({ plan, versions })
    expect(await rollback(1, {}, alone.context, null)).toBe(2)
    for (const { asked } of [dry, asking, alone]) expect(asked.started).toEqual([])
  })
})

describe('harombe history', () => {
  it('lists what was when, by whom and how it ended', async () => {
    const { context, stdout, stderr } = createFakeConvergence({ versions })
    expect(await history({ limit: 3 }, context)).toBe(0)
    expect(stdout().split('\n').slice(0, 4)).toEqual([
      'VERSION  WHEN (UTC)        BY    HOW               LINES  CHANGES',
      '4        2026-01-04 12:00  file  saved             +1 -0  add mini',
      '3        2026-01-03 12:00  cli   applied (failed)  +1 -0  add mini',
      '2 *      2026-01-02 12:00  cli   applied           +1 -0  add mini',
    ])
    expect(stderr()).toContain('1 older ones: --limit')
  })

  it('shows what a version changed as a diff', async () => {
    const { context, stdout } = createFakeConvergence({ versions })
    await history({ diff: 2, limit: 20 }, context)
    expect(stdout()).toBe(
      '--- the version before\n+++ version 2\n@@ -1,2 +1,2 @@\n # version 2\n-a: 1\n+b: 2\n',
    )
  })

  it('is JSON in snake_case', async () => {
    const { context, stdout } = createFakeConvergence({ versions, json: true })
    await history({ limit: 1 }, context)
    expect(JSON.parse(stdout())).toEqual({
      versions: [expect.objectContaining({ is_applied: false, lines_added: 1 })],
    })
  })
})
