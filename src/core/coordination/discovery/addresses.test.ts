import { describe, expect, it } from 'vitest'
import { chooseAddress, isUsableAddress, linksOf, urlOf } from './addresses'
import { hostOfUrl, isLoopback } from './known-nodes'

const entry = (address: string, cidr: string | null, internal = false) => ({
  ...{ address, cidr, internal, netmask: '', mac: '' },
  ...(address.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
})

describe('the networks of a machine', () => {
  it.each([
    [
      'Linux',
      {
        eth0: ['192.168.1.2'],
        docker0: ['172.17.0.1'],
        'br-0123456789ab': ['172.18.0.1'],
        veth12: ['10.9.9.9'],
      },
    ],
    ['Windows', { Ethernet: ['192.168.1.2'], 'vEthernet (WSL (Hyper-V firewall))': ['172.29.0.1'] }],
    ['macOS', { en0: ['192.168.1.2'] }],
  ])('are on %s those that others are in as well', (_system, names) => {
    const interfaces = Object.fromEntries(
      Object.entries(names).map(([name, own]) => [name, own.map(address => entry(address, `${address}/24`))]),
    )
    expect(linksOf(interfaces).map(({ address }) => address)).toEqual(['192.168.1.2'])
  })

  it('are the switch of a virtual machine monitor when the card itself belongs to it', () => {
    const interfaces = { 'vEthernet (External)': [entry('192.168.1.2', '192.168.1.2/24')] }
    expect(
      linksOf({ ...interfaces, 'vEthernet (Default Switch)': [entry('172.20.0.1', null)] }),
    ).toHaveLength(1)
  })

  it('are those of containers when there are no others, and never the loopback', () => {
    const docker0 = [entry('172.17.0.1', '172.17.0.1/16')]
    expect(linksOf({ lo: [entry('127.0.0.1', '127.0.0.1/8', true)], docker0 })).toMatchObject([
      { prefix: 16 },
    ])
  })

  it('tell IPv6 addresses that mean something elsewhere', () => {
    const eth0 = ['192.168.1.2', 'fe80::1', 'fd00::2', '2001:db8::3'].map(address =>
      entry(address, `${address}/24`),
    )
    expect(linksOf({ eth0 })[0]?.ipv6).toEqual(['fd00::2', '2001:db8::3'])
  })
})

describe('an address that was announced', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '224.0.0.251',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fd00::1%3',
    'ff02::fb',
    '::ffff:10.0.0.1',
    'desk',
    '',
  ])('of %s leads nowhere', address => expect(isUsableAddress(address)).toBe(false))

  const links = [{ address: '192.168.1.2', prefix: 24 }]
  it.each([
    [['10.0.0.9', '192.168.1.7'], '192.168.1.7', '192.168.1.7'],
    [['192.168.1.8', '192.168.1.7'], '192.168.1.7', '192.168.1.7'],
    [['10.0.0.9', '192.168.1.8'], '192.168.1.7', '192.168.1.8'],
    [['127.0.0.1', '10.0.0.9'], '192.168.1.7', '192.168.1.7'],
    [[], '127.0.0.1', null],
  ])('is of %j, heard from %s, %s', (announced, source, chosen) => {
    expect(chooseAddress(announced, source, links)).toBe(chosen)
  })

  it('of IPv6 is written as URLs have it', () => {
    expect(hostOfUrl(urlOf('fd00::2', 8000, true))).toBe('fd00::2')
  })
})

it.each([
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['127.example.com', false],
])('%s is this machine: %s', (host, expected) => expect(isLoopback(host)).toBe(expected))
