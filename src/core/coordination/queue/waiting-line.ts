import type { Clock } from '../../../shared/clock'
import { createFairOrder, type Placed } from './fair-order'
import type { LineEntry, LineNews, LinePlace, NotYet, PlaceAnswer, WaitingLine } from './types'

/** How often those who wait are told how far they have come, at most. */
const newsEveryMs = 1_000
/** Background work that waited so long takes turns with what somebody waits for, all of it together as one client. */
const agesAfterMs = 20_000
const agedClient = '\u0000aged'

interface Waiter<P> {
  entry: LineEntry<P>
  joinedAt: number
  /** Undefined until it joined, and once it is out. */
  placed: Placed<Waiter<P>> | undefined
  /** What it was not told yet; only the newest matters. */
  news: LineNews<P> | null
  isOver: boolean
  /** Why it could not be placed when that was last looked at, for it or for another of its kind. */
  state: NotYet
  told: { stage: string; ahead: number; seconds: number | undefined } | null
  listen: ((news: LineNews<P>) => void) | null
  cancelExpiry: () => void
  onAbort: () => void
}

const unseen: NotYet = {
  type: 'not_yet',
  stage: 'queued',
  node: null,
  expectedMs: () => undefined,
  waitsBelow: Number.POSITIVE_INFINITY,
}

const inSeconds = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms / 1000))

/**
 * @param maxLength how many may wait at once
 * @param hasRoom whether there is a free slot at all; cheap, and asked before anybody is placed
 */
export function createWaitingLine<P>(
  clock: Clock,
  maxLength: () => number,
  hasRoom: () => boolean = () => true,
): WaitingLine<P> {
  const order = createFairOrder<Waiter<P>>()
  let cancelTick: (() => void) | null = null
  let isWalking = false
  let isToWalkAgain = false
  let revision = 0

  function tell(waiter: Waiter<P>, news: LineNews<P>): void {
    if (waiter.isOver) return
    if (news.type !== 'moved') waiter.isOver = true
    const { listen } = waiter
    waiter.listen = null
    if (listen === null) waiter.news = news
    else listen(news)
  }

  /** Nothing of it is left in the line: no place, no timer, no listener. */
  function detach(waiter: Waiter<P>, isServed: boolean): void {
    const { placed, entry } = waiter
    if (placed === undefined) return
    revision += 1
    waiter.placed = undefined
    if (isServed) order.serve(placed)
    else order.remove(placed)
    waiter.cancelExpiry()
    entry.signal.removeEventListener('abort', waiter.onAbort)
    if (order.size > 0) return
    cancelTick?.()
    cancelTick = null
  }

  function end(waiter: Waiter<P>, news: LineNews<P>): void {
    detach(waiter, news.type === 'placed')
    tell(waiter, news)
  }

  /**
   * One walk along the line. Of each kind only requests smaller than those that found no place are tried, and those so far
   * back that they had better go elsewhere: a walk over n waiting ones of k kinds costs about k · log n selections, not n.
   */
  function walk(isThorough: boolean): void {
    const refused = new Map<string, { size: number; answer: Exclude<PlaceAnswer<P>, { type: 'placed' }> }>()
    const saidBefore = ({ kind, size }: LineEntry<P>, ahead: number) => {
      const before = refused.get(kind)
      if (before === undefined || size < before.size) return null
      const { answer } = before
      return answer.type === 'not_yet' && ahead >= answer.waitsBelow ? null : answer
    }
    for (let index = 0; index < order.size && (isThorough || hasRoom()); ) {
      const waiter = order.at(index)?.item
      if (waiter === undefined) return
      const { entry } = waiter
      const known = saidBefore(entry, index)
      const answer = known ?? entry.place(index)
      if (answer.type === 'placed') {
        end(waiter, answer)
        continue
      }
      if (known === null) {
        const size = Math.min(entry.size, refused.get(entry.kind)?.size ?? entry.size)
        refused.set(entry.kind, { size, answer })
      }
      if (answer.type === 'hopeless') end(waiter, answer)
      else {
        waiter.state = answer
        index += 1
      }
    }
  }

  /** @param isThorough also where nothing can be placed: to find out what has become of hopes and expectations */
  function advance(isThorough = false): void {
    revision += 1
    // To place a request may itself be news to whoever calls this.
    isToWalkAgain = true
    if (isWalking) return
    isWalking = true
    try {
      while (isToWalkAgain && order.size > 0) {
        isToWalkAgain = false
        walk(isThorough)
      }
    } finally {
      isWalking = false
    }
  }

  /** What it may expect, where the walk did not come to it. */
  function assess(waiter: Waiter<P>, placed: Placed<Waiter<P>>): void {
    const answer = waiter.entry.place(order.indexOf(placed))
    if (answer.type === 'not_yet') waiter.state = answer
    else end(waiter, answer)
  }

  function tellPlace(waiter: Waiter<P>, ahead: number): void {
    const { state, told } = waiter
    const { stage } = state
    const expectedMs = state.expectedMs(ahead)
    const seconds = inSeconds(expectedMs)
    if (told !== null && told.stage === stage && told.ahead === ahead && told.seconds === seconds) return
    waiter.told = { stage, ahead, seconds }
    tell(waiter, { type: 'moved', stage, ahead, expectedMs })
  }

  function tick(): void {
    cancelTick = null
    const now = clock.monotonic()
    const aged: Placed<Waiter<P>>[] = []
    for (let index = order.size - 1; index >= 0; index -= 1) {
      const placed = order.at(index)
      if (placed === undefined || placed.lane !== 'background') break
      if (now - placed.item.joinedAt >= agesAfterMs) aged.unshift(placed)
    }
    for (const placed of aged) order.move(placed, 'interactive', agedClient)
    // Whoever forgot to say that something changed is made up for here.
    advance(true)
    for (let index = 0; index < order.size; index += 1) {
      const waiter = order.at(index)?.item
      if (waiter !== undefined) tellPlace(waiter, index)
    }
    if (order.size > 0) cancelTick = clock.after(newsEveryMs, tick)
  }

  return {
    get length() {
      return order.size
    },
    get isFull() {
      return order.size >= maxLength()
    },
    get revision() {
      return revision
    },
    countByNode() {
      const counts = new Map<string, number>()
      for (let index = 0; index < order.size; index += 1) {
        const node = order.at(index)?.item.state.node ?? null
        if (node !== null) counts.set(node, (counts.get(node) ?? 0) + 1)
      }
      return counts
    },
    join(entry) {
      // What was begun already goes on: it is in the cluster's debt, and its number is bounded by the slots there were.
      if (entry.lane !== 'resumed' && order.size >= maxLength()) return null
      const waiter: Waiter<P> = {
        entry,
        joinedAt: clock.monotonic(),
        placed: undefined,
        news: null,
        isOver: false,
        state: unseen,
        told: null,
        listen: null,
        cancelExpiry: clock.after(entry.maxWaitMs, () => {
          end(waiter, { type: 'expired', stage: waiter.state.stage })
        }),
        onAbort: () => end(waiter, { type: 'left' }),
      }
      const placed = order.add(waiter, entry.lane, entry.client)
      waiter.placed = placed
      entry.signal.addEventListener('abort', waiter.onAbort, { once: true })
      if (entry.signal.aborted) waiter.onAbort()
      else {
        cancelTick ??= clock.after(newsEveryMs, tick)
        advance()
        if (waiter.state === unseen && waiter.placed !== undefined) assess(waiter, placed)
        if (waiter.placed !== undefined) tellPlace(waiter, order.indexOf(placed))
      }
      return placeOf(waiter)
    },
    advance: () => advance(),
    stop() {
      for (let first = order.at(0); first !== undefined; first = order.at(0)) {
        end(first.item, { type: 'left' })
      }
    },
  }

  function placeOf(waiter: Waiter<P>): LinePlace<P> {
    let isClaimed = false
    const claim = (news: LineNews<P>): LineNews<P> => {
      isClaimed ||= news.type === 'placed'
      return news
    }
    return {
      next() {
        const { news } = waiter
        waiter.news = null
        if (news !== null) return Promise.resolve(claim(news))
        return new Promise(resolve => {
          waiter.listen = each => resolve(claim(each))
        })
      },
      leave() {
        const { news } = waiter
        waiter.news = null
        detach(waiter, false)
        waiter.isOver = true
        if (news?.type === 'placed' && !isClaimed) waiter.entry.release(news.placement)
      },
    }
  }
}
