import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { HarombeError } from '../../../../shared/harombe-error'
import { createDenyList, type DenyListOptions } from './deny-list'
import { readPlace } from './file-access'
import { createGlob } from './glob'
import { foundOf, type Place } from './path-jail'
import { binaryKind, decodeText, linesOf } from './text-content'
import { walk } from './walk'

export interface SearchInput {
  /** Real and absolute: a folder, or one file. */
  root: string
  isFile: boolean
  query: string
  isRegex: boolean
  caseSensitive: boolean
  glob: string | null
  denied: DenyListOptions
}

export interface SearchMatch {
  /** From the root, with `/`. */
  path: string
  line: number
  text: string
}

export interface SearchResult {
  files: number
  /** What kept it from being complete, in words; null when it is. */
  limit: string | null
}

const mostMatches = 200
const mostFiles = 20_000
const largestSearched = 4 * 1024 ** 2
const mostBytes = 512 * 1024 ** 2
const longestLine = 300
const deepest = 32

/** @throws HarombeError BAD_REQUEST when the pattern is none */
export function createMatcher({
  query,
  isRegex,
  caseSensitive,
}: Pick<SearchInput, 'query' | 'isRegex' | 'caseSensitive'>): (line: string) => number {
  if (isRegex) {
    try {
      const pattern = new RegExp(query, caseSensitive ? '' : 'i')
      return line => line.search(pattern)
    } catch (error) {
      throw new HarombeError('BAD_REQUEST', 'The regular expression cannot be read.', { cause: error })
    }
  }
  const wanted = caseSensitive ? query : query.toLowerCase()
  return line => (caseSensitive ? line : line.toLowerCase()).indexOf(wanted)
}

function excerptOf(line: string, at: number): string {
  if (line.length <= longestLine) return line
  const from = Math.max(0, Math.min(at - 80, line.length - longestLine))
  return `${from > 0 ? '…' : ''}${line.slice(from, from + longestLine).toWellFormed()}…`
}

/** Null: not to be searched, because it is no text, too large, or not what it was a moment ago. */
async function textOf(path: string): Promise<string | null> {
  try {
    const found = foundOf(await lstat(path, { bigint: true }))
    // Its other name may be in a place no tool may read.
    if (found.kind !== 'file' || found.links > 1 || found.bytes > largestSearched) return null
    const place: Place = { path, shown: path, isInside: true, found }
    const bytes = await readPlace(place)
    return binaryKind(bytes) === null ? decodeText(bytes).text : null
  } catch {
    return null
  }
}

async function* filesOf({
  root,
  isFile,
  glob,
  denied,
}: SearchInput): AsyncGenerator<{ path: string; relative: string }> {
  const list = await createDenyList(denied).now()
  if (isFile) {
    if ((await list.reasonFor(root, 'read')) === null) yield { path: root, relative: basename(root) }
    return
  }
  const matches = glob === null ? () => true : createGlob(glob)
  for await (const { kind, path, relative } of walk(root, { depth: deepest, denied: list })) {
    if (kind === 'file' && matches(relative)) yield { path, relative }
  }
}

/** Runs on a thread of its own: a regular expression can take for ever on a harmless line. */
export async function searchFiles(
  input: SearchInput,
  emit: (match: SearchMatch) => void,
): Promise<SearchResult> {
  const matcher = createMatcher(input)
  let files = 0
  let matches = 0
  let bytes = 0
  for await (const { path, relative } of filesOf(input)) {
    if (files === mostFiles) return { files, limit: 'there are too many files' }
    if (bytes > mostBytes) return { files, limit: 'the files are too large together' }
    const text = await textOf(path)
    if (text === null) continue
    files += 1
    bytes += text.length
    for (const [index, line] of linesOf(text).entries()) {
      const at = matcher(line)
      if (at === -1) continue
      if (matches === mostMatches) return { files, limit: 'there are too many matches' }
      matches += 1
      emit({ path: relative, line: index + 1, text: excerptOf(line, at) })
    }
  }
  return { files, limit: null }
}
