import { describe, expect, it } from 'vitest'
import { policiesSchema } from '../../../shared/config/cluster-rules'
import { createTestCluster, outcomeOf, question, specOf } from '../testing/cluster'
import { stopAfterEach } from '../testing/stop-after-each'
import type { ExecutionEvent } from '../types'

const mac = '00:11:22:33:44:55'
let cluster = createTestCluster()
stopAfterEach(() => cluster)

/** A machine that sleeps since long and comes up so long after a call; null: never. */
async function asleep(comesUpAfterMs: number | null, wakeMac: string | null = mac) {
  const calls: { name: string; mac: string; at: number }[] = []
  cluster = createTestCluster(
    1,
    {},
    {
      wake(node) {
        calls.push({ ...node, at: Math.round(cluster.clock.monotonic()) })
        if (comesUpAfterMs !== null) cluster.clock.after(comesUpAfterMs, () => dgx.revive())
      },
    },
  )
  const dgx = cluster.machines.add('dgx')
  await cluster.setNodes([specOf('dgx', { tier: 2, ...(wakeMac === null ? {} : { wakeMac }) })])
  dgx.kill()
  await cluster.clock.advance(10 * 60_000)
  return { ...cluster, calls, dgx }
}

const stagesOf = (events: readonly ExecutionEvent[]) =>
  events.flatMap(event => (event.type === 'stage' ? [[event.stage, event.node]] : []))

describe('a question that only a sleeping machine can take', () => {
  it('wakes it, says so, and is answered when it is up', async () => {
    const { start, clock, calls } = await asleep(30_000)
    const { events, done } = start()
    await clock.finish(done)
    expect(calls).toMatchObject([{ name: 'dgx', mac }])
    expect(stagesOf(events)).toContainEqual(['waking', 'dgx'])
    expect(outcomeOf(events).end).toMatchObject({ type: 'finished', answeredBy: { node: 'dgx' } })
  })

  it('fails when it does not come, having called it no more than once a minute', async () => {
    const { ask, calls } = await asleep(null)
    const { end } = await ask(question({ maxWaitMs: 200_000 }))
    expect(end).toMatchObject({ type: 'failed', error: { code: 'NO_NODE_AVAILABLE' } })
    expect(calls.length).toBeGreaterThanOrEqual(2)
    for (const [index, { at }] of calls.slice(1).entries()) {
      expect(at - (calls[index]?.at ?? 0)).toBeGreaterThanOrEqual(60_000)
    }
    // Who asks next is not kept waiting for a machine that has just not come.
    const called = calls.length
    expect((await ask()).end.type).toBe('failed')
    expect(calls.length).toBe(called)
  })

  it('calls nobody without an address, in quiet hours, or for a question that names another', async () => {
    const without = await asleep(0, null)
    expect((await without.ask()).end.type).toBe('failed')
    const { ask, calls, manager, clock } = await asleep(0)
    expect((await ask(question({ target: { tier: 'auto', node: 'mini' } }))).end.type).toBe('failed')
    const now = new Date(clock.wall())
    const hour = (offset: number) => `${String((now.getHours() + offset + 24) % 24).padStart(2, '0')}:00`
    manager.setSettings({
      routing: { preferLocal: true, fallbackStrategy: 'graceful', loadBalance: true },
      health: { intervalMs: 5000, timeoutMs: 2000 },
      contextLength: 8192,
      policies: policiesSchema.parse({ quiet_hours: [{ from: hour(-1), to: hour(2) }] }),
    })
    expect((await ask()).end.type).toBe('failed')
    expect([...without.calls, ...calls]).toEqual([])
  })

  it('leaves it alone while another can answer', async () => {
    const { ask, calls, machines, setNodes } = await asleep(0)
    machines.add('mini')
    await setNodes([specOf('mini'), specOf('dgx', { tier: 2, wakeMac: mac })])
    expect((await ask(question({ target: { tier: 2 } }))).end).toMatchObject({ answeredBy: { node: 'mini' } })
    expect(calls).toEqual([])
  })
})
