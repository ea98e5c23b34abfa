import type { Clock } from '../../../shared/clock'
import type { NodeSpec } from '../node-spec'
import type { Candidate } from './candidates'
import { findKnown, type KnownNode, type Surroundings } from './known-nodes'
import { findLookalike } from './names'

export type DiscoveredSpec = Pick<NodeSpec, 'name' | 'url' | 'tier'>

export interface AdoptionOptions {
  clock: Clock
  /** Whether a harombe answers there that takes questions without a token. Never rejects. */
  probe(url: string): Promise<boolean>
  /** Whether a token of the file would go to that node: it must never go to another address. */
  hasToken(node: string): boolean
  /** The nodes to be used, or where they are, changed. */
  onChanged(): void
  /** A probe ended: it is worth looking again. */
  onProbed(): void
  /** A node of the file was followed to another address. */
  onMoved(node: string, url: string): void
}

/** Decides which announcements are used as nodes. What is used is never touched by what is heard. */
export interface Adoption {
  review(shown: ReadonlyMap<string, Candidate>, around: Surroundings & { isWanted: boolean }): void
  /** To be used now; no name is one of those taken (lower case). */
  specs(taken: ReadonlySet<string>): DiscoveredSpec[]
  /** Where nodes of the file are for now, by name; each with the address it has in the file. */
  moves(): ReadonlyMap<string, { from: string; to: string }>
  /** The file's node whose id an announcement at another address has. */
  movedFrom(candidate: Candidate, around: Surroundings): KnownNode | null
  /** Which ids the file's nodes announced; to be kept over restarts. */
  ids(): ReadonlyMap<string, LearntId>
}

export interface LearntId {
  id: string
  /** Where the node was then, as the file says. */
  url: string
}

/** A used node that is down goes when nothing was heard of it for this long. */
const patienceMs = 5 * 60_000
const probeAgainMs = 30_000
const mostProbes = 4
const mostLearnt = 256

interface Used {
  url: string
  candidate: Candidate
  /** Monotonic; since when it is not announced any more. */
  missingSince: number | null
}

export function createAdoption(
  { clock, probe, hasToken, onChanged, onProbed, onMoved }: AdoptionOptions,
  learnt: Iterable<readonly [string, LearntId]> = [],
): Adoption {
  const used = new Map<string, Used>()
  const moves = new Map<string, { from: string; to: string }>()
  const ids = new Map(learnt)
  const probing = new Set<string>()
  const refusedAt = new Map<string, number>()
  const proven = new Set<string>()

  /** True when a harombe answered there; otherwise it is asked, at most every half minute. */
  function isProven(url: string, now: number): boolean {
    // Used once: what answered a while ago says little about now.
    if (proven.delete(url)) return true
    const refused = refusedAt.get(url)
    if (probing.has(url) || probing.size >= mostProbes) return false
    if (refused !== undefined && now - refused < probeAgainMs) return false
    probing.add(url)
    void probe(url).then(isHarombe => {
      probing.delete(url)
      if (isHarombe) proven.add(url)
      else refusedAt.set(url, clock.monotonic())
      onProbed()
    })
    return false
  }

  function forgetOldProbes(now: number): void {
    for (const [url, at] of refusedAt) if (now - at >= probeAgainMs) refusedAt.delete(url)
  }

  function learn(candidate: Candidate, known: KnownNode): void {
    if (candidate.installation === null || known.origin !== 'config' || moves.has(known.name)) return
    if (known.status !== 'online' || (ids.size >= mostLearnt && !ids.has(known.name))) return
    ids.set(known.name, { id: candidate.installation, url: known.url })
  }

  function movedFrom(candidate: Candidate, around: Surroundings): KnownNode | null {
    if (candidate.installation === null || findKnown(candidate, around) !== null) return null
    const isIt = (node: KnownNode) => {
      const known = ids.get(node.name)
      const from = moves.get(node.name)?.from ?? node.url
      return (
        node.origin === 'config' &&
        node.status === 'offline' &&
        known?.id === candidate.installation &&
        known.url === from
      )
    }
    return around.nodes.find(isIt) ?? null
  }

  function follow(node: KnownNode, to: string, now: number): boolean {
    if (hasToken(node.name) || !isProven(to, now)) return false
    const from = moves.get(node.name)?.from ?? node.url
    if (to === from) moves.delete(node.name)
    else moves.set(node.name, { from, to })
    onMoved(node.name, to)
    return true
  }

  function reviewUsed(shown: ReadonlyMap<string, Candidate>, around: Surroundings, now: number): boolean {
    let changed = false
    for (const [instance, node] of used) {
      const others = around.nodes.filter(({ origin }) => origin !== 'discovered')
      const candidate = shown.get(instance)
      if (findKnown(node.candidate, { ...around, nodes: others }) !== null) {
        changed = used.delete(instance)
        continue
      }
      const view = around.nodes.find(({ origin, url }) => origin === 'discovered' && url === node.url)
      const isDown = view?.status === 'offline'
      if (candidate === undefined) {
        node.missingSince ??= now
        if (isDown && now - node.missingSince >= patienceMs) changed = used.delete(instance)
        continue
      }
      node.missingSince = null
      // One that answers stays where it is, whatever is announced.
      if (candidate.url === node.url || !isDown || !isProven(candidate.url, now)) continue
      used.set(instance, { url: candidate.url, candidate, missingSince: null })
      changed = true
    }
    return changed
  }

  return {
    review(shown, { isWanted, ...around }) {
      const now = clock.monotonic()
      forgetOldProbes(now)
      let changed = false
      for (const [name, { from, to }] of moves) {
        // The file was changed: it has the last word.
        const node = around.nodes.find(known => known.name === name && known.origin === 'config')
        if (isWanted && !hasToken(name) && (node?.url === from || node?.url === to)) continue
        moves.delete(name)
        changed = true
      }
      if (isWanted) changed = reviewUsed(shown, around, now) || changed
      else if (used.size > 0) {
        used.clear()
        changed = true
      }
      // A name of the file may stand for one of the addresses: until that is known, a node could be used twice.
      const isClear = ![...around.hosts.values()].includes(null)
      for (const [instance, candidate] of shown) {
        const known = findKnown(candidate, around)
        if (known !== null) {
          learn(candidate, known)
          continue
        }
        if (!isWanted || !isClear || used.has(instance)) continue
        const moved = movedFrom(candidate, around)
        if (moved !== null) changed = follow(moved, candidate.url, now) || changed
        else if (isProven(candidate.url, now)) {
          used.set(instance, { url: candidate.url, candidate, missingSince: null })
          changed = true
        }
      }
      // Of an announcement that is gone by now.
      proven.clear()
      if (changed) onChanged()
    },
    specs(taken) {
      const names = new Set(taken)
      return [...used.values()].map(({ url, candidate }) => {
        const name = freeName(candidate, names)
        names.add(name.toLowerCase())
        return { name, url, tier: candidate.tier ?? 1 }
      })
    },
    moves: () => moves,
    movedFrom,
    ids: () => ids,
  }
}

/** Its own name, unless a node has it or could be mistaken for it: then with its address. */
function freeName({ name, address }: Candidate, taken: ReadonlySet<string>): string {
  const isFree = (wanted: string) => !taken.has(wanted.toLowerCase())
  if (isFree(name) && findLookalike(name.toLowerCase(), taken) === undefined) return name
  const addressed = (text: string) => `${name.slice(0, 60 - text.length)} (${text})`
  let wanted = addressed(address)
  for (let number = 2; !isFree(wanted); number += 1) wanted = addressed(`${address} ${number}`)
  return wanted
}
