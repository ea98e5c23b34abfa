import { z } from 'zod'
import { countText } from '../../../../shared/sizes'
import { defineTool } from '../define-tool'
import type { Tool, ToolResult } from '../types'
import { readPlace, requireFile } from './file-access'
import { type FileToolDependencies, fileSize, locateAgain, pathInput, readingRules } from './file-tools'
import type { Place } from './path-jail'
import { binaryKind, decodeText, linesOf } from './text-content'

/** Characters told at once; the rest is asked for by lines. */
const longestText = 20_000
const longestLine = 2_000

const input = z.strictObject({
  path: pathInput,
  first_line: z.int().min(1).optional(),
  last_line: z.int().min(1).optional(),
})

const shorten = (line: string): string =>
  line.length <= longestLine
    ? line
    : `${line.slice(0, longestLine).toWellFormed()} [${countText(line.length - longestLine)} more characters in this line]`

function excerptOf(lines: readonly string[], first: number, last: number): { text: string; last: number } {
  const shown: string[] = []
  let length = 0
  for (let number = first; number <= last; number++) {
    const line = shorten(lines[number - 1] ?? '')
    length += line.length + 1
    if (length > longestText && shown.length > 0) break
    shown.push(line)
  }
  return { text: shown.join('\n'), last: first + shown.length - 1 }
}

function describeText(
  place: Place,
  bytes: Uint8Array,
  range: { first: number; last: number | undefined },
): ToolResult {
  const binary = binaryKind(bytes)
  if (binary !== null)
    return { text: `${place.shown} is ${binary} (${fileSize(bytes.length)}), not a text.`, isError: true }
  const { text, encoding } = decodeText(bytes)
  const lines = linesOf(text)
  if (lines.length === 0) return { text: `${place.shown} is empty.` }
  if (range.first > lines.length)
    return { text: `${place.shown} has only ${countText(lines.length)} lines.`, isError: true }
  const excerpt = excerptOf(lines, range.first, Math.min(range.last ?? lines.length, lines.length))
  const isWhole = range.first === 1 && excerpt.last === lines.length
  const part = isWhole
    ? `${countText(lines.length)} lines`
    : `lines ${countText(range.first)}–${countText(excerpt.last)} of ${countText(lines.length)}`
  const header = [place.shown, part, encoding === 'utf-8' ? null : `read as ${encoding}`].filter(
    each => each !== null,
  )
  return { text: `[${header.join(', ')}]\n${excerpt.text}` }
}

export const createReadFile = ({ jail, unavailable }: FileToolDependencies): Tool =>
  defineTool({
    name: 'read_file',
    title: 'Read a file',
    description: 'Reads a text file, whole or by lines. Paths begin in the workspace.',
    risk: 'read',
    input,
    unavailable,
    async plan({ path, first_line: first = 1, last_line: last }, { workspace }) {
      const place = await jail.locate(path, workspace, 'read')
      requireFile(place)
      const { asks, reasons, untrusted } = readingRules(place)
      return {
        risk: 'read',
        asks,
        reasons,
        summary: place.shown,
        title: 'Read a file',
        exact: place.path,
        cwd: null,
        binding: { path: place.path, first, last: last ?? null },
        canRemember: asks,
        async run() {
          const now = await locateAgain(jail, place, workspace, 'read')
          const result = describeText(now, await readPlace(now), { first, last })
          return { ...result, untrusted }
        },
      }
    },
  })
