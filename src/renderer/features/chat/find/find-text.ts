/** Lower case of the same length, so that what is found stands at the same places ("İ" would become two). */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower
  return [...text]
    .map(character => {
      const folded = character.toLowerCase()
      return folded.length === character.length ? folded : character
    })
    .join('')
}

/** So many in one message are enough to show that there are many. */
const mostMatches = 2_000

/** Where the words stand, none over another. */
export function matchesIn(text: string, query: string, matchCase: boolean): number[] {
  if (query === '') return []
  const [hay, needle] = matchCase ? [text, query] : [foldCase(text), foldCase(query)]
  const found: number[] = []
  for (
    let at = hay.indexOf(needle);
    at !== -1 && found.length < mostMatches;
    at = hay.indexOf(needle, at + needle.length)
  )
    found.push(at)
  return found
}

/**
 * About what the reader of a markdown text sees: without its marks and the addresses of links. Only for messages that are not in the
 * page; of those the page itself is read.
 */
export function readableText(markdown: string): string {
  return (
    markdown
      .replace(/^ {0,3}(?:`{3,}|~{3,}).*$/gm, '')
      // Bounded: looking for the end of a link from each of many beginnings would hold the page up.
      .replace(/!?\[([^[\]\n]{0,500})\]\([^)\n]{0,500}\)/g, '$1')
      .replace(/^ {0,3}#{1,6} /gm, '')
      .replace(/(\*\*|__|~~|`+)/g, '')
      .replace(/(^|[^\p{L}\p{N}*])\*([^\s*][^*\n]*)\*/gu, '$1$2')
  )
}
