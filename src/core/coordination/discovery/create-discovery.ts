import type { DiscoveryState } from '../../../shared/entities'
import { createWaker } from '../../../shared/waker'
import type { Discovery } from './types'

const off: DiscoveryState = { state: 'off', problem: null, announcing: false, nodes: [] }

export function createDiscovery(): Discovery {
  return {
    current: () => off,
    async *watch(signal) {
      const waker = createWaker()
      signal.addEventListener('abort', waker.wake, { once: true })
      yield off
      while (!signal.aborted) await waker.woken()
    },
    async diagnose() {
      return [{ check: 'multicast', verdict: 'not_checked', message: 'Nodes are not looked for by mDNS.' }]
    },
  }
}
