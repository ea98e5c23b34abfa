import type { Observation } from './read-packet'
import { type AnnouncedText, emptyText } from './read-text'

/** What was heard of one instance of the service. Times are monotonic milliseconds. */
export interface Sighting {
  /** Lower case; the part before the service's name. */
  instance: string
  /** The same as it was written. */
  label: string
  /** Null until it was said: a pointer alone only says that there is something to ask for. */
  place: { port: number; target: string } | null
  text: AnnouncedText
  /** Where the packets come from. */
  source: string
  seenAt: number
  /** When the place counts as unknown again, and how long it was good for. */
  expiresAt: number
  lifeMs: number
  /** When it said goodbye, if it was not seen since. Anybody can say it, so it is a hint. */
  goodbyeAt: number | null
}

/** All that is remembered of the network; a value, never changed in place. */
export interface Sightings {
  entries: ReadonlyMap<string, Sighting>
  /** Addresses by `hostKey`, each with its end. Only of hosts that a place names. */
  hosts: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export const noSightings: Sightings = { entries: new Map(), hosts: new Map() }

/** What one machine says of a host name another one may contradict; each is believed of its own places. */
export const hostKey = (target: string, source: string): string => `${source} ${target}`

export const mostEntries = 64
/** So that one machine cannot take all the room. */
export const mostPerSource = 16
const mostAddresses = 8
/** RFC 6762, section 10: 75 minutes is what records get that do not name a host. Nobody is believed to know more. */
const longestLifeMs = 75 * 60_000
/** Shorter ones would only be a way to make lists flicker. */
const shortestLifeMs = 10_000
/** For what was only pointed at: until then it should have answered. */
const unresolvedLifeMs = 10_000

const lifeOf = (ttl: number) =>
  Math.min(longestLifeMs, Math.max(shortestLifeMs, (Number.isFinite(ttl) ? ttl : 0) * 1000))

/** Drops what has ended. Returns the same object when nothing has. */
export function expire(sightings: Sightings, now: number): Sightings {
  const live = [...sightings.entries].filter(([, { expiresAt }]) => expiresAt > now)
  const isOver = [...sightings.hosts.values()].some(host => [...host.values()].some(end => end <= now))
  if (live.length === sightings.entries.size && !isOver) return sightings
  const entries = new Map(live)
  return { entries, hosts: hostsOf(entries, sightings.hosts, now) }
}

function hostsOf(
  entries: Sightings['entries'],
  before: Sightings['hosts'],
  now: number,
): Map<string, ReadonlyMap<string, number>> {
  const hosts = new Map<string, ReadonlyMap<string, number>>()
  for (const { place, source } of entries.values()) {
    if (place === null) continue
    const key = hostKey(place.target, source)
    const live = [...(before.get(key) ?? [])].filter(([, end]) => end > now)
    if (live.length > 0) hosts.set(key, new Map(live))
  }
  return hosts
}

/**
 * A packet with another installation's id, or without one from elsewhere, does not speak for an instance that is known by
 * its id: the right name with another identity is somebody else.
 */
function speaksFor(known: Sighting, said: AnnouncedText | undefined, source: string): boolean {
  if (known.text.id === null) return true
  return said === undefined ? source === known.source : said.id === known.text.id
}

function makeRoom(entries: Map<string, Sighting>, source: string): boolean {
  const fromSource = [...entries.values()].filter(entry => entry.source === source).length
  if (fromSource >= mostPerSource) return false
  if (entries.size < mostEntries) return true
  // What never said where it is goes first; whoever was there and answers is never displaced by newcomers.
  const vague = [...entries].find(([, { place }]) => place === null)
  return vague !== undefined && entries.delete(vague[0])
}

/** Takes in what one packet said. Returns the same object when it said nothing new to us. */
export function observe(
  before: Sightings,
  observations: readonly Observation[],
  { source, now }: { source: string; now: number },
): Sightings {
  const sightings = expire(before, now)
  if (observations.length === 0) return sightings
  const texts = new Map<string, AnnouncedText>()
  for (const seen of observations) {
    if (seen.type === 'text' && seen.ttl > 0) texts.set(seen.instance, seen.text)
  }
  const entries = new Map(sightings.entries)

  function see(instance: string, label: string): Sighting | null {
    const known = entries.get(instance)
    if (known !== undefined) {
      if (!speaksFor(known, texts.get(instance), source)) return null
      return { ...known, seenAt: now, goodbyeAt: null }
    }
    if (!makeRoom(entries, source)) return null
    const text = texts.get(instance) ?? emptyText
    const expiresAt = now + unresolvedLifeMs
    const timing = { seenAt: now, expiresAt, lifeMs: unresolvedLifeMs, goodbyeAt: null }
    return { instance, label, place: null, text, source, ...timing }
  }

  for (const seen of observations) {
    if (seen.type === 'address') continue
    const known = entries.get(seen.instance)
    if (seen.ttl <= 0) {
      if (known !== undefined && seen.type !== 'text' && known.goodbyeAt === null)
        entries.set(seen.instance, { ...known, goodbyeAt: now })
      continue
    }
    if (seen.type === 'text') {
      if (known === undefined || !speaksFor(known, seen.text, source)) continue
      entries.set(seen.instance, { ...known, text: seen.text, seenAt: now, goodbyeAt: null })
      continue
    }
    const entry = see(seen.instance, seen.label)
    if (entry === null) continue
    if (seen.type === 'pointer') entries.set(seen.instance, entry)
    else {
      const { port, target } = seen
      const lifeMs = lifeOf(seen.ttl)
      entries.set(seen.instance, {
        ...entry,
        place: { port, target },
        source,
        lifeMs,
        expiresAt: now + lifeMs,
      })
    }
  }
  return { entries, hosts: withAddresses(entries, sightings.hosts, observations, { source, now }) }
}

function withAddresses(
  entries: Sightings['entries'],
  before: Sightings['hosts'],
  observations: readonly Observation[],
  { source, now }: { source: string; now: number },
): Sightings['hosts'] {
  const hosts = hostsOf(entries, before, now)
  for (const { place, source: origin } of entries.values()) {
    if (place === null) continue
    const said = observations.flatMap(seen =>
      seen.type === 'address' && seen.ttl > 0 && seen.target === place.target ? [seen] : [],
    )
    // Addresses of a host are believed only from where its place was told: they decide where prompts may go.
    if (said.length === 0 || origin !== source) continue
    const fresh = said
      .slice(0, mostAddresses)
      .map(({ address, ttl }) => [address, now + lifeOf(ttl)] as const)
    hosts.set(hostKey(place.target, source), new Map(fresh))
  }
  return hosts
}
