/** UTF-16 units that are looked at on either side of the seam. */
const overlapLength = 32

export type SeamVerdict = 'joined' | 'began_anew'

/** Joins what another node writes to what the caller has. */
export interface Seam {
  /** What to hand on of a text that came; null while that is not known yet. Throws nothing. */
  take(text: string): { verdict: SeamVerdict; text: string } | null
  /** The node has said all it has to say. */
  end(): { verdict: SeamVerdict; text: string }
}

/**
 * The first characters of a continuation tell whether it is one. A server that knows no prefill begins the answer anew:
 * what it writes is then of no use. One that repeats the end of what it was given has that taken away, unless the text repeats
 * itself there anyway.
 */
export function createSeam(shown: string): Seam {
  const beginning = shown.slice(0, overlapLength)
  const tail = shown.slice(-overlapLength)
  const repeatsItself = shown.slice(0, -1).includes(tail)
  let held = ''
  let isOpen = false

  function judge(): { verdict: SeamVerdict; text: string } {
    isOpen = true
    const isTooShort = held.length < overlapLength
    if (!isTooShort && held.startsWith(beginning) && !repeatsItself)
      return { verdict: 'began_anew', text: '' }
    const isEcho = !isTooShort && held.startsWith(tail) && !repeatsItself
    return { verdict: 'joined', text: isEcho ? held.slice(overlapLength) : held }
  }

  return {
    take(text) {
      if (isOpen) return { verdict: 'joined', text }
      held += text
      return held.length < overlapLength ? null : judge()
    },
    end: () => (isOpen ? { verdict: 'joined', text: '' } : judge()),
  }
}
