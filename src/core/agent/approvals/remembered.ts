import { readFileSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../../../shared/clock'
import { type RememberedApproval, rememberedApproval } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from '../../config/private-files'

/** How long a call stays allowed, ms. */
export const rememberedMs = 24 * 60 * 60 * 1000
/** More than anybody looks through; the oldest make room. */
const maxEntries = 200

export interface RememberedCall {
  /** SHA-256 of the call with all it depends on, the workspace among it. */
  key: string
  tool: string
  exact: RememberedApproval['exact']
  workspace: string
}

/** Calls a person allowed for 24 hours. */
export interface RememberedApprovals {
  /** Whether one covers exactly this call. */
  has(key: string): boolean
  /** Allows a call for 24 hours from now. @throws HarombeError STORAGE_FAILED when that cannot be kept; then it is not allowed */
  add(call: RememberedCall): void
  /** Those that still hold, newest first. */
  list(): RememberedApproval[]
  /**
   * Idempotent. @returns what was revoked; null when there was none
   * @throws HarombeError STORAGE_FAILED when that cannot be kept; it is revoked until the next start all the same
   */
  revoke(id: string): RememberedApproval | null
}

const keptEntry = rememberedApproval.extend({ key: z.string().regex(/^[0-9a-f]{64}$/) })
const keptFile = z.strictObject({ version: z.literal(1), approvals: z.array(keptEntry).max(maxEntries) })
type KeptEntry = z.infer<typeof keptEntry>

export interface RememberedOptions {
  /** Null: nothing is read or written, for commands that leave no trace. */
  path: string | null
  clock: Pick<Clock, 'monotonic' | 'wall'>
  createId(): string
  report(error: unknown): void
}

interface Entry extends KeptEntry {
  /** Of the monotonic clock: setting the date back must not make an approval last. */
  endsAt: number
}

/** What cannot be read counts as nothing allowed, and is set aside. */
function readEntries({ path, report }: RememberedOptions): KeptEntry[] {
  if (path === null) return []
  try {
    return keptFile.parse(JSON.parse(readFileSync(path, 'utf8'))).approvals
  } catch (error) {
    if (isMissingFile(error)) return []
    report(error)
    try {
      renameSync(path, `${path}.broken`)
    } catch (cause) {
      report(cause)
    }
    return []
  }
}

export function openRememberedApprovals(options: RememberedOptions): RememberedApprovals {
  const { path, clock, createId } = options

  /** A date of the future was written by a clock that was wrong: how long ago it was nobody knows. */
  const isCurrent = ({ createdAt, expiresAt }: KeptEntry) => {
    const now = clock.wall()
    return createdAt <= now && now < expiresAt && expiresAt - createdAt <= rememberedMs
  }
  const holds = (entry: Entry) => isCurrent(entry) && clock.monotonic() < entry.endsAt

  let entries: Entry[] = readEntries(options)
    .filter(isCurrent)
    .map(entry => ({ ...entry, endsAt: clock.monotonic() + entry.expiresAt - clock.wall() }))

  function write(next: readonly Entry[]): void {
    if (path === null) return
    try {
      createPrivateDirectory(dirname(path))
      const approvals = next.map(({ endsAt: _, ...entry }) => entry)
      replacePrivateFile(path, `${JSON.stringify({ version: 1, approvals }, null, 2)}\n`)
    } catch (cause) {
      throw new HarombeError('STORAGE_FAILED', 'What is allowed could not be written to the disk.', {
        hint: 'Look whether the disk is full.',
        cause,
      })
    }
  }

  const view = ({ key: _key, endsAt: _endsAt, ...entry }: Entry): RememberedApproval => entry

  return {
    has: key => entries.some(entry => entry.key === key && holds(entry)),
    add(call) {
      const createdAt = clock.wall()
      const entry = {
        ...call,
        id: createId(),
        createdAt,
        expiresAt: createdAt + rememberedMs,
        endsAt: clock.monotonic() + rememberedMs,
      }
      const others = entries.filter(other => other.key !== call.key && holds(other))
      const next = [...others, entry].slice(-maxEntries)
      write(next)
      entries = next
    },
    list: () => entries.filter(holds).map(view).reverse(),
    revoke(id) {
      const revoked = entries.find(entry => entry.id === id)
      if (revoked === undefined) return null
      entries = entries.filter(entry => entry.id !== id && holds(entry))
      write(entries)
      return view(revoked)
    },
  }
}
