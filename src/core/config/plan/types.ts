import type { Config } from '../../../shared/config/schema'
import type { BackendKind, CatalogueModel, FitEstimate, Plan, Tier } from '../../../shared/entities'
import type { ErrorShape } from '../../../shared/errors'

/** A model as the list of a server has it. */
export interface ObservedModel {
  name: string
  sizeBytes: number | null
}

/** What was seen of one machine. */
export interface ObservedNode {
  /** As the desired configuration calls it; of one that is to go, as it was applied. This machine: as the cluster calls it. */
  name: string
  /** Where it was asked: origin with an optional path, no trailing slash. Nodes with one address share a server. */
  url: string
  /** local: this machine, without an entry in the file. */
  origin: 'config' | 'local'
  tier: Tier
  /** unknown: it was not asked, and no check has finished before. */
  reachable: 'yes' | 'no' | 'unknown'
  /** Why it was not reached; null when it was, or nobody asked. */
  error: ErrorShape | null
  /** What it runs, as found; null while nobody knows. */
  backend: BackendKind | null
  version: string | null
  /** What it serves; null while it was never reached. */
  models: readonly ObservedModel[] | null
  /** Names of models in memory; null for a server that does not tell. */
  loaded: readonly string[] | null
  /** What it lets others do with its models. */
  abilities: { pull: boolean; load: boolean }
}

/** What was seen of all machines that the desired or the applied configuration names, and of this one. */
export interface Observation {
  /** At most one of each name. A node of the file that is not among them counts as never looked at. */
  nodes: readonly ObservedNode[]
  /** Of this harombe. */
  version: string
  /** What keeps an entry from being used as it is written: a secret there is not. `node` null: a setting outside the nodes. */
  unusable: readonly {
    node: string | null
    code: 'secret_missing' | 'insecure' | 'not_a_server'
    message: string
    hint?: string | undefined
  }[]
}

/** What the last apply of one node came to. */
export interface AppliedNode {
  /**
   * Fingerprint (`nodeFingerprint`) of an entry whose steps were begun and not all done; null when all were. What of it is
   * still to be done is `unfinished` then, as long as the file says the same.
   */
  unfinished: string | null
  /** Models that were proven to be there because the file wanted them. */
  models: readonly string[]
  /** So too in memory. */
  loaded: readonly string[]
}

/** What was applied last, node by node. Kept on disk by apply; contains no secret. */
export interface AppliedState {
  /** Of the text and its overlays. */
  digest: string
  /** Number in the history; null before the first. */
  version: number | null
  /**
   * Resolved, secrets as fingerprints (`withoutSecrets`). `cluster.nodes` has a node as it was when its steps were last all done,
   * none before that; the rest is as it was last reloaded.
   */
  config: Config
  /** By name; also nodes that are not in `config` yet. */
  nodes: Readonly<Record<string, AppliedNode>>
}

/** What is known beside the machines. Functions answer at once and always the same during one plan. */
export interface PlanKnowledge {
  catalogue: readonly CatalogueModel[]
  /** Whether a model would fit a node; `sizeBytes` null where nobody knows it. Null: nothing can be said. */
  fit(node: string, model: string, sizeBytes: number | null): FitEstimate | null
  /** Bytes per second of downloads that were measured, newest first. */
  downloadRates: readonly { node: string; bytesPerSecond: number }[]
  /** Milliseconds loading it took there last; null: never seen. */
  loadMs(node: string, model: string): number | null
  /** Replaces a secret by what cannot be turned back: equal for equal secrets. */
  fingerprint(secret: string): string
}

export interface PlanRequest {
  id: string
  /** Milliseconds since the epoch. */
  createdAt: number
  configPath: string
  from: Plan['from']
  desired: { config: Config; digest: string }
  /** Null: nothing was applied yet. */
  applied: AppliedState | null
  observed: Observation
  /** What runs now; secrets in the clear or as fingerprints. Null: nothing does, as in a command without a coordinator. */
  inForce: Config | null
  /** With what it was started, for values that are read then only. Null as `inForce`. */
  startedWith: Config | null
  /** Only these nodes; empty: all, and the settings. */
  targets: readonly string[]
  /** false: the observation is of earlier checks. */
  refreshed: boolean
  knowledge: PlanKnowledge
}

/**
 * What is to be done so that the machines become what the file says. Pure; the same request gives the same plan.
 * @throws HarombeError NOT_FOUND for a target that neither the file, nor what was applied, nor the observation has
 */
export type CreatePlan = (request: PlanRequest) => Plan
