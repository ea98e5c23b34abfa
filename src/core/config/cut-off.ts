import { basename } from 'node:path'
import { type SourcesRead, textOf } from './config-sources'

/**
 * Why what was read is nothing that anybody wrote, though it may look like a configuration: an editor that died or a full disk
 * leaves beginnings of files, and nobody means "all defaults" by emptying or losing a file in use. Null for the rest.
 */
export function cutOffReason(
  { base, overlays }: SourcesRead,
  { goodText, isInUse }: { goodText: string | null; isInUse: boolean },
): string | null {
  if (!base.exists) return goodText === null ? null : 'The file is gone.'
  if (!isInUse) return null
  if (base.bytes.length === 0) return 'The file is empty.'
  const empty = overlays.find(({ bytes }) => bytes?.length === 0)
  if (empty !== undefined) return `${basename(empty.path)} is empty.`
  return goodText !== null && endsWithinLine(textOf(base.bytes), goodText)
    ? 'The file ends in the middle of a line, as if it had been cut off.'
    : null
}

/** Editors end the last line of a file that had its end before. */
function endsWithinLine(text: string, whole: string): boolean {
  if (text.length >= whole.length || !whole.startsWith(text) || !whole.endsWith('\n')) return false
  return !text.endsWith('\n') && !/^\r?\n/.test(whole.slice(text.length))
}
