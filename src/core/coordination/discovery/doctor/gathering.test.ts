import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { CommandResult } from '../../../hardware/run-command'
import type { Link } from '../addresses'
import { checkMulticast } from './check-multicast'
import { checkNode } from './check-node'
import { readFirewall } from './firewall'

const loopback: Link = { interfaceName: 'lo', address: '127.0.0.1', prefix: 8, ipv6: [] }
const never = new AbortController().signal
const gone: Link = { interfaceName: 'gone', address: '192.0.2.77', prefix: 24, ipv6: [] }

async function holdPort() {
  const socket = createSocket('udp4')
  await new Promise<void>(resolve => socket.bind(0, '0.0.0.0', resolve))
  return { port: socket.address().port, free: () => new Promise<void>(resolve => socket.close(resolve)) }
}

describe('looking at the network', () => {
  it('hears its own multicast where there is a way, and says which network has none', async () => {
    const { port, free } = await holdPort()
    await free()
    const found = await checkMulticast({ links: [loopback, gone], mark: 'm', port, patienceMs: 300 }, never)
    expect(found.bindError).toBeNull()
    expect(found.links[0]).toEqual({
      name: 'lo',
      address: '127.0.0.1',
      joinError: null,
      sendError: null,
      heardItself: true,
    })
    expect(found.links[1]).toMatchObject({ sendError: 'EADDRNOTAVAIL', heardItself: false })
  })

  it('says that the port is taken, and ends at once when cancelled', async () => {
    const { port, free } = await holdPort()
    const taken = await checkMulticast({ links: [loopback], mark: 'm', port, patienceMs: 60_000 }, never)
    expect(taken.bindError).toBe('EADDRINUSE')
    await free()
    const cancelled = AbortSignal.timeout(20)
    const found = await checkMulticast({ links: [loopback], mark: 'm', port, patienceMs: 60_000 }, cancelled)
    expect(found.links).toHaveLength(1)
  })

  it('calls a node, and tells taken from refused calls and names that lead nowhere', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const monotonic = () => performance.now()
    const options = { lookup: async () => ['127.0.0.1'], timeoutMs: 2_000, monotonic }
    const place = { name: 'attic', host: 'attic.home', port }
    expect((await checkNode(place, options, never)).connectMs).toBeGreaterThanOrEqual(0)
    await new Promise(resolve => server.close(resolve))
    expect(await checkNode(place, options, never)).toMatchObject({
      connectMs: null,
      connectError: 'ECONNREFUSED',
    })
    const lost = { ...options, lookup: () => Promise.reject(new Error('ENOTFOUND')) }
    expect((await checkNode(place, lost, never)).addresses).toEqual([])
    expect((await checkNode(place, options, AbortSignal.abort())).connectError).toBe('TIMEOUT')
  })

  it('reads what firewalls tell everybody', async () => {
    const read = (platform: NodeJS.Platform, outputs: Record<string, string>, file: string | null = null) =>
      readFirewall(
        {
          platform,
          readText: async () => file,
          async runCommand(command, args): Promise<CommandResult> {
            const stdout = outputs[[command, ...args].join(' ')] ?? outputs[command]
            return stdout === undefined ? { status: 'absent' } : { status: 'ok', stdout }
          },
        },
        never,
      )
    expect(await read('linux', {}, '# x\nENABLED=yes\n')).toEqual({ name: 'ufw', state: 'active' })
    expect(await read('linux', {}, 'ENABLED=no\n')).toEqual({ name: 'ufw', state: 'inactive' })
    expect(await read('linux', { 'systemctl is-active firewalld': 'active\n' })).toMatchObject({
      name: 'firewalld',
    })
    expect(await read('linux', {})).toBeNull()
    expect(await read('win32', { 'powershell.exe': 'Private\r\nPublic\r\n' })).toMatchObject({
      isPublic: true,
    })
    expect(await read('win32', { 'powershell.exe': 'Private\r\n' })).toMatchObject({ isPublic: false })
    const mac = '/usr/libexec/ApplicationFirewall/socketfilterfw'
    expect(await read('darwin', { [mac]: 'Firewall is enabled. (State = 1)' })).toMatchObject({
      state: 'active',
    })
    expect(await read('darwin', { [mac]: 'Firewall is disabled. (State = 0)' })).toMatchObject({
      state: 'inactive',
    })
    expect(await read('freebsd', {})).toBeNull()
  })
})
