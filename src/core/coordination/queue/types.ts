import type { PredictedTime, Tier } from '../../../shared/entities'
import type { ChosenNode } from '../selection'

/**
 * A node that may be asked now, as a selection ranks them all, best first. Full ones keep their place in the order of tiers:
 * whether to wait for one or to take a free one of another tier is decided by `placeRequest`.
 */
export interface RankedNode extends ChosenNode {
  /** It has a slot to spare, and its breaker lets a request through. */
  isFree: boolean
  tier: Tier
  /** Null where nothing at all can be said. `waitMs` is what its running requests and those before this one take. */
  predicted: PredictedTime | null
}

/** resumed: it was answered already and its node failed; background: nobody sits and waits for it. */
export type Lane = 'resumed' | 'interactive' | 'background'

/** One request on its way into the line. */
export interface LineEntry<Placement> {
  lane: Lane
  /** Whose it is; those of one client take turns with those of the others, whatever their number. */
  client: string
  /**
   * What decides where it may go. When one could not be placed in a walk along the line, no other of its kind is tried in
   * that walk, so that a long line costs little.
   */
  kind: string
  /** Chooses a node and takes its slot, in one turn; null when none is to be had now. Does not throw. */
  place(): Placement | null
  /** Gives back what `place` took, when nobody wants it any more. */
  release(placement: Placement): void
  /** Milliseconds until its turn, with so many before it; undefined when nobody can tell. */
  expectedMs(ahead: number): number | undefined
  /** Whether a node is there at all: `queued` for a slot, or `waiting` for a node to come back. */
  stage(): 'queued' | 'waiting'
  /** Milliseconds it stays at most. */
  maxWaitMs: number
  signal: AbortSignal
}

/** `moved` comes first and then at most once a second; the others are the last. `left`: its signal fired. */
export type LineNews<Placement> =
  | { type: 'moved'; stage: 'queued' | 'waiting'; ahead: number; expectedMs: number | undefined }
  | { type: 'placed'; placement: Placement }
  | { type: 'expired' }
  | { type: 'left' }

export interface LinePlace<Placement> {
  /** One call at a time. */
  next(): Promise<LineNews<Placement>>
  /** Gives the place up, and the slot that may just have been taken for it. Idempotent. */
  leave(): void
}

/**
 * Everybody who waits for the cluster. A request belongs to no node until a slot of one is free: the line is then walked in
 * order (lane, fair share between clients, arrival) and each is placed by the ordinary selection.
 */
export interface WaitingLine<Placement> {
  readonly length: number
  /** The last of a line that holds as many as it may is turned away: null. */
  join(entry: LineEntry<Placement>): LinePlace<Placement> | null
  /** To be called when a slot was freed, a node came up, a breaker let one through or the settings changed. */
  advance(): void
  /** Ends every wait as `left` and owns no timer any more. */
  stop(): void
}
