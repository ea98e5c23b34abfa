import {
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Message } from '../../../../shared/entities'
import { clearMatches, paintMatches, revealRange } from './find-marks'
import {
  firstMatch,
  type MatchCounts,
  type MatchPlace,
  ordinalOf,
  stepMatch,
  totalMatches,
} from './find-position'
import { rangesIn } from './find-ranges'
import { matchesIn, readableText } from './find-text'

/** What is being written is read again this often at most. */
const rereadMs = 150

export interface FindOptions {
  query: string
  matchCase: boolean
  scroller: RefObject<HTMLElement | null>
  content: RefObject<HTMLElement | null>
  path: readonly Message[]
  /** Messages of the path that are in the page: `first` up to, not including, `end`. */
  first: number
  end: number
  /** Has the message in the page. */
  show(index: number): void
  /** The end is not to be followed now. */
  release(): void
}

export interface Find {
  total: number
  /** From 1; null when none is shown. */
  ordinal: number | null
  step(step: 1 | -1): void
  /** Where the current one stands, for a browser that cannot paint it. */
  current: Range | null
}

interface Read {
  query: string
  matchCase: boolean
  /** By message, of those in the page. */
  of: ReadonlyMap<string, readonly Range[]>
}

const nothingRead: Read['of'] = new Map()

const readable = new WeakMap<Message, string>()

function textOf(message: Message): string {
  if (message.role === 'user') return message.content
  const known = readable.get(message)
  if (known !== undefined) return known
  const text = readableText(message.content)
  readable.set(message, text)
  return text
}

const rowsOf = (content: HTMLElement | null) =>
  content === null ? [] : [...content.querySelectorAll<HTMLElement>('[data-message]')]

/** The first message that is in sight. */
function messageInSight(scroller: HTMLElement | null, content: HTMLElement | null): string | null {
  const top = scroller?.getBoundingClientRect().top ?? 0
  return rowsOf(content).find(row => row.getBoundingClientRect().bottom > top)?.dataset.message ?? null
}

/**
 * Finds words in the whole conversation. Messages in the page are read from it, as their reader sees them, and again while they
 * change; of the others the text is read, and the page when they come into it.
 */
export function useFind(options: FindOptions): Find {
  const { scroller, content, path, first, end, show, release, matchCase } = options
  const query = useDeferredValue(options.query)
  const [read, setRead] = useState<Read>({ query: '', matchCase, of: new Map() })
  // What was read for other words says nothing about these.
  const ranges = read.query === query && read.matchCase === matchCase ? read.of : nothingRead
  const [place, setPlace] = useState<MatchPlace | null>(null)
  /** The match that is to be brought into sight, and in which direction it was gone to. */
  const wanted = useRef<1 | -1 | null>(null)

  const readRows = useCallback(
    (rows: readonly HTMLElement[], isAll: boolean) => {
      setRead(before => {
        const of = new Map(isAll ? [] : before.of)
        for (const row of rows) {
          const id = row.dataset.message
          if (id !== undefined) of.set(id, rangesIn(row, query, matchCase))
        }
        return { query, matchCase, of }
      })
    },
    [query, matchCase],
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: again when other messages are in the page
  useLayoutEffect(() => {
    readRows(rowsOf(content.current), true)
  }, [readRows, content, path, first, end])

  useEffect(() => {
    const element = content.current
    if (element === null) return
    const changed = new Set<HTMLElement>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const observer = new MutationObserver(records => {
      for (const { target } of records) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('[data-message]')
        if (row instanceof HTMLElement) changed.add(row)
      }
      if (changed.size === 0) return
      timer ??= setTimeout(() => {
        timer = undefined
        const rows = [...changed].filter(row => row.isConnected)
        changed.clear()
        readRows(rows, false)
      }, rereadMs)
    })
    observer.observe(element, { subtree: true, childList: true, characterData: true })
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [content, readRows])

  const matches = useMemo<MatchCounts>(() => {
    const counts = new Map<string, number>()
    if (query !== '')
      path.forEach((message, index) => {
        if (message.role === 'system') return
        const inPage = index >= first && index < end ? ranges.get(message.id) : undefined
        counts.set(message.id, inPage?.length ?? matchesIn(textOf(message), query, matchCase).length)
      })
    return { order: path.map(({ id }) => id), counts }
  }, [path, first, end, ranges, query, matchCase])

  const latest = useRef(matches)
  latest.current = matches
  const go = useCallback(
    (to: MatchPlace | null, direction: 1 | -1) => {
      wanted.current = direction
      if (to !== null) release()
      setPlace(to)
    },
    [release],
  )

  // Words that change are looked for from where the reader is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when what is looked for changes
  useEffect(() => {
    go(query === '' ? null : firstMatch(latest.current, messageInSight(scroller.current, content.current)), 1)
  }, [query, matchCase])

  useEffect(() => {
    const direction = wanted.current
    if (place === null || direction === null) return
    const index = path.findIndex(({ id }) => id === place.messageId)
    if (index === -1) return
    if (index < first || index >= end) return show(index)
    const here = ranges.get(place.messageId)
    if (here === undefined) return
    const range = here[Math.min(place.index, here.length - 1)]
    // Its text has the words, its page has not: they stand in a mark or an address.
    if (range === undefined) return setPlace(stepMatch(matches, place, direction))
    if (place.index >= here.length) return setPlace({ ...place, index: here.length - 1 })
    wanted.current = null
    if (scroller.current !== null) revealRange(range, scroller.current)
    release()
  }, [place, ranges, matches, path, first, end, show, release, scroller])

  const current = place === null ? null : (ranges.get(place.messageId)?.[place.index] ?? null)
  useEffect(() => {
    paintMatches([...ranges.values()].flat(), current)
  }, [ranges, current])
  useEffect(() => clearMatches, [])

  return {
    total: totalMatches(matches),
    ordinal: ordinalOf(matches, place),
    step: useCallback((step: 1 | -1) => go(stepMatch(latest.current, place, step), step), [go, place]),
    current,
  }
}
