import type { Config } from '../../../shared/config/schema'
import type { Actor, ApplyRun, ApplyStep, Plan, PlanChange } from '../../../shared/entities'
import type { AppliedState } from '../plan/types'

/** Told as often as it likes; it goes out at most four times a second. */
export type ReportProgress = (progress: NonNullable<ApplyStep['progress']>) => void

export interface StepContext {
  /** Fires when the apply is cancelled: the step ends at its next safe point and rejects. */
  signal: AbortSignal
  report: ReportProgress
}

/**
 * What the steps do to files and machines. Each is idempotent: doing it again, or after a part of it, comes to the same.
 * Each resolves with one English sentence on how it went. @throws HarombeError what kept it from being done
 */
export interface ApplyActions {
  /** The entry of that node, as desired, comes into force, taking the place of `from` when it was renamed. */
  register(node: string, from: string | null, context: StepContext): Promise<string>
  /** It is asked, and must answer. */
  test(node: string, context: StepContext): Promise<string>
  /** A download that is cancelled keeps what it has where the server can. */
  pull(node: string, model: string, context: StepContext): Promise<string>
  load(node: string, model: string, context: StepContext): Promise<string>
  /** Nothing new for it; resolves when it answers nobody any more. Cancelled: it is put back. */
  drain(node: string, context: StepContext): Promise<string>
  /** Its entry goes out of force; a node that is not there is retired already. */
  retire(node: string, context: StepContext): Promise<string>
  /** Everything outside the nodes comes into force. */
  reload(context: StepContext): Promise<string>
  /** Nodes with the same answer share a server: their lanes come one after the other. */
  serverOf(node: string): string
  /** Of the models that are wanted there, those that are there, and those wanted in memory that are. */
  holdings(node: string): { models: readonly string[]; loaded: readonly string[] }
  /** At the end of a run: what was drained and did not go is put back. */
  release(): void
}

/** An apply as it is begun or gone on with. */
export interface ApplyJob {
  plan: Plan
  by: Actor
  /** What is to be in force at the end, secrets as they stand in the file. */
  desired: Config
  /** Its number in the history; null where nothing is kept. */
  version: number | null
  actions: ApplyActions
}

/** What was applied as a whole last, beside what plans compare. */
export interface AppliedRecord extends AppliedState {
  /** Of the text and overlays; null before the first whole apply. */
  textDigest: string | null
  /** When it last changed, ms since the epoch. */
  at: number
}

/** Writes down what was done, step by step, so that a kill between two of them loses neither. */
export interface AppliedBook {
  current(): AppliedRecord | null
  /** The node's entry is in force as desired, and something may still be to be done for it. */
  registered(node: string, from: string | null, desired: Config): void
  /** It is there, and in memory. */
  provided(node: string, model: string, isLoaded: boolean): void
  /** Nothing is left to be done for it. */
  finished(node: string, desired: Config, holds: ReturnType<ApplyActions['holdings']>): void
  retired(node: string): void
  /** Everything outside the nodes is as desired. */
  reloaded(desired: Config): void
  /** Somebody had just these changed, and it is done. @param settings blocks outside the nodes: `cluster.routing` */
  touched(what: { nodes: readonly string[]; settings: readonly string[] }, desired: Config): void
  /** All of the text is applied. */
  completed(desired: Config, textDigest: string, version: number | null): void
  /** Equal for equal secrets, and cannot be turned back. */
  fingerprint(secret: string): string
}

/**
 * Keeps the last run across a crash: its beginning as a whole, then what became of each step. Each is on the disk when the call
 * returns. @throws HarombeError STORAGE_FAILED
 */
export interface ApplyJournal {
  /** The last run as far as it came; null before the first, or when it cannot be read. */
  read(): ApplyRun | null
  begin(run: ApplyRun): void
  note(step: ApplyStep): void
  end(run: Pick<ApplyRun, 'state' | 'endedAt'>): void
}

export interface Applier {
  /** The last run, running or ended; null before the first. */
  current(): ApplyRun | null
  watch(signal: AbortSignal): AsyncIterable<ApplyRun | null>
  /** Begins and returns at once. @throws HarombeError CONFLICT while another runs, STORAGE_FAILED when nothing can be noted */
  start(job: ApplyJob): ApplyRun
  /** Goes on with the last run where it ended; steps that are done stay done. @throws as `start`, NOT_FOUND */
  resume(id: string, job: Omit<ApplyJob, 'plan'>): ApplyRun
  /** Idempotent; an unknown id is nobody's. */
  cancel(id: string): void
  /** Resolves with the run's end. @throws HarombeError NOT_FOUND */
  finished(id: string): Promise<ApplyRun>
  /** Ends what runs as interrupted. */
  stop(): Promise<void>
}

/** Nodes that have another name from now on, by the new name. */
export const renamesOf = (changes: readonly PlanChange[]): ReadonlyMap<string, string> =>
  new Map(changes.flatMap(change => (change.kind === 'node_renamed' ? [[change.node, change.from]] : [])))
