import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { discoveryState } from '../../../shared/entities'
import { bundleProgram, type TestProgram } from '../../testing/bundle-program'
import type { DiscoveredSpec } from './adoption'
import { connectTwoHosts, type Host, type TwoHosts } from './testing/network-namespaces'

const idA = 'a'.repeat(20)
const idB = 'b'.repeat(20)
const labelB = `harombe-${idB.slice(0, 10)}`

/** Real packets between two real network stacks. Where they cannot be had, the tests say why they did not run. */
describe('discovery between two hosts', () => {
  let program: TestProgram
  let net: TwoHosts | null = null
  let reason = ''
  const children: ChildProcess[] = []

  beforeAll(async () => {
    const made = connectTwoHosts()
    if (made.net === null) {
      reason = made.reason
      // Not every reporter prints why a test skipped itself.
      console.warn(`skipped: ${reason}`)
      return
    }
    net = made.net
    program = await bundleProgram(
      { discovery: 'src/core/coordination/discovery/testing/run-discovery.ts' },
      `import { runDiscovery, runSpoofer } from './discovery.mjs'
       const [what, first, second, third] = process.argv.slice(2)
       if (what === 'discover') await runDiscovery(first, second === 'use')
       else await runSpoofer(first, Number(second), third === 'announce')`,
    )
  }, 60_000)

  afterEach(async () => {
    const ends = children.splice(0).map(child => {
      if (child.exitCode !== null) return Promise.resolve()
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
      child.stdin?.end()
      return ended
    })
    await Promise.all(ends)
  })

  afterAll(() => {
    net?.remove()
    program?.remove()
  })

  function start(host: Host, ...args: string[]) {
    if (net === null) throw new Error(reason)
    const child = net.run(host, process.execPath, [program.path, ...args])
    children.push(child)
    const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
    return { child, ended }
  }

  function discover(host: Host, id: string, use = false) {
    const { child, ended } = start(host, 'discover', id, use ? 'use' : 'offer')
    const states: { nodes: string[]; state: string; announcing: boolean; specs: DiscoveredSpec[] }[] = []
    let nodesChanged = 0
    if (child.stdout === null) throw new Error('It has no output.')
    createInterface({ input: child.stdout }).on('line', line => {
      const said = JSON.parse(line)
      if (said.nodesChanged) nodesChanged += 1
      else {
        const { nodes, state, announcing } = discoveryState.parse(said.state)
        states.push({
          nodes: nodes.map(({ name, url }) => `${name} ${url}`),
          state,
          announcing,
          specs: said.specs,
        })
      }
    })
    return { child, ended, states, now: () => states.at(-1), changes: () => nodesChanged }
  }

  const urlOfB = ({ address }: Host) => `${labelB} http://${address}:8000`

  it('finds each other within two seconds, whoever starts first', { timeout: 30_000 }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const first = discover(a, idA)
    await expect.poll(() => first.now()?.announcing, { timeout: 10_000 }).toBe(true)
    const second = discover(b, idB)
    await expect.poll(() => second.now()?.state, { timeout: 10_000 }).toBe('running')
    const startedAt = performance.now()
    await expect.poll(() => first.now()?.nodes, { timeout: 5_000 }).toEqual([urlOfB(b)])
    await expect.poll(() => second.now()?.nodes.length, { timeout: 5_000 }).toBe(1)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it('keeps what it uses through a storm of goodbyes and announcements', {
    timeout: 60_000,
  }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const user = discover(a, idA, true)
    discover(b, idB)
    await expect.poll(() => user.now()?.specs.length, { timeout: 10_000 }).toBe(1)
    await expect.poll(() => user.changes(), { timeout: 5_000 }).toBe(1)
    const before = user.states.length
    await start(b, 'spoof', labelB, '3', 'announce').ended
    await start(b, 'spoof', labelB, '2', 'goodbye').ended
    expect(user.changes()).toBe(1)
    expect(user.now()?.nodes).toEqual([urlOfB(b)])
    expect(user.states.slice(before).filter(({ nodes }) => nodes[0] !== urlOfB(b))).toEqual([])
    expect(user.states.slice(before).filter(({ specs }) => specs.length !== 1)).toEqual([])
  })

  it('asks whoever is said to have gone, and keeps it when it answers', {
    timeout: 60_000,
  }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const watcher = discover(a, idA)
    discover(b, idB)
    await expect.poll(() => watcher.now()?.nodes.length, { timeout: 10_000 }).toBe(1)
    const before = watcher.states.length
    await start(b, 'spoof', labelB, '0.05', 'goodbye').ended
    // Longer than a goodbye takes to be believed.
    await new Promise(resolve => setTimeout(resolve, 12_000))
    expect(watcher.states.slice(before).filter(({ nodes }) => nodes[0] !== urlOfB(b))).toEqual([])
    expect(watcher.now()?.nodes).toEqual([urlOfB(b)])
  })

  it('believes the goodbye of one that is gone', { timeout: 60_000 }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    const watcher = discover(a, idA)
    const leaving = discover(b, idB)
    await expect.poll(() => watcher.now()?.nodes.length, { timeout: 10_000 }).toBe(1)
    leaving.child.stdin?.end()
    expect(await leaving.ended).toBe(0)
    await expect.poll(() => watcher.now()?.nodes, { timeout: 20_000 }).toEqual([])
  })

  it('gets over a pulled cable, and a network that comes late', { timeout: 90_000 }, async context => {
    if (net === null) return context.skip(reason)
    const [a, b] = net.hosts
    net.plug(a, false)
    try {
      const watcher = discover(a, idA)
      discover(b, idB)
      await expect.poll(() => watcher.now()?.state, { timeout: 10_000 }).toBe('failed')
      net.plug(a, true)
      await expect.poll(() => watcher.now()?.state, { timeout: 15_000 }).toBe('running')
      await expect.poll(() => watcher.now()?.nodes, { timeout: 15_000 }).toEqual([urlOfB(b)])
      net.plug(a, false)
      await expect.poll(() => watcher.now()?.state, { timeout: 15_000 }).toBe('failed')
      net.plug(a, true)
      await expect.poll(() => watcher.now()?.state, { timeout: 15_000 }).toBe('running')
      expect(watcher.now()?.nodes).toEqual([urlOfB(b)])
    } finally {
      net.plug(a, true)
    }
  })
})
