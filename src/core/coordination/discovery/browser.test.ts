import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import createMulticastDns from 'multicast-dns'
import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock'
import type { Link } from './addresses'
import { type Browser, createBrowser } from './browser'
import { createPacketGate } from './packet-gate'
import type { TransportOptions } from './transport'
import type { OutgoingPacket } from './wire'

const service = '_harombe._tcp.local'
const link: Link = { interfaceName: 'eth0', address: '192.168.1.2', prefix: 24, ipv6: ['fd00::2'] }
const id = 'o'.repeat(20)
const ownName = `harombe-${id.slice(0, 10)}.${service}`
const browsers: Browser[] = []
afterEach(async () => {
  await Promise.all(browsers.splice(0).map(browser => browser.stop()))
})

function start() {
  const clock = createVirtualClock()
  const sent: { kind: 'query' | 'respond'; packet: OutgoingPacket; at: number }[] = []
  const changes: string[][] = []
  let joinedAfresh = 0
  let transport: TransportOptions | null = null
  const send = (kind: 'query' | 'respond') => async (make: (to: Link) => OutgoingPacket | null) => {
    const packet = make(link)
    if (packet !== null) sent.push({ kind, packet, at: clock.monotonic() })
  }
  const browser: Browser = createBrowser({
    clock,
    random: () => 0.5,
    readInterfaces: () => ({
      eth0: [
        {
          address: '192.168.1.2',
          netmask: '',
          family: 'IPv4',
          mac: '',
          internal: false,
          cidr: '192.168.1.2/24',
        },
      ],
    }),
    service,
    id,
    openTransport(options) {
      transport = options
      options.readLinks()
      return {
        links: () => [link],
        problem: () => null,
        query: send('query'),
        respond: send('respond'),
        update(afresh) {
          if (afresh === true) joinedAfresh += 1
        },
        stop: async () => undefined,
      }
    },
    onChanged: () => changes.push([...browser.shown().values()].map(({ url }) => url)),
  })
  browsers.push(browser)
  const none = { questions: [], answers: [], authorities: [], additionals: [] }
  return {
    clock,
    browser,
    sent,
    changes,
    joinedAfresh: () => joinedAfresh,
    urls: () => [...browser.shown().values()].map(({ url }) => url),
    say(ttl: number, { instance = 'box', port = 8000, source = '192.168.1.7' } = {}) {
      const name = `${instance}.${service}`
      const answers = [
        { type: 'PTR', name: service, ttl, data: name },
        { type: 'SRV', name, ttl, data: { port, target: 'box.local' } },
      ]
      transport?.onPacket({ ...none, type: 'response', answers }, source)
    },
    point(name: string) {
      const answers = [{ type: 'PTR', name: service, ttl: 4500, data: name }]
      transport?.onPacket({ ...none, type: 'response', answers }, '192.168.1.7')
    },
    ask(questions: { name: string; type: string }[], answers: unknown[] = []) {
      transport?.onPacket({ ...none, type: 'query', questions, answers }, '192.168.1.7')
    },
    claim(name: string, port: number, source = '192.168.1.7', ttl = 120) {
      const answers = [{ type: 'SRV', name, ttl, data: { port, target: 'x.local' } }]
      transport?.onPacket({ ...none, type: 'response', answers }, source)
    },
  }
}

const listener = { port: 8000, secure: false, reach: { kind: 'all4' }, version: '1.2.3' } as const
const said = (packet: OutgoingPacket | undefined) => JSON.stringify(packet?.answers)

describe('browsing', () => {
  it('shows who announces, until the announcement has run out on the monotonic clock', async () => {
    const { clock, say, urls } = start()
    say(120)
    expect(urls()).toEqual(['http://192.168.1.7:8000'])
    await clock.advance(119_000)
    expect(urls()).toHaveLength(1)
    await clock.advance(2_000)
    expect(urls()).toEqual([])
  })

  it('changes nothing in ten minutes of a hundred goodbyes and announcements a second', async () => {
    const { clock, say, urls, changes } = start()
    say(120)
    expect(changes).toHaveLength(1)
    for (let second = 0; second < 600; second += 1) {
      for (let flip = 0; flip < 100; flip += 1) say(flip % 2 === 0 ? 0 : 120)
      await clock.advance(1_000)
    }
    expect(urls()).toHaveLength(1)
    expect(changes).toHaveLength(1)
  })

  it('changes an entry at most once in ten seconds, however it flaps', async () => {
    const { clock, say, changes } = start()
    for (let flip = 0; flip < 600; flip += 1) {
      say(120, { port: 8000 + (flip % 7) })
      await clock.advance(100)
    }
    expect(changes.length).toBeGreaterThan(1)
    expect(changes.length).toBeLessThanOrEqual(7)
  })

  it('asks at once whether one that is said to be gone is', async () => {
    const { clock, say, sent } = start()
    say(120)
    await clock.advance(45_000)
    const before = sent.length
    say(0)
    await clock.advance(1_500)
    const asked = sent.slice(before).flatMap(({ packet }) => packet.questions ?? [])
    expect(asked).toContainEqual({ type: 'SRV', name: `box.${service}` })
  })

  it('asks for what was only pointed at, and says what it knows when it asks for more', async () => {
    const { clock, point, say, sent } = start()
    say(120)
    point(`vague.${service}`)
    await clock.advance(1_500)
    const last = sent.at(-1)?.packet
    expect(last?.questions).toContainEqual({ type: 'SRV', name: `vague.${service}` })
    expect(said(last)).toContain(`box.${service}`)
    expect(said(last)).not.toContain('vague')
  })

  it.each(['sleep', 'stall'] as const)(
    'joins its networks anew and asks at once after a sleep, be it that clocks stand still or not (%s)',
    async way => {
      const { clock, sent, joinedAfresh } = start()
      await clock.advance(300_000)
      expect(joinedAfresh()).toBe(0)
      const before = sent.length
      clock[way](60_000)
      await clock.advance(11_000)
      expect(joinedAfresh()).toBe(1)
      expect(sent.length).toBeGreaterThan(before + 1)
    },
  )

  it('asks often at first and then once a minute', async () => {
    const { clock, sent } = start()
    await clock.advance(60_000)
    expect(sent.length).toBeGreaterThanOrEqual(5)
    const before = sent.length
    await clock.advance(10 * 60_000)
    expect(sent.length - before).toBeLessThanOrEqual(10)
  })
})

describe('announcing', () => {
  it('asks whether its name is free, then says where it is: id, port, version and nothing about the machine', async () => {
    const { clock, browser, sent } = start()
    browser.announce(listener)
    await clock.advance(600)
    expect(browser.isAnnouncing()).toBe(false)
    await clock.advance(1_000)
    expect(browser.isAnnouncing()).toBe(true)
    const announced = sent.find(({ kind }) => kind === 'respond')?.packet
    expect(announced?.answers?.map(({ type, name }) => [type, name])).toEqual([
      ['PTR', service],
      ['SRV', ownName],
      ['TXT', ownName],
      ['A', `harombe-${id.slice(0, 10)}.local`],
    ])
    const text = announced?.answers?.find(({ type }) => type === 'TXT')
    expect(text).toMatchObject({ data: [`id=${id}`, 'version=1.2.3'] })
  })

  it('takes another name when its own is taken, and leaves its own echo alone', async () => {
    const { clock, browser, claim, sent } = start()
    browser.announce(listener)
    await clock.advance(2_000)
    claim(ownName, 8000, '192.168.1.2')
    expect(browser.isAnnouncing()).toBe(true)
    claim(ownName, 8000, '192.168.1.7', 0)
    expect(browser.isAnnouncing(), 'who says goodbye gives the name up').toBe(true)
    claim(ownName, 8000)
    expect(browser.isAnnouncing()).toBe(false)
    await clock.advance(2_000)
    expect(browser.isAnnouncing()).toBe(true)
    expect(said(sent.findLast(({ kind }) => kind === 'respond')?.packet)).toContain(
      `harombe-${id.slice(0, 10)}-2.`,
    )
  })

  it('answers everybody at most once a second, and not who knows already', async () => {
    const { clock, browser, ask, sent } = start()
    browser.announce(listener)
    await clock.advance(5_000)
    const answers = () => sent.filter(({ kind }) => kind === 'respond').length
    const before = answers()
    for (let index = 0; index < 200; index += 1) {
      ask([{ name: service.toUpperCase(), type: 'PTR' }])
      await clock.advance(10)
    }
    expect(answers() - before).toBeGreaterThan(0)
    expect(answers() - before).toBeLessThanOrEqual(3)
    await clock.advance(5_000)
    const quiet = answers()
    ask([{ name: service, type: 'PTR' }], [{ type: 'PTR', name: service, ttl: 4000, data: ownName }])
    ask([{ name: '_other._tcp.local', type: 'PTR' }])
    await clock.advance(5_000)
    expect(answers()).toBe(quiet)
  })

  it('says goodbye when it stops, and nothing at all if it never announced', async () => {
    const one = start()
    one.browser.announce(listener)
    await one.clock.advance(5_000)
    await one.browser.stop()
    expect(one.sent.at(-1)?.packet.answers?.map(record => 'ttl' in record && record.ttl)).toEqual([
      0, 0, 0, 0,
    ])
    const other = start()
    await other.browser.stop()
    expect(other.sent.filter(({ kind }) => kind === 'respond')).toEqual([])
  })

  it('announces on no network where the listener cannot be reached', async () => {
    const { clock, browser, sent } = start()
    browser.announce({ ...listener, reach: { kind: 'one', address: '10.0.0.9' } })
    await clock.advance(5_000)
    expect(sent.filter(({ kind }) => kind === 'respond')).toEqual([])
  })
})

describe('packets on the wire', () => {
  it('never gets more than a warning out of the decoder, whatever the bytes', () => {
    const socket = createSocket('udp4')
    const dns = createMulticastDns({ socket, bind: false, multicast: false })
    dns.on('warning', () => undefined)
    const from = { address: '192.168.1.7', family: 'IPv4', port: 5353, size: 0 }
    // A header that promises records, then anything: pointers to themselves and to each other among it.
    const header = fc.constantFrom('000084000001000300000002', '000000000004000000000000')
    const body = fc.array(fc.oneof(fc.constantFrom(0xc0, 0x0c, 0x00, 0x10, 0x21, 0xff), fc.nat(255)), {
      maxLength: 300,
    })
    fc.assert(
      fc.property(header, body, (head, bytes) => {
        const packet = Buffer.concat([Buffer.from(head, 'hex'), Buffer.from(bytes)])
        expect(socket.emit('message', packet, from)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
    dns.destroy()
  })

  it('decodes at most 50 packets a second, 20 of one sender, and none that is dear', () => {
    const gate = createPacketGate()
    const packet = Buffer.alloc(100)
    const admitted = (source: (index: number) => string, now: number) =>
      Array.from({ length: 1_000 }, (_, index) => gate.admits(packet, source(index), now)).filter(Boolean)
        .length
    expect(admitted(() => '192.168.1.7', 0)).toBe(20)
    expect(admitted(index => `192.168.1.${index % 250}`, 500)).toBe(30)
    expect(admitted(index => `192.168.1.${index % 250}`, 1_000)).toBe(50)
    expect(gate.admits(Buffer.alloc(9_001), 'a', 5_000)).toBe(false)
    expect(gate.admits(Buffer.alloc(11), 'a', 5_000)).toBe(false)
    const promising = Buffer.alloc(4_000)
    promising.writeUInt16BE(60_000, 6)
    expect(gate.admits(promising, 'a', 5_000)).toBe(false)
  })
})
