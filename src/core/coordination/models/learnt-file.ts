import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Clock } from '../../../shared/clock'
import { isMissingFile } from '../../config/private-files'
import { type LearntContent, learntContent, nothingLearnt } from './learnt-book'

/** Far above what the bounds of the content allow; a larger file is not ours. */
const maxBytes = 16 * 1024 ** 2
/** Things are learnt in bursts, after a start above all. */
const delayMs = 2_000

export interface LearntFile {
  /** What was learnt before; nothing when there is no file or it cannot be used, which is reported. */
  read(): LearntContent
  /** Soon writes what `content` returns by then. */
  save(content: () => LearntContent): void
  /** Writes what is still to be written. */
  close(): Promise<void>
}

/** One file for the user alone, replaced as a whole, so that a crash leaves the old one. */
export function createLearntFile(
  path: string,
  clock: Pick<Clock, 'after'>,
  report: (error: unknown) => void,
): LearntFile {
  let pending: { content: () => LearntContent; cancel: () => void } | null = null
  let writing: Promise<void> = Promise.resolve()

  async function write(content: LearntContent): Promise<void> {
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
    } catch (error) {
      report(error)
      await rm(temporary, { force: true }).catch(report)
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

  return {
    read() {
      try {
        const raw = readFileSync(path)
        if (raw.length > maxBytes) throw new Error(`${path} is larger than anything harombe writes.`)
        return learntContent.parse(JSON.parse(raw.toString('utf8')))
      } catch (error) {
        if (!isMissingFile(error)) report(error)
        return nothingLearnt
      }
    },
    save(content) {
      if (pending === null) pending = { content, cancel: clock.after(delayMs, () => void flush()) }
      else pending.content = content
    },
    close: flush,
  }
}
