import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tierName } from '../../../../../shared/entities/tier-words'
import { announce } from '../../../../announcer'
import {
  type Arrangement,
  arrange,
  type Direction,
  moveAction,
  moved,
  type Place,
  placeOf,
  steppedPlace,
} from './arrangement'
import type { LaneNode } from './lane-nodes'

const directions: Partial<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

interface Carried {
  key: string
  by: 'keys' | 'pointer'
  arrangement: Arrangement
}

export interface Carrying {
  /** As shown now: the file's, or with the carried node where it would be put down. */
  arrangement: Arrangement
  carried: { key: string; by: 'keys' | 'pointer' } | null
  lift(key: string): void
  /** Over this place, with the pointer. */
  over(place: Place): void
  drop(): void
  cancel(): void
  /** Of the handle of a node. */
  onKeyDown(event: KeyboardEvent, key: string): void
}

export type DragWord = 'lifted' | 'over' | 'dropped'

/** A node in somebody's hand: by keys (space, arrows, space) or by pointer. What it does to the file happens when it is put down. */
export function useCarried(
  nodes: readonly LaneNode[],
  /** @returns whether it could be done */
  onMove: (action: NonNullable<ReturnType<typeof moveAction>>) => boolean,
): Carrying {
  const { t } = useTranslation()
  const inFile = arrange(nodes)
  const [state, setState] = useState<Carried | null>(null)
  // What was carried may have left the file meanwhile.
  const carried = state !== null && placeOf(inFile, state.key) !== null ? state : null
  const [settled, setSettled] = useState<{ nodes: readonly LaneNode[]; arrangement: Arrangement } | null>(
    null,
  )
  // The form follows the text a moment later: until then what was put down stays where it is, and keeps the focus.
  const resting = settled?.nodes === nodes ? settled.arrangement : inFile
  const arrangement = carried?.arrangement ?? resting

  const say = (word: DragWord, key: string, at: Arrangement) => {
    const place = placeOf(at, key)
    const name = nodes.find(node => node.key === key)?.name
    if (place === null || name === undefined) return
    announce(
      t(`config.nodes.drag.${word}`, {
        node: name,
        tier: tierName(place.tier, t),
        place: place.index + 1,
        total: at[place.tier].length,
      }),
    )
  }
  const lift = (key: string, by: Carried['by']) => {
    setState({ key, by, arrangement: inFile })
    say('lifted', key, inFile)
  }
  const put = (place: Place) => {
    if (carried === null) return
    const next = moved(arrangement, carried.key, place)
    setState({ ...carried, arrangement: next })
    say('over', carried.key, next)
  }
  const drop = () => {
    if (carried === null) return
    setState(null)
    say('dropped', carried.key, arrangement)
    focusHandle(carried.key)
    const action = moveAction(nodes, carried.key, arrangement)
    if (action !== null && onMove(action)) setSettled({ nodes, arrangement })
  }
  const cancel = () => {
    if (carried === null) return
    setState(null)
    const node = nodes.find(({ key }) => key === carried.key)?.name ?? ''
    announce(t('config.nodes.drag.cancelled', { node }))
    focusHandle(carried.key)
  }
  useFocusFollows(carried?.by === 'keys' ? carried.key : null, arrangement, drop)

  return {
    arrangement,
    carried,
    lift: key => lift(key, 'pointer'),
    over: put,
    drop,
    cancel,
    onKeyDown(event, key) {
      if (event.metaKey || event.ctrlKey || event.altKey) return
      if (carried === null) {
        if (event.key !== ' ' && event.key !== 'Enter') return
        event.preventDefault()
        lift(key, 'keys')
        return
      }
      const direction = directions[event.key]
      if (direction !== undefined) {
        event.preventDefault()
        const place = steppedPlace(arrangement, carried.key, direction)
        if (place !== null) put(place)
      } else if (event.key === ' ' || event.key === 'Enter') {
        event.preventDefault()
        drop()
      } else if (event.key === 'Escape') {
        event.preventDefault()
        event.stopPropagation()
        cancel()
      }
    },
  }
}

export const handleAttribute = 'data-node-handle'

const handleOf = (key: string) =>
  document.querySelector<HTMLElement>(`[${handleAttribute}="${CSS.escape(key)}"]`)

/** A card that was dragged lost the focus on the way; undo, or more arrows, begin from its handle. Once it is drawn. */
function focusHandle(key: string): void {
  requestAnimationFrame(() => handleOf(key)?.focus({ preventScroll: true }))
}

/** A card that moves to another lane is made anew there: the focus goes along. Once it is elsewhere, the node is put down. */
function useFocusFollows(key: string | null, arrangement: Arrangement, onLeave: () => void): void {
  const leave = useRef(onLeave)
  useEffect(() => {
    leave.current = onLeave
  })
  const kept = useRef<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every move
  useLayoutEffect(() => {
    if (key !== null) kept.current = key
    if (kept.current === null) return
    const handle = handleOf(kept.current)
    const { activeElement } = document
    // Put down, its card is made anew once more, when the draft has its new place. Who went on from it is left alone.
    if (key === null && activeElement !== document.body && activeElement !== handle) {
      kept.current = null
      return
    }
    if (handle !== document.activeElement) handle?.focus()
    handle?.scrollIntoView({ block: 'nearest' })
  }, [key, arrangement])
  useEffect(() => {
    if (key === null) return
    const onFocus = ({ target }: FocusEvent) => {
      const isHandle = target instanceof Element && target.getAttribute(handleAttribute) === key
      if (!isHandle) leave.current()
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [key])
}
