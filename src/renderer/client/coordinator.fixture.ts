import type { Caller } from '../../shared/contract/caller'
import { type Channel, createMemoryChannelPair } from '../../shared/rpc/channel'
import { type Router, serveChannel } from '../../shared/rpc/server'
import type { OpenChannel } from './reconnecting-client'

const caller: Caller = { kind: 'test', scopes: ['read', 'chat', 'admin'] }

/** A coordinator in memory that can be cut off, refuse and come back. */
export function createFlakyCoordinator(router: Router) {
  const open = new Set<Channel>()
  let attempts = 0
  let refusal: Error | null = null
  const openChannel: OpenChannel = async () => {
    attempts += 1
    if (refusal !== null) throw refusal
    const [page, host] = createMemoryChannelPair()
    serveChannel(host, router, caller, { reportUnknown: () => 'test' })
    open.add(host)
    host.onClose(() => open.delete(host))
    return page
  }
  return {
    openChannel,
    get attempts() {
      return attempts
    },
    /** Cuts every channel; `refuse` decides what the next attempts meet, null for success. */
    cut(refuse: Error | null = null) {
      refusal = refuse
      for (const channel of open) channel.close()
    },
    accept() {
      refusal = null
    },
  }
}
