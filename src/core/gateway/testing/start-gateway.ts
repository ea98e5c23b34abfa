import { pino } from 'pino'
import { configSchema } from '../../../shared/config/schema'
import { createRouter, type Router } from '../../../shared/rpc/server'
import { createGateway } from '..'
import type { GatewayLimits } from '../limits'
import type { GatewayOptions } from '../types'
import { createFakeCluster } from './fake-cluster'
import { createFakeModels } from './fake-models'

export const adminToken = 'admin-token-of-this-run'
export const authToken = 'a-token-someone-chose'

export interface StartOptions extends Partial<Omit<GatewayOptions, 'server' | 'limits'>> {
  server?: Record<string, unknown>
  limits?: Partial<GatewayLimits>
  fake?: ReturnType<typeof createFakeCluster>
  fakeModels?: ReturnType<typeof createFakeModels>
}

const noRouter: Router = createRouter({}, {})

/** A gateway on a free loopback port with a scripted cluster behind it. The caller stops it. */
export async function startGateway(options: StartOptions = {}) {
  const { server = {}, fake = createFakeCluster(), fakeModels = createFakeModels(), ...rest } = options
  const gateway = createGateway({
    server: configSchema.parse({ server: { port: 0, ...server } }).server,
    resolvedAuthToken: null,
    adminToken,
    cluster: fake.cluster,
    models: fakeModels.models,
    router: noRouter,
    staticRoot: null,
    version: '1.2.3',
    localModel: () => 'qwen2.5:7b',
    metricsText: async () => 'harombe_up 1\n',
    log: pino({ level: 'silent' }),
    reportUnknown: () => 'reference',
    sessionFile: null,
    ...rest,
  })
  const { port, endpoint } = await gateway.start()
  return { gateway, port, endpoint, fake, fakeModels, stop: gateway.stop }
}
export type StartedGateway = Awaited<ReturnType<typeof startGateway>>
