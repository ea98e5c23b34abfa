import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Log } from '../log'
import { type KeptError, keepError, keptError } from './crash-report'

const marker = z.object({ startedAt: z.number(), error: keptError.nullable() })
type Marker = z.infer<typeof marker>

export interface LastRun {
  /** When it went down, as far as that is known. */
  at: number
  error: KeptError | null
}

/**
 * Whether a run that left its marker crashed. One that only stopped, on a machine that was started since, may have lost its
 * power: that is nobody's fault to report.
 */
export function crashOf(left: Marker | null, bootedAt: number): LastRun | null {
  if (left === null) return null
  if (left.error !== null) return { at: left.error.at, error: left.error }
  return bootedAt > left.startedAt ? null : { at: left.startedAt, error: null }
}

export interface RunMarker {
  /** How the run before this one crashed; null when it did not. */
  lastCrash: LastRun | null
  /** An error nobody caught: kept for the next run. Synchronous, the process may end right after it. */
  failed(error: unknown): void
  /** This run ends as it should. */
  ended(): void
}

/** A file that is there while the app runs. To be made by the one instance that holds the lock. */
export function markRun(directory: string, times: { now(): number; bootedAt: number }, log: Log): RunMarker {
  const path = join(directory, 'running.json')
  const startedAt = times.now()

  function read(): Marker | null {
    try {
      const parsed = marker.safeParse(JSON.parse(readFileSync(path, 'utf8')))
      return parsed.success ? parsed.data : null
    } catch {
      return null
    }
  }
  function write(error: KeptError | null): void {
    try {
      mkdirSync(directory, { recursive: true })
      writeFileSync(path, JSON.stringify({ startedAt, error } satisfies Marker), { mode: 0o600 })
    } catch (err) {
      log.warn({ err }, 'the marker of this run could not be written')
    }
  }

  const lastCrash = crashOf(read(), times.bootedAt)
  write(null)
  return {
    lastCrash,
    failed: error => write(keepError(error, times.now())),
    ended: () => rmSync(path, { force: true }),
  }
}
