import type { Clock } from '../../../shared/clock'
import type { ReceivedPacket } from './read-packet'
import {
  type Announcement,
  announcementOn,
  contradicts,
  goodbyeOn,
  isAskedFor,
  probeOn,
  servicesAnswer,
} from './responder'
import type { Transport } from './transport'

export interface AnnouncerOptions {
  clock: Clock
  random(): number
  transport: Pick<Transport, 'query' | 'respond'>
  onChanged(): void
}

/** Tells others where this machine is: first asks whether the name is free, then says it, then answers those who ask. */
export interface Announcer {
  /** Null: say goodbye and be silent. The suffix is ours to choose. */
  announce(own: Omit<Announcement, 'suffix'> | null): void
  isAnnouncing(): boolean
  onQuery(query: ReceivedPacket, source: { isOwn: boolean }): void
  onResponse(records: readonly unknown[], source: { isOwn: boolean }): void
  /** Says it again: another network came, or the machine woke up. */
  repeat(): void
  /** Says goodbye; resolves when that is out, or cannot be. */
  stop(): Promise<void>
}

const probes = 3
const probeIntervalMs = 250
const repeatMs = 1000
/** The same answer to whoever asks, at most this often; others hear it too. RFC 6762, section 6. */
const answerIntervalMs = 1000
/** RFC 6762, section 8.1: after many conflicts somebody is playing with us; then slowly. */
const quickRenames = 5
const slowRenameMs = 10_000

export function createAnnouncer({ clock, random, transport, onChanged }: AnnouncerOptions): Announcer {
  let wanted: Omit<Announcement, 'suffix'> | null = null
  let suffix = 0
  let state: 'silent' | 'probing' | 'announcing' = 'silent'
  let cancel: (() => void) | null = null
  let cancelAnswer: (() => void) | null = null
  let answeredAt = Number.NEGATIVE_INFINITY

  const own = (): Announcement | null => (wanted === null ? null : { ...wanted, suffix })

  function later(ms: number, task: () => void): void {
    cancel?.()
    cancel = clock.after(ms, task)
  }

  function enter(next: typeof state): void {
    const was = state
    state = next
    if ((was === 'announcing') !== (next === 'announcing')) onChanged()
  }

  function probe(left: number): void {
    const current = own()
    if (current === null) return
    enter('probing')
    if (left === 0) {
      enter('announcing')
      say(2)
      return
    }
    void transport.query(link => probeOn(current, link))
    later(probeIntervalMs, () => probe(left - 1))
  }

  function say(times: number): void {
    const current = own()
    if (current === null || times === 0) return
    answeredAt = clock.monotonic()
    void transport.respond(link => announcementOn(current, link))
    later(repeatMs, () => say(times - 1))
  }

  function rename(): void {
    suffix += 1
    enter('probing')
    later(suffix <= quickRenames ? probeIntervalMs * random() : slowRenameMs, () => probe(probes))
  }

  function sayGoodbye(): Promise<void> {
    const current = own()
    const wasHeard = state === 'announcing'
    cancel?.()
    cancelAnswer?.()
    cancelAnswer = null
    wanted = null
    enter('silent')
    if (current === null || !wasHeard) return Promise.resolve()
    return transport.respond(link => goodbyeOn(current, link))
  }

  const sameAs = (other: Omit<Announcement, 'suffix'>) => JSON.stringify(other) === JSON.stringify(wanted)

  return {
    announce(next) {
      if (next === null) {
        if (wanted !== null) void sayGoodbye()
        return
      }
      if (sameAs(next)) return
      if (wanted !== null) void sayGoodbye()
      wanted = next
      suffix = 0
      enter('probing')
      // Spread, so that machines that start together after a power cut do not all ask at once.
      later(probeIntervalMs * random(), () => probe(probes))
    },
    isAnnouncing: () => state === 'announcing',
    onQuery(query, source) {
      const current = own()
      if (current === null) return
      if (state === 'probing' && contradicts(query.authorities, current, source)) return rename()
      if (state !== 'announcing' || cancelAnswer !== null) return
      const asked = isAskedFor(query, current)
      if (asked === null) return
      // Always to everybody: an answer to one asker would go wherever a forged source points. 20–120 ms, so that not all
      // machines answer at once.
      const earliest = answeredAt + answerIntervalMs - clock.monotonic()
      cancelAnswer = clock.after(Math.max(earliest, 20 + 100 * random()), () => {
        cancelAnswer = null
        const now = own()
        if (now === null || state !== 'announcing') return
        answeredAt = clock.monotonic()
        if (asked === 'services') void transport.respond(() => servicesAnswer(now))
        void transport.respond(link => announcementOn(now, link))
      })
    },
    onResponse(records, source) {
      const current = own()
      if (current !== null && contradicts(records, current, source)) rename()
    },
    repeat() {
      if (state === 'announcing') say(2)
      else if (state === 'probing') later(probeIntervalMs, () => probe(probes))
    },
    async stop() {
      await sayGoodbye()
      cancel?.()
    },
  }
}
