import type { ConfigProblem } from '../../../../shared/config/document/parse-yaml'
import {
  type OverlaySource,
  overlaysOf,
  resolveSources,
} from '../../../../shared/config/document/resolve-sources'
import { unmaskSecrets } from '../../../../shared/config/document/unmask-secrets'
import type { Config } from '../../../../shared/config/schema'
import type { ConfigFileView } from '../../../../shared/contract/config'
import { type ConflictBlock, conflictBlocks } from './conflict-blocks'
import type { DraftProblem, TextRange } from './draft-store'
import { hasMask, maskNames } from './masks'
import { draftText } from './text-shape'

export interface CheckedDraft {
  /** Null when there are problems. */
  config: Config | null
  problems: DraftProblem[]
}

/** What is wrong with the text, as the coordinator would find it. `text` has `\n` alone. */
export function checkDraft(text: string, file: ConfigFileView | null = null): CheckedDraft {
  const conflicts = conflictBlocks(text)
  // What the marks do to the rest is of no interest.
  if (conflicts.length > 0) return { config: null, problems: conflicts.map(undecided) }
  const { config, problems } = resolveSources(text, overlaysFor(text, file))
  const unknown = file === null ? [] : unknownMasks(text, file.text)
  const unseen = problems.length + unknown.length === 0 ? problemOnDisk(text, file) : null
  if (unseen !== null) return { config: null, problems: [unseen] }
  return {
    config: unknown.length === 0 ? config : null,
    problems: [...problems, ...unknown].map(({ path, message, line, column, file: ofFile }) => {
      const range = ofFile === undefined ? rangeAt(text, line, column) : { from: 0, to: 0 }
      return { path, message, line, column, file: ofFile ?? null, ...range }
    }),
  }
}

/** What only the coordinator can see of the file as it stands: an overlay that is not there, say. */
function problemOnDisk(text: string, file: ConfigFileView | null): DraftProblem | null {
  if (file === null || file.problem === null || text !== draftText(file.text)) return null
  const { message, file: ofFile } = file.problem
  const [line, column] = [file.problem.line ?? 1, file.problem.column ?? 1]
  const range = ofFile === undefined ? rangeAt(text, line, column) : { from: 0, to: 0 }
  return { path: '', message, line, column, file: ofFile ?? null, ...range }
}

const undecided = ({ from, mine, line }: ConflictBlock): DraftProblem => ({
  path: '',
  message: 'Two versions stand here; keep one of them, or both without the marks around them.',
  line,
  column: 1,
  from,
  to: mine.from - 1,
  file: null,
})

/** Masks that stand for nothing: copied from an old version, or what is left of a secret that was not written. */
function unknownMasks(text: string, file: string): ConfigProblem[] {
  if (!hasMask(text)) return []
  const known = maskNames(file)
  const stand = { source: 'x', isValue: true }
  return unmaskSecrets(text, name => (known.has(name) ? stand : undefined)).problems
}

/**
 * The overlays that would lie over the draft, as far as they were sent: those in use, less the ones that the draft no longer
 * names. One that it names anew is read when the file is saved.
 */
function overlaysFor(text: string, file: ConfigFileView | null): OverlaySource[] {
  if (file === null || file.overlays.length === 0) return []
  const named = new Set(overlaysOf(text))
  const dropped = new Set(overlaysOf(file.text).filter(name => !named.has(name)))
  return file.overlays
    .filter(({ name }) => !dropped.has(name))
    .map(({ name, path, text: content }) => ({
      name,
      file: path.replace(/^.*[/\\]/, ''),
      content: draftText(content),
    }))
}

/** The value or word that begins there, or a character where nothing does. Lines and columns count from 1. */
export function rangeAt(text: string, line: number, column = 1): TextRange {
  let start = 0
  for (let count = 1; count < line; count += 1) {
    const next = text.indexOf('\n', start)
    if (next === -1) break
    start = next + 1
  }
  const end = text.indexOf('\n', start)
  const lineEnd = end === -1 ? text.length : end
  const from = Math.min(start + column - 1, lineEnd)
  return { from, to: wordEnd(text.slice(0, lineEnd), from) }
}

const word = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s#:,[\]{}]+(?:[:#][^\s#:,[\]{}]+)*)/y

function wordEnd(text: string, from: number): number {
  word.lastIndex = from
  return from + (word.exec(text)?.[0].length ?? text.slice(from).trimEnd().length)
}
