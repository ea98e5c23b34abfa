import Database from 'better-sqlite3'
import { HarombeError, isHarombeError } from '../../shared/harombe-error'

/** Primary result codes that blame the disk, its permissions or another program, with what to say about each; % is the file. */
const faults: Record<string, { message: string; hint: string }> = {
  SQLITE_FULL: { message: 'The disk is full.', hint: 'Free some space; saving is tried again by itself.' },
  SQLITE_IOERR: {
    message: 'The disk reported an error.',
    hint: 'Check the disk that holds the data directory.',
  },
  SQLITE_READONLY: {
    message: 'The % is read-only.',
    hint: 'Make the file and its folder writable for your user.',
  },
  SQLITE_BUSY: {
    message: 'Another program has locked the %.',
    hint: 'Close the program that has it open; saving is tried again by itself.',
  },
  SQLITE_LOCKED: {
    message: 'Another program has locked the %.',
    hint: 'Close the program that has it open; saving is tried again by itself.',
  },
  SQLITE_CANTOPEN: {
    message: 'The % cannot be opened.',
    hint: 'Check that its folder exists and is writable for your user.',
  },
  SQLITE_PERM: {
    message: 'The % may not be opened.',
    hint: 'Make the file and its folder writable for your user.',
  },
  SQLITE_CORRUPT: {
    message: 'The % is damaged.',
    hint: 'Restart harombe: it sets the damaged file aside and goes back to the newest good backup.',
  },
  SQLITE_NOTADB: {
    message: 'The % is damaged.',
    hint: 'Restart harombe: it sets the damaged file aside and goes back to the newest good backup.',
  },
}

/** Extended codes (SQLITE_IOERR_FSYNC, SQLITE_BUSY_SNAPSHOT) mean their primary code to us. */
function primaryCode(error: unknown): string | null {
  if (!(error instanceof Database.SqliteError)) return null
  return Object.keys(faults).find(code => error.code === code || error.code.startsWith(`${code}_`)) ?? null
}

/** True for trouble that is not our bug; constraint violations and SQL errors are. */
export function isStorageFault(error: unknown): boolean {
  return primaryCode(error) !== null
}

export function isDamage(error: unknown): boolean {
  const code = primaryCode(error)
  return code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB'
}

/** STORAGE_FAILED for a storage fault; anything else as it was. `file` is what the user knows the file as. */
export function toStorageError(error: unknown, file = 'conversations file'): unknown {
  if (isHarombeError(error)) return error
  const code = primaryCode(error)
  const fault = code === null ? undefined : faults[code]
  if (code === null || fault === undefined) return error
  return new HarombeError('STORAGE_FAILED', fault.message.replace('%', file), {
    hint: fault.hint,
    data: { reason: code },
    cause: error,
  })
}

/** Runs `action`; a storage fault leaves as STORAGE_FAILED. */
export function withStorageErrors<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw toStorageError(error)
  }
}
