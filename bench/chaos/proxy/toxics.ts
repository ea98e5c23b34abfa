/** A fault of a connection, in the words of Toxiproxy. Times in milliseconds. */
export type Toxic =
  /** Every piece of data arrives this much later, give or take the jitter; the order stays. */
  | { kind: 'latency'; ms: number; jitterMs?: number }
  | { kind: 'bandwidth'; bytesPerSecond: number }
  /** The end of the data is told later. */
  | { kind: 'slow_close'; ms: number }
  /** Data goes nowhere; the connection closes after `ms`, with 0 it never does. */
  | { kind: 'timeout'; ms: number }
  /** Data comes in pieces of about `bytes`, with a pause between two. */
  | { kind: 'slicer'; bytes: number; delayMs: number }
  /** The connection closes once so many bytes have passed. */
  | { kind: 'limit_data'; bytes: number }
  /** The connection is reset after `ms`. */
  | { kind: 'reset_peer'; ms: number }

/** downstream: what the server says; upstream: what the client says. */
export type Direction = 'upstream' | 'downstream'

export interface AppliedToxic {
  direction: Direction
  toxic: Toxic
}

/** The first toxic of a kind; a second one of the same kind says nothing. */
export function toxicOf<K extends Toxic['kind']>(
  toxics: readonly Toxic[],
  kind: K,
): Extract<Toxic, { kind: K }> | undefined {
  return toxics.find((toxic): toxic is Extract<Toxic, { kind: K }> => toxic.kind === kind)
}

/** A chunk cut into pieces of `bytes` ± a half, together the chunk again. */
export function slice(chunk: Buffer, bytes: number, random: () => number): Buffer[] {
  const pieces: Buffer[] = []
  for (let start = 0; start < chunk.length; ) {
    const length = Math.max(1, Math.round(bytes * (0.5 + random())))
    pieces.push(chunk.subarray(start, start + length))
    start += length
  }
  return pieces
}
