import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { z } from 'zod'
import type { Clock } from '../../shared/clock'
import { isMissingFile } from '../config/private-files'

/** Far above what the bounds of any content allow; a larger file is not ours. */
const maxBytes = 16 * 1024 ** 2
/** Things are learnt in bursts, after a start above all. */
const delayMs = 2_000

/** Knowledge that outlives a restart and that nobody misses when it is lost. */
export interface KeptFile<Content> {
  /** What was kept before; nothing when there is no file or it cannot be used, which is reported. */
  read(): Content
  /** Soon writes what `content` returns by then. */
  save(content: () => Content): void
  /** Writes what is still to be written; what is saved later is not kept. */
  close(): Promise<void>
}

export interface KeptFileOptions<Content> {
  path: string
  schema: z.ZodType<Content>
  nothing: Content
  clock: Pick<Clock, 'after'>
  report(error: unknown): void
  /** Told after every time it was written. */
  onWritten?(): void
}

/** One file for the user alone, replaced as a whole, so that a crash leaves the old one. One that cannot be read is set aside. */
export function createKeptFile<Content>(options: KeptFileOptions<Content>): KeptFile<Content> {
  const { path, schema, nothing, clock, report } = options
  let pending: { content: () => Content; cancel: () => void } | null = null
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false

  async function write(content: Content): Promise<void> {
    const temporary = `${path}.${randomUUID()}.tmp`
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(JSON.stringify(content))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
      options.onWritten?.()
    } catch (error) {
      report(error)
      // Where it could not even be made, it cannot be removed either, and nobody need hear that twice.
      await rm(temporary, { force: true }).catch(() => undefined)
    }
  }

  function flush(): Promise<void> {
    if (pending !== null) {
      const { content, cancel } = pending
      cancel()
      pending = null
      // One after the other: the last to be renamed must be the latest.
      writing = writing.then(() => write(content()))
    }
    return writing
  }

  function setAside(): void {
    try {
      renameSync(path, `${path}.broken`)
    } catch (error) {
      report(error)
    }
  }

  return {
    read() {
      let raw: Buffer
      try {
        raw = readFileSync(path)
      } catch (error) {
        if (!isMissingFile(error)) report(error)
        return nothing
      }
      try {
        if (raw.length > maxBytes) throw new Error(`${path} is larger than anything harombe writes.`)
        return schema.parse(JSON.parse(raw.toString('utf8')))
      } catch (error) {
        report(error)
        setAside()
        return nothing
      }
    },
    save(content) {
      if (isClosed) return
      if (pending === null) pending = { content, cancel: clock.after(delayMs, () => void flush()) }
      else pending.content = content
    },
    close() {
      isClosed = true
      return flush()
    },
  }
}
