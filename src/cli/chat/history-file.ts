import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replacePrivateFile } from '../../core/config/private-files'

/** Newest first, as readline wants it. */
export interface History {
  entries(): readonly string[]
  add(entry: string): void
}

const mostEntries = 1000
/** A pasted document is no line to come back to. */
const mostCharacters = 10_000

function withEntry(entries: readonly string[], entry: string): string[] {
  return [entry, ...entries.filter(each => each !== entry)].slice(0, mostEntries)
}

function createHistory(first: readonly string[], keep: (entry: string) => void): History {
  let entries = [...first]
  return {
    entries: () => entries,
    add(entry) {
      if (entry.trim() === '' || entry.length > mostCharacters) return
      const isSame = entries[0] === entry
      entries = withEntry(entries, entry)
      if (!isSame) keep(entry)
    },
  }
}

/** For as long as the program runs. */
export const createVolatileHistory = () => createHistory([], () => undefined)

function parsed(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'string' && value.length <= mostCharacters ? [value] : []
  } catch {
    return []
  }
}

/**
 * What was typed before, a line of JSON each in a file that only its user can read. Several programs may add to it at once; it is
 * shortened when it is opened. A file that cannot be read or written is no reason not to talk.
 */
export function openHistory(dataDirectory: string): History {
  const path = join(dataDirectory, 'chat-history')
  let lines: string[] = []
  try {
    lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
    if (lines.length > mostEntries * 2) {
      lines = lines.slice(-mostEntries)
      replacePrivateFile(path, `${lines.join('\n')}\n`)
    }
  } catch {
    // There is none yet, or it cannot be read.
  }
  const entries = lines.slice(-mostEntries).flatMap(parsed).reduce<string[]>(withEntry, [])
  return createHistory(entries, entry => {
    try {
      appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
    } catch {
      // A full or read-only disk.
    }
  })
}
