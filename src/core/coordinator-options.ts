import type { Logger } from 'pino'
import type { Capability, Sharing } from '../shared/contract/system'
import type { ConfigStores } from './config/apply/open-stores'
import type { ConfigFile } from './config/types'
import type { DesktopAbilities } from './gateway/handlers/desktop-handlers'
import type { EngineHost } from './inference/embedded/create-embedded-engine'

export interface HostAbilities {
  capabilities: readonly Capability[]
  /** Where the embedded engine's process and package are, and how this host starts a process; absent: it has none. */
  engine?: EngineHost | undefined
  /** The thread that writes conversations, built; absent: the coordinator's own thread waits for the disk. */
  storageThread?: string | undefined
  /** The thread that searches conversations, built; absent: everything waits while something is looked up. */
  searchThread?: string | undefined
  /** The thread that takes attached files apart, built; absent: the coordinator's own thread does it. */
  ingestThread?: string | undefined
  /** The thread that web pages, calculations and searches in files may hold up, built; absent: they hold up the coordinator. */
  toolThread?: string | undefined
  openFolder?: ((path: string) => Promise<void>) | undefined
  /** For callers of kind `desktop` alone; absent where there are no windows of its own. */
  desktop?: DesktopAbilities | undefined
}

export interface CoordinatorOptions {
  /**
   * `serve` owns the data directory: lock, database, HTTP listener. `ephemeral` touches neither and keeps conversations in
   * memory: for one CLI command.
   */
  mode: 'serve' | 'ephemeral'
  /**
   * With `serve`: nobody can connect, and no node is waited for. For one command that needs what is stored. Default: true.
   */
  listens?: boolean | undefined
  /** With `ephemeral`: starts with a file that has a mistake too, as `serve` does, with the last good one in force. */
  readsBroken?: boolean | undefined
  dataDirectory: string
  configPath: string
  /** Laid over the file instead of those it names; `home` is harombe.home.yaml beside it. */
  overlays?: readonly string[] | undefined
  version: string
  /** The built web UI; null serves none. */
  staticRoot: string | null
  host: HostAbilities
  log: Logger
  /** Win over the file, for this run only. */
  overrides?: { port?: number | undefined; host?: string | undefined } | undefined
  /** Starts with the demo cluster running. */
  demo?: boolean | undefined
}

/** What the parts of a coordinator are joined with. */
export interface CompositionOptions extends CoordinatorOptions {
  configFile: ConfigFile
  /** What was applied of it, and its history. */
  stores: ConfigStores
  /** Address of the listener; null while there is none. */
  endpoint(): string | null
  mintBrowserUrl(): string
  sharing(): Sharing
  /** @throws HarombeError CONFLICT for a host that is none of the addresses of `sharing` */
  mintPhoneUrl(host: string): { url: string; expiresInMs: number }
  /** Logs an unexpected error; returns the reference to quote. */
  reportUnknown(error: unknown, where: string): string
}
