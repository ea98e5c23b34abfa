import { type FileHandle, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createPrivateDirectory } from '../../config/private-files'

/** Where the parts of one file go until it is whole. */
export interface UploadFile {
  write(data: Uint8Array, offset: number): Promise<void>
  read(): Promise<Uint8Array>
  /** Idempotent. */
  remove(): Promise<void>
}

export interface UploadFiles {
  create(id: string, bytes: number): Promise<UploadFile>
  /** Removes what a process left that died. To be called once, before the first file. */
  clear(): Promise<void>
}

/** In memory: for whoever wants nothing on the disk. */
export const memoryUploadFiles: UploadFiles = {
  async create(_id, bytes) {
    let kept = new Uint8Array(bytes)
    return {
      write: async (data, offset) => kept.set(data, offset),
      read: async () => kept,
      async remove() {
        kept = new Uint8Array(0)
      },
    }
  },
  clear: async () => undefined,
}

/** Files that only the user can read, in a folder of their own. */
export function createUploadFiles(directory: string): UploadFiles {
  async function writeAll(handle: FileHandle, data: Uint8Array, offset: number): Promise<void> {
    let written = 0
    while (written < data.length) {
      const { bytesWritten } = await handle.write(data, written, data.length - written, offset + written)
      written += bytesWritten
    }
  }
  return {
    async create(id) {
      createPrivateDirectory(directory)
      const path = join(directory, `${id}.part`)
      const handle = await open(path, 'wx', 0o600)
      let closing: Promise<void> | null = null
      const close = () => {
        closing ??= handle.close()
        return closing
      }
      return {
        write: (data, offset) => writeAll(handle, data, offset),
        read: () => readFile(path),
        async remove() {
          await close()
          await rm(path, { force: true })
        },
      }
    },
    async clear() {
      const names = await readdir(directory).catch(() => [])
      const left = names.filter(name => name.endsWith('.part'))
      await Promise.all(left.map(name => rm(join(directory, name), { force: true })))
    },
  }
}
