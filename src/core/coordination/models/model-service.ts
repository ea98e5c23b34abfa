import type { Clock } from '../../../shared/clock'
import type { CatalogueModel, ModelJob } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { ModelLibrary } from '../../inference/protocol'
import type { ModelHost, ModelPolicy } from '../capability-knowledge'
import type { NodeActivity } from '../cluster-manager'
import { isSameModel } from '../same-model'
import type { ClusterModels } from '../types'
import { verbs } from './job-words'
import type { ModelLearning } from './learning'
import { createModelJobs, type JobWork } from './model-jobs'
import { createModelsPublisher } from './models-publisher'
import { createModelsProjection } from './project-models'

/** What work on models needs of the cluster; ClusterManager is the implementation. */
export interface ModelCluster {
  hosts(): ModelHost[]
  /** Null when there is no node of that name. */
  host(node: string): ModelHost | null
  /** Calls the listener after every check of a node, with its name; the returned function ends that. */
  onChecked(listener: (node: string) => void): () => void
  /** Calls the listener when a request is given to a node, and when a node fails one. */
  onActivity(listener: (activity: NodeActivity) => void): () => void
  checkNow(node: string): Promise<unknown>
}

export interface ModelServiceOptions {
  clock: Clock
  createId(): string
  cluster: ModelCluster
  learning: ModelLearning
  catalogue: readonly CatalogueModel[]
  /** What every request to the model there is sent with, so that a load now spares a load then. */
  policy(node: string, model: string): ModelPolicy
  /** Logs what nobody expected; returns the reference to quote. */
  reportUnknown(error: unknown): string
}

export interface ModelService extends ClusterModels {
  /** To be called when the nodes changed, or what is known of their machines. */
  refresh(): void
  /** Cancels every job, ends every watch, and writes down what was learnt. */
  stop(): Promise<void>
}

type JobKind = ModelJob['kind']

/** The models of all nodes, and the work on them, which goes on whoever watches. */
export function createModelService(options: ModelServiceOptions): ModelService {
  const { clock, cluster, learning } = options
  const jobs = createModelJobs({
    clock,
    createId: options.createId,
    onChange: what => publisher.changed(what),
    reportUnknown: options.reportUnknown,
  })
  const projection = createModelsProjection(learning)
  const view = () => projection.project(cluster.hosts(), jobs.list())
  const publisher = createModelsPublisher({ view, jobs: jobs.list }, clock)
  const refresh = () => publisher.changed('state')
  const stopListening = [
    learning.onLearnt(() => publisher.changed('knowledge')),
    cluster.onChecked(node => {
      const host = cluster.host(node)
      try {
        if (host !== null) {
          jobs.hostChecked(host)
          learning.hostChecked(host)
        }
      } catch (error) {
        // Whatever is wrong with what we make of a check, the checks go on.
        options.reportUnknown(error)
      }
      refresh()
    }),
    cluster.onActivity(activity => {
      const { node, model } = activity
      if (activity.type === 'asked') learning.requestArrived(node)
      else learning.requestFailed(node, model, activity.error)
    }),
  ]

  function find(node: string): ModelHost {
    const host = cluster.host(node)
    if (host !== null) return host
    const names = cluster
      .hosts()
      .map(({ spec }) => spec.name)
      .join(', ')
    throw new HarombeError('NOT_FOUND', `There is no node named ${node}.`, {
      hint: names === '' ? 'The cluster has no nodes yet.' : `Known nodes: ${names}.`,
    })
  }

  function libraryOf({ spec, client }: ModelHost): ModelLibrary {
    if (spec.problem !== undefined) throw spec.problem
    if (client !== null) return client.library
    throw new HarombeError('NODE_UNREACHABLE', `${spec.name} has not answered yet.`, {
      hint: spec.enabled ? 'Start the machine or check its address.' : `Enable ${spec.name} first.`,
    })
  }

  function refuseImpossible(kind: JobKind, host: ModelHost, model: string): void {
    const { name } = host.spec
    if (!libraryOf(host).abilities[kind]) {
      throw new HarombeError('NODE_REFUSED', `${name} does not let others ${verbs[kind]} its models.`, {
        hint: 'Do it on that machine.',
      })
    }
    if (!host.reachable) {
      const how = host.probe === null ? 'has not answered yet' : 'does not answer'
      throw new HarombeError('NODE_UNREACHABLE', `${name} ${how}.`, {
        hint: host.spec.enabled ? 'Start the machine or check its address.' : `Enable ${name} first.`,
      })
    }
    if (kind === 'remove' && isAnswering(host, model)) {
      throw new HarombeError('CONFLICT', `${model} may be answering on ${name} now.`, {
        hint: 'Delete it when its answer has ended.',
      })
    }
  }

  /** The check that follows the work may join one that began before its end; what it saw decides whether to look again. */
  async function lookAgain(kind: JobKind, node: string, model: string): Promise<void> {
    await cluster.checkNow(node)
    const { probe } = find(node)
    if (probe === null) return
    const isListed = probe.models.some(({ name }) => isSameModel(name, model))
    const isLoaded = probe.loaded?.some(({ name }) => isSameModel(name, model)) ?? kind === 'load'
    const isAsExpected = { pull: isListed, remove: !isListed, load: isLoaded, unload: !isLoaded }[kind]
    if (!isAsExpected) await cluster.checkNow(node)
  }

  function workOn(kind: JobKind, { spec }: ModelHost, library: ModelLibrary, model: string): JobWork {
    const node = spec.name
    const act: JobWork = async (signal, report) => {
      if (kind === 'pull') for await (const progress of library.pull(model, { signal })) report(progress)
      else if (kind === 'remove') await library.remove(model, { signal })
      else if (kind === 'load') await library.load(model, options.policy(node, model), { signal })
      else await library.unload(model, { signal })
      // What was done is done, whether or not the node can be looked at now.
      await lookAgain(kind, node, model).catch(() => undefined)
    }
    if (kind === 'pull') return act
    return async (signal, report) => {
      const end = learning.workBegan(node)
      await act(signal, report).finally(end)
    }
  }

  return {
    view,
    watch: signal => publisher.watch(signal),
    refresh() {
      projection.forget()
      learning.configChanged()
      refresh()
    },
    async describe(node, model, signal) {
      return libraryOf(find(node)).describe(model, { signal })
    },
    start(kind, node, model) {
      const host = find(node)
      refuseImpossible(kind, host, model)
      return jobs.start(kind, host, model, workOn(kind, host, libraryOf(host), model))
    },
    follow: jobs.follow,
    cancel: jobs.cancel,
    catalogue: () =>
      options.catalogue.map(model => ({
        model,
        fits: cluster
          .hosts()
          .map(host => ({ node: host.spec.name, fit: learning.fits.ofCatalogue(host, model) })),
      })),
    async stop() {
      for (const end of stopListening) end()
      jobs.stop()
      publisher.stop()
      await learning.stop()
    },
  }
}

/** Which model a running request uses is known to nobody but the server: the loaded ones, or any where it does not tell. */
function isAnswering({ activeRequests, probe }: ModelHost, model: string): boolean {
  if (activeRequests === 0) return false
  return probe?.loaded?.some(({ name }) => isSameModel(name, model)) ?? true
}
