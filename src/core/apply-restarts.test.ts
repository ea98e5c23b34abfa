import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import type { ApplyRun, ClusterView } from '../shared/entities'
import { ended, fileOf, setUpApplies } from './apply.fixture'
import { bundleProgram, type TestProgram } from './testing/bundle-program'

const { directory, cleanUps, machine, write, start } = setUpApplies()

async function firstOf<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item
  throw new Error('There was none.')
}

async function applyAll(client: HarombeClient): Promise<ApplyRun> {
  const { id } = await client.call('config.startApply', { plan: await client.call('config.planConfig', {}) })
  return ended(client, id)
}

const changesNow = async (client: HarombeClient) => (await client.call('config.planConfig', {})).changes

describe('a coordinator that is killed in the middle of an apply', () => {
  let program: TestProgram
  beforeAll(async () => {
    const source = `
      import { connectTo, createQuietCoordinator } from './fixture.mjs'
      const coordinator = createQuietCoordinator(process.argv[2], null)
      await coordinator.start()
      const client = connectTo(coordinator, { kind: 'cli' })
      await client.call('config.startApply', { plan: await client.call('config.planConfig', {}) })
      for await (const run of client.stream('config.watchApply', {})) {
        console.log(run.steps.map(({ state }) => state).join())
        if (run.state !== 'running') break
      }
      await new Promise(() => setInterval(() => undefined, 1000))
    `
    program = await bundleProgram({ fixture: join(import.meta.dirname, 'coordinator.fixture.ts') }, source, {
      isWhole: true,
    })
  }, 60_000)
  afterAll(() => program.remove())

  /** Kills it, without any warning, when so many steps are done. */
  async function killedAfter(done: number): Promise<void> {
    const child: ChildProcess = spawn(process.execPath, [program.path, directory()], {
      env: { ...process.env, NODE_COMPILE_CACHE: program.compileCache },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const gone = once(child, 'exit')
    cleanUps.push(() => child.kill('SIGKILL'))
    if (child.stdout === null) throw new Error('It has no output.')
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.split(',').filter(state => state === 'done').length >= done) break
    }
    child.kill('SIGKILL')
    await gone
  }

  it.each([0, 2, 4])(
    'after %i steps is told of it at the next start, and finishes it',
    async done => {
      const [mini, tower] = [await machine(), await machine()]
      await write(
        fileOf(
          [
            { name: 'mini', url: mini.url, model: 'small', tier: 0 },
            { name: 'tower', url: tower.url, model: 'big', tier: 2 },
          ],
          { reconcile: 'manual' },
        ),
      )
      await killedAfter(done)
      const { client } = await start()
      const left = await firstOf(client.stream('config.watchApply', {}))
      expect(left?.state).toMatch(/^(interrupted|done)$/)
      expect(left?.steps.some(({ state }) => state === 'running' || state === 'pending')).toBe(false)
      if (left?.state === 'interrupted') {
        await client.call('config.resumeApply', { id: left.id })
        const run = await ended(client, left.id)
        expect(run.steps.filter(({ state }) => state !== 'done')).toEqual([])
      }
      expect(await changesNow(client)).toEqual([])
      expect(tower.server.models.map(({ name }) => name)).toContain('big:latest')
      expect((await client.call('config.listVersions', {}))[0]).toMatchObject({
        outcome: 'done',
        isApplied: true,
      })
    },
    30_000,
  )
})

describe('with cluster.reconcile: manual', () => {
  it('what was applied stays in force over a restart, and an action is in force for its node alone', async () => {
    const [mini, tower] = [await machine(), await machine()]
    const nodes = (tier: number) => [
      { name: 'mini', url: mini.url, model: 'small', tier, auth_token: 'canary' },
    ]
    const first = await start(fileOf(nodes(0), { reconcile: 'manual' }))
    expect((await applyAll(first.client)).state).toBe('done')
    await first.coordinator.stop()

    await write(fileOf(nodes(1), { reconcile: 'manual' }))
    const { client } = await start()
    await expect
      .poll(() => client.call('cluster.checkNow', {}))
      .toMatchObject([{ name: 'mini', tier: 0, status: 'online' }])
    expect(await firstOf(client.stream('config.watchFile', {}))).toMatchObject({
      inForce: false,
      problem: null,
    })
    const added = {
      name: 'tower',
      url: tower.url,
      host: 'localhost',
      port: 8000,
      model: 'small',
      tier: 2,
    } as const
    await client.call('cluster.addNode', { ...added, enabled: true })
    expect(await client.call('cluster.checkNow', {})).toMatchObject([
      { name: 'mini', tier: 0 },
      { name: 'tower', tier: 2, status: 'online' },
    ])
    expect(await changesNow(client)).toMatchObject([
      { kind: 'node_moved', node: 'mini', to: 1, inForce: false },
    ])
    expect(
      (await client.call('config.listVersions', {})).map(({ by, action, changes }) => [by, action, changes]),
    ).toEqual([
      ['cli', 'edit', ['add tower']],
      ['file', 'file', ['move mini to tier 1']],
      ['cli', 'apply', ['add mini']],
    ])
    expect((await applyAll(client)).state).toBe('done')
    expect(await client.call('cluster.checkNow', {})).toMatchObject([{ tier: 1 }, { tier: 2 }])
    const { text } = await client.call('config.getVersion', { version: 1 })
    expect(text).not.toContain('canary')
  })
})

describe('machines that are no longer what was applied', () => {
  async function convergence(client: HarombeClient, wanted: ClusterView['convergence']['state']) {
    for await (const update of client.stream('cluster.watchCluster', {})) {
      const seen = update.type === 'snapshot' ? update.view.convergence : update.convergence
      if (seen?.state === wanted) return seen
    }
    throw new Error('It never was.')
  }
  /** Somebody deletes it there; routine checks would see that within half a minute. */
  async function forget(url: string, client: HarombeClient): Promise<void> {
    await fetch(`${url}/api/delete`, { method: 'DELETE', body: JSON.stringify({ model: 'big' }) })
    await client.call('cluster.checkNow', { name: 'tower' })
  }

  it('are shown, and left as they are', async () => {
    const tower = await machine()
    const { client } = await start(fileOf([{ name: 'tower', url: tower.url, model: 'big', tier: 2 }]))
    expect(await convergence(client, 'pending')).toMatchObject({ pending: 1, drift: [] })
    await applyAll(client)
    expect(await convergence(client, 'converged')).toMatchObject({ pending: 0, drift: [] })
    await forget(tower.url, client)
    expect(await convergence(client, 'drifted')).toMatchObject({
      drift: [{ node: 'tower', model: 'big', message: 'tower serves small:latest, the file says big.' }],
    })
    expect(tower.server.stats.pulls).toBe(1)
    expect(await changesNow(client)).toMatchObject([{ kind: 'model_pulled', cause: 'drift' }])
  }, 20_000)

  it('are put right unasked with cluster.reconcile: auto, also when one of them is away', async () => {
    const [tower, away] = [await machine(), await machine()]
    const { client } = await start(
      fileOf(
        [
          { name: 'tower', url: tower.url, model: 'big', tier: 2 },
          { name: 'away', url: away.url, model: 'small', tier: 1 },
        ],
        { reconcile: 'auto' },
      ),
    )
    await convergence(client, 'converged')
    expect(tower.server.stats.pulls).toBe(1)
    await away.server.stop()
    await forget(tower.url, client)
    await expect.poll(() => tower.server.stats.pulls, { timeout: 10_000 }).toBe(2)
    await convergence(client, 'converged')
    expect(await client.call('config.listVersions', {})).toMatchObject([
      { by: 'harombe', action: 'reconcile', outcome: 'done', linesAdded: 0 },
      { by: 'harombe', action: 'reconcile', outcome: 'done' },
    ])
    expect((await client.call('cluster.checkNow', {})).map(({ name }) => name)).toEqual(['tower', 'away'])
  }, 30_000)
})
