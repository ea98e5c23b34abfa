import { expect, it } from 'vitest'
import { createTestCluster, specOf } from '../testing/cluster'
import { loneNode } from '../testing/lone-node'
import { createHealthMonitor } from './monitor'

/** Watches one node of 300 ms; `asked` tells of each check whether it was a routine one. */
function watched() {
  const { clock, machines } = createTestCluster()
  const mac = machines.add('mac', { latency: 300 })
  const asked: boolean[] = []
  const parts = {
    clock,
    random: () => 0.5,
    ...machines,
    createClient(...target: Parameters<typeof machines.createClient>) {
      const client = machines.createClient(...target)
      const probe: typeof client.probe = options => {
        asked.push(options.isRoutine === true)
        return client.probe(options)
      }
      return { ...client, probe }
    },
  }
  const policy = () => ({ intervalMs: 5000, timeoutMs: 2000 })
  const monitor = createHealthMonitor(
    policy,
    parts,
    () => true,
    () => undefined,
  )
  return { clock, mac, monitor, asked, node: loneNode({ ...specOf('mac'), backend: 'ollama' }) }
}

it('is a matter of routine as long as nothing speaks against the node', async () => {
  const { clock, mac, monitor, asked, node } = watched()
  await clock.finish(monitor.watch(node))
  await clock.advance(5300)
  expect(asked).toEqual([false, true])
  mac.probe = 'silent'
  await clock.advance(7000)
  mac.probe = 'up'
  expect(asked.splice(0)).toEqual([false, true, true])
  await clock.advance(1300)
  await clock.advance(5300)
  expect(asked).toEqual([false, true])
  monitor.stop()
})

it('is no routine for whoever asks: while one is under way, a whole one follows, the same for all', async () => {
  const { clock, monitor, asked, node } = watched()
  await clock.finish(monitor.watch(node))
  await clock.advance(5100)
  expect(asked.splice(0)).toEqual([false, true])
  const answered: string[] = []
  for (const name of ['first', 'second']) void monitor.checkNow(node).then(() => answered.push(name))
  await clock.advance(250)
  expect([asked, answered]).toEqual([[false], []])
  await clock.advance(300)
  expect([asked, answered]).toEqual([[false], ['first', 'second']])
  monitor.stop()
})
