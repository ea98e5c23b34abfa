import { describe, expect, it } from 'vitest'
import { createTestCluster, question } from '../testing/cluster'

describe('the history of a cluster', () => {
  it('shows what a node answered and when it died', async () => {
    const cluster = createTestCluster()
    const [mini] = await cluster.setMachines({ mini: {} })
    await cluster.clock.advance(10_000)
    await cluster.ask(question())
    await cluster.clock.advance(5_000)
    if (mini !== undefined) mini.probe = 'NODE_UNREACHABLE'
    await cluster.clock.advance(60_000)
    const stream = cluster.manager.watchHistory('mini', new AbortController().signal)[Symbol.asyncIterator]()
    const { value } = await cluster.clock.finish(stream.next())
    const columns = value?.columns
    expect(columns?.tokensPerSecond.some((speed: number | null) => speed !== null && speed > 0)).toBe(true)
    expect(columns?.ttftMs.some((ms: number | null) => ms !== null)).toBe(true)
    expect(columns?.active).toContain(1)
    expect(columns?.latencyMs.at(-1)).toBeNull()
    await stream.return?.()
    await cluster.manager.stop()
  })

  it('says at once that there is no such node', async () => {
    const cluster = createTestCluster()
    await cluster.setMachines({ mini: {} })
    expect(() => cluster.manager.watchHistory('max', new AbortController().signal)).toThrow(
      'no node named max',
    )
    await cluster.manager.stop()
  })
})
