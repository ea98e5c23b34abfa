import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { systemClock } from '../../../../shared/clock'
import { linksOf } from '../addresses'
import { createDiscovery } from '../create-discovery'
import { createTransport } from '../transport'

/** One harombe's discovery as a program: prints every state as a line, ends when its input does. */
export async function runDiscovery(id: string, useDiscovered: boolean): Promise<void> {
  const { discovery, ended } = startDiscovery(id, useDiscovered)
  const stop = new AbortController()
  void (async () => {
    for await (const state of discovery.watch(stop.signal)) {
      process.stdout.write(`${JSON.stringify({ state, specs: discovery.specs(new Set()) })}\n`)
    }
  })()
  await ended
  stop.abort()
  await discovery.stop()
}

function startDiscovery(id: string, useDiscovered: boolean) {
  const discovery = createDiscovery({
    clock: systemClock,
    random: Math.random,
    readInterfaces: networkInterfaces,
    lookup: async () => [],
    id: () => id,
    version: '1.0.0',
    listener: () => ({ port: 8000, secure: false, reach: { kind: 'all4' } }),
    nodes: () => [],
    hasToken: () => false,
    probe: async () => true,
    diagnose: async () => [],
    onNodesChanged: () => process.stdout.write(`${JSON.stringify({ nodesChanged: true })}\n`),
    onMoved: () => undefined,
  })
  discovery.configure({ method: 'mdns', service: '_harombe._tcp.local', announce: true, useDiscovered })
  const lines = createInterface({ input: process.stdin })
  return { discovery, ended: new Promise<void>(resolve => lines.once('close', resolve)) }
}

/** Sends goodbyes for an instance, each followed by an announcement or not, a hundred a second. */
export async function runSpoofer(instance: string, seconds: number, announces: boolean): Promise<void> {
  const service = '_harombe._tcp.local'
  const name = `${instance}.${service}`
  const ready = Promise.withResolvers<void>()
  const transport = createTransport({
    clock: systemClock,
    readLinks: () => linksOf(networkInterfaces()),
    onPacket: () => undefined,
    onLinksAdded: () => ready.resolve(),
    onChanged: () => undefined,
  })
  await ready.promise
  const records = (ttl: number) => ({
    answers: [
      { type: 'PTR', name: service, ttl, data: name } as const,
      { type: 'SRV', name, ttl, data: { port: 8000, target: 'spoof.local' } } as const,
    ],
  })
  for (let sent = 0; sent < seconds * 100; sent += 1) {
    await transport.respond(() => records(announces && sent % 2 === 1 ? 120 : 0))
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  await transport.stop()
}
