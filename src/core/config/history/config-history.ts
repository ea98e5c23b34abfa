import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { countChangedLines } from '../../../shared/config/document/line-diff'
import type { Config } from '../../../shared/config/schema'
import { configVersion } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../private-files'
import { describeChanges } from './describe-changes'
import type { ConfigHistory, NewVersion } from './types'

const defaultKept = 100
/** Above the longest text and its words. */
const maxBytes = 2 * 1024 ** 2

const content = configVersion.omit({ isApplied: true }).extend({ text: z.string() })
type Content = z.infer<typeof content>
type Known = Omit<Content, 'text'>

export interface ConfigHistoryOptions {
  /** One file for each version, for the user alone: a text may hold secrets. */
  directory: string
  /** Milliseconds since the epoch. */
  now(): number
  /** What a text says, as far as it can be told without its overlays; null when it cannot. */
  read(text: string): Config | null
  /** A version that cannot be kept or read is no reason to stop. */
  report(error: unknown): void
  /** false: nothing is written, for a command without a coordinator. */
  keeps: boolean
  /** So many versions stay. */
  kept?: number
}

const fileOf = (version: number) => `${String(version).padStart(6, '0')}.json`
const numberOf = (file: string) => (/^\d{6,15}\.json$/.test(file) ? Number.parseInt(file, 10) : null)

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

const withoutText = ({ text: _text, ...known }: Content): Known => known

export function createConfigHistory(options: ConfigHistoryOptions): ConfigHistory {
  const { directory, report, kept = defaultKept } = options
  /** By number, oldest first; read when first asked for. */
  let versions: Map<number, Known> | null = null
  let highest = 0

  function readContent(version: number): Content | null {
    try {
      const raw = readFileSync(join(directory, fileOf(version)))
      if (raw.length > maxBytes) throw new Error(`Version ${version} is larger than anything harombe writes.`)
      return content.parse(JSON.parse(raw.toString('utf8')))
    } catch (error) {
      report(error)
      return null
    }
  }

  function filesIn(): string[] {
    try {
      return readdirSync(directory)
    } catch (error) {
      if (!isMissingFile(error)) report(error)
      return []
    }
  }

  function known(): Map<number, Known> {
    if (versions !== null) return versions
    const numbers = filesIn().flatMap(file => numberOf(file) ?? [])
    versions = new Map()
    for (const number of numbers.sort((a, b) => a - b)) {
      // One that cannot be read still has its number, which no other may get.
      highest = number
      const read = readContent(number)
      if (read !== null && read.version === number) versions.set(number, withoutText(read))
    }
    return versions
  }

  const newest = () => [...known().values()].at(-1) ?? null
  const textAt = (version: number) => readContent(version)?.text ?? null
  const before = (version: number) =>
    [...known().keys()].findLast(number => number < version && textAt(number) !== null) ?? null

  function write(version: Content): boolean {
    try {
      createPrivateDirectory(directory)
      replacePrivateFile(join(directory, fileOf(version.version)), JSON.stringify(version))
      known().set(version.version, withoutText(version))
      return true
    } catch (error) {
      report(error)
      return false
    }
  }

  function forgetOld(): void {
    const surplus = [...known().keys()].slice(0, -kept)
    for (const number of surplus) {
      known().delete(number)
      rmSync(join(directory, fileOf(number)), { force: true })
    }
  }

  function append({ text, digest, by, action }: NewVersion, outcome: Known['outcome']): number | null {
    if (!options.keeps) return null
    const last = newest()
    const previous = last === null ? null : textAt(last.version)
    const { added, removed } = countChangedLines(previous ?? '', text)
    const version = highest + 1
    const written = write({
      version,
      at: options.now(),
      by,
      action,
      digest,
      outcome,
      linesAdded: added,
      linesRemoved: removed,
      changes: describeChanges(previous === null ? null : options.read(previous), options.read(text)),
      text,
    })
    if (!written) return null
    highest = version
    forgetOld()
    return version
  }

  function update(version: number, changes: Partial<Content>): void {
    const read = readContent(version)
    if (read !== null) write({ ...read, ...changes })
  }

  return {
    list: applied =>
      [...known().values()]
        .map(version => ({ ...version, isApplied: version.version === applied }))
        .reverse(),
    textOf(version) {
      const text = known().has(version) ? textAt(version) : null
      if (text === null) {
        throw new HarombeError('NOT_FOUND', `There is no version ${version} of harombe.yaml.`, {
          hint: 'Older ones are forgotten when there are many.',
        })
      }
      const previous = before(version)
      return { text, previous: previous === null ? null : textAt(previous) }
    },
    newest: () => newest(),
    add(version) {
      const last = newest()
      return last?.digest === version.digest ? last.version : append(version, null)
    },
    applied(version) {
      const last = newest()
      if (!options.keeps || last?.digest !== version.digest || last.outcome !== null)
        return append(version, 'interrupted')
      const { by, action } = version
      update(last.version, { by, action, at: options.now(), outcome: 'interrupted' })
      return last.version
    },
    ended(version, outcome) {
      if (options.keeps && known().has(version)) update(version, { outcome })
    },
    rewrite(change) {
      for (const number of options.keeps ? [...known().keys()] : []) {
        const read = readContent(number)
        if (read !== null) {
          const text = change(read.text)
          if (text !== read.text) write({ ...read, text, digest: digestOf(text) })
        }
      }
    },
  }
}
