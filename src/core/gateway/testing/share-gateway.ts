import { afterAll, beforeAll } from 'vitest'
import { createAsker } from './ask-gateway'
import { createFakeCluster } from './fake-cluster'
import { type StartedGateway, startGateway } from './start-gateway'

/** One gateway for all tests of a file, which starts before the first and stops after the last. */
export function shareGateway() {
  const fake = createFakeCluster()
  let gateway: StartedGateway
  beforeAll(async () => {
    gateway = await startGateway({ fake })
  })
  afterAll(() => gateway.stop())
  return { fake, post: createAsker(() => gateway).post }
}
