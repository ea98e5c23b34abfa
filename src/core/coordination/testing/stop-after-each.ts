import { afterEach, expect } from 'vitest'
import type { TestCluster } from './cluster'

/** Stops the cluster of each test at its end, and holds it to leaving no timer behind. */
export function stopAfterEach(current: () => TestCluster): void {
  afterEach(async () => {
    const { manager, clock } = current()
    await manager.stop()
    await clock.settle()
    expect(clock.pending(), 'timers left after stop').toBe(0)
  })
}
