import { HarombeError } from '../../../shared/errors'
import { megabyte } from './types'
import type { UploadFile, UploadFiles } from './upload-files'

export const uploadLimits = {
  fileBytes: 64 * megabyte,
  /** Of all that are under way, by what they said they would be. */
  totalBytes: 256 * megabyte,
  count: 64,
  /** Since it began. */
  lifetimeMs: 10 * 60_000,
} as const

/** Files that are on their way in parts. */
export interface UploadStore {
  /** @throws PAYLOAD_TOO_LARGE; RATE_LIMITED while too many others are under way; STORAGE_FAILED */
  begin(name: string, bytes: number): Promise<{ uploadId: string }>
  /** @throws NOT_FOUND; CONFLICT when it is not the next part; PAYLOAD_TOO_LARGE beyond what was said; STORAGE_FAILED */
  append(uploadId: string, offset: number, data: Uint8Array): Promise<void>
  /** The whole file, which stays until it is cancelled. @throws NOT_FOUND; CONFLICT before all of it is here */
  read(uploadId: string): Promise<{ name: string; bytes: Uint8Array }>
  /** Idempotent. */
  cancel(uploadId: string): Promise<void>
  /** Removes what a process left that died. To be called once at start; the first `begin` does it otherwise. */
  start(): Promise<void>
  /** Drops everything. */
  stop(): Promise<void>
}

export interface UploadStoreOptions {
  files: UploadFiles
  createId(): string
  /** Runs `task` once after `ms`; the returned function takes it back. */
  after(ms: number, task: () => void): () => void
  report(error: unknown): void
}

interface Upload {
  name: string
  bytes: number
  received: number
  file: UploadFile
  /** Parts are written one after another. */
  last: Promise<void>
  forget(): void
}

const cannotKeep = (cause: unknown) =>
  new HarombeError('STORAGE_FAILED', 'The file could not be put aside while it is being sent.', {
    hint: 'Check that there is space on the disk that holds the data directory.',
    cause,
  })

const notFound = () =>
  new HarombeError('NOT_FOUND', 'There is no such upload; it may have taken longer than ten minutes.', {
    hint: 'Attach the file again.',
  })

export function createUploadStore({ files, createId, after, report }: UploadStoreOptions): UploadStore {
  const uploads = new Map<string, Upload>()
  /** Reserved before the file is there, so that many at once cannot pass the limit together. */
  const reserved = new Map<string, number>()
  const dropping = new Set<Promise<void>>()
  let cleared: Promise<void> | null = null
  function clear(): Promise<void> {
    cleared ??= files.clear()
    return cleared
  }

  function find(id: string): Upload {
    const upload = uploads.get(id)
    if (upload === undefined) throw notFound()
    return upload
  }

  async function drop(id: string): Promise<void> {
    const upload = uploads.get(id)
    uploads.delete(id)
    reserved.delete(id)
    if (upload === undefined) return
    upload.forget()
    const gone = upload.last.catch(() => undefined).then(() => upload.file.remove())
    dropping.add(gone)
    await gone.finally(() => dropping.delete(gone))
  }

  function reserve(id: string, bytes: number): void {
    const { fileBytes, totalBytes, count } = uploadLimits
    if (bytes > fileBytes) {
      throw new HarombeError('PAYLOAD_TOO_LARGE', `A file may have up to ${fileBytes / megabyte} MB.`, {
        hint: 'Attach the part of it that matters.',
      })
    }
    const total = [...reserved.values()].reduce((sum, each) => sum + each, bytes)
    if (total > totalBytes || reserved.size >= count) {
      throw new HarombeError('RATE_LIMITED', 'Too many files are being sent at once.', {
        hint: 'Wait until the others are there.',
      })
    }
    reserved.set(id, bytes)
  }

  return {
    async begin(name, bytes) {
      const id = createId()
      reserve(id, bytes)
      try {
        await clear()
        const file = await files.create(id, bytes)
        const forget = after(uploadLimits.lifetimeMs, () => void drop(id).catch(report))
        uploads.set(id, { name, bytes, received: 0, file, last: Promise.resolve(), forget })
        return { uploadId: id }
      } catch (error) {
        reserved.delete(id)
        throw cannotKeep(error)
      }
    },
    async append(uploadId, offset, data) {
      const upload = find(uploadId)
      if (offset !== upload.received) {
        throw new HarombeError('CONFLICT', 'This is not the part of the file that comes next.', {
          data: { expected: upload.received },
        })
      }
      if (offset + data.length > upload.bytes)
        throw new HarombeError('PAYLOAD_TOO_LARGE', 'The file has more bytes than was said.')
      upload.received += data.length
      const { last } = upload
      const written = last.then(() => upload.file.write(data, offset))
      upload.last = written
      try {
        await written
      } catch (error) {
        await drop(uploadId)
        throw cannotKeep(error)
      }
    },
    async read(uploadId) {
      const upload = find(uploadId)
      if (upload.received < upload.bytes)
        throw new HarombeError('CONFLICT', 'The file is not here as a whole yet.', {
          data: { expected: upload.received },
        })
      try {
        await upload.last
        return { name: upload.name, bytes: await upload.file.read() }
      } catch (error) {
        // Its time may have been over meanwhile.
        throw uploads.has(uploadId) ? cannotKeep(error) : notFound()
      }
    },
    cancel: drop,
    start: clear,
    async stop() {
      await Promise.all([...dropping, ...[...uploads.keys()].map(drop)])
    },
  }
}
