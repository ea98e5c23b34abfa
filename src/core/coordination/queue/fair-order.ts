import type { Lane } from './types'

const laneRank: Record<Lane, number> = { resumed: 0, interactive: 1, background: 2 }

export interface Placed<T> {
  readonly item: T
  lane: Lane
  client: string
  tag: number
  readonly arrival: number
}

/** Whose turn it is among those who wait. */
export interface FairOrder<T> {
  readonly size: number
  add(item: T, lane: Lane, client: string): Placed<T>
  at(index: number): Placed<T> | undefined
  indexOf(placed: Placed<T>): number
  /** It got what it waited for: the turns of its client go on from here. */
  serve(placed: Placed<T>): void
  /** It gave up. */
  remove(placed: Placed<T>): void
  /** Puts it into another lane, as somebody of another name who arrives there now. */
  move(placed: Placed<T>, lane: Lane, client: string): void
}

/**
 * Start-time fair queueing (Goyal, Vin and Cheng, 1996) within each lane: everybody gets a number on arrival, one more than
 * the last of the same client and never less than that of the request served last, and the lowest number goes first. So a
 * client with a hundred requests delays another's first by one request, and no turn has to be handed round.
 */
export function createFairOrder<T>(): FairOrder<T> {
  const sorted: Placed<T>[] = []
  const served: Record<Lane, number> = { resumed: 0, interactive: 0, background: 0 }
  /** The highest number a client of a lane was given, as long as somebody of it waits. */
  const flows = new Map<string, { last: number; waiting: number }>()
  let arrivals = 0

  const flowKey = (lane: Lane, client: string) => `${laneRank[lane]}${client}`
  const compare = (a: Placed<T>, b: Placed<T>): number =>
    laneRank[a.lane] - laneRank[b.lane] || a.tag - b.tag || a.arrival - b.arrival

  /** Where it stands, or would have to be put. */
  function search(placed: Placed<T>): number {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = sorted[middle]
      if (other !== undefined && compare(other, placed) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  function insert(placed: Placed<T>): void {
    const key = flowKey(placed.lane, placed.client)
    const flow = flows.get(key) ?? { last: 0, waiting: 0 }
    placed.tag = Math.max(flow.last, served[placed.lane]) + 1
    flows.set(key, { last: placed.tag, waiting: flow.waiting + 1 })
    sorted.splice(search(placed), 0, placed)
  }

  function takeOut(placed: Placed<T>): void {
    const index = search(placed)
    if (sorted[index] !== placed) return
    sorted.splice(index, 1)
    const key = flowKey(placed.lane, placed.client)
    const flow = flows.get(key)
    if (flow === undefined) return
    flow.waiting -= 1
    if (flow.waiting === 0) flows.delete(key)
  }

  return {
    get size() {
      return sorted.length
    },
    add(item, lane, client) {
      const placed = { item, lane, client, tag: 0, arrival: arrivals++ }
      insert(placed)
      return placed
    },
    at: index => sorted[index],
    indexOf: search,
    serve(placed) {
      takeOut(placed)
      served[placed.lane] = Math.max(served[placed.lane], placed.tag)
    },
    remove: takeOut,
    move(placed, lane, client) {
      takeOut(placed)
      placed.lane = lane
      placed.client = client
      insert(placed)
    },
  }
}
