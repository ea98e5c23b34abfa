import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, rename, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { HarombeError, hasCode, isHarombeError } from '../../../../shared/errors'
import { cancellation } from '../../http/request-scope'
import type { PullProgress } from '../../protocol'
import type { WantedModel } from './model-source'
import { createPartFile, type PartFile } from './part-file'
import { openRemoteFile, type RemoteFile } from './remote-file'

export interface DownloadTools {
  dispatcher: Dispatcher
  /** Bytes this user may still write into the folder. */
  freeBytes(folder: string): Promise<number>
  /** Resolves after that many milliseconds, or when the signal fires. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  monotonic(): number
}

export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Left free for everything else on that disk. */
const reserveBytes = 256 * 2 ** 20
const progressEveryMs = 200
/** Tries after a connection was cut that bring not one byte more. */
const fruitlessTries = 4
const magic = Buffer.from('GGUF')

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`

function storageError(error: unknown): unknown {
  if (isHarombeError(error) || !(error instanceof Error) || !('code' in error)) return error
  const { code } = error
  return new HarombeError(
    'STORAGE_FAILED',
    code === 'ENOSPC' ? 'The disk is full.' : `The model file could not be written (${String(code)}).`,
    { hint: 'Make room, or check the permissions of the models folder.', cause: error },
  )
}

async function assertRoom(folder: string, missing: number, tools: DownloadTools): Promise<void> {
  const free = await tools.freeBytes(folder)
  if (free >= missing + reserveBytes) return
  throw new HarombeError(
    'STORAGE_FAILED',
    `The download needs ${gigabytes(missing)} more, and only ${gigabytes(free)} are free in ${folder}.`,
    { hint: 'Make room on that disk, or choose a smaller model.', data: { missing, free } },
  )
}

async function readMagic(handle: FileHandle): Promise<Buffer> {
  const start = Buffer.alloc(magic.length)
  const { bytesRead } = await handle.read(start, 0, start.length, 0)
  return start.subarray(0, bytesRead)
}

const notGguf = () =>
  new HarombeError('MALFORMED_RESPONSE', 'What came is no GGUF file.', {
    hint: 'The address may lead to a page instead of the file.',
    retryable: false,
  })

interface Transfer {
  part: PartFile
  wanted: WantedModel
  tools: DownloadTools
  signal: AbortSignal
}

async function hashOf(path: string, bytes: number, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { end: bytes - 1, signal })) hash.update(chunk)
  return hash
}

/** Reads the body to its end into the part file. @param hash over what is there; continued */
async function* receive(
  { part, tools, signal }: Pick<Transfer, 'part' | 'tools' | 'signal'>,
  remote: RemoteFile,
  offset: number,
  totalBytes: number,
  hash: Hash,
): AsyncGenerator<PullProgress, void> {
  const handle = await open(part.path, offset > 0 ? 'r+' : 'w+', 0o600)
  let written = offset
  let isChecked = false
  let reportedAt = Number.NEGATIVE_INFINITY
  try {
    const reader = remote.body[Symbol.asyncIterator]()
    for (;;) {
      const next = await reader.next().catch((cause: unknown) => {
        if (signal.aborted) throw cancellation(signal.reason)
        throw new HarombeError('STREAM_CUT_OFF', 'The connection was cut in the middle of the download.', {
          cause,
        })
      })
      if (next.done === true) break
      const chunk: Buffer = next.value
      for (let start = 0; start < chunk.length; ) {
        const { bytesWritten } = await handle.write(chunk, start, chunk.length - start, written)
        start += bytesWritten
        written += bytesWritten
      }
      hash.update(chunk)
      if (!isChecked && written >= magic.length) {
        if (!magic.equals(await readMagic(handle))) throw notGguf()
        isChecked = true
      }
      if (written > totalBytes) throw new HarombeError('MALFORMED_RESPONSE', 'More came than was announced.')
      if (tools.monotonic() - reportedAt < progressEveryMs) continue
      reportedAt = tools.monotonic()
      yield { status: 'downloading', completedBytes: written, totalBytes }
    }
    if (written < totalBytes) {
      throw new HarombeError('STREAM_CUT_OFF', 'The download ended before the file was complete.')
    }
    if (!isChecked && !magic.equals(await readMagic(handle))) throw notGguf()
    await handle.sync()
  } finally {
    remote.body.destroy()
    await handle.close()
  }
}

/** One connection. @returns whether the file is complete; false asks for another try from the beginning */
async function* attempt(transfer: Transfer, target: string): AsyncGenerator<PullProgress, boolean> {
  const { part, wanted, tools, signal } = transfer
  const notes = await part.notes()
  const present = notes?.url === wanted.url ? await part.size() : 0
  // Without anything to tell the version by, only a checksum can say whether two halves fit together.
  const isResumable = present > 0 && (notes?.validator != null || (wanted.sha256 ?? notes?.sha256) != null)
  const from = isResumable ? { offset: present, validator: notes?.validator ?? null } : null
  // Before there is a connection: reading gigabytes takes longer than a server waits.
  if (isResumable) yield { status: 'checking what is there', completedBytes: present, totalBytes: null }
  const begun = isResumable ? await hashOf(part.path, present, signal) : null
  const remote = await openRemoteFile(wanted.url, from, tools.dispatcher, signal)
  const expected = wanted.sha256 ?? remote.announcedSha256 ?? (isResumable ? (notes?.sha256 ?? null) : null)
  const { totalBytes } = remote
  if (totalBytes === null) {
    remote.body.destroy()
    throw new HarombeError('MALFORMED_RESPONSE', 'The server does not say how large the file is.')
  }
  if (remote.answer === 'beyond' && present !== totalBytes) {
    remote.body.destroy()
    await part.discard()
    return false
  }
  const offset = remote.answer === 'whole' ? 0 : present
  try {
    await assertRoom(dirname(target), totalBytes - offset, tools)
    await part.note({ url: wanted.url, validator: remote.validator, sha256: expected })
  } catch (error) {
    remote.body.destroy()
    throw error
  }
  // An answer of 416 has a body of its own, which is no part of the file.
  if (remote.answer === 'beyond') remote.body.destroy()
  const rest = remote.answer === 'beyond' ? { ...remote, body: Readable.from([]) } : remote
  const hash = offset > 0 && begun !== null ? begun : createHash('sha256')
  try {
    yield* receive(transfer, rest, offset, totalBytes, hash)
    yield { status: 'verifying', completedBytes: totalBytes, totalBytes }
    if (expected !== null && hash.digest('hex') !== expected.toLowerCase()) {
      throw new HarombeError(
        'MALFORMED_RESPONSE',
        'The file is not the one that was announced: its checksum differs.',
        {
          hint: 'Try again; if it happens again, do not use that source.',
          retryable: false,
        },
      )
    }
  } catch (error) {
    if (hasCode(error, 'MALFORMED_RESPONSE')) await part.discard()
    throw error
  }
  await rename(part.path, target)
  await part.forget()
  return true
}

/**
 * Brings a model file here, going on with what an earlier try left. It is complete, checked and at its place when the
 * generator ends. @throws HarombeError
 */
export async function* downloadModel(
  wanted: WantedModel,
  target: string,
  tools: DownloadTools,
  signal: AbortSignal,
): AsyncGenerator<PullProgress, void> {
  const part = createPartFile(target)
  const transfer: Transfer = { part, wanted, tools, signal }
  let fruitless = 0
  let reached = 0
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    for (;;) {
      try {
        const isComplete = yield* attempt(transfer, target)
        if (isComplete) return
        fruitless += 1
      } catch (error) {
        if (!hasCode(error, 'STREAM_CUT_OFF')) throw error
        const size = await part.size()
        fruitless = size > reached ? 1 : fruitless + 1
        reached = Math.max(reached, size)
        if (fruitless >= fruitlessTries) throw error
        yield { status: 'connection lost, going on', completedBytes: size, totalBytes: null }
        await tools.pause(Math.min(8000, 500 * 2 ** fruitless), signal)
      }
      if (fruitless >= fruitlessTries) {
        throw new HarombeError(
          'MALFORMED_RESPONSE',
          'The server does not give out the file from its beginning.',
        )
      }
      signal.throwIfAborted()
    }
  } catch (error) {
    if (signal.aborted) throw cancellation(signal.reason)
    throw storageError(error)
  }
}
