import { randomUUID } from 'node:crypto'
import { systemClock } from '../shared/clock'
import type { Config } from '../shared/config/schema'
import type { Actor, ApplyRun, ConfigVersion, Plan } from '../shared/entities'
import { HarombeError } from '../shared/errors'
import { type ActionParts, createApplyActions } from './apply-actions'
import type { ClusterComposition } from './compose-cluster'
import { createApplier } from './config/apply/create-applier'
import type { ConfigStores } from './config/apply/open-stores'
import { createReconciler } from './config/apply/reconciler'
import type { Applier } from './config/apply/types'
import type { ConfigFile } from './config/types'
import type { Convergence } from './gateway/handlers/config-handlers'
import { createObserver } from './observe-cluster'
import { draftOfFindings, type ImportParts } from './own-import'
import { createPlanner, type WantedText } from './plan-cluster'

export interface ConfigCompositionParts extends Pick<ActionParts, 'applyConfig'> {
  configFile: ConfigFile
  stores: ConfigStores
  cluster: ClusterComposition
  /** Of this harombe. */
  version: string
  /** serve: plans are carried out and drift is watched; command: one `harombe …` without a coordinator, and nothing is kept. */
  role: 'serve' | 'session' | 'command'
  import: Pick<ImportParts, 'discovery' | 'hardware'>
  reportUnknown(error: unknown, where: string): string
}

export interface ConfigComposition {
  handlers: Convergence
  /** To be called when the first configuration is taken over: what an earlier process left is told, and drift is watched. */
  start(): void
  stop(): Promise<void>
}

const worldMoved = (moved: readonly string[]) =>
  new HarombeError('CONFLICT', 'The plan is out of date: things changed since it was made.', {
    hint: 'Make a new plan and look at it.',
    data: { moved },
  })

/** What of the world is no longer the plan's. */
function movedSince(plan: Plan, now: Plan): string[] {
  const parts = ['desired', 'applied', 'observed'] as const
  return parts.filter(part => plan.basis[part] !== now.basis[part])
}

function actionOf(from: Plan['from'], by: Actor): ConfigVersion['action'] {
  if (by === 'harombe') return 'reconcile'
  return typeof from === 'number' ? 'rollback' : 'apply'
}

/** Joins the file, plans, applies, the history and the watch over drift. */
export function composeConfig(parts: ConfigCompositionParts): ConfigComposition {
  const { configFile, stores, cluster, role, applyConfig } = parts
  const { book, history, journal } = stores
  const { manager, models } = cluster
  const lifetime = new AbortController()
  const keeps = role !== 'command'
  const report = (error: unknown) => parts.reportUnknown(error, 'config')
  const startedWith: Config | null = role === 'serve' ? configFile.current() : null

  const planner = createPlanner({
    configFile,
    history,
    book,
    observer: createObserver({ ...cluster, version: parts.version }),
    cluster,
    startedWith,
    createId: randomUUID,
    now: Date.now,
  })
  /** Of each run that goes on: ends the hold on the file. */
  const releases = new Map<string, AbortController>()
  const applier: Applier = createApplier({
    clock: systemClock,
    createId: randomUUID,
    journal,
    book,
    reportUnknown: report,
    onEnded(run, job) {
      if (job.version !== null && run.state !== 'running') history.ended(job.version, run.state)
      try {
        // Where the file says more by now, what was done step by step is in force, and what somebody added meanwhile.
        const isStillWanted = configFile.desired()?.digest === run.plan.basis.desired
        if (run.state === 'done' && run.plan.targets.length === 0 && isStillWanted) {
          configFile.enforce(job.desired)
        }
      } finally {
        // Else nothing that is saved would ever come into force again.
        releases.get(run.id)?.abort()
        releases.delete(run.id)
      }
      fileChanged()
    },
  })

  const fileChanged = () => {
    if (role === 'serve') reconciler.changed()
  }
  const desiredIsValid = () => configFile.desired() !== null
  const reconciler = createReconciler({
    clock: systemClock,
    mode: () => configFile.desired()?.config.cluster.reconcile ?? 'reload',
    look: async (targets, signal) =>
      desiredIsValid() ? planner.plan(planner.wanted({}), { targets, refresh: false }, signal) : null,
    checkedAt() {
      const times = manager.view().nodes.map(({ checkedAt, enabled }) => (enabled ? checkedAt : 0))
      return times.includes(null) ? null : Math.max(...times.map(time => time ?? 0), 0) || null
    },
    isApplying: () => applier.current()?.state === 'running',
    async carryOut(plan) {
      const run = await begin(plan, planner.wanted({}), 'harombe', lifetime.signal, plan)
      return applier.finished(run.id)
    },
    tell: cluster.setConvergence,
    report,
  })

  const refuseCommands = () => {
    if (keeps) return
    throw new HarombeError('NOT_SUPPORTED', 'Without a coordinator nothing is carried out.', {
      hint: 'Start `harombe serve`, or the app.',
    })
  }

  function refuseWhileApplying(): void {
    if (applier.current()?.state !== 'running') return
    throw new HarombeError('CONFLICT', 'A plan is being carried out already.', {
      hint: 'Wait until that has ended, or cancel it.',
    })
  }

  /** Its number in the history, which tells from now on that it was applied. */
  function versionFor(wanted: WantedText, plan: Plan, by: Actor): number | null {
    const current = book.current()
    const isNothing = plan.steps.length === 0 && current?.textDigest === wanted.digest
    if (isNothing) return current?.version ?? null
    const fileDigest = configFile.desired()?.fileDigest
    if (fileDigest == null) return null
    return history.applied({ text: wanted.text, digest: fileDigest, by, action: actionOf(plan.from, by) })
  }

  const jobOf = (wanted: WantedText, by: Actor, version: number | null) => ({
    by,
    desired: wanted.config,
    version,
    actions: createApplyActions({ manager, models, configFile, applyConfig }, wanted.config),
  })

  /** @param known a plan of this very moment, where there is one */
  async function begin(
    plan: Plan,
    wanted: WantedText,
    by: Actor,
    signal: AbortSignal,
    known: Plan | null = null,
    write: { text: string; base: string | null } | null = null,
  ): Promise<ApplyRun> {
    refuseWhileApplying()
    const { targets, refreshed: refresh, id, createdAt } = plan
    // What is carried out is made here, of what is true now: a plan that was kept in a file is only compared with it.
    const now =
      known ?? (await planner.plan(wanted, { targets, refresh, identity: { id, createdAt } }, signal))
    const moved = movedSince(plan, now)
    if (moved.length > 0) throw worldMoved(moved)
    refuseWhileApplying()
    // Asking the machines took its time, in which somebody may have saved.
    const again = planner.wanted(write === null ? {} : { text: write.text })
    if (again.digest !== wanted.digest || !configFile.isFresh()) throw worldMoved(['desired'])
    const hold = new AbortController()
    configFile.hold(hold.signal)
    try {
      if (write !== null) {
        const action = actionOf(plan.from, by)
        configFile.save(write.text, write.base, by, action === 'reconcile' ? {} : { action })
      }
      const run = applier.start({ plan: now, ...jobOf(wanted, by, versionFor(wanted, now, by)) })
      held(run, hold)
      return run
    } catch (error) {
      hold.abort()
      throw error
    }
  }

  /** The hold ends with the run, which may have ended already. */
  function held(run: ApplyRun, hold: AbortController): void {
    if (applier.current()?.state === 'running') releases.set(run.id, hold)
    else hold.abort()
    cluster.setConvergence({ ...manager.view().convergence, state: 'applying' })
  }

  /** What plans follow from, of each node as it was checked last. */
  const facts = new Map<string, string>()
  function noteCheck(node: string): void {
    const host = manager.host(node)
    const { reachable, probe } = host ?? { reachable: false, probe: null }
    const names = (models: readonly { name: string }[] | null | undefined) => models?.map(({ name }) => name)
    const now = JSON.stringify([reachable, names(probe?.models), names(probe?.loaded)])
    if (facts.get(node) === now) return
    if (host === null) facts.delete(node)
    else facts.set(node, now)
    reconciler.changed()
  }

  function watchFile(): void {
    const { signal } = lifetime
    configFile.onVersion(({ touched, ...version }) => {
      history.add(version)
      const desired = configFile.desired()
      if (touched !== null && desired !== null) {
        try {
          book.touched(touched, desired.config)
        } catch (error) {
          report(error)
        }
      }
      fileChanged()
    }, signal)
    configFile.onSecretsMoved(rewrite => history.rewrite(rewrite), signal)
    configFile.watch(fileChanged, signal)
    // One command is not the place to notice drift, and less so to put it right unasked.
    if (role === 'serve') signal.addEventListener('abort', manager.onChecked(noteCheck), { once: true })
  }

  const handlers: Convergence = {
    async planConfig({ text, version, targets = [], refresh }, { signal }) {
      configFile.refresh()
      return planner.plan(planner.wanted({ text, version }), { targets, refresh: refresh ?? true }, signal)
    },
    saveFile({ text, base }, by) {
      const { digest, fileDigest } = configFile.save(text, base, by)
      return { digest: fileDigest ?? digest, version: history.newest()?.version ?? null }
    },
    async startApply({ plan, write }, by) {
      refuseCommands()
      configFile.refresh()
      if (plan.configPath !== configFile.path) {
        throw new HarombeError('CONFLICT', `The plan is for ${plan.configPath}.`, {
          hint: `This harombe runs with ${configFile.path}.`,
          data: { moved: ['desired'] },
        })
      }
      const { from } = plan
      if (from === 'file' && write !== undefined) {
        throw new HarombeError('BAD_REQUEST', 'The plan is of the file, but a text to write came with it.')
      }
      if (from === 'file') return begin(plan, planner.wanted({}), by, lifetime.signal)
      if (from === 'draft' && write === undefined) {
        throw new HarombeError('BAD_REQUEST', 'The plan is of a draft that was not sent with it.')
      }
      const version = from === 'draft' ? undefined : from
      const wanted = planner.wanted({ text: write?.text, version })
      const base = write === undefined ? (configFile.desired()?.fileDigest ?? null) : write.base
      return begin(plan, wanted, by, lifetime.signal, null, { text: write?.text ?? wanted.text, base })
    },
    watchApply: (_input, { signal }) => applier.watch(signal),
    cancelApply({ id }) {
      applier.cancel(id)
      return null
    },
    async resumeApply({ id }, by) {
      refuseCommands()
      refuseWhileApplying()
      configFile.refresh()
      const run = applier.current()
      const wanted = planner.wanted({})
      if (run !== null && run.id === id && run.plan.basis.desired !== wanted.digest)
        throw worldMoved(['desired'])
      const hold = new AbortController()
      configFile.hold(hold.signal)
      try {
        const newest = history.newest()
        const isNewest = newest !== null && newest.digest === configFile.desired()?.fileDigest
        const resumed = applier.resume(id, jobOf(wanted, by, isNewest ? newest.version : null))
        held(resumed, hold)
        return resumed
      } catch (error) {
        hold.abort()
        throw error
      }
    },
    listVersions: () => history.list(book.current()?.version ?? null),
    getVersion({ version }) {
      const { text, previous } = history.textOf(version)
      return { text: configFile.mask(text), previous: previous === null ? null : configFile.mask(previous) }
    },
    draftFromDiscovery: (_input, { signal }) =>
      draftOfFindings({ configFile, ...parts.import, findLocalBackends: cluster.findLocalBackends }, signal),
    moveSecrets({ paths, base }, { caller }) {
      const { desired, moved } = configFile.moveSecrets(paths, base, caller.kind)
      const digest = desired.fileDigest ?? desired.digest
      return { digest, version: history.newest()?.version ?? null, moved }
    },
  }

  return {
    handlers,
    start() {
      if (!keeps) return
      const desired = configFile.desired()
      // What somebody wrote while no harombe ran.
      if (desired?.fileDigest != null && desired.text.trim() !== '') {
        history.add({ text: desired.text, digest: desired.fileDigest, by: 'file', action: 'file' })
      }
      watchFile()
      fileChanged()
    },
    async stop() {
      await applier.stop()
      lifetime.abort()
      await reconciler.stop()
    },
  }
}
