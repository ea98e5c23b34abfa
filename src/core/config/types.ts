import type { ConfigEdit } from '../../shared/config/document/edit-text'
import type { ConfigProblem } from '../../shared/config/document/parse-yaml'
import type {
  Config,
  DiscoveryChanges,
  NodeChanges,
  NodeInput,
  RoutingChanges,
} from '../../shared/config/schema'
import type { ConfigFileView } from '../../shared/contract/config'
import type { Actor, ConfigVersion } from '../../shared/entities'

/** `problem`: why the file is not what is in force, in one line; null when it has no mistake. */
export type ConfigListener = (config: Config, problem: string | null) => void

/** What the file says, whether it is in force or not. Secrets that stand in it in the clear are in it. */
export interface DesiredConfig {
  /** With overlays, variables and every default. */
  config: Config
  /** sha256 of the file and its overlays; of a plan's `basis.desired`. The file's own where there are no overlays. */
  digest: string
  /** sha256 of the file alone, what `save` wants as `base`; null while there is no file. */
  fileDigest: string | null
  /** Of the file alone; empty while there is none. */
  text: string
}

/** A text as if it were saved over the file. */
export interface CheckedText {
  /** Null when there are problems. */
  config: Config | null
  problems: ConfigProblem[]
  /** As in `DesiredConfig`, of the text with its secrets put back. */
  digest: string
  /** With its secrets put back: not for showing. */
  text: string
}

/** The file has become another good one. Told once for each, in order. Not told: what was there when listening began. */
export interface FileVersion {
  /** Secrets are in it. */
  text: string
  /** sha256 of `text`. */
  digest: string
  by: Actor
  action: Extract<ConfigVersion['action'], 'edit' | 'file' | 'rollback' | 'apply' | 'reconcile'>
  /** What an explicit action (add, edit, remove a node …) put in force at once, also where the rest waits for apply. */
  touched: Touched | null
}

/** What one explicit action was about. A node that got another name has both. */
export interface Touched {
  nodes: readonly string[]
  /** Blocks outside the nodes: `cluster.routing`. */
  settings: readonly string[]
}

export interface SaveOptions {
  /** Default `edit`. */
  action?: FileVersion['action']
}

export interface MovedSecret {
  /** `cluster.nodes[0].auth_token` */
  path: string
  /** `${secret:gaming-pc-token}` */
  reference: string
}

/**
 * harombe.yaml on disk, with the overlays it names. The file is the truth, but only a valid one comes into force: a broken edit
 * leaves the last good configuration (or its newest copy in `backups`) in use and sets `problem`. Every function is synchronous.
 *
 * What comes into force when (`cluster.reconcile`): with `reload` and `auto` what is saved, except the `server` block, which
 * waits for `enforce`; with `manual`, in force or in the file, all of it waits. Explicit actions (the functions from `patch` on)
 * come into force at once; where the file waits, only what they are about.
 *
 * Changes keep comments, order, quotes and unknown keys; a change somebody else made meanwhile is read first, never lost.
 * They throw CONFIG_INVALID when the file on disk or the result is invalid (`data.problems`), STORAGE_FAILED when it cannot be
 * written, and return the configuration then in force. `by` is who asked; default harombe itself.
 */
export interface ConfigFile {
  readonly path: string
  /** Reads the file. Never throws: a missing file means defaults, a broken one the last good version. */
  load(): Config
  /** Reads the files if they are no longer as they were read: what was saved a moment ago counts. Never throws. */
  refresh(): void
  /** The files are still as they were read last. Takes nothing over. */
  isFresh(): boolean
  /** What is in force; defaults before the first `load`. */
  current(): Config
  /** Why the file cannot come into force, with line and column; null when it has no mistake. */
  problem(): string | null
  /** What the file said when it was read last; null while it has a mistake. */
  desired(): DesiredConfig | null
  /** As if `text`, masks and all, were saved. Writes nothing, never throws. */
  check(text: string): CheckedText
  /**
   * Writes the whole file; masks stand for the secrets they hide. `base` is the digest of the text the change was made from,
   * null for no file. It comes into force like a file saved by hand. A text that is there already is no new version.
   * @throws CONFLICT when the file is another by now (`data.digest`), CONFIG_INVALID (`data.problems`), STORAGE_FAILED
   */
  save(text: string, base: string | null, by: Actor, options?: SaveOptions): DesiredConfig
  /** Apply puts this in force, listeners are told; the file is left alone. */
  enforce(config: Config): void
  /** Until the signal aborts nothing that is saved comes into force; then the mode decides. Holds add up. */
  hold(signal: AbortSignal): void
  onVersion(listener: (version: FileVersion) => void, signal?: AbortSignal): void
  /** `text` with its secrets hidden as in the view: `save` and `check` know what the masks stand for. */
  mask(text: string): string
  /**
   * Puts secrets that stand in the clear into files of the secrets folder, references in their places, in the copies in
   * `backups` too; listeners of `onSecretsMoved` do so with theirs.
   * @throws as `save`; NOT_FOUND when there is no plain secret at a path
   */
  moveSecrets(
    paths: readonly string[],
    base: string,
    by: Actor,
  ): { desired: DesiredConfig; moved: MovedSecret[] }
  /** `rewrite` gives a text without the secrets that were moved. */
  onSecretsMoved(listener: (rewrite: (text: string) => string) => void, signal?: AbortSignal): void
  /** The file as it stands, secrets masked, now and after every change on disk until the signal aborts. */
  watchView(signal: AbortSignal): AsyncIterable<ConfigFileView>
  /** Calls back when what is in force, the problem or what the file says changed, by whomever, until the signal aborts. */
  watch(listener: ConfigListener, signal: AbortSignal): void
  patch(edit: ConfigEdit, by?: Actor, touched?: Touched): Config
  /** @throws CONFLICT when the name is taken */
  addNode(node: NodeInput, by?: Actor): Config
  /** A null removes the key. @throws NOT_FOUND (with the names there are), CONFLICT */
  updateNode(name: string, changes: NodeChanges, by?: Actor): Config
  /** @throws NOT_FOUND */
  removeNode(name: string, by?: Actor): Config
  /** What this machine answers with; it answers then, whatever `cluster.local.enabled` said. */
  setLocalBackend(backend: Config['inference']['backend'], by?: Actor): Config
  /** Whether other machines are looked for. */
  setDiscovery(changes: DiscoveryChanges, by?: Actor): Config
  /** Where questions go and what is learnt from the user about that. */
  setRouting(changes: RoutingChanges, by?: Actor): Config
}

export interface ConfigFileOptions {
  /** Milliseconds since the epoch, for the names of backups. */
  now?: () => number
  /** See watch-file. */
  debounceMs?: number
  pollMs?: number
  /** Overlays of this run (`--overlay`), which win over those the file names. */
  overlays?: readonly string[] | undefined
  /** false: reading alone leaves no copy in `backups`, so that a command that only looks leaves no trace. Default true. */
  keepsCopies?: boolean
  /** Where `${secret:name}` is looked up, and secrets are moved to; absent: none can be moved. */
  secretsDirectory?: string | undefined
  /**
   * What was applied last, with its secrets or references; null: nothing was. At a start with `manual` it is in force while the
   * file differs, and its `server` block is in any mode.
   */
  applied?: () => Config | null
}
