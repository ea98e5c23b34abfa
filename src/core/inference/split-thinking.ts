import type { Emit } from './framing/answer-decoder'
import type { InferenceFrame } from './protocol'

const opening = '<think>'
const closing = '</think>'
/** White space before the tag; an answer that begins with more of it begins with something else. */
const longestLead = 64

/** How much of the end of a text may be the beginning of the tag. */
function overhang(text: string, tag: string): number {
  for (let length = Math.min(text.length, tag.length - 1); length > 0; length--) {
    if (tag.startsWith(text.slice(-length))) return length
  }
  return 0
}

export interface ThinkingSplitter {
  take(frame: InferenceFrame, emit: Emit): void
  /** What is still held back, once nothing follows. */
  flush(emit: Emit): void
}

/**
 * Some servers leave a model's reasoning in its text, between `<think>` and `</think>`. Only at the very beginning of an
 * answer is that a tag; anywhere else it is text about one. White space around the tags goes. The result does not depend on
 * how the text was cut into frames. Reasoning that is never closed stays reasoning.
 */
export function createThinkingSplitter(): ThinkingSplitter {
  /** `lead`: nothing but what may be the tag so far; `inside`; `behind`: right after the closing tag; `text`: no tags any more. */
  let state: 'lead' | 'inside' | 'behind' | 'text' = 'lead'
  let held = ''
  let hasReasoned = false

  const reason = (text: string, emit: Emit): void => {
    const rest = hasReasoned ? text : text.trimStart()
    if (rest === '') return
    hasReasoned = true
    emit({ type: 'reasoning', text: rest })
  }

  /** What may be decided about `held` so far; null while it still may be the tag. */
  function readLead(): 'inside' | 'text' | null {
    const rest = held.trimStart()
    if (held.length - rest.length > longestLead) return 'text'
    if (rest.startsWith(opening)) return 'inside'
    return opening.startsWith(rest) ? null : 'text'
  }

  function read(text: string, emit: Emit): void {
    let rest = held + text
    held = ''
    if (state === 'lead') {
      held = rest
      const next = readLead()
      if (next === null) return
      held = ''
      state = next
      if (next === 'inside') rest = rest.trimStart().slice(opening.length)
    }
    if (state === 'inside') {
      const end = rest.indexOf(closing)
      const kept = end === -1 ? overhang(rest, closing) : 0
      reason(rest.slice(0, end === -1 ? rest.length - kept : end), emit)
      if (end === -1) {
        held = rest.slice(rest.length - kept)
        return
      }
      state = 'behind'
      rest = rest.slice(end + closing.length)
    }
    if (state === 'behind') {
      rest = rest.trimStart()
      if (rest === '') return
      state = 'text'
    }
    if (rest !== '') emit({ type: 'text', text: rest })
  }

  function flush(emit: Emit): void {
    const rest = held
    held = ''
    if (state === 'inside') reason(rest, emit)
    else if (rest !== '') emit({ type: 'text', text: rest })
  }

  return {
    take(frame, emit) {
      if (frame.type === 'text') {
        read(frame.text, emit)
        return
      }
      if (frame.type !== 'usage') {
        flush(emit)
        // A server that tells reasoning apart itself means a tag in its text as text.
        state = 'text'
      }
      emit(frame)
    },
    flush,
  }
}
