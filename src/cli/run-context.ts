import type { Command } from 'commander'
import type { GlobalOptions, Places } from './environment'
import type { Terminal } from './output'
import type { Session } from './session'

export interface SessionOptions {
  /** The command may write the file that was named: it need not be there. */
  mayBeNew?: boolean | undefined
  /** The command needs none of what the file says: it may have a mistake. */
  mayBeBroken?: boolean | undefined
}

/** What every command gets; tests pass their own. */
export interface RunContext {
  terminal: Terminal
  env: NodeJS.ProcessEnv
  options: GlobalOptions
  /** @throws HarombeError NOT_FOUND when `--config` names a file that does not exist */
  places(): Places
  /** For commands that write the file. */
  newPlaces(): Places
  /** The caller closes it. */
  openSession(): Promise<Session>
  /** The coordinator that runs on the data directory already; null when none does. The caller closes it. */
  connectToRunning(): Promise<Session | null>
  /** Opens a session, hands it over, closes it. */
  withSession<T>(work: (session: Session) => Promise<T>, options?: SessionOptions): Promise<T>
  /** The same with one that has the stored conversations. @throws HarombeError LOCKED */
  withStored<T>(work: (session: Session) => Promise<T>): Promise<T>
  /** The same with one that keeps a record of what is applied. @throws HarombeError LOCKED, CONFLICT with another file */
  withOwner<T>(work: (session: Session) => Promise<T>, options?: SessionOptions): Promise<T>
  /** Fires on Ctrl-C and SIGTERM. */
  signal: AbortSignal
  /** Fires on the second of them: whatever is waited for, leave. */
  impatience: AbortSignal
}

/** 0 ok, 1 failed, 2 usage. */
export type ExitCode = 0 | 1 | 2

/** Gives a command its context and keeps its exit code. */
export type Runner = (
  work: (context: RunContext) => ExitCode | Promise<ExitCode>,
  command: Command,
) => Promise<void>
