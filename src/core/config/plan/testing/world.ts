import { configSchema } from '../../../../shared/config/schema'
import type { CatalogueModel, FitEstimate, Plan } from '../../../../shared/entities'
import { plainName } from '../../../../shared/same-model'
import { createPlan } from '../create-plan'
import { nodeFingerprint } from '../match-nodes'
import type { AppliedNode, AppliedState, ObservedNode, PlanKnowledge, PlanRequest } from '../types'
import { withoutSecrets } from '../without-secrets'

export const digest = '0'.repeat(64)
const digestOf = (count: number) => String(count).padStart(64, '0')

export const config = (cluster: object = {}, rest: object = {}) => configSchema.parse({ ...rest, cluster })

const catalogueModel = (name: string, sizeBytes: number): CatalogueModel => ({
  name,
  title: name,
  family: 'qwen2.5',
  parametersBillion: 7,
  quantization: 'Q4_K_M',
  sizeBytes,
  contextLength: 32_768,
  architecture: null,
  capabilities: ['chat'],
  license: 'Apache-2.0',
  suggestedTier: 1,
  note: 'A model.',
  gguf: { url: `https://models.example/${name}.gguf`, sha256: null },
})

export const fitEstimate = (
  verdict: FitEstimate['verdict'],
  reason = 'It takes about 9 GB.',
): FitEstimate => ({
  verdict,
  weightsBytes: 1,
  keyValueBytes: 1,
  totalBytes: 2,
  usableVramBytes: null,
  usableMemoryBytes: null,
  contextLength: 8192,
  corrected: false,
  reason,
})

export const knowledge = (given: Partial<PlanKnowledge> = {}): PlanKnowledge => ({
  catalogue: [catalogueModel('qwen2.5:7b', 4_700_000_000), catalogueModel('qwen2.5:14b', 9_000_000_000)],
  fit: () => fitEstimate('gpu'),
  downloadRates: [],
  loadMs: () => null,
  fingerprint: secret => `f${[...secret].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e9}`,
  ...given,
})

export const seen = (name: string, given: Partial<ObservedNode> = {}): ObservedNode => ({
  name,
  url: `http://${name}:11434`,
  origin: 'config',
  tier: 1,
  reachable: 'yes',
  error: null,
  backend: 'ollama',
  version: '0.9.0',
  models: [{ name: 'qwen2.5:7b', sizeBytes: 4_700_000_000 }],
  loaded: [],
  abilities: { pull: true, load: true },
  ...given,
})

export const state = (
  applied: ReturnType<typeof config>,
  nodes: Readonly<Record<string, AppliedNode>> = {},
): AppliedState => ({
  digest,
  version: 1,
  config: withoutSecrets(applied, knowledge().fingerprint),
  nodes: {
    ...Object.fromEntries(
      applied.cluster.nodes.map(({ name }) => [name, { unfinished: null, models: [], loaded: [] }]),
    ),
    ...nodes,
  },
})

export const request = (
  given: Partial<Omit<PlanRequest, 'desired' | 'observed'>> & {
    desired: ReturnType<typeof config>
    nodes?: readonly ObservedNode[]
    unusable?: PlanRequest['observed']['unusable']
  },
): PlanRequest => {
  const { desired, nodes = [], unusable = [], ...rest } = given
  return {
    id: 'plan-1',
    createdAt: 0,
    configPath: '/home/me/.harombe/harombe.yaml',
    from: 'file',
    desired: { config: desired, digest },
    applied: null,
    observed: { nodes, version: '0.1.0', unusable },
    inForce: null,
    startedWith: null,
    targets: [],
    refreshed: true,
    knowledge: knowledge(),
    ...rest,
  }
}

export const planFor = (given: Parameters<typeof request>[0]): Plan => createPlan(request(given))

/** What every step does to machines and record, as plans expect it of them. */
export interface World {
  nodes: ObservedNode[]
  applied: AppliedState | null
  inForce: ReturnType<typeof config>
}

const without = <T extends object>(record: Readonly<Record<string, T>>, name: string) =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name))

const nothingDone: AppliedNode = { unfinished: null, models: [], loaded: [] }

/** Carries out all steps; `fails` says of which it does not. The steps after a failed one in its lane are left out. */
export function applyAll(
  world: World,
  plan: Plan,
  desired: ReturnType<typeof config>,
  fails: (id: string) => boolean = () => false,
): World {
  const wanted = withoutSecrets(desired, knowledge().fingerprint)
  const empty = config()
  let { nodes, inForce } = world
  let applied: AppliedState = world.applied ?? {
    digest: digestOf(0),
    version: null,
    config: empty,
    nodes: {},
  }
  const renames = new Map(
    plan.changes.flatMap(change => (change.kind === 'node_renamed' ? [[change.node, change.from]] : [])),
  )
  const change = (each: Partial<AppliedState>) => {
    applied = { ...applied, ...each, digest: digestOf(Number(applied.digest) + 1) }
  }
  const withNodes = (
    base: ReturnType<typeof config>,
    list: ReturnType<typeof config>['cluster']['nodes'],
  ) => ({
    ...base,
    cluster: { ...base.cluster, nodes: list },
  })
  const entryOf = (name: string) => wanted.cluster.nodes.find(node => node.name === name)
  const record = (name: string) => applied.nodes[name] ?? nothingDone
  const put = (name: string, each: Partial<AppliedNode>) =>
    change({ nodes: { ...applied.nodes, [name]: { ...record(name), ...each } } })
  const failed = new Set<string | null>()
  const notDone = new Set<string>()
  for (const step of plan.steps) {
    const { node: name, model } = step
    const isStopped = failed.has(name) || (name !== null && step.needs.some(id => notDone.has(id)))
    if (isStopped || fails(step.id)) {
      failed.add(name)
      notDone.add(step.id)
      continue
    }
    const observed = nodes.find(node => node.name === name)
    if (step.kind === 'reload') {
      change({ config: withNodes(wanted, applied.config.cluster.nodes) })
      inForce = withNodes(wanted, inForce.cluster.nodes)
      continue
    }
    if (name === null) continue
    const entry = entryOf(name)
    if (step.kind === 'register' && entry !== undefined) {
      const from = renames.get(name)
      if (from !== undefined) {
        const kept = applied.nodes[from] ?? nothingDone
        change({ nodes: { ...without(applied.nodes, from), [name]: kept } })
      }
      put(name, { unfinished: nodeFingerprint(entry) })
      const others = inForce.cluster.nodes.filter(node => node.name !== name && node.name !== from)
      inForce = withNodes(inForce, [...others, entry])
    }
    if (step.kind === 'test' && observed?.reachable !== 'yes') failed.add(name)
    if ((step.kind === 'pull' || step.kind === 'load') && model !== null && observed !== undefined) {
      const server = observed.url
      nodes = nodes.map(node => {
        if (node.url !== server) return node
        const has = (node.models ?? []).some(each => plainName(each.name) === plainName(model))
        const models = has ? node.models : [...(node.models ?? []), { name: model, sizeBytes: null }]
        const loaded =
          step.kind === 'load' && node.loaded !== null ? [...new Set([...node.loaded, model])] : node.loaded
        return { ...node, models, loaded }
      })
      const { models, loaded } = record(name)
      put(name, step.kind === 'pull' ? { models: [...models, model] } : { loaded: [...loaded, model] })
    }
    if (step.kind === 'retire') {
      inForce = withNodes(
        inForce,
        inForce.cluster.nodes.filter(node => node.name !== name),
      )
      const rest = applied.config.cluster.nodes.filter(node => node.name !== name)
      change({ nodes: without(applied.nodes, name), config: withNodes(applied.config, rest) })
    }
  }
  for (const { node: name } of plan.steps) {
    const entry = name === null ? undefined : entryOf(name)
    if (name === null || failed.has(name) || entry === undefined) continue
    const from = renames.get(name)
    const others = applied.config.cluster.nodes.filter(node => node.name !== name && node.name !== from)
    put(name, { unfinished: null })
    change({ config: withNodes(applied.config, [...others, entry]) })
  }
  return { nodes, applied, inForce }
}
