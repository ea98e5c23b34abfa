import type {
  Capability,
  ModelJob,
  ModelSummary,
  ModelsView,
  NodeLibraryView,
  NodeModel,
} from '../../../shared/entities'
import { tellingCapabilities } from '../../../shared/entities/telling-capabilities'

export type Evidence = NodeModel['evidence']

/** An ability that some node's copy of the model has, with the best evidence there is for it. */
export interface KnownAbility {
  capability: Capability
  evidence: Evidence
}

export interface ModelRow {
  name: string
  /** What the nodes say of it together; a figure comes from the first that tells it. */
  summary: ModelSummary
  abilities: KnownAbility[]
  /** By node; a node without the model has no entry. */
  copies: ReadonlyMap<string, NodeModel>
}

export interface NodeColumn {
  node: NodeLibraryView
  models: number
  loaded: number
  /** Memory the loaded models take, bytes; null when the server does not tell. */
  loadedBytes: number | null
}

export interface Matrix {
  columns: NodeColumn[]
  /** By name. */
  rows: ModelRow[]
}

const strength: Record<Evidence, number> = { assumed: 0, declared: 1, proven: 2 }

const byName = new Intl.Collator('en', { numeric: true })

/** Nodes × models. Rows are all models that any node has. */
export function projectMatrix({ nodes, models }: Pick<ModelsView, 'nodes' | 'models'>): Matrix {
  const copies = new Map<string, Map<string, NodeModel>>()
  const ofNode = new Map<string, NodeModel[]>()
  for (const model of models) {
    const known = copies.get(model.name)
    if (known === undefined) copies.set(model.name, new Map([[model.node, model]]))
    else known.set(model.node, model)
    const own = ofNode.get(model.node)
    if (own === undefined) ofNode.set(model.node, [model])
    else own.push(model)
  }
  return {
    columns: nodes.map(node => projectColumn(node, ofNode.get(node.node) ?? [])),
    rows: [...copies]
      .map(([name, known]) => projectRow(name, known))
      .sort((a, b) => byName.compare(a.name, b.name)),
  }
}

function projectColumn(node: NodeLibraryView, models: readonly NodeModel[]): NodeColumn {
  const loaded = models.flatMap(model => model.loaded ?? [])
  // A size of nothing is none.
  const sizes = loaded.flatMap(({ sizeBytes }) => (sizeBytes === null || sizeBytes === 0 ? [] : sizeBytes))
  return {
    node,
    models: models.length,
    loaded: loaded.length,
    loadedBytes: sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0),
  }
}

function projectRow(name: string, copies: ReadonlyMap<string, NodeModel>): ModelRow {
  const all = [...copies.values()]
  const first = <K extends keyof ModelSummary>(key: K): ModelSummary[K] | null =>
    all.find(copy => copy[key] !== null)?.[key] ?? null
  return {
    name,
    summary: {
      name,
      sizeBytes: first('sizeBytes'),
      digest: first('digest'),
      family: first('family'),
      parameters: first('parameters'),
      quantization: first('quantization'),
      contextLength: first('contextLength'),
    },
    abilities: tellingCapabilities.flatMap(capability => abilityOf(capability, all) ?? []),
    copies,
  }
}

function abilityOf(capability: Capability, copies: readonly NodeModel[]): KnownAbility | null {
  const able = copies.filter(copy => copy.capabilities[capability] === 'yes')
  const [best] = able.map(copy => copy.evidence).sort((a, b) => strength[b] - strength[a])
  return best === undefined ? null : { capability, evidence: best }
}

/** Rows in which every word is found: in the name, family, quantization, an ability, or a node that has it loaded. */
export function filterRows(rows: readonly ModelRow[], text: string): readonly ModelRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(row => {
    const loaded = [...row.copies.values()].some(copy => copy.loaded !== null)
    const found = [
      row.name,
      row.summary.family ?? '',
      row.summary.quantization ?? '',
      row.summary.parameters ?? '',
      ...row.abilities.map(ability => ability.capability),
      loaded ? 'loaded' : '',
    ]
      .join(' ')
      .toLowerCase()
    return words.every(word => found.includes(word))
  })
}

/** Running jobs by model and node; the newest of a cell. `jobs` are the newest first. */
export function runningJobs(jobs: readonly ModelJob[]): ReadonlyMap<string, ReadonlyMap<string, ModelJob>> {
  const byModel = new Map<string, Map<string, ModelJob>>()
  for (const job of jobs) {
    if (job.state !== 'running') continue
    const known = byModel.get(job.model)
    if (known === undefined) byModel.set(job.model, new Map([[job.node, job]]))
    else if (!known.has(job.node)) known.set(job.node, job)
  }
  return byModel
}

/** Neither name has a line break. */
export const cellKey = (node: string, model: string) => `${node}\n${model}`
