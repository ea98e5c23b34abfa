import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { broadcastAddresses, magicPacket } from './magic-packet'
import { wakeNode } from './wake-node'

const mac = '00:11:22:33:44:55'
const sockets: Socket[] = []

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close()
})

async function listen(): Promise<{ port: number; packet: Promise<Buffer> }> {
  const socket = createSocket('udp4')
  sockets.push(socket)
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const packet = once(socket, 'message').then(([data]) => Buffer.from(data))
  return { port: socket.address().port, packet }
}

describe('waking a machine', () => {
  it('sends the packet that its network card waits for', async () => {
    const { port, packet } = await listen()
    await expect(wakeNode({ name: 'mini', mac }, [{ address: '127.0.0.1', port }])).resolves.toEqual([
      '127.0.0.1',
    ])
    const data = await packet
    expect(data).toHaveLength(102)
    expect(data.subarray(0, 6).toString('hex')).toBe('ffffffffffff')
    expect(data.subarray(6).toString('hex')).toBe('001122334455'.repeat(16))
  })

  it('goes on where one network takes nothing', async () => {
    const { port, packet } = await listen()
    const targets = [
      { address: 'not an address', port },
      { address: '127.0.0.1', port },
    ]
    await expect(wakeNode({ name: 'mini', mac }, targets)).resolves.toEqual(['127.0.0.1'])
    await packet
  })

  it.each([
    [undefined, 'It is not known how to wake mini.'],
    ['ff:ff:ff:ff:ff:ff', 'wake.mac of mini is no address of a network card.'],
  ])('says what is missing with %j', async (written, message) => {
    await expect(wakeNode({ name: 'mini', mac: written }, [])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message,
      hint: expect.stringContaining('00:11:22:33:44:55'),
    })
  })

  it('does not claim to have sent anything without a network', async () => {
    await expect(wakeNode({ name: 'mini', mac }, [])).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
  })

  it('makes nothing of what is no address', () => {
    expect(magicPacket('0011')).toBeNull()
  })

  it('asks every network of this machine, and no tunnel or loopback', () => {
    const of = (address: string, netmask: string, internal = false) =>
      ({ family: 'IPv4', address, netmask, internal }) as const
    expect(
      broadcastAddresses([
        of('192.168.1.20', '255.255.255.0'),
        of('192.168.1.21', '255.255.255.0'),
        of('10.0.5.9', '255.255.252.0'),
        of('127.0.0.1', '255.0.0.0', true),
        of('100.64.0.1', '255.255.255.255'),
        { family: 'IPv6', address: 'fe80::1', netmask: 'ffff:ffff:ffff:ffff::', internal: false },
      ]),
    ).toEqual(['192.168.1.255', '10.0.7.255'])
  })
})
