import { basename } from 'node:path'
import { type SourcesRead, textOf } from './config-sources'

/** The file and its overlays as they were good last. */
export interface GoodTexts {
  text: string
  overlays: ReadonlyMap<string, string>
}

export const goodTextsOf = ({ base, overlays }: SourcesRead): GoodTexts => ({
  text: textOf(base.bytes),
  overlays: new Map(overlays.map(({ path, bytes }) => [path, bytes === null ? '' : textOf(bytes)])),
})

/**
 * Why what was read is nothing that anybody wrote, though it may look like a configuration: an editor that died or a full disk
 * leaves beginnings of files, and nobody means "all defaults" by emptying or losing a file in use. Null for the rest.
 */
export function cutOffReason(
  { base, overlays }: SourcesRead,
  { good, isInUse }: { good: GoodTexts | null; isInUse: boolean },
): string | null {
  if (!base.exists) return good === null ? null : 'The file is gone.'
  if (!isInUse) return null
  if (base.bytes.length === 0) return 'The file is empty.'
  const empty = overlays.find(({ bytes }) => bytes?.length === 0)
  if (empty !== undefined) return `${basename(empty.path)} is empty.`
  if (good === null) return null
  const ends = 'ends in the middle of a line, as if it had been cut off.'
  if (endsWithinLine(textOf(base.bytes), good.text)) return `The file ${ends}`
  const cut = overlays.find(
    ({ path, bytes }) => bytes !== null && endsWithinLine(textOf(bytes), good.overlays.get(path) ?? ''),
  )
  return cut === undefined ? null : `${basename(cut.path)} ${ends}`
}

/** Editors end the last line of a file that had its end before. */
function endsWithinLine(text: string, whole: string): boolean {
  if (text.length >= whole.length || !whole.startsWith(text) || !whole.endsWith('\n')) return false
  return !text.endsWith('\n') && !/^\r?\n/.test(whole.slice(text.length))
}
