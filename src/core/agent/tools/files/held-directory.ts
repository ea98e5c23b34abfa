import { randomBytes } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { HarombeError } from '../../../../shared/harombe-error'
import { identityOf } from './deny-list'

/**
 * Where Linux shows what a descriptor stands for. A path that begins there goes on from the open folder itself, wherever names
 * lead by now, which is what openat(2) is for and Node does not offer.
 */
const descriptors = existsSync('/proc/self/fd') ? '/proc/self/fd' : null

/** Zero where the system has none of it (Windows). */
const noFollow = constants.O_NOFOLLOW ?? 0
const directoryOnly = constants.O_DIRECTORY ?? 0

export const moved = () =>
  new HarombeError('CONFLICT', 'The path led elsewhere a moment later, so nothing was done.', {
    hint: 'Something else changes files there just now; try again.',
  })

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/**
 * That an open file is the one at a real path, and was not reached over a link that was put there meanwhile.
 * @throws HarombeError CONFLICT
 */
export async function verifyOpened(handle: FileHandle, path: string): Promise<void> {
  if (descriptors !== null) {
    if ((await readlink(`${descriptors}/${handle.fd}`)) !== path) throw moved()
    return
  }
  const [opened, there, real] = await Promise.all([
    handle.stat({ bigint: true }),
    lstat(path, { bigint: true }),
    realpath(path),
  ]).catch(() => {
    throw moved()
  })
  if (real !== path || identityOf(opened) !== identityOf(there)) throw moved()
}

/** A folder that is worked in by what it is, not by how it is called. */
export interface HeldDirectory {
  /** A path to an entry of exactly this folder, whatever its name leads to by now. */
  entry(name: string): string
  /** @throws HarombeError CONFLICT when it is not where it was */
  verify(): Promise<void>
  /** Makes what was done in it last. */
  sync(): Promise<void>
  close(): Promise<void>
}

async function openFolder(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | noFollow | directoryOnly)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ELOOP' || error.code === 'ENOTDIR'))
      throw moved()
    throw error
  }
}

async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
}

async function holdByDescriptor(root: string, path: string, mode: number): Promise<HeldDirectory> {
  const missing: string[] = []
  let existing = path
  let handle: FileHandle | null = null
  while (handle === null) {
    try {
      handle = await openFolder(existing)
    } catch (error) {
      if (!isMissing(error) || dirname(existing) === existing) throw error
      missing.unshift(basename(existing))
      existing = dirname(existing)
    }
  }
  try {
    await verifyOpened(handle, existing)
    for (const name of missing) {
      const entry: string = `${root}/${handle.fd}/${name}`
      await makeFolder(entry, mode)
      const next: FileHandle = await openFolder(entry).catch(error => {
        throw isMissing(error) ? moved() : error
      })
      await handle.close()
      handle = next
    }
    const held = handle
    return {
      entry: name => `${root}/${held.fd}/${name}`,
      verify: () => verifyOpened(held, path),
      sync: () => held.sync(),
      close: () => held.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Without descriptors a moment remains between looking and doing; what was looked at is looked at again after it. */
async function holdByName(path: string, mode: number): Promise<HeldDirectory> {
  await mkdir(path, { recursive: true, mode })
  const { identity } = await inspect(path)
  return {
    entry: name => join(path, name),
    async verify() {
      if ((await inspect(path)).identity !== identity) throw moved()
    },
    sync: async () => {},
    close: async () => {},
  }
}

async function inspect(path: string): Promise<{ identity: string }> {
  const [stats, real] = await Promise.all([lstat(path, { bigint: true }), realpath(path)])
  if (real !== path || !stats.isDirectory()) throw moved()
  return { identity: identityOf(stats) }
}

/**
 * @param path real and absolute; folders that are missing are made with `mode`
 * @throws HarombeError CONFLICT when a link was put into the path
 */
export const holdDirectory = (path: string, mode = 0o777): Promise<HeldDirectory> =>
  descriptors === null ? holdByName(path, mode) : holdByDescriptor(descriptors, path, mode)

/** A name nobody else uses, short enough for every file system. */
export const temporaryName = (): string => `.harombe-${randomBytes(8).toString('hex')}.tmp`
