import type { RequestFigures, RequestStatistics } from '../../../shared/contract/activity'
import type { Tier } from '../../../shared/entities'
import { addToTally, type Counted, createTally, figuresOf, mergeTally, type Tally } from './tally'

export const hourMs = 3_600_000
/** Nodes, and models, of one hour that are told apart; names that others may choose must not fill the memory. */
const mostNames = 500
/** Nodes, and models, that are listed. */
const mostListed = 200

interface Hour {
  all: Tally
  tiers: Map<Tier, Tally>
  nodes: Map<string, Tally>
  models: Map<string, Tally>
}

const createHour = (): Hour => ({ all: createTally(), tiers: new Map(), nodes: new Map(), models: new Map() })

function addUnder<K>(tallies: Map<K, Tally>, key: K | null, record: Counted): void {
  if (key === null) return
  let tally = tallies.get(key)
  if (tally === undefined) {
    if (tallies.size >= mostNames) return
    tally = createTally()
    tallies.set(key, tally)
  }
  addToTally(tally, record)
}

function mergeAll<K>(into: Map<K, Tally>, from: Map<K, Tally>): void {
  for (const [key, tally] of from) {
    let known = into.get(key)
    if (known === undefined) {
      known = createTally()
      into.set(key, known)
    }
    mergeTally(known, tally)
  }
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

/** Sums by hour, so that a month is read by adding up its hours instead of all its requests. */
export function createHourBook(): HourBook {
  const hours = new Map<number, Hour>()

  return {
    add(record) {
      const at = startOfHour(record.startedAt)
      let hour = hours.get(at)
      if (hour === undefined) {
        hour = createHour()
        hours.set(at, hour)
      }
      addToTally(hour.all, record)
      addUnder(hour.tiers, record.tier, record)
      addUnder(hour.nodes, record.node, record)
      addUnder(hour.models, record.model, record)
    },
    async read(time, breathe) {
      const since = startOfHour(time)
      const sum = createHour()
      const read: RequestStatistics['hours'] = []
      const chosen = [...hours].filter(([at]) => at >= since).sort(([a], [b]) => a - b)
      for (const [at, { all, tiers, nodes, models }] of chosen) {
        await breathe()
        mergeTally(sum.all, all)
        mergeAll(sum.tiers, tiers)
        mergeAll(sum.nodes, nodes)
        mergeAll(sum.models, models)
        read.push({ at, ...figuresOf(all) })
      }
      const { simple, simpleOnTier0 } = sum.all
      return {
        since,
        totals: figuresOf(sum.all),
        tiers: busiestFirst(sum.tiers, tier => ({ tier })).sort((a, b) => a.tier - b.tier),
        nodes: busiestFirst(sum.nodes, node => ({ node })),
        models: busiestFirst(sum.models, model => ({ model })),
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
