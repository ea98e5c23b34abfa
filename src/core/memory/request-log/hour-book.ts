import type { RequestFigures, RequestStatistics } from '../../../shared/contract/activity'
import type { Tier } from '../../../shared/entities'
import { addToTally, type Counted, createTally, figuresOf, mergeTally, type Tally } from './tally'

export const hourMs = 3_600_000
/** Nodes and models of one hour that are told apart; names that others may choose must not fill the memory. */
const mostPlaces = 500
/** Nodes, and models, that are listed. */
const mostListed = 200

interface Place {
  node: string
  tier: Tier
  model: string
  tally: Tally
}

interface Hour {
  all: Tally
  places: Map<string, Place>
}

export interface HourBook {
  add(record: Counted): void
  /** Of the hours from `since` on. `breathe` is awaited whenever some milliseconds were spent. */
  read(since: number, breathe: () => Promise<void>): Promise<Omit<RequestStatistics, 'kept' | 'problem'>>
  /** Drops the hours that ended before. */
  forgetBefore(time: number): void
  clear(): void
}

const startOfHour = (time: number) => time - (time % hourMs)

function busiestFirst<K, T>(tallies: Map<K, Tally>, label: (key: K) => T): (T & RequestFigures)[] {
  return [...tallies]
    .sort(([, a], [, b]) => b.requests - a.requests)
    .slice(0, mostListed)
    .map(([key, tally]) => ({ ...label(key), ...figuresOf(tally) }))
}

/** Sums by hour and place, so that a month is read by adding up its hours instead of all its requests. */
export function createHourBook(): HourBook {
  const hours = new Map<number, Hour>()

  return {
    add(record) {
      const at = startOfHour(record.startedAt)
      let hour = hours.get(at)
      if (hour === undefined) {
        hour = { all: createTally(), places: new Map() }
        hours.set(at, hour)
      }
      addToTally(hour.all, record)
      const { node, tier, model } = record
      if (node === null || tier === null) return
      const key = `${tier}\0${node}\0${model ?? ''}`
      let place = hour.places.get(key)
      if (place === undefined) {
        if (hour.places.size >= mostPlaces) return
        place = { node, tier, model: model ?? '', tally: createTally() }
        hour.places.set(key, place)
      }
      addToTally(place.tally, record)
    },
    async read(time, breathe) {
      const since = startOfHour(time)
      const totals = createTally()
      const tiers = new Map<Tier, Tally>()
      const nodes = new Map<string, Tally>()
      const models = new Map<string, Tally>()
      const addTo = <K>(tallies: Map<K, Tally>, key: K, tally: Tally) => {
        const known = tallies.get(key) ?? createTally()
        tallies.set(key, known)
        mergeTally(known, tally)
      }
      const read: RequestStatistics['hours'] = []
      const chosen = [...hours].filter(([at]) => at >= since).sort(([a], [b]) => a - b)
      for (const [at, { all, places }] of chosen) {
        await breathe()
        mergeTally(totals, all)
        read.push({ at, ...figuresOf(all) })
        for (const { node, tier, model, tally } of places.values()) {
          addTo(tiers, tier, tally)
          addTo(nodes, node, tally)
          if (model !== '') addTo(models, model, tally)
        }
      }
      const { simple, simpleOnTier0 } = totals
      return {
        since,
        totals: figuresOf(totals),
        tiers: busiestFirst(tiers, tier => ({ tier })).sort((a, b) => a.tier - b.tier),
        nodes: busiestFirst(nodes, node => ({ node })),
        models: busiestFirst(models, model => ({ model })),
        hours: read,
        simple: {
          answers: simple,
          onTier0: simpleOnTier0,
          share: simple === 0 ? null : simpleOnTier0 / simple,
        },
      }
    },
    forgetBefore(time) {
      for (const at of hours.keys()) if (at + hourMs <= time) hours.delete(at)
    },
    clear: () => hours.clear(),
  }
}
