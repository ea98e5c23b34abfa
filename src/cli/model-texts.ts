import type { FitEstimate, ModelCapabilities, NodeLibraryView, NodeModel } from '../shared/entities'
import { fitWord } from '../shared/entities/fit-words'
import { tellingCapabilities } from '../shared/entities/telling-capabilities'
import { HarombeError } from '../shared/errors'
import { contextText, sizeText } from '../shared/sizes'
import { english } from '../shared/texts/english'

/** How models are written on a terminal. A dash is what nobody told. */

export const size = (bytes: number | null) => (bytes === null || bytes === 0 ? '-' : sizeText(bytes))
export const context = (tokens: number | null) => (tokens === null ? '-' : contextText(tokens))

export const abilities = (capabilities: ModelCapabilities) =>
  tellingCapabilities.filter(capability => capabilities[capability] === 'yes').join(', ') || '-'

/** "loaded, 5.2 GB VRAM, 8K", "on disk"; "served" where the server does not tell which. */
export function state(model: NodeModel, node: NodeLibraryView | undefined): string {
  if (node?.online === false) return 'last seen'
  if (model.loaded !== null) {
    const { vramBytes, sizeBytes, contextLength } = model.loaded
    const bytes = vramBytes === null || vramBytes === 0 ? sizeBytes : vramBytes
    const where = bytes === vramBytes ? 'VRAM' : 'memory'
    return [
      'loaded',
      ...(bytes === null || bytes === 0 ? [] : [`${sizeText(bytes)} ${where}`]),
      ...(contextLength === null ? [] : [contextText(contextLength)]),
    ].join(', ')
  }
  return node?.tellsLoaded === true ? 'on disk' : 'served'
}

/** More names than this would make a column wider than any terminal. */
const mostNames = 3

/** "fits the GPU: gaming-pc, workstation; too large: mini"; a number instead of many names. */
export function fitsText(fits: readonly { node: string; fit: Pick<FitEstimate, 'verdict'> }[]): string {
  const texts = [...Map.groupBy(fits, ({ fit }) => fit.verdict)].map(([verdict, places]) => {
    const names = places.map(({ node }) => node).join(', ')
    return `${fitWord(verdict, english)}: ${places.length > mostNames ? `${places.length} nodes` : names}`
  })
  return texts.join('; ') || '-'
}

export const nameOf = (node: NodeLibraryView | undefined, fallback: string) =>
  node?.simulated === true ? `${node.node} (simulated)` : (node?.node ?? fallback)

/** @throws HarombeError NOT_FOUND that names those there are */
export function assertKnown(nodes: readonly NodeLibraryView[], wanted: string | undefined): void {
  if (wanted === undefined || nodes.some(({ node }) => node === wanted)) return
  const known = nodes.map(({ node }) => node).join(', ')
  throw new HarombeError('NOT_FOUND', `There is no node named ${wanted}.`, {
    hint: known === '' ? 'The cluster has no nodes yet.' : `Known nodes: ${known}.`,
  })
}
