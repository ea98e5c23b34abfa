import type { Config } from '../../../shared/config/schema'
import type { Actor, ApplyRun, ApplyStep, Plan, PlanChange } from '../../../shared/entities'

/** What the last applies made of the file: what drift and new plans are measured against. Holds no secret in the clear. */
export interface AppliedState {
  /** sha256 of `config`: what `Plan.basis.applied` names. */
  digest: string
  /** Of the text and overlays that were applied last as a whole; null before the first whole apply. */
  textDigest: string | null
  /** That text's number in the history; null as above. */
  version: number | null
  /** When it last changed, ms since the epoch. */
  at: number
  /** What was applied, variables and overlays resolved, secrets as fingerprints. */
  config: Config
  /** Nodes whose entry is in force while something their last apply was to do is not done. */
  unfinished: readonly string[]
}

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

/** Writes down what was done, step by step, so that a kill between two of them loses neither. */
export interface AppliedBook {
  current(): AppliedState | null
  /** The node's entry is as desired, and something is still to be done for it. */
  registered(node: string, from: string | null, desired: Config): void
  /** Nothing is left to be done for it. */
  finished(node: string): void
  retired(node: string): void
  /** Everything outside the nodes is as desired. */
  reloaded(desired: Config): void
  /** All of the text is applied. */
  completed(desired: Config, textDigest: string, version: number | null): void
  /** Secrets as the record keeps them, for comparing a configuration with it. */
  withFingerprints(config: Config): Config
}

/** Keeps the last run across a crash. */
export interface ApplyJournal {
  /** As it was written last; null before the first, or when it cannot be read. */
  read(): ApplyRun | null
  /** On the disk when it returns. @throws HarombeError STORAGE_FAILED */
  write(run: ApplyRun): void
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
