import { afterEach } from 'vitest'
import { createSimulatedServer } from '../create-simulated-server'
import type { SimulatedFlavour, SimulatedServer, SimulatedServerOptions } from '../types'

/** One green pixel as a PNG. */
export const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Starts quick servers that speak as OpenAI's; each is stopped after the test that started it. */
export function createSimulator() {
  const servers: SimulatedServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()))
  })
  return async (flavour: SimulatedFlavour, options: SimulatedServerOptions = {}) => {
    const server = createSimulatedServer({
      protocol: 'openai',
      flavour,
      ttftMs: 1,
      tokensPerSecond: 10_000,
      ...options,
    })
    servers.push(server)
    return { server, ...(await server.start()) }
  }
}
