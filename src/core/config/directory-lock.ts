import { randomBytes, randomUUID } from 'node:crypto'
import { accessSync, constants, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { z } from 'zod'
import { HarombeError, isHarombeError } from '../../shared/errors'
import { exclusively } from './exclusive'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from './private-files'
import { isProcessAlive, processIdentity } from './process-identity'

const lockRecord = z.object({
  pid: z.number().int().positive(),
  /** Start of the process, see processIdentity; a later process with the same id is not the owner. */
  process: z.string().nullable(),
  /** Where the coordinator listens; null until it does. */
  endpoint: z.string().nullable(),
  /** Lets a client of the same user in. */
  token: z.string().min(1),
  startedAt: z.number(),
  /** Distinguishes two locks of one process. */
  instance: z.string().min(1),
})
export type LockRecord = z.infer<typeof lockRecord>

export interface DirectoryLock {
  readonly token: string
  /** Tells clients where to connect. @throws LOCKED when the lock is no longer ours */
  publish(endpoint: string): void
  /** Gives the directory free if it is still ours. Idempotent. */
  release(): void
}

export interface LockOptions {
  pid?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Does a harombe answer at this address? Only asked where the system cannot tell two processes with one id apart. */
  isAnswering?: (endpoint: string) => Promise<boolean>
}

const maximumAttempts = 20
/** A coordinator publishes its endpoint well before this. */
const startingMs = 60_000

/**
 * Makes this process the only coordinator on the directory. What a dead process left behind (also an empty or damaged lock
 * file) is taken over.
 * @throws HarombeError LOCKED with `data: {endpoint, pid}` while another one lives, STORAGE_FAILED when the system refuses
 */
export async function acquireLock(directory: string, options: LockOptions = {}): Promise<DirectoryLock> {
  const { pid = process.pid, now = Date.now, isAnswering = askHealth } = options
  const record: LockRecord = {
    pid,
    process: processIdentity(pid),
    endpoint: null,
    token: randomBytes(32).toString('base64url'),
    startedAt: now(),
    instance: randomUUID(),
  }
  prepare(directory)
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const seen = readText(directory)
    const owner = parseRecord(seen)
    if (owner !== null && (await isHeld(owner, now(), isAnswering))) throw locked(owner)
    // Deciding takes time; only what was judged is replaced, and only one process at a time replaces.
    if (guarded(directory, () => readText(directory) === seen && write(directory, record))) {
      return createLock(directory, record)
    }
  }
  throw locked(parseRecord(readText(directory)))
}

/** What the system refuses there, a full disk among it, in words that help. */
function unusable(directory: string, cause: unknown): HarombeError {
  if (isHarombeError(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new HarombeError('STORAGE_FAILED', `The data directory ${directory} cannot be used: ${reason}.`, {
    hint: 'Make it writable for your user and free some space, or choose another one with --data-dir or HAROMBE_HOME.',
    cause,
  })
}

function prepare(directory: string): void {
  try {
    createPrivateDirectory(directory)
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unusable(directory, error)
  }
}

/** The coordinator that runs on the directory, with the token that lets its user in; null when there is none. */
export async function readLock(directory: string): Promise<LockRecord | null> {
  const owner = parseRecord(readText(directory))
  return owner !== null && judge(owner) !== 'gone' ? owner : null
}

function createLock(directory: string, record: LockRecord): DirectoryLock {
  const isOurs = () => parseRecord(readText(directory))?.instance === record.instance
  return {
    token: record.token,
    publish(endpoint) {
      const published = guarded(directory, () => isOurs() && write(directory, { ...record, endpoint }))
      if (!published) throw locked(parseRecord(readText(directory)))
    },
    release() {
      try {
        guarded(directory, () => {
          if (isOurs()) rmSync(lockPath(directory), { force: true })
          return true
        })
      } catch {
        // The directory is gone or read-only; without its process the lock counts for nothing anyway.
      }
    },
  }
}

/** What the system says of the owner; unsure where it cannot tell a process from an earlier one with the same id. */
function judge(owner: LockRecord): 'held' | 'gone' | 'unsure' {
  if (!isProcessAlive(owner.pid)) return 'gone'
  const identity = processIdentity(owner.pid)
  if (identity === null || owner.process === null) {
    // Written before this process began, with this process's id: a container, where every start has the same id.
    const isPredecessor = owner.pid === process.pid && owner.startedAt < performance.timeOrigin
    return isPredecessor ? 'gone' : 'unsure'
  }
  return identity === owner.process ? 'held' : 'gone'
}

async function isHeld(
  owner: LockRecord,
  now: number,
  isAnswering: (endpoint: string) => Promise<boolean>,
): Promise<boolean> {
  const verdict = judge(owner)
  if (verdict !== 'unsure') return verdict === 'held'
  if (owner.pid === process.pid) return true
  return owner.endpoint === null ? Math.abs(now - owner.startedAt) < startingMs : isAnswering(owner.endpoint)
}

const healthTimeoutMs = 2000
const health = z.object({ status: z.string() })

async function askHealth(endpoint: string): Promise<boolean> {
  // Not the certificate is asked about: it is made out to another name than this address.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } })
  try {
    const signal = AbortSignal.timeout(healthTimeoutMs)
    const { body } = await request(new URL('/health', endpoint), { dispatcher, signal })
    return health.safeParse(await body.json()).success
  } catch (error) {
    // Too busy to answer is not gone.
    return error instanceof Error && error.name === 'TimeoutError'
  } finally {
    await dispatcher.destroy()
  }
}

function lockPath(directory: string): string {
  return join(directory, 'coordinator.lock')
}

function guarded(directory: string, action: () => boolean): boolean {
  try {
    return exclusively(join(directory, 'coordinator.guard'), action)
  } catch (error) {
    throw unusable(directory, error)
  }
}

function write(directory: string, record: LockRecord): true {
  replacePrivateFile(lockPath(directory), `${JSON.stringify(record)}\n`)
  return true
}

function readText(directory: string): string | null {
  try {
    return readFileSync(lockPath(directory), 'utf8')
  } catch (error) {
    if (isMissingFile(error)) return null
    throw unusable(directory, error)
  }
}

function parseRecord(text: string | null): LockRecord | null {
  if (text === null) return null
  try {
    return lockRecord.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

function locked(owner: LockRecord | null): HarombeError {
  const place = owner === null || owner.endpoint === null ? '' : ` at ${owner.endpoint}`
  const who = owner === null ? '' : ` (process ${owner.pid}${place})`
  return new HarombeError('LOCKED', `Another harombe already runs on this data directory${who}.`, {
    hint: 'Use that one, quit it first, or choose another directory with --data-dir.',
    data: { endpoint: owner?.endpoint ?? null, pid: owner?.pid ?? null },
  })
}
