import remend from 'remend'
import { limits } from './limits'

/** Raw HTML is shown as text and lone `~` is not strikethrough here, so nothing of that needs mending. */
const options = {
  comparisonOperators: false,
  htmlTags: false,
  singleTilde: false,
  katex: false,
  linkMode: 'text-only',
} as const

const runStart = /\n(?=[ \t]*(?:[-+*]|\d{1,9}[.)]|>|\|)[ \t]|[ \t]*\n)/g

/** Constructs never reach over a blank line or into another list item, quote line or row: only what follows is mended. */
function lastRunStart(source: string): number {
  let start = 0
  for (const match of source.matchAll(runStart)) start = match.index + 1
  return start
}

/**
 * Closes what a text that is still being written has left open (`**bold`, `` `code ``, `[text](http://…`), so that it
 * does not flicker between raw and rendered.
 */
export function closeOpenTail(source: string): string {
  // Half a fence is about to become one; showing it as text for a moment would flash.
  if (/^[`~]{1,2}$/.test(source)) return ''
  const start = lastRunStart(source)
  if (source.length - start > limits.inlineRun) return source
  return source.slice(0, start) + remend(source.slice(start), options)
}
