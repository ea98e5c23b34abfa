import type { Config } from '../shared/config/schema'
import type { Plan } from '../shared/entities'
import { HarombeError } from '../shared/errors'
import type { ClusterComposition } from './compose-cluster'
import type { AppliedFile } from './config/apply/applied-book'
import { invalid } from './config/config-errors'
import type { ConfigHistory } from './config/history/types'
import { createPlan } from './config/plan/create-plan'
import type { PlanKnowledge } from './config/plan/types'
import type { ConfigFile } from './config/types'
import { catalogue } from './hardware/catalogue'
import type { ClusterObserver } from './observe-cluster'

/** A configuration to become true, and the text it is of. */
export interface WantedText {
  from: Plan['from']
  config: Config
  /** Of the text and its overlays. */
  digest: string
  /** Secrets put back. */
  text: string
}

export interface PlannerParts {
  configFile: Pick<ConfigFile, 'path' | 'desired' | 'check' | 'current' | 'problem'>
  history: Pick<ConfigHistory, 'textOf'>
  book: Pick<AppliedFile, 'current' | 'fingerprint'>
  observer: ClusterObserver
  cluster: Pick<ClusterComposition, 'fitOf' | 'manager' | 'models'>
  /** What harombe was started with; null: this is one command, and nothing is in force after it. */
  startedWith: Config | null
  createId(): string
  /** Milliseconds since the epoch. */
  now(): number
}

export interface PlanOptions {
  targets: readonly string[]
  refresh: boolean
  /** To be told apart from others; default new ones. */
  identity?: Pick<Plan, 'id' | 'createdAt'>
}

/** Makes plans of what stands on the disk, of drafts and of versions. */
export function createPlanner(parts: PlannerParts) {
  const { configFile, history, book, observer, cluster, startedWith } = parts
  const { manager, models } = cluster

  function checked(text: string, from: Plan['from']): WantedText {
    const { config, problems, digest, text: unmasked } = configFile.check(text)
    if (config !== null) return { from, config, digest, text: unmasked }
    const hint = from === 'draft' ? 'Correct the text first.' : 'Choose another version.'
    throw invalid(configFile.path, problems, hint)
  }

  function knowledge(): PlanKnowledge {
    const view = manager.view()
    const pulls = models.view().jobs.filter(({ kind }) => kind === 'pull')
    return {
      catalogue,
      fit: cluster.fitOf,
      downloadRates: pulls.flatMap(job => {
        const seconds = job.endedAt === null ? 0 : (job.endedAt - job.startedAt) / 1000
        const isWhole = job.state === 'done' && seconds > 0 && job.completedBytes > 0
        const rate = isWhole ? job.completedBytes / seconds : job.bytesPerSecond
        return rate === null || rate === 0 ? [] : [{ node: job.node, bytesPerSecond: rate }]
      }),
      loadMs: (node, model) =>
        view.nodes.find(({ name }) => name === node)?.paces.find(pace => pace.model === model)?.loadMs ??
        null,
      fingerprint: book.fingerprint,
    }
  }

  return {
    /** @throws HarombeError CONFIG_INVALID, NOT_FOUND */
    wanted({ text, version }: { text?: string | undefined; version?: number | undefined }): WantedText {
      if (text !== undefined) return checked(text, version ?? 'draft')
      if (version !== undefined) return checked(history.textOf(version).text, version)
      const desired = configFile.desired()
      if (desired !== null) return { ...desired, from: 'file' }
      const problem = configFile.problem() ?? `${configFile.path} cannot be read.`
      throw new HarombeError('CONFIG_INVALID', problem, { hint: 'Correct the file first.' })
    },
    /** @throws HarombeError NOT_FOUND for a target nobody knows; the signal's reason */
    async plan(wanted: WantedText, options: PlanOptions, signal: AbortSignal): Promise<Plan> {
      const { targets, refresh, identity } = options
      const applied = book.current()
      const configs = { desired: wanted.config, applied: applied?.config ?? null }
      const observed = await observer.observe(configs, refresh, signal)
      return createPlan({
        ...(identity ?? { id: parts.createId(), createdAt: parts.now() }),
        configPath: configFile.path,
        from: wanted.from,
        desired: wanted,
        applied,
        observed,
        inForce: startedWith === null ? null : configFile.current(),
        startedWith,
        targets,
        refreshed: refresh,
        knowledge: knowledge(),
      })
    },
  }
}
