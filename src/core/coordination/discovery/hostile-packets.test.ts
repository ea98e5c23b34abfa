import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Link } from './addresses'
import { candidatesOf } from './candidates'
import { readPacket } from './read-packet'
import { settle, settleMs } from './roster'
import { mostEntries, mostPerSource, noSightings, observe, type Sightings } from './sightings'

const service = '_harombe._tcp.local'
const links: Link[] = [{ interfaceName: 'eth0', address: '192.168.1.2', prefix: 24, ipv6: [] }]
const own = { id: 'o'.repeat(20), port: 8000, addresses: new Set(['192.168.1.2', '127.0.0.1']) }

interface Said {
  instance?: string
  port?: number
  target?: string
  ttl?: number
  text?: string[]
  addresses?: string[]
}

const recordsOf = ({ instance = 'box', port = 8000, target = 'box.local', ttl = 120, ...said }: Said) => {
  const name = `${instance}.${service}`
  return [
    { type: 'PTR', name: service, ttl, data: name },
    { type: 'SRV', name, ttl, data: { port, target } },
    ...(said.text === undefined
      ? []
      : [{ type: 'TXT', name, ttl, data: said.text.map(text => Buffer.from(text)) }]),
    ...(said.addresses ?? []).map(data => ({ type: 'A', name: target, ttl, data })),
  ]
}

const packet = (answers: unknown[]) => ({ answers, additionals: [] })

function hear(before: Sightings, said: Said, { source = '192.168.1.7', now = 0 } = {}): Sightings {
  return observe(before, readPacket(packet(recordsOf(said)), service), { source, now })
}

const shown = (sightings: Sightings, now = 0) => [...candidatesOf(sightings, { links, own, now }).values()]

describe('hostile announcements', () => {
  it('takes a goodbye for a hint: ten seconds, and any sign of life takes it back', () => {
    const live = hear(noSightings, {})
    const left = hear(live, { ttl: 0 }, { now: 1_000 })
    expect(shown(left, 10_999)).toHaveLength(1)
    expect(shown(left, 11_000)).toHaveLength(0)
    expect(shown(hear(left, {}, { now: 5_000 }), 20_000)).toHaveLength(1)
  })

  it('does not let a goodbye make an entry', () => {
    expect(hear(noSightings, { ttl: 0 }).entries.size).toBe(0)
  })

  it('keeps markup as text and takes control, bidi and invisible characters out of names', () => {
    const names = [
      '<img src=x onerror=alert(1)>',
      'gpu\u202Ebox',
      'a\u200Bb\u0000c\n',
      'x/../y\\z',
      '\u202E\u200B',
    ]
    const read = names.map(name => shown(hear(noSightings, { text: [`name=${name}`] }))[0]?.name)
    expect(read).toEqual(['<img src=x onerror=alert(1)>', 'gpubox', 'abc', 'x .. y z', 'box'])
  })

  it('cuts long names between characters', () => {
    const [long] = shown(hear(noSightings, { text: [`name=${'🦙'.repeat(50)}`] }))
    expect(long?.name).toBe('🦙'.repeat(31))
  })

  it('refuses ports that are none, and goes where the packet came from for targets that mean something else', () => {
    for (const port of [0, -1, 65_536, 1.5, Number.NaN]) {
      expect(shown(hear(noSightings, { port }))).toEqual([])
    }
    expect(shown(hear(noSightings, { port: 65_535, target: 'localhost' }))[0]?.url).toBe(
      'http://192.168.1.7:65535',
    )
    // Its target is the router, by an address that is really in the network.
    const atRouter = hear(noSightings, { target: 'router.local', addresses: ['192.168.1.7', '192.168.1.1'] })
    expect(shown(atRouter)[0]?.url).toBe('http://192.168.1.7:8000')
  })

  it.each(['127.0.0.1', '0.0.0.0', '224.0.0.251', '255.255.255.255', '::1', 'nonsense'])(
    'does not send anybody to %s',
    address => {
      expect(shown(hear(noSightings, { addresses: [address] }))[0]?.url).toBe('http://192.168.1.7:8000')
    },
  )

  it('reads TXT keys as data, skips those without a value, and the whole record when it is too large', () => {
    const odd = hear(noSightings, {
      text: ['__proto__=x', 'novalue', '=empty', 'TIER=2', 'tier=0', 'model=../../etc'],
    })
    expect(shown(odd)[0]).toMatchObject({ tier: 2, model: null })
    const large = [...Array.from({ length: 40 }, () => 'x'.repeat(255)), 'name=late']
    expect(shown(hear(noSightings, { text: large }))[0]?.name).toBe('box')
    expect(shown(hear(noSightings, { text: ['tier='] }))[0]?.tier).toBeNull()
  })

  it('reads what the Python harombe writes', () => {
    const text = ['name=attic', 'model=llama3.2:3b', 'tier=1']
    expect(shown(hear(noSightings, { text }))[0]).toMatchObject({
      name: 'attic',
      model: 'llama3.2:3b',
      tier: 1,
      installation: null,
    })
  })

  it('keeps at most 64 of 20,000 names, few of one sender, and never one that answers for a newcomer', () => {
    let sightings = hear(noSightings, { instance: 'first' }, { source: '192.168.1.9' })
    for (let index = 0; index < 20_000; index += 1) {
      sightings = hear(sightings, { instance: `n${index}` }, { source: `192.168.1.${10 + (index % 200)}` })
    }
    expect(sightings.entries.size).toBe(mostEntries)
    expect(sightings.entries.has('first')).toBe(true)
    let flood = noSightings
    for (let index = 0; index < 100; index += 1) flood = hear(flood, { instance: `n${index}` })
    expect(flood.entries.size).toBe(mostPerSource)
  })

  it('does not let the right name with another id take the place', () => {
    const id = (letter: string) => [`id=${letter.repeat(20)}`]
    const real = hear(noSightings, { text: id('a') })
    const spoofed = hear(real, { port: 6666, text: id('b') }, { source: '192.168.1.66' })
    const bare = hear(spoofed, { port: 6666 }, { source: '192.168.1.66' })
    expect(shown(bare)[0]?.url).toBe('http://192.168.1.7:8000')
    const moved = hear(bare, { text: id('a') }, { source: '192.168.1.20' })
    expect(shown(moved)[0]?.url).toBe('http://192.168.1.20:8000')
  })

  it('takes the addresses of a machine from itself, whoever else uses its host name', () => {
    const real = hear(noSightings, { addresses: ['192.168.1.8'] })
    const elsewhere = { source: '192.168.1.66' }
    const told = hear(real, { instance: 'evil', addresses: ['192.168.1.66'] }, elsewhere)
    expect(shown(told).map(({ url }) => url)).toEqual(['http://192.168.1.8:8000', 'http://192.168.1.66:8000'])
    const onlyAddress = [{ type: 'A', name: 'box.local', ttl: 120, data: '192.168.1.66' }]
    const bare = observe(
      real,
      readPacket(packet([...recordsOf({ instance: 'other', target: 'x.local' }), ...onlyAddress]), service),
      {
        ...elsewhere,
        now: 0,
      },
    )
    expect(shown(bare)[0]?.url).toBe('http://192.168.1.8:8000')
  })

  it('keeps few addresses of a machine, and shows no more entries than it knows', () => {
    const addresses = Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`)
    const [kept] = hear(noSightings, { addresses }).hosts.values()
    expect(kept?.size).toBe(8)
    const candidate = shown(hear(noSightings, {}))[0]
    if (candidate === undefined) throw new Error('Nothing is shown.')
    const many = (prefix: string) =>
      new Map(Array.from({ length: 40 }, (_, index) => [`${prefix}${index}`, candidate]))
    const first = settle(new Map(), many('a'), 0).roster
    const left = settle(first, new Map(), settleMs).roster
    expect(settle(left, many('b'), settleMs + 1).roster.size).toBe(mostEntries)
  })

  it('believes nobody a life of a year, and drops what was not confirmed', () => {
    const eternal = hear(noSightings, { ttl: 4_294_967_295 })
    const later = hear(eternal, { instance: 'other' }, { now: 75 * 60_000 })
    expect([...later.entries.keys()]).toEqual(['other'])
  })

  it('knows itself, and tells a copied installation from itself', () => {
    const text = [`id=${own.id}`]
    expect(shown(hear(noSightings, { text, port: 1234 }, { source: '192.168.1.2' }))).toEqual([])
    expect(shown(hear(noSightings, { port: 8000 }, { source: '192.168.1.2' }))).toEqual([])
    expect(shown(hear(noSightings, { text }))).toHaveLength(1)
    // A second harombe on this very machine.
    expect(shown(hear(noSightings, { port: 8001 }, { source: '192.168.1.2' }))).toHaveLength(1)
  })

  it('makes something harmless of any records whatever', () => {
    const value = fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true })
    const type = fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'AAAA', 'OPT', 'NSEC', '')
    const name = fc.oneof(fc.constantFrom(service, `x.${service}`, 'box.local', `.${service}`), fc.string())
    const record = fc.oneof(
      value,
      fc.record({
        type,
        name: fc.oneof(name, value),
        ttl: fc.oneof(fc.double(), value),
        data: fc.oneof(
          name,
          value,
          fc.record({ port: fc.oneof(fc.integer(), value), target: fc.oneof(name, value) }),
        ),
      }),
    )
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), records => {
        const sightings = observe(noSightings, readPacket(packet(records), service), {
          source: '192.168.1.7',
          now: 0,
        })
        for (const { url, name: read, port } of shown(sightings)) {
          expect(URL.parse(url)?.hostname).toMatch(/^192\.168\.1\.\d+$/)
          expect(read).toMatch(/^[^\p{Cc}\p{Cf}/\\]{1,63}$/u)
          expect(port).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})
