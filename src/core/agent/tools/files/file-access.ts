import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { HarombeError } from '../../../../shared/harombe-error'
import { sizeText } from '../../../../shared/sizes'
import { type HeldDirectory, holdDirectory, moved, temporaryName, verifyOpened } from './held-directory'
import { type Found, foundOf, type Place } from './path-jail'

/** Bytes of a file that a tool takes into memory. */
export const largestFile = 16 * 1024 ** 2

// Zero where the system has none of it (Windows). Without O_NONBLOCK, opening a pipe waits for whoever writes into it.
const readingFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const creatingFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

export const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

const changed = () =>
  new HarombeError('CONFLICT', 'The file has changed since it was looked at, so it was left as it is.', {
    hint: 'Read it again.',
  })

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null)

/** What opening may meet instead of the file that was looked at, in words. */
function explain(error: unknown): unknown {
  const code = codeOf(error)
  if (code === 'ENOENT') return new HarombeError('NOT_FOUND', 'The file is not there any more.')
  if (code === 'ELOOP') return moved()
  if (code === 'EACCES' || code === 'EPERM')
    return new HarombeError('FORBIDDEN', 'This user may not open the file.')
  return error
}

/** @throws HarombeError when what was opened is not the file that was located */
async function openLocated(path: string, place: Pick<Place, 'path' | 'found'>): Promise<FileHandle> {
  const handle = await open(path, readingFlags).catch(error => {
    throw explain(error)
  })
  try {
    const stats = foundOf(await handle.stat({ bigint: true }))
    if (stats.kind !== 'file') throw new HarombeError('BAD_REQUEST', 'That is no file.')
    if (stats.identity !== place.found?.identity || stats.links !== place.found.links) throw moved()
    await verifyOpened(handle, place.path)
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** What is at a place, for a tool that wants a file. @throws HarombeError NOT_FOUND, BAD_REQUEST */
export function requireFile({ found, shown }: Place): Found {
  if (found === null) throw new HarombeError('NOT_FOUND', `There is no file ${shown}.`)
  if (found.kind === 'directory') throw new HarombeError('BAD_REQUEST', `${shown} is a folder.`)
  if (found.kind === 'other')
    throw new HarombeError('BAD_REQUEST', `${shown} is no file but a device or a pipe.`)
  return found
}

async function readAll(handle: FileHandle): Promise<Buffer> {
  // A file may grow while it is read, and never to more than may be held.
  const parts: Buffer[] = []
  let total = 0
  for await (const part of handle.createReadStream({ autoClose: false, start: 0, end: largestFile })) {
    const bytes = Buffer.from(part)
    total += bytes.length
    parts.push(bytes)
  }
  if (total > largestFile)
    throw new HarombeError('PAYLOAD_TOO_LARGE', `The file is larger than ${sizeText(largestFile)}.`)
  return Buffer.concat(parts, total)
}

/** The bytes of exactly the file that was located. @throws HarombeError NOT_FOUND, BAD_REQUEST, CONFLICT, PAYLOAD_TOO_LARGE */
export async function readPlace(place: Place): Promise<Buffer> {
  if (requireFile(place).bytes > largestFile)
    throw new HarombeError('PAYLOAD_TOO_LARGE', `${place.shown} is larger than ${sizeText(largestFile)}.`)
  const handle = await openLocated(place.path, place)
  try {
    return await readAll(handle)
  } finally {
    await handle.close()
  }
}

interface Before {
  mode: number | null
  identity: string | null
}

/** That what is to be replaced is what was approved to be. @throws HarombeError CONFLICT */
async function checkBefore(held: HeldDirectory, place: Place, expected: string | null): Promise<Before> {
  const entry = held.entry(basename(place.path))
  if (place.found === null) {
    const there = await lstat(entry).catch(() => null)
    if (there !== null) throw changed()
    return { mode: null, identity: null }
  }
  const handle = await openLocated(entry, place)
  try {
    const { identity, mode } = foundOf(await handle.stat({ bigint: true }))
    if (hashOf(await readAll(handle)) !== expected) throw changed()
    return { mode, identity }
  } finally {
    await handle.close()
  }
}

async function putInPlace(
  held: HeldDirectory,
  temporary: string,
  place: Place,
  before: Before,
): Promise<void> {
  const target = held.entry(basename(place.path))
  if (before.identity === null) {
    try {
      // Unlike a rename it fails when something has come into being there.
      await link(held.entry(temporary), target)
      return
    } catch (error) {
      if (codeOf(error) === 'EEXIST') throw changed()
      // Some file systems know no second names.
    }
  }
  const there = await lstat(target, { bigint: true }).catch(() => null)
  if ((there === null ? null : foundOf(there).identity) !== before.identity) throw changed()
  await rename(held.entry(temporary), target)
}

/**
 * Replaces the file, or makes it and the folders above it, so that at every moment there is the old or the new content. Its mode
 * stays. @param expected SHA-256 of what is there now, hex; null when nothing is
 * @throws HarombeError CONFLICT when something else is there by now
 */
export async function writePlace(place: Place, content: Uint8Array, expected: string | null): Promise<void> {
  const held = await holdDirectory(dirname(place.path))
  const temporary = temporaryName()
  try {
    const before = await checkBefore(held, place, expected)
    const handle = await open(held.entry(temporary), creatingFlags, before.mode === null ? 0o666 : 0o600)
    try {
      await handle.writeFile(content)
      if (before.mode !== null) await handle.chmod(before.mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await held.verify()
    await putInPlace(held, temporary, place, before)
    await held.sync()
  } finally {
    await rm(held.entry(temporary), { force: true })
    await held.close()
  }
}
