import { hash } from 'node:crypto'
import type { GatewayClock } from '../types'

/** What survives a restart: never the cookie's value, only its digest. */
export interface StoredSession {
  id: string
  /** Wall clock, milliseconds. */
  expiresAt: number
}

export interface SessionStoreOptions {
  clock: GatewayClock
  randomBytes(size: number): Uint8Array
  idleMs: number
  limit: number
  /** Called after a change worth keeping: a login, a logout, or enough use since the last call. */
  changed(): void
}

export interface SessionStore {
  /** Begins a session; returns the value of its cookie. The least used session makes room. */
  open(): string
  /** The id of the live session a cookie value stands for; counts as use. */
  find(value: string): string | null
  /** Counts as use; false when the session is over. */
  touch(id: string): boolean
  close(id: string): void
  /** Runs `closed` when the session ends; the returned function takes it back. */
  onClosed(id: string, closed: () => void): () => void
  export(): StoredSession[]
  import(sessions: readonly StoredSession[]): void
}

interface Session {
  /** Monotonic. */
  expiresAt: number
  keptAt: number
  listeners: Set<() => void>
}

/** Use is written down this often at most. */
const keepEveryMs = 5 * 60_000

const idOf = (value: string) => hash('sha256', value)

/** Browser sessions, by the digest of their 256-bit cookie. Idle time is measured on the monotonic clock. */
export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { clock, idleMs, limit } = options
  /** Least recently used first. */
  const sessions = new Map<string, Session>()

  function end(id: string): boolean {
    const session = sessions.get(id)
    if (session === undefined) return false
    sessions.delete(id)
    for (const closed of session.listeners) closed()
    return true
  }

  function add(id: string, expiresAt: number): void {
    sessions.set(id, { expiresAt, keptAt: clock.monotonic(), listeners: new Set() })
    const oldest = sessions.size > limit ? sessions.keys().next().value : undefined
    if (oldest !== undefined) end(oldest)
  }

  function touch(id: string): boolean {
    const session = sessions.get(id)
    if (session === undefined) return false
    const now = clock.monotonic()
    if (session.expiresAt <= now) {
      end(id)
      options.changed()
      return false
    }
    session.expiresAt = now + idleMs
    sessions.delete(id)
    sessions.set(id, session)
    if (now - session.keptAt >= keepEveryMs) {
      session.keptAt = now
      options.changed()
    }
    return true
  }

  return {
    open() {
      const value = Buffer.from(options.randomBytes(32)).toString('base64url')
      add(idOf(value), clock.monotonic() + idleMs)
      options.changed()
      return value
    },
    find(value) {
      const id = idOf(value)
      return touch(id) ? id : null
    },
    touch,
    close(id) {
      if (end(id)) options.changed()
    },
    onClosed(id, closed) {
      const session = sessions.get(id)
      if (session === undefined) {
        closed()
        return () => undefined
      }
      session.listeners.add(closed)
      return () => session.listeners.delete(closed)
    },
    export() {
      const offset = clock.wall() - clock.monotonic()
      return [...sessions].map(([id, { expiresAt }]) => ({ id, expiresAt: Math.round(expiresAt + offset) }))
    },
    import(stored) {
      for (const { id, expiresAt } of stored) {
        // A clock that was set back must not stretch a session beyond its idle time.
        const remaining = Math.min(expiresAt - clock.wall(), idleMs)
        if (remaining > 0) add(id, clock.monotonic() + remaining)
      }
    },
  }
}
