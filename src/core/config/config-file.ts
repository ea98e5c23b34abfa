import { basename, dirname, join } from 'node:path'
import { setDiscovery } from '../../shared/config/document/edit-discovery'
import { setLocalBackend } from '../../shared/config/document/edit-local'
import { addNode, removeNode, updateNode } from '../../shared/config/document/edit-nodes'
import { setRouting } from '../../shared/config/document/edit-routing'
import { type ConfigEdit, editText } from '../../shared/config/document/edit-text'
import type { ConfigProblem } from '../../shared/config/document/load-config'
import { type Config, configSchema, type NodeChanges } from '../../shared/config/schema'
import type { Actor } from '../../shared/entities'
import { redactSecrets } from '../../shared/redact-secrets'
import { sameJson } from '../../shared/same-json'
import { createConfigBackups } from './config-backups'
import {
  alwaysChanging,
  cannotWrite,
  changedMeanwhile,
  invalid,
  reasonOf,
  summary,
  unusable,
} from './config-errors'
import {
  digestOf,
  type FileRead,
  hashOf,
  readBytes,
  readOverlays,
  readSources,
  resolveRead,
  type SourcesRead,
  sourcesOf,
  targetOf,
  textOf,
} from './config-sources'
import { createConfigView } from './config-view'
import { cutOffReason, type GoodTexts, goodTextsOf } from './cut-off'
import { asOnDisk } from './disk-text'
import { type Action, inForceAfter, inForceAfterAction, inForceAtStart } from './in-force'
import { refuseOverlaid } from './overlaid'
import { createPrivateDirectory, removeLeftovers, replacePrivateFile } from './private-files'
import { createSecretMasks } from './secret-masks'
import { storeSecrets } from './store-secrets'
import type { ConfigFile, ConfigFileOptions, ConfigListener, DesiredConfig, FileVersion } from './types'
import { watchFiles } from './watch-file'

export type { ConfigFile, ConfigFileOptions } from './types'

const maximumAttempts = 10
/** A write takes milliseconds. */
const leftoverAgeMs = 60_000
const listenerToken = 'server.auth_token'

/** Who had the file changed, and what that puts in force. */
interface Change {
  by: Actor
  versionAction: FileVersion['action']
  /** Null: it comes into force like a file saved by hand. */
  action: Action | null
}

const byHand: Change = { by: 'file', versionAction: 'file', action: null }

export function createConfigFile(path: string, options: ConfigFileOptions = {}): ConfigFile {
  const { now = Date.now, debounceMs = 150, pollMs = 2000, overlays: ofRun, keepsCopies = true } = options
  const backups = createConfigBackups(path, now, ofRun)
  const masks = createSecretMasks()
  const view = createConfigView(path, masks, now)
  const listeners = new Set<ConfigListener>()
  const versionListeners = new Set<(version: FileVersion) => void>()
  const movedListeners = new Set<(rewrite: (text: string) => string) => void>()
  const defaults = configSchema.parse({})
  let inForce: Config = defaults
  let desired: DesiredConfig | null = null
  /** Null before the first good file. */
  let good: GoodTexts | null = null
  let hasStarted = false
  let problem: string | null = null
  let seen: string | null = null
  let holds = 0
  let news: FileVersion | null = null

  const isInForce = () => desired !== null && problem === null && sameJson(desired.config, inForce)

  /** Does something and tells of what became of it, once. */
  function telling<T>(change: () => T): T {
    const before = { inForce, problem, digest: desired?.digest }
    const result = change()
    view.setInForce(isInForce())
    const version = news
    news = null
    if (version !== null) for (const listener of [...versionListeners]) listener(version)
    const isSame =
      before.problem === problem && before.digest === desired?.digest && before.inForce === inForce
    if (!isSame) for (const listener of [...listeners]) listener(inForce, problem)
    return result
  }

  function comesIntoForce(next: Config): void {
    if (!sameJson(next, inForce)) inForce = next
  }

  function accept(config: Config, read: SourcesRead, overrides: string[][], change: Change): void {
    const { base, overlays, fingerprint } = read
    const text = textOf(base.bytes)
    problem = null
    seen = fingerprint
    desired = {
      config,
      digest: digestOf(base.bytes, overlays),
      fileDigest: base.exists ? base.hash : null,
      text,
    }
    const isNew = hasStarted && base.exists && good?.text !== text
    if (!hasStarted) inForce = inForceAtStart(config, options.applied?.() ?? null)
    else if (change.action === null) comesIntoForce(inForceAfter(inForce, config, holds > 0))
    else comesIntoForce(inForceAfterAction(inForce, config, holds > 0, change.action))
    hasStarted = true
    view.accepted(read, overrides)
    if (!base.exists) return
    good = goodTextsOf(read)
    if (text.trim() !== '' && (keepsCopies || change !== byHand)) backups.keep(text, overlays)
    if (!isNew) return
    const touched = change.action === null || change.action === 'all' ? null : change.action
    news = { text, digest: hashOf(text), by: change.by, action: change.versionAction, touched }
  }

  function reject(reason: string, read: SourcesRead | null, at?: ConfigProblem): void {
    seen = read?.fingerprint ?? null
    desired = null
    if (!hasStarted || inForce === defaults) {
      const applied = options.applied?.() ?? null
      const copy = newestGood()
      if (copy !== null) inForce = inForceAtStart(copy, applied)
      else if (applied !== null) inForce = applied
      hasStarted = inForce !== defaults
    }
    view.rejected(read, redactSecrets(at?.message ?? reason), at ?? null)
    const instead = inForce === defaults ? 'the defaults are in use' : 'the last good version is in use'
    problem = `${basename(path)}: ${reason} Until it is corrected ${instead}.`
  }

  function newestGood(): Config | null {
    for (const copy of backups.list()) {
      const { config } = resolveRead(copy.bytes, copy.overlays)
      if (config !== null) return config
    }
    return null
  }

  const whyCutOff = (sources: SourcesRead) =>
    cutOffReason(sources, { good, isInUse: good !== null || !backups.isEmpty() })

  function read(): void {
    const sources = readSources(path, ofRun)
    if ('error' in sources) {
      reject(`The file cannot be read: ${sources.error}.`, null)
      return
    }
    const cutOff = whyCutOff(sources)
    const { config, problems, overrides } = resolveRead(sources.base.bytes, sources.overlays)
    if (cutOff !== null) reject(cutOff, sources)
    else if (config === null) reject(summary(problems), sources, problems[0])
    else accept(config, sources, overrides, byHand)
  }

  function load(): Config {
    if (!hasStarted) removeLeftovers(targetOf(path), leftoverAgeMs)
    telling(read)
    return inForce
  }

  function isFresh(): boolean {
    const sources = readSources(path, ofRun)
    return !('error' in sources) && sources.fingerprint === seen
  }

  function reloadIfChanged(): void {
    if (!isFresh()) load()
  }

  /**
   * Replaces what `before` was read from, if nobody else did meanwhile.
   * @returns false when somebody did @throws CONFIG_INVALID, STORAGE_FAILED
   */
  function write(text: string, before: FileRead, target: string, change: Change): boolean {
    const overlays = readOverlays(path, text, ofRun)
    const { config, problems, overrides } = resolveRead(text, overlays)
    if (config === null) throw invalid(path, problems, 'Nothing was written.')
    const isUnchanged = () => {
      const again = readBytes(path)
      return !('error' in again) && again.hash === before.hash && targetOf(path) === target
    }
    try {
      createPrivateDirectory(dirname(target))
      if (!replacePrivateFile(target, text, { confirm: isUnchanged })) return false
    } catch (error) {
      throw cannotWrite(path, reasonOf(error), error)
    }
    const bytes = Buffer.from(text)
    const base = { bytes, hash: hashOf(bytes), exists: true }
    telling(() => accept(config, sourcesOf(base, overlays), overrides, change))
    return true
  }

  /** `keys`: what the edit is about, as far as it is known. */
  function patch(edit: ConfigEdit, change: Change, keys: readonly string[] = []): Config {
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const target = targetOf(path)
      const sources = readSources(path, ofRun)
      if ('error' in sources) throw cannotWrite(path, sources.error)
      const cutOff = whyCutOff(sources)
      if (cutOff !== null) throw unusable(path, cutOff, 'Put it back first; `backups` beside it has copies.')
      const { config, problems, overrides } = resolveRead(sources.base.bytes, sources.overlays)
      if (config === null) throw invalid(path, problems, 'Correct the file first.')
      refuseOverlaid(sources.overlays, overrides, keys)
      if (write(editText(textOf(sources.base.bytes), edit), sources.base, target, change)) return inForce
    }
    throw alwaysChanging(path)
  }

  /** The text as it would be written, secrets and all. */
  function unmasked(text: string): { text: string; problems: ConfigProblem[] } {
    const on = readBytes(path)
    const present = 'error' in on ? '' : textOf(on.bytes)
    const { text: plain, problems } = masks.unmask(text)
    return { text: asOnDisk(plain, present), problems }
  }

  function replace(text: string, base: string | null, change: Change): DesiredConfig {
    const target = targetOf(path)
    const present = readBytes(path)
    if ('error' in present) throw cannotWrite(path, present.error)
    const digest = present.exists ? present.hash : null
    if (digest !== base) throw changedMeanwhile(path, digest)
    if (digest === hashOf(text)) telling(read)
    else if (!write(text, present, target, change)) {
      const again = readBytes(path)
      throw changedMeanwhile(path, 'error' in again || !again.exists ? null : again.hash)
    }
    if (desired === null) throw unusable(path, problem ?? '', 'Correct the file first.')
    return desired
  }

  const onNodes = (by: Actor, nodes: readonly string[], keys: readonly string[], edit: ConfigEdit) =>
    patch(edit, { by, versionAction: 'edit', action: { nodes, settings: [] } }, keys)

  const onSettings = (by: Actor, settings: readonly string[], keys: readonly string[], edit: ConfigEdit) =>
    patch(edit, { by, versionAction: 'edit', action: { nodes: [], settings } }, keys)

  return {
    path,
    load,
    refresh: reloadIfChanged,
    isFresh,
    current: () => inForce,
    problem: () => problem,
    desired: () => desired,
    check(text) {
      const { text: plain, problems: unknown } = unmasked(text)
      const overlays = readOverlays(path, plain, ofRun)
      const { config, problems } = resolveRead(plain, overlays)
      const all = [...unknown, ...problems]
      return {
        config: all.length === 0 ? config : null,
        problems: all,
        digest: digestOf(plain, overlays),
        text: plain,
      }
    },
    save(text, base, by, { action = 'edit' } = {}) {
      const { text: plain, problems } = unmasked(text)
      if (problems.length > 0) throw invalid(path, problems, 'Nothing was written.')
      return replace(plain, base, { by, versionAction: action, action: null })
    },
    enforce(config) {
      telling(() => comesIntoForce(config))
    },
    hold(signal) {
      if (signal.aborted) return
      holds++
      const release = () => {
        holds--
        if (holds > 0 || desired === null) return
        const { config } = desired
        telling(() => comesIntoForce(inForceAfter(inForce, config, false)))
      }
      signal.addEventListener('abort', release, { once: true })
    },
    onVersion: (listener, signal) => listenTo(versionListeners, listener, signal),
    mask: text => masks.mask(text, view.secretVariables()),
    moveSecrets(paths, base, by) {
      if (desired === null) throw unusable(path, problem ?? '', 'Correct the file first.')
      if (desired.fileDigest !== base) throw changedMeanwhile(path, desired.fileDigest)
      const stored = storeSecrets(path, {
        text: desired.text,
        paths,
        directory: options.secretsDirectory,
        secretVariables: view.secretVariables(),
      })
      // It is the same token as before, so there is nothing to confirm.
      const settings = stored.moved.some(({ path: at }) => at === listenerToken) ? [listenerToken] : []
      const action = { nodes: [], settings }
      const after = replace(stored.text, base, { by, versionAction: 'edit', action })
      for (const listener of [...movedListeners]) listener(stored.rewrite)
      try {
        backups.rewrite(stored.rewrite)
      } catch (error) {
        throw cannotWrite(join(dirname(path), 'backups'), reasonOf(error), error)
      }
      return { desired: after, moved: stored.moved }
    },
    onSecretsMoved: (listener, signal) => listenTo(movedListeners, listener, signal),
    watchView: view.watch,
    watch(listener, signal) {
      if (signal.aborted) return
      listenTo(listeners, listener, signal)
      const files = () => [path, ...readOverlays(path, good?.text ?? '', ofRun).map(overlay => overlay.path)]
      watchFiles(files, reloadIfChanged, { debounceMs, pollMs }, signal)
    },
    patch: (edit, by = 'harombe', touched) =>
      patch(edit, { by, versionAction: 'edit', action: touched ?? 'all' }),
    addNode: (node, by = 'harombe') => onNodes(by, [node.name], [], config => addNode(config, node)),
    updateNode: (name, changes, by = 'harombe') =>
      onNodes(by, [name, changes.name ?? name], keysOfNode(name, changes), config =>
        updateNode(config, name, changes),
      ),
    removeNode: (name, by = 'harombe') =>
      onNodes(by, [name], [`cluster.nodes[${name}]`], config => removeNode(config, name)),
    setLocalBackend: (backend, by = 'harombe') =>
      onSettings(by, ['inference.backend', 'cluster.local'], ['inference.backend'], config =>
        setLocalBackend(config, backend),
      ),
    setDiscovery: (changes, by = 'harombe') =>
      onSettings(by, ['cluster.discovery'], keysBelow('cluster.discovery', changes), config =>
        setDiscovery(config, changes),
      ),
    setRouting: (changes, by = 'harombe') =>
      Object.keys(changes).length === 0
        ? inForce
        : onSettings(by, ['cluster.routing'], keysBelow('cluster.routing', changes), config =>
            setRouting(config, changes),
          ),
  }
}

const keysBelow = (group: string, changes: object) => Object.keys(changes).map(key => `${group}.${key}`)

/** An overlay that names a node means the one of that name; one that gets another leaves the overlay alone. */
function keysOfNode(name: string, changes: NodeChanges): string[] {
  const node = `cluster.nodes[${name}]`
  const isRenamed = changes.name !== undefined && changes.name !== name
  return isRenamed ? [node] : keysBelow(node, changes)
}

function listenTo<T>(listeners: Set<T>, listener: T, signal?: AbortSignal): void {
  if (signal?.aborted === true) return
  listeners.add(listener)
  signal?.addEventListener('abort', () => listeners.delete(listener), { once: true })
}
