import { changedStretches, type TextChange } from './line-diff'

export type { TextChange } from './line-diff'

/**
 * What turns one text into the other: changes in ascending order that do not touch, by lines, and within a changed stretch
 * without what its two ends have in common. None for equal texts. What a text editor applies as one step of its history.
 */
export function minimalChanges(before: string, after: string): TextChange[] {
  return changedStretches(before, after).flatMap(stretch => trimmed(before, stretch))
}

/** Cut down to where the two really differ; never between the halves of a surrogate pair or of a Windows line end. */
function trimmed(before: string, { from, to, insert }: TextChange): TextChange[] {
  const removed = before.slice(from, to)
  if (removed === insert) return []
  const shortest = Math.min(removed.length, insert.length)
  let head = 0
  while (head < shortest && removed[head] === insert[head]) head += 1
  if (head > 0 && splitsPair(removed, head, insert)) head -= 1
  let tail = 0
  while (tail < shortest - head && removed[removed.length - 1 - tail] === insert[insert.length - 1 - tail]) {
    tail += 1
  }
  while (tail > 0 && (splitsAt(removed, removed.length - tail) || splitsAt(insert, insert.length - tail))) {
    tail -= 1
  }
  return [{ from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) }]
}

const splitsPair = (removed: string, at: number, insert: string) =>
  splitsAt(removed, at) || splitsAt(insert, at)

function splitsAt(text: string, at: number): boolean {
  const [before, behind] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  const isPair = before >= 0xd800 && before <= 0xdbff && behind >= 0xdc00 && behind <= 0xdfff
  return isPair || (before === 13 && behind === 10)
}
