/** resumed: it was answered already and its node failed; background: nobody sits and waits for it. */
export type Lane = 'resumed' | 'interactive' | 'background'

/** Why it is not its turn: `queued` for a slot, or `waiting` for a node to come back. */
export interface NotYet {
  type: 'not_yet'
  stage: 'queued' | 'waiting'
  /** Where it would go as things stand; null when nobody is there. */
  node: string | null
  /** Milliseconds until its turn, with so many before it; undefined when nobody can tell. */
  expectedMs(ahead: number): number | undefined
  /** With so many before it, another of its kind would be placed elsewhere rather than wait; Infinity when it could not be. */
  waitsBelow: number
}

/** `hopeless`: nobody is left to wait for. */
export type PlaceAnswer<Placement> = { type: 'placed'; placement: Placement } | { type: 'hopeless' } | NotYet

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
  /** Of two of one kind, the smaller may fit where the larger does not: tokens of context. */
  size: number
  /** Chooses a node and takes its slot, in one turn. Does not throw. @param ahead how many wait before it */
  place(ahead: number): PlaceAnswer<Placement>
  /** Gives back what `place` took, when nobody wants it any more. */
  release(placement: Placement): void
  /** Milliseconds it stays at most. */
  maxWaitMs: number
  signal: AbortSignal
}

/** `moved` comes first and then at most once a second; the others are the last. `left`: its signal fired. */
export type LineNews<Placement> =
  | { type: 'moved'; stage: 'queued' | 'waiting'; ahead: number; expectedMs: number | undefined }
  | { type: 'placed'; placement: Placement }
  /** It waited as long as it may. */
  | { type: 'expired'; stage: 'queued' | 'waiting' }
  | { type: 'hopeless' }
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
  /** It holds as many as it may: whoever waits takes what there is, and others are turned away. */
  readonly isFull: boolean
  /** Another number as soon as somebody may be placed who could not be placed before. */
  readonly revision: number
  /** How many wait for each node, as things stand. */
  countByNode(): ReadonlyMap<string, number>
  /** The last of a line that holds as many as it may is turned away: null. */
  join(entry: LineEntry<Placement>): LinePlace<Placement> | null
  /** To be called when a slot was freed, a node came up, a breaker let one through or the settings changed. */
  advance(): void
  /** Ends every wait as `left` and owns no timer any more. */
  stop(): void
}
