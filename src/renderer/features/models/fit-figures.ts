import type { FitEstimate } from '../../../shared/entities'
import type { Translate } from '../../../shared/texts/translator'
import { formatContext, formatSize } from '../../format'

export interface FitFigure {
  label: string
  value: string
  /** The sum, set off from what it is made of. */
  total?: true
}

/** How a fit estimate comes about, line by line. */
export function fitFigures(fit: FitEstimate, t: Translate): FitFigure[] {
  const rest = fit.totalBytes - fit.weightsBytes - fit.keyValueBytes
  const context = t('models.figures.context', { size: formatContext(fit.contextLength) })
  return [
    { label: t('models.figures.weights'), value: formatSize(fit.weightsBytes) },
    {
      label: context,
      value: fit.keyValueBytes === 0 ? t('models.facts.notKnown') : formatSize(fit.keyValueBytes),
    },
    // Below that it is rounding.
    ...(Math.abs(rest) < 5e6
      ? []
      : [
          {
            label: fit.corrected ? t('models.figures.correction') : t('models.figures.buffers'),
            value: signed(rest),
          },
        ]),
    { label: t('models.figures.needed'), value: formatSize(fit.totalBytes), total: true },
    { label: t('models.figures.video'), value: available(fit.usableVramBytes, t) },
    { label: t('models.figures.main'), value: available(fit.usableMemoryBytes, t) },
  ]
}

const signed = (bytes: number) => (bytes < 0 ? `−${formatSize(-bytes)}` : formatSize(bytes))
const available = (bytes: number | null, t: Translate) =>
  bytes === null ? t('models.facts.notKnown') : bytes === 0 ? t('models.figures.none') : formatSize(bytes)
