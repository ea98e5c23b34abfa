import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../shared/contract'
import type { RequestBatch, RequestCount, RequestPage } from '../../../shared/contract/activity'
import type { RequestRecord } from '../../../shared/entities'
import { followStream } from '../../client/follow-stream'
import { texts } from '../../texts'
import { wordsOf } from '../../words-of'
import { type ActivityFilter, isMatch, requestFilter } from './activity-filter'
import { countMore } from './request-counts'

export interface ActivityState {
  filter: ActivityFilter
  /** Newest first, each once. */
  records: readonly RequestRecord[]
  /** Arrived while the user read further down; shown when they ask, so that nothing moves under them. */
  arrived: readonly RequestRecord[]
  /** Where the next page begins; null at the end of what is kept. */
  next: number | null
  status: 'loading' | 'ready' | 'failed'
  isLoadingMore: boolean
  error: string | null
  /** How many there are of the time that is chosen, whatever else is; null while nobody knows. */
  counts: readonly RequestCount[] | null
  kept: RequestPage['kept']
  problem: string | null
}

export interface ActivityStore {
  store: StoreApi<ActivityState>
  /** Lists and follows until the returned function is called. */
  start(): () => void
  setFilter(filter: ActivityFilter): void
  /** The next page, if there is one and none is on its way. */
  loadMore(): Promise<void>
  /** Lists anew, after it failed. */
  again(): void
  /** While held, new requests wait in `arrived`. */
  hold(isHeld: boolean): void
  /** Forgets all that ended so far. */
  clear(): Promise<void>
}

const pageSize = 200

const initial: ActivityState = {
  filter: {},
  records: [],
  arrived: [],
  next: null,
  status: 'loading',
  isLoadingMore: false,
  error: null,
  counts: null,
  kept: 'disk',
  problem: null,
}

/** The newcomers, newest first, that are not among those known. */
function unknownOf(records: readonly RequestRecord[], known: ReadonlySet<string>): RequestRecord[] {
  return records.filter(({ id }) => !known.has(id)).toReversed()
}

/** Every request that ended, as a list that grows at both ends: what ends now above, earlier pages below. */
export function createActivityStore(client: HarombeClient, now: () => number = Date.now): ActivityStore {
  const store = createStore<ActivityState>(() => initial)
  /** Answers to a question about an earlier filter are dropped. */
  let round = 0
  let isHeld = false
  const known = new Set<string>()
  /** What ended while the counts were on their way; null while none are. */
  let uncounted: RequestRecord[] | null = null
  let countRound = 0

  /** The list says what is wrong; figures that cannot be had are left out. */
  async function count(): Promise<void> {
    countRound += 1
    const mine = countRound
    uncounted = []
    const { sinceMs } = requestFilter(store.getState().filter, now())
    let counts: RequestCount[] | null = null
    try {
      const answer = await client.call('activity.countRequests', sinceMs === undefined ? {} : { sinceMs })
      counts = answer.counts
    } catch {
      // Null says so.
    }
    if (mine !== countRound) return
    store.setState({ counts: counts === null ? null : countMore(counts, uncounted) })
    uncounted = null
  }

  function countThese(records: readonly RequestRecord[]): void {
    if (uncounted !== null) uncounted.push(...records)
    else store.setState(({ counts }) => ({ counts: counts === null ? null : countMore(counts, records) }))
  }

  async function list(): Promise<void> {
    round += 1
    const mine = round
    store.setState({ error: null, isLoadingMore: false })
    try {
      const page = await client.call('activity.listRequests', {
        ...requestFilter(store.getState().filter, now()),
        limit: pageSize,
      })
      if (mine !== round) return
      known.clear()
      for (const { id } of page.records) known.add(id)
      const { records, next, kept, problem } = page
      store.setState({ records, arrived: [], next, kept, problem, status: 'ready' })
    } catch (error) {
      if (mine !== round) return
      store.setState({ status: 'failed', error: wordsOf(error, texts.t('activity.notListed')) })
    }
  }

  function receive({ records, missed }: RequestBatch): void {
    if (missed > 0) {
      refresh()
      return
    }
    const { filter, arrived, records: shown } = store.getState()
    const newcomers = unknownOf(records, known)
    if (newcomers.length > 0) countThese(newcomers)
    const fresh = newcomers.filter(record => isMatch(record, filter, now()))
    if (fresh.length === 0) return
    for (const { id } of fresh) known.add(id)
    if (isHeld) store.setState({ arrived: [...fresh, ...arrived] })
    else store.setState({ records: [...fresh, ...shown] })
  }

  function refresh(): void {
    void list()
    void count()
  }

  async function follow(signal: AbortSignal): Promise<void> {
    // The stream's first item is empty: whoever lists after it misses nothing. So does every reconnection.
    let isFirst = true
    const onItem = (batch: RequestBatch) => {
      if (isFirst) refresh()
      else receive(batch)
      isFirst = false
    }
    const makeInput = () => {
      isFirst = true
      return {}
    }
    try {
      await followStream(client, 'activity.watchRequests', makeInput, onItem, signal, { endless: true })
    } catch (error) {
      store.setState({ status: 'failed', error: wordsOf(error, texts.t('activity.notFollowed')) })
    }
  }

  return {
    store,
    start() {
      const lifetime = new AbortController()
      void follow(lifetime.signal)
      return () => lifetime.abort()
    },
    setFilter(filter) {
      const isOtherTime = filter.time !== store.getState().filter.time
      store.setState({ filter, status: 'loading', records: [], arrived: [], next: null })
      void list()
      if (isOtherTime) void count()
    },
    again() {
      store.setState({ status: store.getState().records.length === 0 ? 'loading' : 'ready' })
      refresh()
    },
    async loadMore() {
      const { next, isLoadingMore, filter } = store.getState()
      if (next === null || isLoadingMore) return
      const mine = round
      store.setState({ isLoadingMore: true })
      try {
        const page = await client.call('activity.listRequests', {
          ...requestFilter(filter, now()),
          before: next,
          limit: pageSize,
        })
        if (mine !== round) return
        const older = page.records.filter(({ id }) => !known.has(id))
        for (const { id } of older) known.add(id)
        store.setState(({ records }) => ({
          records: [...records, ...older],
          next: page.next,
          isLoadingMore: false,
        }))
      } catch (error) {
        if (mine !== round) return
        store.setState({
          isLoadingMore: false,
          error: wordsOf(error, texts.t('activity.earlierNotListed')),
        })
      }
    },
    hold(held) {
      isHeld = held
      const { arrived, records } = store.getState()
      if (!held && arrived.length > 0) store.setState({ records: [...arrived, ...records], arrived: [] })
    },
    async clear() {
      await client.call('activity.clearRequests', {})
      await Promise.all([list(), count()])
    },
  }
}
