import { createHash } from 'node:crypto'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setDiscovery } from '../../shared/config/document/edit-discovery'
import { setLocalBackend } from '../../shared/config/document/edit-local'
import { addNode, removeNode, updateNode } from '../../shared/config/document/edit-nodes'
import { setRouting } from '../../shared/config/document/edit-routing'
import { type ConfigEdit, editText } from '../../shared/config/document/edit-text'
import { type ConfigProblem, formatProblem, loadConfig } from '../../shared/config/document/load-config'
import { maskSecrets } from '../../shared/config/document/mask-secrets'
import { readableText } from '../../shared/config/document/parse-yaml'
import {
  type Config,
  configSchema,
  type DiscoveryChanges,
  type NodeChanges,
  type NodeInput,
  type RoutingChanges,
} from '../../shared/config/schema'
import type { ConfigFileView } from '../../shared/contract/config'
import { HarombeError } from '../../shared/errors'
import { createLatestWatchers } from '../../shared/latest-watchers'
import { redactSecrets } from '../../shared/redact-secrets'
import { createConfigBackups } from './config-backups'
import { createPrivateDirectory, isMissingFile, replacePrivateFile } from './private-files'
import { type WatchTimings, watchFile } from './watch-file'

export type ConfigListener = (config: Config, problem: string | null) => void

/**
 * harombe.yaml on disk. The file is the truth, but only a valid one comes into force: a broken edit leaves the last good
 * configuration (or its newest copy in `backups`) in use and sets `problem`. Every function is synchronous.
 *
 * Changes keep comments, order, quotes and unknown keys; a change somebody else made meanwhile is read first, never lost.
 * They throw CONFIG_INVALID when the file on disk or the result is invalid (`data.problems`), STORAGE_FAILED when it cannot be
 * written, and return the configuration then in force.
 */
export interface ConfigFile {
  readonly path: string
  /** Reads the file. Never throws: a missing file means defaults, a broken one the last good version. */
  load(): Config
  /** What is in force; defaults before the first `load`. */
  current(): Config
  /** Why the file is not what is in force, with line and column; null when it is. */
  problem(): string | null
  /** The file as it stands, secrets masked, now and after every change on disk until the signal aborts. */
  watchView(signal: AbortSignal): AsyncIterable<ConfigFileView>
  /** Calls back when what is in force or the problem changed, by whomever, until the signal aborts. */
  watch(listener: ConfigListener, signal: AbortSignal): void
  patch(edit: ConfigEdit): Config
  /** @throws CONFLICT when the name is taken */
  addNode(node: NodeInput): Config
  /** A null removes the key. @throws NOT_FOUND (with the names there are), CONFLICT */
  updateNode(name: string, changes: NodeChanges): Config
  /** @throws NOT_FOUND */
  removeNode(name: string): Config
  /** What this machine answers with; it answers then, whatever `cluster.local.enabled` said. */
  setLocalBackend(backend: Config['inference']['backend']): Config
  /** Whether other machines are looked for. */
  setDiscovery(changes: DiscoveryChanges): Config
  /** Where questions go and what is learnt from the user about that. */
  setRouting(changes: RoutingChanges): Config
}

export interface ConfigFileOptions extends Partial<WatchTimings> {
  /** Milliseconds since the epoch, for the names of backups. */
  now?: () => number
}

const maximumAttempts = 10

export function createConfigFile(path: string, options: ConfigFileOptions = {}): ConfigFile {
  const { now = Date.now, debounceMs = 150, pollMs = 2000 } = options
  const backups = createConfigBackups(path, now)
  const listeners = new Set<ConfigListener>()
  let config = configSchema.parse({})
  let problem: string | null = null
  let hasGood = false
  let seenHash: string | null = null
  const viewers = createLatestWatchers()
  let view: ConfigFileView = {
    path,
    text: '',
    digest: null,
    problem: null,
    overlays: [],
    plainSecrets: [],
    inForce: true,
    loadedAt: now(),
  }

  const announce = () => {
    for (const listener of listeners) listener(config, problem)
  }
  const show = (text: string, problem: ConfigFileView['problem'], loadedAt: number) => {
    view = { ...view, text: maskSecrets(text), problem, inForce: problem === null, loadedAt }
    viewers.changed()
  }
  const accept = (accepted: Config, content: string, hash: string) => {
    config = accepted
    problem = null
    show(content, null, now())
    hasGood = true
    seenHash = hash
    if (content.trim() !== '') backups.keep(content)
  }
  const reject = (reason: string, hash: string | null, text = '', at?: ConfigProblem) => {
    seenHash = hash
    if (!hasGood) {
      const restored = newestGood(backups.list())
      if (restored !== null) config = restored
      hasGood = restored !== null
    }
    const message = redactSecrets(at?.message ?? reason)
    show(text, { message, line: at?.line ?? null, column: at?.column ?? null }, view.loadedAt)
    const inForce = hasGood ? 'the last good version is in use' : 'the defaults are in use'
    problem = `${basename(path)}: ${reason} Until it is corrected ${inForce}.`
  }
  const load = (): Config => {
    const read = readBytes(path)
    if ('error' in read) {
      reject(`The file cannot be read: ${read.error}.`, null)
      return config
    }
    const { bytes, hash } = read
    const loaded = loadConfig(bytes)
    if (loaded.config === null) {
      reject(summary(loaded.problems), hash, readableText(bytes) ?? '', loaded.problems[0])
    } else if (bytes.length === 0 && read.exists && (hasGood || newestGood(backups.list()) !== null)) {
      // An editor or a full disk cut it off; nobody means "all defaults" by emptying a file in use.
      reject('The file is empty.', hash)
    } else if (read.exists) accept(loaded.config, Buffer.from(bytes).toString('utf8'), hash)
    else {
      config = loaded.config
      problem = null
      seenHash = hash
      show('', null, now())
    }
    return config
  }
  const reloadIfChanged = () => {
    const read = readBytes(path)
    if (!('error' in read) && read.hash === seenHash) return
    const before = { config, problem }
    load()
    if (before.config !== config || before.problem !== problem) announce()
  }
  const patch = (edit: ConfigEdit): Config => {
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const written = tryPatch(path, edit)
      if (written === null) continue
      accept(written.config, written.content, hashOf(Buffer.from(written.content)))
      announce()
      return config
    }
    throw new HarombeError(
      'CONFLICT',
      `${basename(path)} is being changed by another program all the time.`,
      {
        hint: 'Try again when the other program has finished.',
        retryable: true,
      },
    )
  }

  return {
    path,
    load,
    current: () => config,
    problem: () => problem,
    watchView: signal => viewers.watch(() => view, signal),
    watch(listener, signal) {
      if (signal.aborted) return
      listeners.add(listener)
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true })
      watchFile(path, reloadIfChanged, { debounceMs, pollMs }, signal)
    },
    patch,
    addNode: node => patch(document => addNode(document, node)),
    updateNode: (name, changes) => patch(document => updateNode(document, name, changes)),
    removeNode: name => patch(document => removeNode(document, name)),
    setLocalBackend: backend => patch(document => setLocalBackend(document, backend)),
    setDiscovery: changes => patch(document => setDiscovery(document, changes)),
    setRouting: changes =>
      Object.keys(changes).length === 0 ? config : patch(document => setRouting(document, changes)),
  }
}

/** One round of read, edit, check, replace. @returns null when the file changed meanwhile */
function tryPatch(path: string, edit: ConfigEdit): { config: Config; content: string } | null {
  const target = targetOf(path)
  const read = readBytes(path)
  if ('error' in read) throw cannotWrite(path, read.error)
  const before = loadConfig(read.bytes)
  if (before.config === null) throw invalid(path, before.problems, 'Correct the file first.')
  const content = editText(Buffer.from(read.bytes).toString('utf8'), edit)
  const after = loadConfig(content)
  if (after.config === null) throw invalid(path, after.problems, 'Nothing was written.')
  try {
    createPrivateDirectory(dirname(target))
    const isUnchanged = () => {
      const again = readBytes(path)
      return !('error' in again) && again.hash === read.hash && targetOf(path) === target
    }
    if (!replacePrivateFile(target, content, { confirm: isUnchanged })) return null
  } catch (error) {
    throw cannotWrite(path, error instanceof Error ? error.message : String(error), error)
  }
  return { config: after.config, content }
}

/** Where to write: a symbolic link (a dotfiles folder, say) stays one. */
function targetOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

type ReadResult = { bytes: Uint8Array; hash: string; exists: boolean } | { error: string }

/** Content and its hash; a missing file reads as empty. */
function readBytes(path: string): ReadResult {
  try {
    // A device or a pipe would never end; a huge file is refused by its size before it is read.
    const stat = statSync(path)
    if (!stat.isFile()) return { error: 'it is not a file' }
    if (stat.size > 16_777_216) return { error: 'it is too large' }
    const bytes = readFileSync(path)
    return { bytes, hash: hashOf(bytes), exists: true }
  } catch (error) {
    if (isMissingFile(error)) return { bytes: new Uint8Array(), hash: 'absent', exists: false }
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function newestGood(paths: string[]): Config | null {
  for (const path of paths) {
    const read = readBytes(path)
    if ('error' in read) continue
    const { config } = loadConfig(read.bytes)
    if (config !== null) return config
  }
  return null
}

function summary(problems: ConfigProblem[]): string {
  const [first, ...others] = problems
  if (first === undefined) return ''
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${formatProblem(first)}${more}.`
}

function invalid(path: string, problems: ConfigProblem[], hint: string): HarombeError {
  return new HarombeError('CONFIG_INVALID', `${basename(path)}: ${summary(problems)}`, {
    hint,
    data: { problems },
  })
}

function cannotWrite(path: string, reason: string, cause?: unknown): HarombeError {
  return new HarombeError('STORAGE_FAILED', `${path} cannot be written: ${reason}.`, {
    hint: 'Check that the file and its folder are writable for your user.',
    cause,
  })
}
