import { displayWidth, splitAt } from './width'

/** A piece of text in one manner; `paint` adds colours and no characters. */
export interface Run {
  text: string
  paint(text: string): string
  /** Stays in one line where it can: code, an address. */
  isWhole?: boolean | undefined
}

interface Word {
  pieces: Run[]
  width: number
  /** Follows the word before it without a space. */
  isGlued: boolean
}

/** Scripts without spaces may be broken after any character. */
const afterCharacter = /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u

/** The words of a paragraph; a word may change its manner in the middle. `null` is a line break that was asked for. */
function wordsOf(runs: readonly Run[]): (Word | null)[] {
  const words: (Word | null)[] = []
  let open: Word | null = null
  const add = (run: Run, part: string) => {
    for (const [index, text] of (run.isWhole === true ? [part] : part.split(afterCharacter)).entries()) {
      if (open === null || index > 0) {
        open = { pieces: [], width: 0, isGlued: index > 0 }
        words.push(open)
      }
      open.pieces.push({ ...run, text })
      open.width += displayWidth(text)
    }
  }
  for (const run of runs) {
    for (const [index, line] of run.text.split('\n').entries()) {
      if (index > 0) {
        words.push(null)
        open = null
      }
      for (const part of line.match(/\s+|\S+/g) ?? []) {
        if (/^\s/.test(part)) open = null
        else add(run, part)
      }
    }
  }
  return words
}

const painted = ({ pieces }: Word) => pieces.map(({ text, paint }) => paint(text)).join('')

/** A word that is longer than a line, cut to lines. */
function brokenWord({ pieces }: Word, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  let room = columns
  for (const { text, paint } of pieces) {
    let rest = text
    while (rest !== '') {
      const [fits, left] = splitAt(rest, room)
      // Wider than a whole line: it is put there all the same.
      const taken = fits === '' && room === columns ? rest : fits
      line += paint(taken)
      room -= displayWidth(taken)
      rest = taken === rest ? '' : left
      if (rest === '') continue
      lines.push(line)
      line = ''
      room = columns
    }
  }
  return [...lines, line]
}

/** Lines of at most so many columns, broken between words. */
export function wrapRuns(runs: readonly Run[], columns: number): string[] {
  const width = Math.max(1, columns)
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of wordsOf(runs)) {
    if (word === null) {
      lines.push(line)
      line = ''
      used = 0
      continue
    }
    const gap = used > 0 && !word.isGlued ? 1 : 0
    if (used + gap + word.width <= width) {
      line += ' '.repeat(gap) + painted(word)
      used += gap + word.width
      continue
    }
    if (used > 0) lines.push(line)
    const broken = word.width > width ? brokenWord(word, width) : [painted(word)]
    lines.push(...broken.slice(0, -1))
    line = broken.at(-1) ?? ''
    used = displayWidth(line)
  }
  lines.push(line)
  return lines
}
