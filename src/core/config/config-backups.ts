import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { createPrivateDirectory, replacePrivateFile } from './private-files'

const keptCopies = 5

export interface ConfigBackups {
  /** Newest first. */
  list(): string[]
  /** Keeps a copy unless the newest one is the same. A failure is no reason to stop: it is swallowed. */
  keep(content: string): void
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    // There are none yet, or nobody may look.
    return []
  }
}

/** The last good versions of a file, in the private folder `backups` beside it. */
export function createConfigBackups(path: string, now: () => number): ConfigBackups {
  const directory = join(dirname(path), 'backups')
  const extension = extname(path)
  const prefix = `${basename(path, extension)}-`
  const numberOf = (file: string) => Number(file.slice(prefix.length, file.length - extension.length))
  const list = () =>
    filesIn(directory)
      .filter(
        file => file.startsWith(prefix) && file.endsWith(extension) && Number.isSafeInteger(numberOf(file)),
      )
      .sort((a, b) => numberOf(b) - numberOf(a))
      .map(file => join(directory, file))
  return {
    list,
    keep(content) {
      try {
        const [newest] = list()
        if (newest !== undefined && readFileSync(newest, 'utf8') === content) return
        createPrivateDirectory(directory)
        // Above the newest even when the clock was set back, so that the order stays that of writing.
        const number = Math.max(now(), newest === undefined ? 0 : numberOf(basename(newest)) + 1)
        replacePrivateFile(join(directory, `${prefix}${number}${extension}`), content)
        for (const old of list().slice(keptCopies)) rmSync(old, { force: true })
      } catch {
        // A read-only folder: the configuration itself is fine.
      }
    },
  }
}
