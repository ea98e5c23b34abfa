import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { HarombeClient } from '../shared/contract'
import type { ApplyRun, Plan } from '../shared/entities'
import { ended, fileOf, setUpApplies } from './apply.fixture'

const applies = setUpApplies()
const { path, write, start } = applies
/** Whose downloads tell often how far they are. */
const machine = (pullMs?: number) => applies.machine(pullMs, 200)

async function applied(client: HarombeClient, plan: Plan): Promise<ApplyRun> {
  const { id } = await client.call('config.startApply', { plan })
  return ended(client, id)
}

async function digestOnDisk(client: HarombeClient): Promise<string | null> {
  for await (const { digest } of client.stream('config.watchFile', {})) return digest
  return null
}

const states = ({ steps }: ApplyRun) => Object.fromEntries(steps.map(({ id, state }) => [id, state]))

const plan = (client: HarombeClient, input: Parameters<typeof client.call<'config.planConfig'>>[1] = {}) =>
  client.call('config.planConfig', input)
const ids = (parts: readonly { id: string }[]) => parts.map(({ id }) => id)

describe('plan and apply over the contract', () => {
  it('make the machines what the file says, and then there is nothing more to do', async () => {
    const [mini, tower] = [await machine(), await machine()]
    const { client } = await start(
      fileOf([
        { name: 'mini', url: mini.url, model: 'small', tier: 0, backend: 'ollama' },
        { name: 'tower', url: tower.url, model: 'big', tier: 2, backend: 'ollama' },
      ]),
    )
    const first = await plan(client)
    expect(ids(first.steps)).toEqual(
      expect.arrayContaining([
        'register/mini',
        'test/mini',
        'register/tower',
        'test/tower',
        'pull/tower/big',
      ]),
    )
    const run = await applied(client, first)
    expect(run.steps.filter(({ state }) => state !== 'done')).toEqual([])
    expect(run.state).toBe('done')
    expect(tower.server.stats.pulls).toBe(1)
    const second = await plan(client)
    expect(second).toMatchObject({ changes: [], steps: [] })
    const [version] = await client.call('config.listVersions', {})
    expect(version).toMatchObject({
      version: 1,
      by: 'cli',
      action: 'apply',
      outcome: 'done',
      isApplied: true,
    })
    await expect(client.call('config.startApply', { plan: first })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { moved: expect.arrayContaining(['applied']) },
    })
  })

  it('ask nothing of a machine that runs already when a file is changed back and forth', async () => {
    const mini = await machine()
    const text = fileOf([{ name: 'mini', url: mini.url, model: 'small', tier: 0 }])
    const { client } = await start(text)
    await applied(client, await plan(client))
    const base = await digestOnDisk(client)
    const draft = text.replace('tier: 0', 'tier: 1')
    const moved = await plan(client, { text: draft })
    expect(moved).toMatchObject({
      from: 'draft',
      changes: [{ kind: 'node_moved', from: 0, to: 1, inForce: false }],
    })
    await expect(client.call('config.startApply', { plan: moved })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    const { id } = await client.call('config.startApply', { plan: moved, write: { text: draft, base } })
    expect((await ended(client, id)).state).toBe('done')
    expect(await readFile(path(), 'utf8')).toBe(draft)
    const [node] = await client.call('cluster.checkNow', {})
    expect(node).toMatchObject({ tier: 1, status: 'online' })
    expect((await plan(client)).changes).toEqual([])
    const versions = await client.call('config.listVersions', {})
    expect(versions.map(({ version, action, isApplied }) => [version, action, isApplied])).toEqual([
      [2, 'apply', true],
      [1, 'apply', false],
    ])
    expect(versions[0]).toMatchObject({ linesAdded: 1, linesRemoved: 1, changes: ['move mini to tier 1'] })

    const back = await plan(client, { version: 1 })
    expect(back).toMatchObject({ from: 1, changes: [{ kind: 'node_moved', from: 1, to: 0 }] })
    expect((await applied(client, back)).state).toBe('done')
    expect(await readFile(path(), 'utf8')).toBe(text)
    expect(await client.call('config.listVersions', {})).toMatchObject([
      { version: 3, action: 'rollback', outcome: 'done', isApplied: true, by: 'cli' },
      {},
      {},
    ])
    expect((await client.call('cluster.checkNow', {}))[0]).toMatchObject({ tier: 0 })
  })

  it('are of the file as it is when they are asked for, and of no other by the time they begin', async () => {
    const mini = await machine()
    const node = { name: 'mini', url: mini.url, model: 'small', tier: 0 }
    const { client } = await start(fileOf([node]))
    await applied(client, await plan(client))
    const heavier = fileOf([{ ...node, weight: 2 }])
    await write(heavier)
    const saved = await plan(client)
    expect(saved.changes).toMatchObject([{ kind: 'node_changed', node: 'mini' }])
    const starting = client.call('config.startApply', { plan: saved })
    // By then the machines are being asked.
    await setImmediate()
    writeFileSync(path(), fileOf([{ ...node, weight: 3 }]))
    await expect(starting).rejects.toMatchObject({ code: 'CONFLICT', data: { moved: ['desired'] } })
    expect((await client.call('config.listVersions', {}))[0]).toMatchObject({ action: 'file', outcome: null })
  })

  it('leave a node in force that was added by name meanwhile, although the rest of the file waits', async () => {
    const [mini, tower] = [await machine(1_500), await machine()]
    const { client } = await start(
      fileOf([{ name: 'mini', url: mini.url, model: 'big', tier: 0 }], { reconcile: 'manual' }),
    )
    const { id } = await client.call('config.startApply', { plan: await plan(client) })
    for await (const run of client.stream('config.watchApply', {})) {
      if (run?.steps.some(({ kind, state }) => kind === 'pull' && state === 'running')) break
    }
    await client.call('cluster.addNode', { name: 'tower', url: tower.url, model: 'small', tier: 2 })
    expect((await ended(client, id)).state).toBe('done')
    expect(await client.call('cluster.checkNow', {})).toMatchObject([
      { name: 'mini', status: 'online' },
      { name: 'tower', status: 'online' },
    ])
    // It was not part of what was applied, so the next plan still has it.
    expect((await plan(client)).changes).toMatchObject([{ kind: 'node_added', node: 'tower', inForce: true }])
  })

  it('go on with the other nodes when one dies in the middle, and finish it when it is back', async () => {
    const [mini, tower] = [await machine(), await machine(60_000)]
    const { client } = await start(
      fileOf([
        { name: 'tower', url: tower.url, model: 'big', tier: 2 },
        { name: 'mini', url: mini.url, model: 'big', tier: 0 },
      ]),
    )
    const { id } = await client.call('config.startApply', { plan: await plan(client) })
    for await (const run of client.stream('config.watchApply', {})) {
      const pull = run?.steps.find(step => step.id === 'pull/tower/big')
      if (pull?.state === 'running' && pull.progress !== null) break
    }
    await tower.server.stop()
    const run = await ended(client, id)
    expect(run.state).toBe('failed')
    expect(states(run)).toMatchObject({
      'register/tower': 'done',
      'pull/tower/big': 'failed',
      'pull/mini/big': 'done',
    })
    expect(run.steps.find(step => step.id === 'pull/tower/big')?.error).toMatchObject({
      code: expect.any(String),
    })
    const rest = await plan(client)
    expect(rest.changes).toMatchObject([
      { kind: 'node_added', node: 'tower', cause: 'unfinished', inForce: true },
    ])
    expect(rest.findings).toMatchObject([{ code: 'unreachable', node: 'tower' }])

    tower.server.setBehaviour({ pullMs: 20 })
    await tower.server.start()
    const resumed = await client.call('config.resumeApply', { id })
    expect(resumed).toMatchObject({ id, state: 'running' })
    const whole = await ended(client, id)
    expect(whole.steps.filter(({ state }) => state !== 'done')).toEqual([])
    expect(mini.server.stats.pulls).toBe(1)
    expect((await plan(client)).changes).toEqual([])
    expect((await client.call('config.listVersions', {}))[0]).toMatchObject({ version: 1, outcome: 'done' })
  })

  it('cancel a download at once and leave what was registered', async () => {
    const tower = await machine(60_000)
    const { client } = await start(fileOf([{ name: 'tower', url: tower.url, model: 'big', tier: 2 }]))
    const { id } = await client.call('config.startApply', { plan: await plan(client) })
    for await (const run of client.stream('config.watchApply', {})) {
      if (run?.steps.some(step => step.kind === 'pull' && step.state === 'running')) break
    }
    await expect(client.call('config.startApply', { plan: await plan(client) })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    await client.call('config.cancelApply', { id })
    const run = await ended(client, id)
    expect(run.state).toBe('cancelled')
    expect(states(run)).toMatchObject({ 'register/tower': 'done', 'pull/tower/big': 'cancelled' })
    await expect.poll(() => tower.server.stats.cancelledPulls).toBe(1)
    const rest = await plan(client)
    expect(rest.changes).toMatchObject([
      { kind: 'node_added', cause: 'unfinished', inForce: true },
      { kind: 'model_pulled', cause: 'unfinished' },
    ])
    expect((await client.call('config.listVersions', {}))[0]).toMatchObject({ outcome: 'cancelled' })
  })

  it('take a node out only when it has finished what it answers', async () => {
    const [mini, tower] = [await machine(), await machine()]
    const both = fileOf(
      [
        { name: 'mini', url: mini.url, model: 'small', tier: 0 },
        { name: 'tower', url: tower.url, model: 'small', tier: 2 },
      ],
      { reconcile: 'manual' },
    )
    const { client, coordinator } = await start(both)
    await applied(client, await plan(client))
    tower.server.setBehaviour({ tokensPerSecond: 20, ttftMs: 10 })
    const asking = client.stream('chat.ask', {
      messages: [{ role: 'user', content: 'Tell me more.' }],
      node: 'tower',
    })
    let answer = ''
    let isOver = false
    const answered = (async () => {
      for await (const event of asking) if (event.type === 'text') answer += event.text
      isOver = true
    })()
    await expect.poll(() => answer.length).toBeGreaterThan(0)
    await write(fileOf([{ name: 'mini', url: mini.url, model: 'small', tier: 0 }], { reconcile: 'manual' }))
    await expect
      .poll(async () => (await plan(client)).changes)
      .toMatchObject([{ kind: 'node_removed', node: 'tower', inForce: false }])
    const { id } = await client.call('config.startApply', { plan: await plan(client) })
    for await (const run of client.stream('config.watchApply', {})) {
      if (run?.steps.some(step => step.kind === 'drain' && step.progress !== null)) break
    }
    expect(isOver).toBe(false)
    const seen: string[] = []
    coordinator.subscribeCluster(({ nodes }) =>
      seen.push(nodes.find(({ name }) => name === 'tower')?.status ?? 'gone'),
    )
    const run = await ended(client, id)
    await answered
    expect(run.state).toBe('done')
    expect(tower.server.stats).toMatchObject({ completed: 1, cancelled: 0 })
    await expect.poll(() => [seen[0], seen.at(-1)]).toEqual(['draining', 'gone'])
  })
})
