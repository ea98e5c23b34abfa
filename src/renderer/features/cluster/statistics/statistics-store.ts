import { createStore, type StoreApi } from 'zustand/vanilla'
import type { HarombeClient } from '../../../../shared/contract'
import type { RequestStatistics } from '../../../../shared/contract/activity'

export type Period = 'today' | 'week'

/** Hours of the log to look at: since midnight here, the current one included; or seven times a day. */
export function hoursOf(period: Period, now: Date): number {
  return period === 'week' ? 7 * 24 : now.getHours() + 1
}

export interface StatisticsState {
  period: Period
  /** Of `period`; null while it is not known. */
  statistics: RequestStatistics | null
  /** Of today, whatever is chosen: for the header. */
  today: RequestStatistics | null
  hasFailed: boolean
}

export interface StatisticsStore {
  store: StoreApi<StatisticsState>
  choose(period: Period): void
  /** Looks again, soon; many calls at once make one look. */
  refresh(): void
  /** Follows the passing of time until the returned function is called. */
  start(): () => void
}

/** Questions end by the hundred a second; nobody reads so fast. */
const settleMs = 2_000
/** Hours pass, and midnight, without anybody asking. */
const everyMs = 60_000

export function createStatisticsStore(
  client: HarombeClient,
  now: () => Date = () => new Date(),
): StatisticsStore {
  const store = createStore<StatisticsState>(() => ({
    period: 'today',
    statistics: null,
    today: null,
    hasFailed: false,
  }))
  let asking: AbortController | null = null
  let soon: ReturnType<typeof setTimeout> | null = null

  async function look(): Promise<void> {
    asking?.abort()
    asking = new AbortController()
    const { signal } = asking
    const { period } = store.getState()
    const ask = (of: Period) => client.call('activity.statistics', { hours: hoursOf(of, now()) }, { signal })
    try {
      const today = ask('today')
      const [statistics, ofToday] = await Promise.all([period === 'today' ? today : ask(period), today])
      if (!signal.aborted) store.setState({ statistics, today: ofToday, hasFailed: false })
    } catch {
      if (!signal.aborted) store.setState({ hasFailed: true })
    }
  }

  return {
    store,
    choose(period) {
      if (period === store.getState().period) return
      store.setState({ period, statistics: null })
      void look()
    },
    refresh() {
      soon ??= setTimeout(() => {
        soon = null
        void look()
      }, settleMs)
    },
    start() {
      void look()
      const timer = setInterval(() => {
        if (document.visibilityState === 'visible') void look()
      }, everyMs)
      return () => {
        clearInterval(timer)
        if (soon !== null) clearTimeout(soon)
        soon = null
        asking?.abort()
      }
    },
  }
}
