export interface MarkedPart {
  /** Null: plain text. */
  mark: string | null
  text: string
}

/** `Works in <folder>/tmp</folder>` in its parts. Marks do not nest; what is not one of `marks` stays text, as it was written. */
export function splitMarks(text: string, marks: readonly string[]): MarkedPart[] {
  const parts: MarkedPart[] = []
  let end = 0
  for (const match of text.matchAll(/<(\w+)>(.*?)<\/\1>/gs)) {
    const [whole, mark, inside] = match
    if (mark === undefined || inside === undefined || !marks.includes(mark)) continue
    if (match.index > end) parts.push({ mark: null, text: text.slice(end, match.index) })
    parts.push({ mark, text: inside })
    end = match.index + whole.length
  }
  if (end < text.length) parts.push({ mark: null, text: text.slice(end) })
  return parts
}
