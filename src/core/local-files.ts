import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Remembers that the first-run screen was finished or skipped: an empty file says it all. */
export function createFirstRunMarker(dataDirectory: string) {
  const path = join(dataDirectory, 'first-run-done')
  let done = existsSync(path)
  return {
    isDone: () => done,
    async finish(): Promise<void> {
      if (!done) await writeFile(path, '', { mode: 0o600 })
      done = true
    },
  }
}
