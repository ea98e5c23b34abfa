export interface FailedLoginsOptions {
  monotonic(): number
  /** Wrong credentials within `windowMs` that ban an address for `banMs`. */
  limit: number
  windowMs: number
  banMs: number
}

export interface FailedLogins {
  /** Returns true when this one brought the ban. */
  record(address: string): boolean
  isBanned(address: string): boolean
}

interface Entry {
  windowStart: number
  count: number
  bannedUntil: number
}

/** Addresses remembered; the one that has waited longest is forgotten first. */
const maxAddresses = 4096

/** Counts wrong credentials by peer address, loopback included. */
export function createFailedLogins({ monotonic, limit, windowMs, banMs }: FailedLoginsOptions): FailedLogins {
  const entries = new Map<string, Entry>()

  return {
    record(address) {
      const now = monotonic()
      const known = entries.get(address)
      const entry =
        known !== undefined && now - known.windowStart < windowMs
          ? known
          : { windowStart: now, count: 0, bannedUntil: known?.bannedUntil ?? 0 }
      entry.count += 1
      const bans = entry.count >= limit && entry.bannedUntil <= now
      if (bans) entry.bannedUntil = now + banMs
      entries.delete(address)
      entries.set(address, entry)
      const oldest = entries.size > maxAddresses ? entries.keys().next().value : undefined
      if (oldest !== undefined) entries.delete(oldest)
      return bans
    },
    isBanned(address) {
      if (entries.size === 0) return false
      return (entries.get(address)?.bannedUntil ?? 0) > monotonic()
    },
  }
}
