import { useTranslation } from 'react-i18next'
import { FigureStrip } from '../../../components'
import { type HeaderFacts, summaryFigures, summaryLabels } from '../summary-figures'

export function SummaryStrip({ facts }: { facts: HeaderFacts | null }) {
  const { t } = useTranslation()
  return <FigureStrip labels={summaryLabels(t)} figures={facts === null ? null : summaryFigures(facts, t)} />
}
