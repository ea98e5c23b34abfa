import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import { configSchema } from '../../../shared/config/schema'
import type { DiscoveryState } from '../../../shared/entities'
import { createVirtualClock } from '../testing/virtual-clock'
import { createDiscovery, type DiscoveryService } from './create-discovery'
import type { DiscoverySettings } from './settings'
import { discoverySettingsOf } from './settings'

const services: DiscoveryService[] = []
afterEach(async () => {
  await Promise.all(services.splice(0).map(service => service.stop()))
})

const settings = (part: Partial<DiscoverySettings> = {}): DiscoverySettings => ({
  method: 'mdns',
  service: '_harombe._tcp.local',
  announce: true,
  useDiscovered: false,
  ...part,
})

async function start() {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  await new Promise<void>(resolve => socket.close(resolve))
  const clock = createVirtualClock()
  const service = createDiscovery({
    clock,
    random: () => 0.5,
    // No network at all: nothing leaves this machine.
    readInterfaces: () => ({}),
    lookup: async () => [],
    id: () => 'a'.repeat(20),
    version: '1.0.0',
    listener: () => null,
    nodes: () => [],
    hasToken: () => false,
    probe: async () => false,
    diagnose: async () => [],
    onNodesChanged: () => undefined,
    onMoved: () => undefined,
    port,
  })
  services.push(service)
  return { service, clock }
}

describe('discovery', () => {
  it('follows the file while it runs, and tells watchers', async () => {
    const { service, clock } = await start()
    const seen: DiscoveryState['state'][] = []
    const stop = new AbortController()
    const watching = (async () => {
      for await (const { state } of service.watch(stop.signal)) seen.push(state)
    })()
    await clock.settle()
    service.configure(settings())
    await clock.settle()
    expect(service.current()).toMatchObject({ state: 'failed', problem: 'This machine is in no network.' })
    service.configure(settings({ method: 'explicit' }))
    await clock.settle()
    service.configure(settings({ service: null }))
    await clock.settle()
    expect(service.current().problem).toContain('mdns_service')
    stop.abort()
    await watching
    expect(seen).toEqual(['off', 'failed', 'off', 'failed'])
  })

  it('has no timer left after it stopped, also when it was started and stopped in one moment', async () => {
    const { service, clock } = await start()
    for (let index = 0; index < 5; index += 1) {
      service.configure(settings())
      service.configure(settings({ method: 'explicit' }))
    }
    service.configure(settings())
    await service.stop()
    await clock.settle()
    expect(clock.pending()).toBe(0)
    service.configure(settings())
    expect(clock.pending()).toBe(0)
  })
})

describe('what the file says of discovery', () => {
  it.each([
    ['_harombe._tcp.local', '_harombe._tcp.local'],
    ['_Harombe._tcp.local.', '_harombe._tcp.local'],
    ['_harombe._tcp.example.org', null],
    ['harombe', null],
    ['', null],
    ['_a-name-of-too-many-letters._tcp.local', null],
  ])('reads %s as the service %s', (written, service) => {
    const config = configSchema.parse({ cluster: { discovery: { mdns_service: written } } })
    expect(discoverySettingsOf(config)).toEqual({
      method: 'explicit',
      service,
      announce: true,
      useDiscovered: false,
    })
  })
})
