import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readPlanFile } from '../plan-file'
import { createFakeConvergence } from '../testing/fake-convergence'
import { planOf } from '../testing/plans'
import { plan } from './plan'

const all = { target: [], refresh: true }

describe('harombe plan', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harombe-plan-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('ends with 0 for nothing to do and 2 for changes, also for those in force already', async () => {
    expect(await plan(all, createFakeConvergence().context)).toBe(0)
    const [first] = planOf().changes
    const inForce = planOf({ changes: first === undefined ? [] : [first], steps: [] })
    expect(await plan(all, createFakeConvergence({ plan: inForce }).context)).toBe(2)
  })

  it('says where there is no file that nothing could follow from', async () => {
    const configPath = join(folder, 'harombe.yaml')
    const nothing = planOf({ changes: [], steps: [], configPath })
    const without = createFakeConvergence({ plan: nothing })
    expect(await plan(all, without.context)).toBe(0)
    expect(without.stderr()).toContain(`There is no ${configPath} yet.`)
    await writeFile(configPath, 'cluster:\n')
    const there = createFakeConvergence({ plan: nothing })
    await plan(all, there.context)
    expect(there.stderr()).not.toContain('There is no')
  })

  it('asks for what was named, and for nothing else', async () => {
    const { context, asked } = createFakeConvergence()
    await plan(all, context)
    await plan({ target: ['mini', 'gaming-pc'], refresh: false }, context)
    expect(asked.plans).toEqual([{ refresh: true }, { targets: ['mini', 'gaming-pc'], refresh: false }])
  })

  it('prints JSON in snake_case', async () => {
    const { context, stdout } = createFakeConvergence({ plan: planOf(), json: true })
    expect(await plan(all, context)).toBe(2)
    expect(JSON.parse(stdout())).toMatchObject({ config_path: expect.any(String), changes: { length: 6 } })
  })

  it('saves a plan as it is, over an older one, for its owner alone', async () => {
    const out = join(folder, 'today.plan')
    for (const id of ['plan-1', 'plan-2']) {
      await plan({ ...all, out }, createFakeConvergence({ plan: planOf({ id }) }).context)
    }
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(planOf({ id: 'plan-2' }))
    if (process.platform !== 'win32') expect((await stat(out)).mode & 0o077).toBe(0)
  })

  it('never writes a plan over something else', async () => {
    const out = join(folder, 'harombe.yaml')
    await writeFile(out, 'cluster:\n')
    await expect(plan({ ...all, out }, createFakeConvergence().context)).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect(await readFile(out, 'utf8')).toBe('cluster:\n')
  })

  it('is read back from what --json printed as well', async () => {
    const { context, stdout } = createFakeConvergence({ plan: planOf(), json: true })
    await plan(all, context)
    const path = join(folder, 'piped.json')
    await writeFile(path, stdout())
    expect(await readPlanFile(path)).toEqual(planOf())
  })

  it.each(['', '{', '[]', '{"format": 2}'])('refuses %j as a plan, in words', async text => {
    const path = join(folder, 'broken')
    await writeFile(path, text)
    await expect(readPlanFile(path)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})
