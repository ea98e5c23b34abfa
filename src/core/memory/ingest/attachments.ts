import type { Attachment } from '../../../shared/entities'
import { HarombeError, hasCode } from '../../../shared/errors'
import { unlessAborted } from '../../../shared/unless-aborted'
import type { AttachmentStore } from '../kept/types'
import { detectKind, sampleBytes } from './detect-kind'
import type { FileReader } from './file-reader'
import { isUnreadable, megabyte, type ParsedFile, type Unreadable } from './types'
import type { UploadStore } from './upload-store'

/** Files given with questions: taken in, read in the background, looked at, taken back. */
export interface Attachments {
  /**
   * Ends the upload. @throws NOT_FOUND, CONFLICT, UNSUPPORTED_MEDIA_TYPE with what can be read instead, RATE_LIMITED while too many others
   * wait to be read, STORAGE_FAILED
   */
  attach(uploadId: string, path?: string | undefined): Promise<Attachment>
  /** Now and whenever it changes, until it is ready or failed. */
  watch(id: string, signal: AbortSignal): AsyncIterable<Attachment>
  /** Takes back what was not sent. Idempotent. */
  remove(id: string): Promise<void>
  /** When none of them is being read any more, or the signal fires. Never rejects. */
  settled(ids: readonly string[], signal: AbortSignal): Promise<void>
  /** In parts: base64 of an image, each part by itself whole, or text. @throws NOT_FOUND, CONFLICT while it is being read */
  read(id: string, signal: AbortSignal): AsyncIterable<{ mediaType: string; data: string }>
  /** To be called once at start: what was not sent within a day goes, and what a dead process was reading has failed. */
  start(): Promise<void>
  stop(): Promise<void>
}

export interface AttachmentsOptions {
  uploads: Pick<UploadStore, 'read' | 'cancel'>
  store: Pick<AttachmentStore, 'get' | 'content' | 'add' | 'finish' | 'remove' | 'unread' | 'removeUnsent'>
  readFile: FileReader
  createId(): string
  /** Milliseconds since the epoch. */
  now(): number
  /** The text of a file may be looked up from now on. */
  wasRead?: (() => void) | undefined
  report(error: unknown): void
}

/** Below the 1 MiB of a frame; a multiple of three, so that the base64 of the parts joins to that of the whole. */
const imagePartBytes = 393_216
const textPartCharacters = 131_072

function* imageParts(data: Uint8Array, mediaType: string) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  for (let at = 0; at < bytes.length; at += imagePartBytes)
    yield { mediaType, data: bytes.toString('base64', at, Math.min(at + imagePartBytes, bytes.length)) }
}

function* textParts(text: string) {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + textPartCharacters, text.length)
    const code = text.charCodeAt(end)
    // Half a character is no text.
    if (code >= 0xdc00 && code <= 0xdfff) end -= 1
    yield { mediaType: 'text/plain', data: text.slice(at, end) }
    at = end
  }
}

/** One line, without what would turn or hide it. */
const shown = (part: string): string =>
  part
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .trim()
    .slice(0, 255)
    .toWellFormed()

/** Cleaned first: what is no way out of a folder may become one. */
const partsOf = (path: string): string[] =>
  path
    .split(/[\\/]/)
    .map(shown)
    .filter(part => part !== '' && part !== '.' && part !== '..')

/** As it is shown: without a folder. */
const shownName = (name: string): string => partsOf(name).at(-1) ?? 'file'

/** Within the folder that was given; told to the model. */
function shownPath(path: string): string | undefined {
  const parts = partsOf(path)
  return parts.length < 2 ? undefined : parts.join('/').slice(0, 1024).toWellFormed()
}

/** Of files that are being read or wait for it: they are in memory, and no longer in the limits of uploads. */
const readingBytes = 256 * megabyte

const unsupported = ({ problem }: Unreadable) => new HarombeError('UNSUPPORTED_MEDIA_TYPE', problem)

export function createAttachments(options: AttachmentsOptions): Attachments {
  const { uploads, store, readFile, report } = options
  const stopping = new AbortController()
  const reading = new Map<string, { abort: AbortController; done: Promise<void>; bytes: number }>()
  /** Uploads that are becoming attachments: each becomes one. */
  const attaching = new Map<string, number>()

  const get = (id: string) => store.get(id).attachment

  async function finish(id: string, found: ParsedFile | Unreadable): Promise<void> {
    if (isUnreadable(found)) return store.finish(id, { state: 'failed', problem: found.problem })
    const { text, pages } = found
    const read = { state: 'ready', pages, characters: text?.length ?? 0 } as const
    await store.finish(id, read, { text, data: null })
    options.wasRead?.()
  }

  function startReading({ id, name }: Attachment, bytes: Uint8Array): void {
    const abort = new AbortController()
    const signal = AbortSignal.any([abort.signal, stopping.signal])
    const done = readFile(name, bytes, signal)
      .then(found => finish(id, found))
      .catch((error: unknown) => {
        if (signal.aborted) return
        report(error)
        return finish(id, {
          problem: 'What was read of the file could not be stored. Attach it again.',
        })
      })
      .catch(report)
      .finally(() => reading.delete(id))
    reading.set(id, { abort, done, bytes: bytes.length })
  }

  function reserve(uploadId: string, bytes: number): void {
    const taken = [...[...reading.values()].map(each => each.bytes), ...attaching.values()]
    if (taken.reduce((sum, each) => sum + each, bytes) > readingBytes)
      throw new HarombeError('RATE_LIMITED', 'Too many files are being read at once.', {
        hint: 'Wait until the others are read.',
        retryable: true,
      })
    attaching.set(uploadId, bytes)
  }

  async function attach(upload: { name: string; bytes: Uint8Array }, uploadId: string, path?: string) {
    const { bytes } = upload
    const name = shownName(upload.name)
    const found = detectKind(name, bytes.subarray(0, sampleBytes), bytes.length)
    if (isUnreadable(found)) {
      await uploads.cancel(uploadId)
      throw unsupported(found)
    }
    const isImage = found.kind === 'image'
    const within = path === undefined ? undefined : shownPath(path)
    const attachment: Attachment = {
      id: options.createId(),
      name,
      ...(within === undefined ? {} : { path: within }),
      kind: found.kind,
      mediaType: found.mediaType,
      bytes: bytes.length,
      // All that is read of an image is what it is.
      state: isImage ? 'ready' : 'reading',
      createdAt: options.now(),
    }
    await store.add(attachment, { text: null, data: isImage ? Buffer.from(bytes) : null })
    await uploads.cancel(uploadId)
    if (!isImage) startReading(attachment, bytes)
    return attachment
  }

  return {
    async attach(uploadId, path) {
      if (attaching.has(uploadId)) throw new HarombeError('CONFLICT', 'This file is being attached already.')
      attaching.set(uploadId, 0)
      try {
        const upload = await uploads.read(uploadId)
        reserve(uploadId, upload.bytes.length)
        return await attach(upload, uploadId, path)
      } finally {
        attaching.delete(uploadId)
      }
    },
    async *watch(id, signal) {
      const attachment = get(id)
      yield attachment
      const work = reading.get(id)
      if (attachment.state !== 'reading' || work === undefined) return
      await unlessAborted(work.done, signal)
      if (!signal.aborted) yield get(id)
    },
    async remove(id) {
      try {
        if (store.get(id).messageId !== null) return
      } catch (error) {
        if (hasCode(error, 'NOT_FOUND')) return
        throw error
      }
      reading.get(id)?.abort.abort()
      await store.remove(id)
    },
    settled: (ids, signal) => unlessAborted(Promise.all(ids.map(id => reading.get(id)?.done)), signal),
    async *read(id, signal) {
      const { kind, mediaType, state, problem } = get(id)
      if (state === 'reading')
        throw new HarombeError('CONFLICT', 'The file is still being read.', { retryable: true })
      if (state === 'failed') throw unsupported({ problem: problem ?? 'The file could not be read.' })
      const content = store.content(id)
      const parts =
        kind === 'image'
          ? imageParts(content.data ?? new Uint8Array(0), mediaType)
          : textParts(content.text ?? '')
      for (const part of parts) {
        if (signal.aborted) return
        yield part
      }
    },
    async start() {
      const problem = 'harombe ended while this file was being read. Attach it again.'
      for (const { id } of store.unread()) if (!reading.has(id)) await finish(id, { problem })
      await store.removeUnsent(1)
    },
    async stop() {
      stopping.abort()
      await Promise.all([...reading.values()].map(({ done }) => done))
    },
  }
}
