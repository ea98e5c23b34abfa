import type { BackendKind, ModelJob, NodeLibraryView, NodeModel } from '../../../shared/entities'
import { fitWord } from '../../../shared/entities/fit-words'
import type { Translate } from '../../../shared/texts/translator'
import { backendNames } from '../../components'
import { formatContext, formatPart, formatShare, formatSize } from '../../format'
import type { StatusShape } from '../../ui'

export interface CellLook {
  shape: StatusShape
  /** The state in one word or two. */
  label: string
  /** Second line, the most telling part first; empty for none. */
  details: readonly string[]
}

/** How far a job is, 0–1; null while nobody knows how much there is to do. */
export function jobShare({ completedBytes, totalBytes }: ModelJob): number | null {
  return totalBytes === null || totalBytes === 0 ? null : Math.min(1, completedBytes / totalBytes)
}

function runningLook(job: ModelJob, t: Translate): CellLook {
  const share = job.kind === 'pull' ? jobShare(job) : null
  return {
    shape: 'busy',
    label: t(`models.job.running.${job.kind}`),
    details: share === null ? [] : [formatShare(Math.floor(share * 100) / 100)],
  }
}

/** Servers that hold what they were started with: what they list is in memory. */
const fixedModels: readonly BackendKind[] = ['vllm', 'sglang', 'llamacpp']

/** What a cell of the matrix shows; null where the node does not have the model. */
export function cellLook(
  node: NodeLibraryView,
  model: NodeModel | null,
  job: ModelJob | null,
  t: Translate,
): CellLook | null {
  if (job !== null) return runningLook(job, t)
  if (model === null) return null
  const fit = model.fit === null ? [] : [fitWord(model.fit.verdict, t)]
  if (!node.online) return { shape: 'off', label: t('models.state.lastSeen'), details: [] }
  if (model.loaded !== null) {
    const memory = memoryTexts(model.loaded, t)
    return { shape: 'ok', label: t('models.state.loaded'), details: memory.length > 0 ? memory : fit }
  }
  if (node.tellsLoaded) return { shape: 'held', label: t('models.state.onDisk'), details: fit }
  return {
    shape: fixedModels.includes(node.backend) ? 'ok' : 'held',
    label: t('models.state.served'),
    details: fit,
  }
}

/** "5.2 GB VRAM", "6.9 of 9.9 GB VRAM" or "5.2 GB memory", and the context; empty when the server tells none of it. */
function memoryTexts(
  { sizeBytes, vramBytes, contextLength }: NonNullable<NodeModel['loaded']>,
  t: Translate,
): string[] {
  const context = contextLength === null ? [] : [formatContext(contextLength)]
  if (vramBytes === null || vramBytes === 0) {
    return sizeBytes === null || sizeBytes === 0
      ? context
      : [t('models.memory.main', { size: formatSize(sizeBytes) }), ...context]
  }
  // A server's own rounding is not a part in main memory.
  const whole = sizeBytes === null || sizeBytes <= vramBytes * 1.01
  const size = whole ? formatSize(vramBytes) : formatPart(vramBytes, sizeBytes)
  return [t('models.memory.video', { size }), ...context]
}

export type CellAction = 'load' | 'unload' | 'cancel' | 'pull' | 'details' | 'remove'

/** What can be done with a model on a node now. */
export function cellActions(
  node: NodeLibraryView,
  model: NodeModel | null,
  job: ModelJob | null,
): CellAction[] {
  if (job !== null) return model === null ? ['cancel'] : ['cancel', 'details']
  const { abilities, online } = node
  if (model === null) return online && abilities.pull ? ['pull'] : []
  const actions: CellAction[] = []
  if (online && abilities.load && model.loaded === null) actions.push('load')
  if (online && abilities.unload && model.loaded !== null) actions.push('unload')
  actions.push('details')
  if (online && abilities.remove) actions.push('remove')
  return actions
}

/** Why something cannot be done here, one sentence; null where everything can. */
export function missingAbility(node: NodeLibraryView, t: Translate): string | null {
  const { abilities, backend, online } = node
  if (!online) return t('models.cannot.offline')
  if (Object.values(abilities).every(Boolean)) return null
  if (!Object.values(abilities).some(Boolean)) {
    return fixedModels.includes(backend)
      ? t('models.cannot.fixed', { backend: backendNames[backend] })
      : backend === 'harombe'
        ? t('models.cannot.harombe')
        : t('models.cannot.all')
  }
  const missing = [
    abilities.pull ? null : t('models.cannot.get'),
    abilities.load ? null : t('models.cannot.load'),
    abilities.unload ? null : t('models.cannot.unload'),
    abilities.remove ? null : t('models.cannot.delete'),
  ].filter(word => word !== null)
  return t('models.cannot.some', { what: missing.join(', ') })
}
