import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../../config/private-files'
import type { LearntId } from './adoption'

/** What is known of this installation and of others, over restarts. */
export interface Installation {
  /** Random; made when it is first asked for. */
  id(): string
  /** By node of the file. */
  read(): Map<string, LearntId>
  write(ids: ReadonlyMap<string, LearntId>): void
}

const identifier = z.string().regex(/^[0-9a-z]{16,64}$/)
const content = z.object({
  id: identifier,
  nodes: z.record(z.string(), z.object({ id: identifier, url: z.string().max(2048) })).default({}),
})
type Content = z.infer<typeof content>

const largestFile = 1024 ** 2

export interface InstallationOptions {
  directory: string
  /** Null: nothing is read or written, as by a command that does not own the data directory. */
  path: string | null
  createId(): string
  report(error: unknown): void
}

/** A file that cannot be used counts as none: a new id costs nothing but being found as somebody new. */
export function openInstallation({ directory, path, createId, report }: InstallationOptions): Installation {
  let known: Content | null = null

  function load(): Content | null {
    if (path === null) return null
    try {
      const raw = readFileSync(path)
      if (raw.length > largestFile) throw new Error(`${path} is larger than anything harombe writes.`)
      return content.parse(JSON.parse(raw.toString('utf8')))
    } catch (error) {
      if (!isMissingFile(error)) report(error)
      return null
    }
  }

  function save(next: Content): void {
    known = next
    if (path === null) return
    try {
      createPrivateDirectory(directory)
      replacePrivateFile(path, JSON.stringify(next))
    } catch (error) {
      report(error)
    }
  }

  function current(): Content {
    known ??= load()
    if (known === null) save({ id: createId(), nodes: {} })
    return known ?? { id: createId(), nodes: {} }
  }

  return {
    id: () => current().id,
    read: () => new Map(Object.entries((known ?? load())?.nodes ?? {})),
    write(ids) {
      save({ id: current().id, nodes: Object.fromEntries(ids) })
    },
  }
}
