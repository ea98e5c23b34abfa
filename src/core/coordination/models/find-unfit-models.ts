import type { CatalogueModel, FitEstimate, ModelsView } from '../../../shared/entities'
import { sizeText } from '../../../shared/sizes'
import { isSameModel } from '../same-model'

export interface UnfitModel {
  model: string
  /** What it needs, weights and context. */
  bytes: number
  /** The node with most room for it. */
  bestNode: string
  bestBytes: number
  /** Two sentences: what is the matter, and what to do. */
  message: string
  hint: string
}

interface Fit {
  node: string
  model: string
  fit: FitEstimate
}

/** What a node has for one model; null when nobody knows all of it. */
function roomIn({ usableVramBytes, usableMemoryBytes }: FitEstimate): number | null {
  return usableVramBytes === null || usableMemoryBytes === null ? null : usableVramBytes + usableMemoryBytes
}

/**
 * Models that somebody wants and that fit no single node: those that nodes answer with, and those named in `wanted`.
 * A node whose memory nobody knows counts as one that may hold anything. `catalogue` tells the size of what is not there yet.
 */
export function findUnfitModels(
  view: ModelsView,
  catalogue: readonly { model: CatalogueModel; fits: readonly { node: string; fit: FitEstimate }[] }[] = [],
  wanted: readonly string[] = [],
): UnfitModel[] {
  const fits: Fit[] = [
    ...view.models.flatMap(({ node, name, fit }) => (fit === null ? [] : [{ node, model: name, fit }])),
    ...catalogue.flatMap(({ model, fits: each }) =>
      each.map(({ node, fit }) => ({ node, model: model.name, fit })),
    ),
  ]
  const rooms = new Map<string, number>()
  for (const { node, fit } of fits) {
    const room = roomIn(fit)
    if (room !== null) rooms.set(node, Math.max(room, rooms.get(node) ?? 0))
  }
  const usable = view.nodes.filter(({ simulated }) => !simulated)
  if (usable.length === 0 || usable.some(({ node }) => !rooms.has(node))) return []
  const [best] = usable.toSorted((a, b) => (rooms.get(b.node) ?? 0) - (rooms.get(a.node) ?? 0))
  if (best === undefined) return []
  const bestBytes = rooms.get(best.node) ?? 0

  const names = new Set([
    ...view.models.filter(({ isDefault }) => isDefault).map(({ name }) => name),
    ...wanted,
  ])
  return [...names].flatMap(name => {
    const known = fits.filter(({ model, fit }) => isSameModel(model, name) && fit.totalBytes > 0)
    const [least] = known.toSorted((a, b) => a.fit.totalBytes - b.fit.totalBytes)
    if (least === undefined || known.some(({ fit }) => fit.verdict !== 'too_large')) return []
    const bytes = least.fit.totalBytes
    if (bytes <= bestBytes) return []
    return [
      {
        model: name,
        bytes,
        bestNode: best.node,
        bestBytes,
        message: `${name} needs about ${sizeText(bytes)}; the most that a single node has for a model is ${sizeText(bestBytes)} (${best.node}).`,
        hint: 'Choose a smaller one, or let an engine that spreads a model over machines serve it as one node: docs/engines.md.',
      },
    ]
  })
}
