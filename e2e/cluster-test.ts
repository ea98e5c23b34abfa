import type { Page } from '@playwright/test'
import { test as base, type Look } from './app'
import { type MachineOptions, startTestCluster, type TestCluster } from './cluster-fixture'

export const easy = 'What is 2+2?'
export const hard =
  'Design a fault-tolerant distributed database, compare Raft with Paxos and prove its safety.'

interface Begin {
  machines?: readonly MachineOptions[]
  look?: Look
}

interface Fixtures {
  /** Starts a cluster and opens the app over it, both until the test ends. */
  begin(options?: Begin): Promise<{ cluster: TestCluster; page: Page }>
}

export const test = base.extend<Fixtures>({
  begin: ({ open, cleanUp }, use) =>
    use(async ({ machines, look } = {}) => {
      const cluster = await startTestCluster(machines)
      cleanUp(cluster.stop)
      const { page } = await open(cluster.home, look)
      return { cluster, page }
    }),
})
