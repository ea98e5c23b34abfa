import { z } from 'zod'
import {
  ability,
  type Capability,
  type ModelDetails,
  modelArchitecture,
  modelCapabilities,
  timestamp,
} from '../../../shared/entities'
import type { SeenUse } from '../../hardware/model-room'
import type { ModelHost } from '../capability-knowledge'
import { listedModel } from '../listed-model'

const bytes = z
  .number()
  .nonnegative()
  .max(2 ** 52)
const maxText = 512
const text = z.string().max(maxText)

const capability = modelCapabilities.keyof()

/** What a server says of a model, without what only people read. */
const declaration = z.object({
  capabilities: modelCapabilities,
  architecture: modelArchitecture.nullable(),
  contextLength: z.number().int().positive().nullable(),
  family: z.string().max(256).nullable(),
})
export type Declaration = z.infer<typeof declaration>

/** What is known of one model on one server, for as long as both stay what they were. */
const learntModel = z.object({
  url: text,
  model: text,
  digest: text.nullable(),
  /** Of the server. */
  version: text.nullable(),
  learntAt: timestamp,
  declared: declaration.nullable(),
  /** `unknown`: tried, and nothing came of it. */
  proven: z.partialRecord(capability, ability),
  /** Bytes seen in use over bytes estimated. */
  correction: z.number().min(0.5).max(4).nullable(),
})
export type LearntModel = z.infer<typeof learntModel>

const learntMachine = z.object({
  url: text,
  seen: z.object({ gpuBytes: bytes, loadedBytes: bytes, spilledBytes: bytes.nullable() }),
})

/** How long a model whose server gives no content address is taken to be what it was. Calendar time: it outlives a restart. */
const unaddressedMs = 7 * 24 * 3_600_000

/** More than a home cluster has, and a file of a few megabytes; the longest untouched goes first. */
const limits = { models: 5000, machines: 500 } as const

export const learntContent = z.object({
  version: z.literal(1),
  models: z.array(learntModel).max(limits.models),
  machines: z.array(learntMachine).max(limits.machines),
})
export type LearntContent = z.infer<typeof learntContent>

export const nothingLearnt: LearntContent = { version: 1, models: [], machines: [] }

export interface LearntBook {
  /** Models there is room for. */
  readonly capacity: number
  /** Rises with everything learnt of the machine of a node. */
  revision(host: ModelHost): number
  /** Null when nothing was learnt of the model as it is there now. */
  find(host: ModelHost, model: string): LearntModel | null
  learn(host: ModelHost, model: string, changes: LearntChanges): void
  /** Corrections of models of a family on that machine. */
  corrections(host: ModelHost, family: string): readonly number[]
  seenUse(host: ModelHost): SeenUse | null
  learnUse(host: ModelHost, seen: SeenUse): void
  content(): LearntContent
}

export interface LearntChanges {
  declared?: Declaration | undefined
  /** Added to what is proven already. */
  proven?: Partial<Record<Capability, 'yes' | 'no' | 'unknown'>> | undefined
  correction?: number | undefined
}

export const declarationOf = (details: ModelDetails): Declaration => ({
  capabilities: details.capabilities,
  architecture: details.architecture,
  contextLength: details.contextLength,
  family: details.family?.slice(0, 256) ?? null,
})

/** What a model is there now; null for what its server does not tell. */
function identity({ probe }: ModelHost, model: string): Pick<LearntModel, 'digest' | 'version'> {
  return {
    digest: listedModel(probe?.models ?? [], model)?.digest?.slice(0, maxText) ?? null,
    version: probe?.version?.slice(0, maxText) ?? null,
  }
}

const keyOf = (url: string, model: string) => `${url}\n${model}`

function groupCorrections(models: Iterable<LearntModel>): Map<string, number[]> {
  const grouped = new Map<string, number[]>()
  for (const { url, declared, correction } of models) {
    const family = declared?.family ?? null
    if (family === null || correction === null) continue
    const key = keyOf(url, family)
    const group = grouped.get(key)
    if (group === undefined) grouped.set(key, [correction])
    else group.push(correction)
  }
  return grouped
}

/** Everything learnt about models and machines, in memory and bounded. `onChange` is told after every change. */
export function createLearntBook(start: LearntContent, wall: () => number, onChange: () => void): LearntBook {
  const models = new Map(start.models.map(entry => [keyOf(entry.url, entry.model), entry]))
  /** Of each machine and family; made anew after something was learnt. */
  let byFamily: Map<string, number[]> | null = null
  const machines = new Map(start.machines.map(entry => [entry.url, entry.seen]))
  const revisions = new Map<string, number>()
  let changes = 0

  function changed(url: string): void {
    changes += 1
    put(revisions, url, changes, limits.machines)
    onChange()
  }

  function find(host: ModelHost, model: string): LearntModel | null {
    const entry = models.get(keyOf(host.spec.url, model)) ?? null
    // Of a machine that was not reached yet, what was known last time is the best there is.
    if (entry === null || host.probe === null) return entry
    const { digest, version } = identity(host, model)
    if (digest === null && Math.abs(wall() - entry.learntAt) > unaddressedMs) return null
    return entry.digest === digest && entry.version === version ? entry : null
  }

  /** Last in the map is latest used, so that the first is the one to go. */
  function put<K, V>(map: Map<K, V>, key: K, value: V, limit: number): void {
    map.delete(key)
    map.set(key, value)
    if (map.size > limit) for (const oldest of map.keys().take(map.size - limit)) map.delete(oldest)
  }

  return {
    capacity: limits.models,
    // Of a machine that was forgotten as the longest untouched it is the latest of all, which rises too.
    revision: ({ spec }) => revisions.get(spec.url) ?? (revisions.size < limits.machines ? 0 : changes),
    find,
    learn(host, model, { declared, proven, correction }) {
      const { url } = host.spec
      if (url.length > maxText || model.length > maxText) return
      const known = find(host, model)
      // A correction of what was guessed does not hold for what can be computed now.
      const kept = declared === undefined ? (known?.correction ?? null) : null
      const entry: LearntModel = {
        url,
        model,
        ...identity(host, model),
        learntAt: wall(),
        declared: declared ?? known?.declared ?? null,
        proven: { ...known?.proven, ...proven },
        correction: correction ?? kept,
      }
      put(models, keyOf(url, model), entry, limits.models)
      byFamily = null
      changed(url)
    },
    corrections({ spec }, family) {
      byFamily ??= groupCorrections(models.values())
      return byFamily.get(keyOf(spec.url, family)) ?? []
    },
    seenUse: ({ spec }) => machines.get(spec.url) ?? null,
    learnUse({ spec }, seen) {
      put(machines, spec.url, seen, limits.machines)
      changed(spec.url)
    },
    content: () => ({
      version: 1,
      models: [...models.values()],
      machines: [...machines].map(([url, seen]) => ({ url, seen })),
    }),
  }
}
