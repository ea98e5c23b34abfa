import type { Clock } from '../../../shared/clock'

/** Looks host names up now and then, so that what is announced by address is recognised in what was written by name. */
export interface HostNames {
  /** Null for a name that is being looked up for the first time; no addresses for one that leads nowhere. */
  resolved(names: readonly string[]): Map<string, readonly string[] | null>
}

const believedMs = 60_000
const mostNames = 256

export function createHostNames(
  { clock, lookup }: { clock: Clock; lookup(name: string): Promise<string[]> },
  onResolved: () => void,
): HostNames {
  const known = new Map<string, { addresses: readonly string[] | null; askedAt: number }>()

  function ask(name: string, before: readonly string[] | null): void {
    const entry = { addresses: before, askedAt: clock.monotonic() }
    known.set(name, entry)
    void lookup(name)
      .catch(() => [])
      .then(addresses => {
        entry.addresses = addresses
        onResolved()
      })
  }

  return {
    resolved(names) {
      const wanted = names.slice(0, mostNames)
      for (const name of known.keys()) if (!wanted.includes(name)) known.delete(name)
      const now = clock.monotonic()
      for (const name of wanted) {
        const entry = known.get(name)
        if (entry === undefined || now - entry.askedAt >= believedMs) ask(name, entry?.addresses ?? null)
      }
      return new Map(wanted.map(name => [name, known.get(name)?.addresses ?? null]))
    },
  }
}
