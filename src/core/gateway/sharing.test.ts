import type { NetworkInterfaceInfo } from 'node:os'
import { describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/schema'
import { createCertificate } from '../testing/certificate'
import { sharedAddresses, toSharing } from './sharing'

const entry = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  mac: '00:00:00:00:00:00',
  cidr: null,
  netmask: '',
  ...(address.includes(':') ? { family: 'IPv6', scopeid: 0 } : { family: 'IPv4' }),
})
const surroundings = {
  hostname: 'Mac-Mini',
  interfaces: {
    lo: [entry('127.0.0.1', true), entry('::1', true)],
    en0: [entry('fe80::1'), entry('fd00::7'), entry('192.168.1.20')],
  },
}
const listening = (server: Record<string, unknown>, port = 8000, certificate: string | null = null) => ({
  server: configSchema.parse({ server }).server,
  port,
  hasToken: true,
  certificate,
})
const urls = (...given: Parameters<typeof listening>) =>
  sharedAddresses(listening(...given), surroundings).map(({ url }) => url)

describe('sharing', () => {
  it.each(['127.0.0.1', 'localhost', '::1', '127.0.0.2'])('has no address for others on %s', host => {
    const sharing = toSharing(listening({ host }), surroundings, false)
    expect(sharing).toMatchObject({ isShared: false, addresses: [], listener: { host, scheme: 'http' } })
  })

  it('names only addresses a browser elsewhere can use, of the families that are listened on', () => {
    expect(urls({ host: '0.0.0.0' })).toEqual(['http://192.168.1.20:8000'])
    expect(urls({ host: '::' })).toEqual(['http://192.168.1.20:8000', 'http://[fd00::7]:8000'])
    expect(urls({ host: '0.0.0.0' }, 80)).toEqual(['http://192.168.1.20'])
  })

  it('names the one address that is listened on, and no other of the machine', () => {
    expect(urls({ host: '192.168.1.20' })).toEqual(['http://192.168.1.20:8000'])
    expect(urls({ host: '[fd00::7]' })).toEqual(['http://[fd00::7]:8000'])
  })

  it('puts first what the certificate stands for', () => {
    const tls = { host: '0.0.0.0', ssl_certfile: 'a.pem', ssl_keyfile: 'b.pem' }
    const addresses = sharedAddresses(
      listening(tls, 8443, createCertificate('mac-mini.local').cert),
      surroundings,
    )
    expect(addresses).toEqual([
      { host: 'mac-mini.local', url: 'https://mac-mini.local:8443', isCertified: true },
      { host: '192.168.1.20', url: 'https://192.168.1.20:8443', isCertified: false },
      { host: 'mac-mini', url: 'https://mac-mini:8443', isCertified: false },
    ])
  })

  it('says that nothing listens', () => {
    expect(toSharing(null, surroundings, false)).toEqual({
      listener: null,
      isShared: false,
      addresses: [],
      needsRestart: false,
    })
  })
})
