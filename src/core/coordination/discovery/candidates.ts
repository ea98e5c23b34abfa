import type { Tier } from '../../../shared/entities'
import { chooseAddress, type Link, urlOf } from './addresses'
import { harmlessName } from './names'
import { hostKey, type Sighting, type Sightings } from './sightings'

/** How long after a goodbye an instance that was not seen again counts as gone. */
export const goodbyeDelayMs = 10_000

/** What would be shown of an instance as things stand. */
export interface Candidate {
  name: string
  url: string
  address: string
  port: number
  /** The host name it gives itself, lower case. */
  target: string
  /** Of the installation; null for the Python harombe. */
  installation: string | null
  tier: Tier | null
  model: string | null
}

export interface OwnPlace {
  id: string
  /** Port of the listener; null while others cannot reach it. */
  port: number | null
  addresses: ReadonlySet<string>
}

const isGone = ({ goodbyeAt }: Sighting, now: number) =>
  goodbyeAt !== null && now - goodbyeAt >= goodbyeDelayMs

/** This very harombe, heard through the loop. Its id at another address is a copied data directory, so another machine. */
function isOwn({ text, place, source }: Sighting, address: string, own: OwnPlace): boolean {
  if (!own.addresses.has(address)) return false
  return place?.port === own.port || (text.id === own.id && own.addresses.has(source))
}

/** The instances that said where they are, by instance name. */
export function candidatesOf(
  sightings: Sightings,
  { links, own, now }: { links: readonly Link[]; own: OwnPlace; now: number },
): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>()
  for (const sighting of sightings.entries.values()) {
    const { instance, label, place, text, source } = sighting
    if (place === null || isGone(sighting, now)) continue
    const announced = [...(sightings.hosts.get(hostKey(place.target, source))?.keys() ?? [])]
    const address = chooseAddress(announced, source, links)
    if (address === null || isOwn(sighting, address, own)) continue
    candidates.set(instance, {
      name: text.name ?? harmlessName(label) ?? 'harombe',
      url: urlOf(address, place.port, text.secure),
      address,
      port: place.port,
      target: place.target,
      installation: text.id,
      tier: text.tier,
      model: text.model,
    })
  }
  return candidates
}

/** When the candidates may look different although nothing is heard; null: never. */
export function nextChangeOf(sightings: Sightings, now: number): number | null {
  const times: number[] = []
  for (const { expiresAt, goodbyeAt } of sightings.entries.values()) {
    times.push(expiresAt)
    if (goodbyeAt !== null && goodbyeAt + goodbyeDelayMs > now) times.push(goodbyeAt + goodbyeDelayMs)
  }
  for (const host of sightings.hosts.values()) times.push(...host.values())
  return times.length === 0 ? null : Math.min(...times)
}
