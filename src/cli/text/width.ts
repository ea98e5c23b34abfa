/** Grapheme clusters, since a family or a flag is several characters and takes two columns. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

const escapes = /\u001b\[[0-9;]*m/g
const plain = /^[\u0020-\u007e]*$/
const invisible = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u{1160}-\u{11ff}]+$/u
const pictograph = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|^\p{Regional_Indicator}{2}/u
/** East Asian Wide and Fullwidth, as the blocks of Unicode that have nothing else. */
const wide =
  /^[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{33ff}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{a000}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u

function clusterWidth(cluster: string): number {
  if (invisible.test(cluster)) return 0
  return pictograph.test(cluster) || wide.test(cluster) ? 2 : 1
}

/** Columns that a text takes on a terminal; colours count for nothing. */
export function displayWidth(text: string): number {
  const visible = text.includes('\u001b') ? text.replaceAll(escapes, '') : text
  if (plain.test(visible)) return visible.length
  let width = 0
  for (const { segment } of segmenter.segment(visible)) width += clusterWidth(segment)
  return width
}

/** Filled with spaces up to so many columns. */
export const padTo = (text: string, columns: number) =>
  text + ' '.repeat(Math.max(0, columns - displayWidth(text)))

/** The beginning that fits into so many columns, and what is left of an uncoloured text. */
export function splitAt(text: string, columns: number): [string, string] {
  if (plain.test(text)) return [text.slice(0, columns), text.slice(columns)]
  let width = 0
  for (const { segment, index } of segmenter.segment(text)) {
    width += clusterWidth(segment)
    if (width > columns) return [text.slice(0, index), text.slice(index)]
  }
  return [text, '']
}

/** An uncoloured text cut to so many columns, with a mark where something is missing. */
export function cutTo(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  return `${splitAt(text, Math.max(0, columns - 1))[0]}…`
}

/** A line in lines of at most so many columns, broken at spaces only, so that addresses stay whole; what goes on stands as far in as it began. */
export function foldLine(line: string, columns: number): string[] {
  const indent = (/^ */.exec(line)?.[0] ?? '').slice(0, Math.floor(columns / 2))
  const lines: string[] = []
  let rest = line
  while (displayWidth(rest) > columns) {
    const room = splitAt(rest, columns)[0].length
    const before = rest.lastIndexOf(' ', room)
    const end = before > indent.length ? before : rest.indexOf(' ', Math.max(room, indent.length))
    if (end <= indent.length) break
    lines.push(rest.slice(0, end).trimEnd())
    rest = indent + rest.slice(end).trimStart()
  }
  return [...lines, rest]
}

/** The end of an uncoloured text, in so many columns. */
export function endOf(text: string, columns: number): string {
  // No character takes less than half a column on average; more than this can never be needed.
  const near = text.slice(-columns * 4)
  const clusters = [...segmenter.segment(near)].map(({ segment }) => segment)
  let width = 0
  let from = clusters.length
  while (from > 0 && width + clusterWidth(clusters[from - 1] ?? '') <= columns) {
    width += clusterWidth(clusters[from - 1] ?? '')
    from -= 1
  }
  return clusters.slice(from).join('')
}
