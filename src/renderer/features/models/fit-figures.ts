import type { FitEstimate } from '../../../shared/entities'
import { formatContext, formatSize } from '../../format'

export interface FitFigure {
  label: string
  value: string
  /** The sum, set off from what it is made of. */
  total?: true
}

/** How a fit estimate comes about, line by line. */
export function fitFigures(fit: FitEstimate): FitFigure[] {
  const rest = fit.totalBytes - fit.weightsBytes - fit.keyValueBytes
  const context = `Context of ${formatContext(fit.contextLength)} tokens`
  return [
    { label: 'Weights', value: formatSize(fit.weightsBytes) },
    { label: context, value: fit.keyValueBytes === 0 ? 'not known' : formatSize(fit.keyValueBytes) },
    // Below that it is rounding.
    ...(Math.abs(rest) < 5e6
      ? []
      : [{ label: fit.corrected ? 'Correction by what was seen' : 'Buffers', value: signed(rest) }]),
    { label: 'Needed', value: formatSize(fit.totalBytes), total: true },
    { label: 'Video memory for models', value: available(fit.usableVramBytes) },
    { label: 'Main memory for models', value: available(fit.usableMemoryBytes) },
  ]
}

const signed = (bytes: number) => (bytes < 0 ? `−${formatSize(-bytes)}` : formatSize(bytes))
const available = (bytes: number | null) =>
  bytes === null ? 'not known' : bytes === 0 ? 'none' : formatSize(bytes)
