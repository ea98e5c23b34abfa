import { createSocket } from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../shared/clock'
import type { Link } from './addresses'
import type { ReceivedPacket } from './read-packet'
import { createTransport, type Transport } from './transport'
import { multicastGroup } from './wire'

const loopback: Link = { interfaceName: 'lo', address: '127.0.0.1', prefix: 8, ipv6: [] }
const gone: Link = { interfaceName: 'gone', address: '192.0.2.77', prefix: 24, ipv6: [] }
const open: Transport[] = []
afterEach(async () => {
  for (const transport of open.splice(0)) await transport.stop()
})

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address()
  await new Promise<void>(resolve => socket.close(resolve))
  return port
}

function start(port: number, readLinks: () => Link[] = () => [loopback]) {
  const heard: ReceivedPacket[] = []
  const ready = Promise.withResolvers<void>()
  const changes: (string | null)[] = []
  const transport = createTransport({
    clock: systemClock,
    port,
    readLinks,
    onPacket: packet => void heard.push(packet),
    onLinksAdded: () => ready.resolve(),
    onChanged: () => changes.push(transport.problem()),
  })
  open.push(transport)
  return { transport, heard, ready: ready.promise, changes }
}

const pointer = { type: 'PTR', name: '_x._tcp.local', ttl: 120, data: 'a._x._tcp.local' } as const

describe('multicast on a real socket', () => {
  it('carries a packet from one to the other, and to itself', async () => {
    const port = await freePort()
    const one = start(port)
    const other = start(port)
    await Promise.all([one.ready, other.ready])
    await one.transport.respond(() => ({ answers: [pointer] }))
    await expect.poll(() => other.heard.length).toBe(1)
    await expect.poll(() => one.heard.length).toBe(1)
    expect(other.heard[0]).toMatchObject({ type: 'response', answers: [{ data: 'a._x._tcp.local' }] })
  })

  it('outlives whatever bytes come, and hears what comes after them', async () => {
    const port = await freePort()
    const { heard, ready, transport } = start(port)
    await ready
    const hostile = createSocket({ type: 'udp4', reuseAddr: true })
    await new Promise<void>(resolve => hostile.bind(port, '127.0.0.1', resolve))
    hostile.setMulticastInterface('127.0.0.1')
    const loop = Buffer.from('000084000001000000000000c00c000c0001', 'hex')
    for (const packet of [Buffer.alloc(0), Buffer.alloc(8971, 0xff), loop]) {
      await new Promise(resolve => hostile.send(packet, port, multicastGroup, resolve))
    }
    await new Promise<void>(resolve => hostile.close(resolve))
    await transport.respond(() => ({ answers: [pointer] }))
    await expect.poll(() => heard.length).toBe(1)
    expect(transport.problem()).toBeNull()
  })

  it('hears nobody who does not speak from the port of multicast DNS', async () => {
    const port = await freePort()
    const { heard, ready } = start(port)
    await ready
    const question = Buffer.from('000000000001000000000000016100000c0001', 'hex')
    for (const from of [0, port]) {
      const socket = createSocket({ type: 'udp4', reuseAddr: true })
      await new Promise<void>(resolve => socket.bind(from, '127.0.0.1', resolve))
      socket.setMulticastInterface('127.0.0.1')
      await new Promise(resolve => socket.send(question, port, multicastGroup, resolve))
      await new Promise<void>(resolve => socket.close(resolve))
    }
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    expect(heard).toMatchObject([{ type: 'query', questions: [{ name: 'a' }] }])
  })

  it('says that another program keeps the port, and takes it when that is gone', async () => {
    const holder = createSocket('udp4')
    await new Promise<void>(resolve => holder.bind(0, '0.0.0.0', resolve))
    const { transport, changes, ready } = start(holder.address().port)
    await expect.poll(() => changes.at(-1)).toContain('another program')
    await new Promise<void>(resolve => holder.close(resolve))
    await expect.poll(() => transport.problem(), { timeout: 5_000 }).toBeNull()
    transport.update()
    await ready
  })

  it('starts without a network and takes up the first one that comes', async () => {
    let links: Link[] = []
    const { transport, ready } = start(await freePort(), () => links)
    expect(transport.problem()).toBe('This machine is in no network.')
    links = [loopback]
    transport.update()
    await ready
    expect(transport.problem()).toBeNull()
    expect(transport.links()).toEqual([loopback])
  })

  it('goes on with one network when another cannot be used', async () => {
    const { transport, ready, changes } = start(await freePort(), () => [gone, loopback])
    await ready
    await expect.poll(() => transport.links()).toEqual([loopback])
    expect(transport.problem()).toBeNull()
    expect(changes.filter(problem => problem !== null)).toEqual([])
  })

  it('leaves nothing open after it stopped, even in the middle of starting', async () => {
    const port = await freePort()
    const { transport } = start(port)
    await transport.stop()
    const next = createSocket('udp4')
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject)
      next.bind(port, '0.0.0.0', resolve)
    })
    await new Promise<void>(resolve => next.close(resolve))
  })
})
