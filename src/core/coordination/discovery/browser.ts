import type { NetworkInterfaceInfo } from 'node:os'
import type { Clock } from '../../../shared/clock'
import { linksOf } from './addresses'
import { createAnnouncer } from './announcer'
import { type Candidate, candidatesOf, nextChangeOf } from './candidates'
import { type ReceivedPacket, readPacket } from './read-packet'
import type { Announcement } from './responder'
import { type Roster, settle, shownOf } from './roster'
import { expire, noSightings, observe, type Sightings } from './sightings'
import { createTransport, type TransportOptions } from './transport'
import type { OutgoingPacket } from './wire'

export interface BrowserOptions {
  clock: Clock
  random(): number
  readInterfaces(): NodeJS.Dict<NetworkInterfaceInfo[]>
  service: string
  /** Of this installation, to know itself again. */
  id: string
  /** Default 5353; another one only where nobody else is to be met. */
  port?: number | undefined
  openTransport?: ((options: TransportOptions) => ReturnType<typeof createTransport>) | undefined
  /** What is shown, the problem, or whether we announce changed. */
  onChanged(): void
}

/** Looks for the service on every network of this machine, and announces it. */
export interface Browser {
  shown(): ReadonlyMap<string, Candidate>
  /** Monotonic; when that instance was heard last. */
  seenAt(instance: string): number | null
  ownAddresses(): ReadonlySet<string>
  problem(): string | null
  isAnnouncing(): boolean
  announce(own: Omit<Announcement, 'suffix' | 'service' | 'id'> | null): void
  /** The networks may have changed, or the machine slept. */
  wokeUp(): void
  stop(): Promise<void>
}

/** Seconds between questions: soon after a start, then ever less often (RFC 6762, section 5.2), at last once a minute. */
const questionGaps = [0.05, 1, 3, 9, 27]
const steadyGap = 60
const lookIntervalMs = 10_000
/** The machine slept: the wall clock went on by this much more, or, where the monotonic one does not stop, the look is so late. */
const sleepGapMs = 15_000
const soonMs = 1000
const mostQuestions = 10
/** Goodbyes are waited for no longer: a machine that is shut down has other things to do. */
const goodbyePatienceMs = 250

export function createBrowser(options: BrowserOptions): Browser {
  const { clock, random, service, id, readInterfaces, onChanged } = options
  let sightings: Sightings = noSightings
  let roster: Roster = new Map()
  let shown: ReadonlyMap<string, Candidate> = new Map()
  let ownAddresses: ReadonlySet<string> = new Set()
  let ownPort: number | null = null
  let asked = 0
  let questionAt = Number.POSITIVE_INFINITY
  let stopped = false
  const timers = new Map<'question' | 'review' | 'look', () => void>()

  function readLinks() {
    const interfaces = readInterfaces()
    ownAddresses = new Set(Object.values(interfaces).flatMap(entries => (entries ?? []).map(e => e.address)))
    return linksOf(interfaces)
  }

  function schedule(name: 'question' | 'review' | 'look', ms: number, task: () => void): void {
    timers.get(name)?.()
    if (!stopped) timers.set(name, clock.after(ms, task))
  }

  const transport = (options.openTransport ?? createTransport)({
    clock,
    port: options.port,
    readLinks,
    onPacket: hear,
    onLinksAdded() {
      announcer.repeat()
      askFrom(0)
    },
    onChanged,
  })
  const announcer = createAnnouncer({ clock, random, transport, onChanged })

  function hear(packet: ReceivedPacket, source: string): void {
    if (stopped) return
    const isOwn = ownAddresses.has(source)
    if (packet.type === 'query') {
      announcer.onQuery(packet, { isOwn })
      return
    }
    announcer.onResponse([...packet.answers, ...packet.additionals], { isOwn })
    const observations = readPacket(packet, service)
    if (observations.length === 0) return
    const now = clock.monotonic()
    sightings = observe(sightings, observations, { source, now })
    // Half of an answer, or a goodbye that anybody may have said: worth a question.
    if (needsAnswer()) askWithin(soonMs)
    review()
  }

  const needsAnswer = () =>
    [...sightings.entries.values()].some(({ place, goodbyeAt }) => place === null || goodbyeAt !== null)

  function review(): void {
    const now = clock.monotonic()
    sightings = expire(sightings, now)
    const own = { id, port: ownPort, addresses: ownAddresses }
    const candidates = candidatesOf(sightings, { links: transport.links(), own, now })
    const settled = settle(roster, candidates, now)
    roster = settled.roster
    const next = Math.min(
      nextChangeOf(sightings, now) ?? Number.POSITIVE_INFINITY,
      settled.nextAt ?? Number.POSITIVE_INFINITY,
    )
    // Never sooner than a quarter of a second: many short-lived entries must not keep us busy.
    if (Number.isFinite(next)) schedule('review', Math.max(250, next - now), review)
    if (!settled.changed) return
    shown = shownOf(roster)
    onChanged()
  }

  function question(): OutgoingPacket {
    const now = clock.monotonic()
    const questions: NonNullable<OutgoingPacket['questions']> = [{ type: 'PTR', name: service }]
    const answers: NonNullable<OutgoingPacket['answers']> = []
    for (const { label, place, expiresAt, lifeMs, goodbyeAt } of sightings.entries.values()) {
      const name = `${label}.${service}`
      const isFresh = place !== null && goodbyeAt === null && expiresAt - now > lifeMs / 2
      // Who is known well need not answer (RFC 6762, section 7.1).
      if (isFresh) answers.push({ type: 'PTR', name: service, ttl: 4500, data: name })
      else if (questions.length < mostQuestions) questions.push({ type: 'SRV', name }, { type: 'TXT', name })
    }
    return { questions, answers: answers.slice(0, mostQuestions) }
  }

  function ask(): void {
    const packet = question()
    void transport.query(() => packet)
    askFrom(asked + 1)
  }

  function askFrom(index: number): void {
    asked = index
    askIn((questionGaps[index] ?? steadyGap) * 1000 * (1 + 0.2 * random()))
  }

  function askIn(ms: number): void {
    questionAt = clock.monotonic() + ms
    schedule('question', ms, ask)
  }

  function askWithin(ms: number): void {
    if (questionAt - clock.monotonic() > ms) askIn(ms)
  }

  let lookedAt = { wall: clock.wall(), monotonic: clock.monotonic() }

  function look(): void {
    const now = { wall: clock.wall(), monotonic: clock.monotonic() }
    const passed = now.monotonic - lookedAt.monotonic
    const slept = now.wall - lookedAt.wall - passed > sleepGapMs || passed - lookIntervalMs > sleepGapMs
    lookedAt = now
    transport.update(slept)
    if (slept) askFrom(0)
    review()
    schedule('look', lookIntervalMs, look)
  }

  askFrom(0)
  schedule('look', lookIntervalMs, look)

  return {
    shown: () => shown,
    seenAt: instance => sightings.entries.get(instance)?.seenAt ?? null,
    ownAddresses: () => ownAddresses,
    problem: transport.problem,
    isAnnouncing: announcer.isAnnouncing,
    announce(own) {
      ownPort = own?.port ?? null
      announcer.announce(own && { ...own, service, id })
      review()
    },
    wokeUp() {
      transport.update(true)
      askFrom(0)
      review()
    },
    async stop() {
      stopped = true
      for (const cancel of timers.values()) cancel()
      timers.clear()
      let cancel = () => {}
      const patience = new Promise<void>(resolve => {
        cancel = clock.after(goodbyePatienceMs, resolve)
      })
      await Promise.race([announcer.stop(), patience])
      cancel()
      await transport.stop()
    },
  }
}
