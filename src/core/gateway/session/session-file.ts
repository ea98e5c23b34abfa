import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { isMissingFile } from '../../config/private-files'
import type { StoredSession } from './session-store'

const fileShape = z.object({
  version: z.literal(1),
  sessions: z
    .array(z.object({ id: z.string().regex(/^[0-9a-f]{64}$/), expiresAt: z.number().int().nonnegative() }))
    .max(1024),
})

export interface SessionFile {
  /** Empty when there is none or it cannot be read: everyone logs in again. */
  read(): Promise<StoredSession[]>
  /** Writes what `sessions` returns by then; calls during a write are answered by one more write. */
  save(sessions: () => readonly StoredSession[]): Promise<void>
}

/** Keeps the digests of sessions in one 0600 file, replaced as a whole so that a crash leaves the old one. */
export function createSessionFile(path: string, report: (error: unknown) => void): SessionFile {
  let running: Promise<void> | null = null
  let again = false

  async function write(sessions: readonly StoredSession[]): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writeFile(temporary, JSON.stringify({ version: 1, sessions }), { mode: 0o600, flag: 'wx' })
      await rename(temporary, path)
    } catch (error) {
      report(error)
      await rm(temporary, { force: true }).catch(report)
    }
  }

  return {
    async read() {
      try {
        return fileShape.parse(JSON.parse(await readFile(path, 'utf8'))).sessions
      } catch (error) {
        if (!isMissingFile(error)) report(error)
        return []
      }
    },
    save(sessions) {
      again = true
      running ??= (async () => {
        while (again) {
          again = false
          await write(sessions())
        }
        running = null
      })()
      return running
    },
  }
}
