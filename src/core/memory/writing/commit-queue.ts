import { HarombeError } from '../../../shared/harombe-error'
import { isStorageFault, toStorageError } from '../storage-fault'
import type { Group, Outcome, TextRow, Write, Writer } from './types'

/** keep: wait in memory while the disk refuses; refuse: fail with STORAGE_FAILED and change nothing. */
export type FaultPolicy = 'keep' | 'refuse'

export interface Task {
  write: Write
  policy: FaultPolicy
  /** Characters of text it holds while it waits. */
  characters: number
  /** It waits no longer: it was committed, or never will be. Comes before what `add` returned settles. */
  ended?: ((committed: boolean) => void) | undefined
}

/** kept: it waits in memory, because the disk refuses. */
export type Written = { saved: true; changes: number } | { saved: false }

export interface CommitQueue {
  /**
   * Committed in the order of the calls, together with whatever else comes until the writer is free.
   * @throws HarombeError STORAGE_FAILED at once when too much waits; the promise rejects with it when the disk refuses what
   * may be refused, and with what SQLite says about what can never be written
   */
  add(task: Task): Promise<Written>
  /** Later texts of one answer replace earlier ones that were not written yet. Nobody is told when it cannot be. */
  addText(row: TextRow): void
  dropText(id: string): void
  /** Not written yet, oldest first: at most the one being written and the next. */
  texts(id: string): readonly TextRow[]
  /** Why writing fails, in a sentence; null while it does not. */
  fault(): string | null
  /** When everything added before is committed, or waits for a disk that refuses. */
  settled(): Promise<void>
  /** Tries a last time to write what waits and stops trying. */
  close(): Promise<void>
}

interface Entry extends Task {
  resolve(written: Written): void
  reject(error: unknown): void
}

const retryMs = 5000
/** Characters of text that may wait for the disk; more are refused, so that a full disk does not fill the memory too. */
const maximumWaiting = 16_000_000

const isFailure = (outcome: Outcome | undefined) => outcome === undefined || 'code' in outcome

function errorOf(outcome: Outcome | undefined): Error {
  if (outcome === undefined || !('code' in outcome))
    return new Error('The writer said nothing of this write.')
  return Object.assign(new Error(outcome.message), { code: outcome.code })
}

function explain(error: unknown): string {
  const known = toStorageError(error)
  return known instanceof Error ? known.message : 'The conversations could not be saved.'
}

/**
 * Groups what is written into few transactions: one is written at a time, and all that comes meanwhile is the next. When the
 * disk refuses, what may wait waits here, and every five seconds (and with every refusable write) all of it is tried again.
 */
export function createCommitQueue(writer: Writer, report: (error: unknown) => void): CommitQueue {
  let waiting: Entry[] = []
  let texts = new Map<string, TextRow>()
  let textsInFlight = new Map<string, TextRow>()
  let characters = 0
  let fault: { message: string; error: unknown } | null = null
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null

  function end(entry: Entry, committed: boolean): void {
    characters -= entry.characters
    entry.ended?.(committed)
  }

  function committed(entry: Entry, outcome: Outcome | undefined): void {
    const isWritten = outcome !== undefined && 'changes' in outcome
    end(entry, isWritten)
    if (isWritten) entry.resolve({ saved: true, changes: outcome.changes })
    else entry.reject(errorOf(outcome))
  }

  /** The whole group was refused. */
  function refused(group: readonly Entry[], error: unknown): void {
    const isFault = isStorageFault(error)
    // What came meanwhile is refused by the same disk.
    const all = [...group, ...waiting]
    waiting = isFault ? all.filter(({ policy }) => policy === 'keep') : []
    for (const entry of all) {
      if (isFault && entry.policy === 'keep') {
        entry.resolve({ saved: false })
        continue
      }
      end(entry, false)
      entry.reject(toStorageError(error))
    }
    if (waiting.length === 0) return
    fault = { message: explain(error), error }
    for (const [id, row] of textsInFlight) if (!texts.has(id)) texts.set(id, row)
    clearTimeout(timer)
    timer = setTimeout(start, retryMs).unref()
  }

  function settle(group: readonly Entry[], outcomes: readonly Outcome[]): void {
    if (group.length > 0) {
      fault = null
      clearTimeout(timer)
    }
    for (const [index, entry] of group.entries()) committed(entry, outcomes[index])
    const unwritten = outcomes.slice(group.length).find(isFailure)
    if (unwritten !== undefined) report(errorOf(unwritten))
  }

  async function writeNext(): Promise<void> {
    const group = waiting
    textsInFlight = texts
    waiting = []
    texts = new Map()
    const rows = [...textsInFlight.values()].map(row => [{ kind: 'text', row } as const])
    const next: Group = { writes: [...group.map(({ write }) => write), ...rows], durable: group.length > 0 }
    try {
      settle(group, await writer.write(next))
    } catch (error) {
      if (group.length > 0) refused(group, error)
      // Only a crash would need these texts, and finishing saves the whole text anyway.
      else if (!isStorageFault(error)) report(error)
    } finally {
      textsInFlight = new Map()
    }
  }

  async function run(): Promise<void> {
    // Whatever else this turn writes goes along.
    await Promise.resolve()
    do await writeNext()
    while (fault === null && waiting.length + texts.size > 0)
    running = null
  }

  function start(): void {
    if (waiting.length + texts.size > 0) running ??= run()
  }

  return {
    add(task) {
      if (characters + task.characters > maximumWaiting) {
        throw new HarombeError(
          'STORAGE_FAILED',
          `${fault?.message ?? 'The disk is slow.'} Too much is waiting to be saved.`,
          {
            hint: 'Nothing more can be kept until the conversations can be written again.',
            cause: fault?.error,
          },
        )
      }
      characters += task.characters
      const { promise, resolve, reject } = Promise.withResolvers<Written>()
      // Whoever does not wait for it has no use for its failure.
      promise.catch(() => undefined)
      waiting.push({ ...task, resolve, reject })
      // One fault is enough: waiting for a lock again with every write would hold up all the others.
      if (fault !== null && task.policy === 'keep') resolve({ saved: false })
      else start()
      return promise
    },
    addText(row) {
      const before = texts.get(row.id)
      if (before !== undefined && before.epoch > row.epoch) return
      texts.set(row.id, row)
      if (fault === null) start()
    },
    dropText: id => void texts.delete(id),
    texts: id => [textsInFlight.get(id), texts.get(id)].filter(row => row !== undefined),
    fault: () => fault?.message ?? null,
    async settled() {
      while (running !== null) await running
    },
    async close() {
      clearTimeout(timer)
      start()
      while (running !== null) await running
      clearTimeout(timer)
    },
  }
}
