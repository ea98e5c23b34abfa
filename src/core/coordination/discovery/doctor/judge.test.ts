import { describe, expect, it } from 'vitest'
import type { NetworkFinding } from '../../../../shared/entities'
import type { LinkFact, NetworkFacts, NodeFact } from './facts'
import { judgeNetwork } from './judge'

const link: LinkFact = {
  name: 'eth0',
  address: '192.168.1.2',
  joinError: null,
  sendError: null,
  heardItself: true,
}

const facts = (part: Partial<NetworkFacts> = {}): NetworkFacts => ({
  platform: 'linux',
  listener: { host: '0.0.0.0', port: 8000, isLoopback: false },
  interfaces: [{ name: 'eth0', address: '192.168.1.2', prefix: 24, kind: 'network' }],
  multicast: { bindError: null, links: [link], others: 2 },
  firewall: null,
  nodes: [],
  ...part,
})

const node = (part: Partial<NodeFact> = {}): NodeFact => ({
  name: 'attic',
  host: 'attic.local',
  port: 8000,
  addresses: ['192.168.1.7'],
  connectMs: 2,
  connectError: null,
  ...part,
})

const of = (part: Partial<NetworkFacts>, check: NetworkFinding['check']) =>
  judgeNetwork(facts(part)).filter(finding => finding.check === check)

describe('the network doctor', () => {
  it('finds nothing wrong where nothing is', () => {
    const verdicts = judgeNetwork(facts({ nodes: [node()] })).map(({ verdict }) => verdict)
    expect(verdicts.filter(verdict => verdict !== 'ok' && verdict !== 'not_checked')).toEqual([])
  })

  it('tells a listener that only this machine reaches from one that others do', () => {
    expect(of({}, 'listener')[0]?.message).toContain('192.168.1.2:8000')
    const alone = { host: '127.0.0.1', port: 8000, isLoopback: true }
    expect(of({ listener: alone }, 'listener')[0]?.hint).toContain('server.host')
    const gone = { host: '192.168.9.9', port: 8000, isLoopback: false }
    expect(of({ listener: gone }, 'listener')[0]?.verdict).toBe('problem')
  })

  it('does not blame a machine that works alone for having no network', () => {
    const alone = { interfaces: [], multicast: null, nodes: [] }
    expect(of(alone, 'interfaces')[0]?.verdict).toBe('warning')
    expect(of({ ...alone, nodes: [node()] }, 'interfaces')[0]?.verdict).toBe('problem')
    const tunnels = [{ name: 'wg0', address: '10.0.0.2', prefix: 24, kind: 'tunnel' as const }]
    expect(of({ interfaces: tunnels }, 'interfaces')[0]?.verdict).toBe('warning')
  })

  it('tells why multicast does not work', () => {
    const say = (part: Partial<NonNullable<NetworkFacts['multicast']>>) =>
      of({ multicast: { bindError: null, links: [link], others: 0, ...part } }, 'multicast')[0]
    expect(say({ bindError: 'EADDRINUSE' })?.message).toContain('Another program')
    expect(say({ links: [{ ...link, sendError: 'EPERM' }] })).toMatchObject({ verdict: 'problem' })
    expect(say({ links: [{ ...link, heardItself: false }] })?.message).toContain('does not bring back')
    expect(say({ links: [link, { ...link, name: 'wg0', joinError: 'ENODEV' }] })?.verdict).toBe('warning')
    expect(say({})?.hint).toContain('client isolation')
    expect(say({ others: 1 })?.verdict).toBe('ok')
    expect(of({ multicast: null }, 'multicast')[0]?.verdict).toBe('not_checked')
  })

  it('recognises the missing permission on macOS, and only there', () => {
    const refused = {
      multicast: { bindError: null, links: [{ ...link, sendError: 'EHOSTUNREACH' }], others: 0 },
    }
    expect(of({ platform: 'darwin', ...refused }, 'permission')[0]?.hint).toContain('Local Network')
    expect(of({ platform: 'linux', ...refused }, 'permission')).toEqual([])
    const away = node({ connectMs: null, connectError: 'EHOSTUNREACH', addresses: ['8.8.8.8'] })
    expect(of({ platform: 'darwin', nodes: [away] }, 'permission')[0]?.verdict).toBe('ok')
  })

  it('names the command that opens the firewall it found', () => {
    expect(of({ firewall: { name: 'ufw', state: 'active' } }, 'firewall')[0]?.hint).toContain(
      'sudo ufw allow 8000/tcp',
    )
    const publicNetwork = { name: 'Windows', state: 'active' as const, isPublic: true }
    expect(of({ firewall: publicNetwork }, 'firewall')[0]?.verdict).toBe('warning')
    expect(of({ firewall: { name: 'ufw', state: 'inactive' } }, 'firewall')[0]?.verdict).toBe('ok')
  })

  it('sees that an address is in no network of this machine, unless it answers', () => {
    const far = { addresses: ['192.168.9.7'], connectMs: null, connectError: 'TIMEOUT' }
    expect(of({ nodes: [node(far)] }, 'subnet')[0]?.message).toContain('192.168.9.7')
    expect(of({ nodes: [node({ ...far, connectMs: 5 })] }, 'subnet')).toEqual([])
    expect(of({ nodes: [node({ ...far, addresses: ['203.0.113.9'] })] }, 'subnet')).toEqual([])
  })

  it('says of every node whether its name leads somewhere and who takes the call', () => {
    expect(of({ nodes: [node({ addresses: [], connectMs: null })] }, 'nodes')[0]?.message).toContain(
      'leads nowhere',
    )
    const refused = node({ connectMs: null, connectError: 'ECONNREFUSED' })
    expect(of({ nodes: [refused] }, 'nodes')[0]?.message).toContain('nothing listens')
    expect(of({ nodes: [node({ connectMs: 900 })] }, 'nodes')[0]?.verdict).toBe('warning')
    expect(of({ nodes: [node({ connectMs: null, connectError: 'EWHAT' })] }, 'nodes')[0]?.message).toContain(
      'EWHAT',
    )
  })
})
