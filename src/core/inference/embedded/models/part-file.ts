import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { isMissingFile } from '../../../config/private-files'

const notes = z.object({
  url: z.string(),
  validator: z.string().nullable(),
  sha256: z.string().nullable(),
})
export type PartNotes = z.infer<typeof notes>

/** What is there of a download that was broken off. */
export interface PartFile {
  readonly path: string
  /** Bytes that are there. */
  size(): Promise<number>
  /** What was noted of the file they are of; null when nothing legible was. */
  notes(): Promise<PartNotes | null>
  note(value: PartNotes): Promise<void>
  /** Forgets the notes: the file is complete, or not to be gone on with. */
  forget(): Promise<void>
  discard(): Promise<void>
}

/** @param target path of the finished file */
export function createPartFile(target: string): PartFile {
  const path = `${target}.part`
  const notesPath = `${path}.json`
  const forget = () => rm(notesPath, { force: true })
  return {
    path,
    async size() {
      try {
        return (await stat(path)).size
      } catch (error) {
        if (isMissingFile(error)) return 0
        throw error
      }
    },
    async notes() {
      try {
        return notes.parse(JSON.parse(await readFile(notesPath, 'utf8')))
      } catch {
        return null
      }
    },
    note: value => writeFile(notesPath, JSON.stringify(value), { mode: 0o600 }),
    forget,
    async discard() {
      await forget()
      await rm(path, { force: true })
    },
  }
}
