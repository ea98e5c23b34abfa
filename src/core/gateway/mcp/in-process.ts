import type { HarombeContract } from '../../../shared/contract'
import { createMemoryChannelPair } from '../../../shared/rpc/channel'
import { createRpcClient } from '../../../shared/rpc/client'
import { type Router, serveChannel } from '../../../shared/rpc/server'
import { abilitiesOf, type McpAbilities } from './abilities'

/** Lends the abilities of the coordinator in this process, over the contract like everybody else; may ask, not change. */
export function createInProcessUse(router: Router, reportUnknown: (error: unknown, path: string) => string) {
  return async <T>(work: (abilities: McpAbilities) => Promise<T>): Promise<T> => {
    const [near, far] = createMemoryChannelPair()
    serveChannel(far, router, { kind: 'mcp', scopes: ['read', 'chat'] }, { reportUnknown })
    const client = createRpcClient<HarombeContract>(near)
    try {
      return await work(abilitiesOf(client))
    } finally {
      client.close()
    }
  }
}
