import type { ClusterSummary } from '../../../../shared/entities'
import { FigureStrip } from '../../../components'
import { summaryFigures } from '../summary-figures'

const labels = ['Answers', 'Success', 'First token', 'Speed', 'Simple kept on Fast']

export function SummaryStrip({ summary }: { summary: ClusterSummary | null }) {
  return <FigureStrip labels={labels} figures={summary === null ? null : summaryFigures(summary)} />
}
