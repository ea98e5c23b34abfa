import { setImmediate as macrotask } from 'node:timers/promises'

/** A frame of the contract holds 1 MiB, and its JSON may need six times as much for control characters. */
const pieceCharacters = 131_072

/** Whole pieces of text of about one size out of many small and large ones; never cuts a character in two. */
export async function* inPieces(parts: Iterable<string>, signal: AbortSignal): AsyncGenerator<string, void> {
  let held = ''
  for (const part of parts) {
    held += part
    while (held.length >= pieceCharacters) {
      signal.throwIfAborted()
      const last = held.charCodeAt(pieceCharacters - 1)
      const end = last >= 0xd800 && last <= 0xdbff ? pieceCharacters - 1 : pieceCharacters
      yield held.slice(0, end)
      held = held.slice(end)
      await macrotask()
    }
  }
  if (held !== '') yield held
}
