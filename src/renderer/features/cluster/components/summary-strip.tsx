import type { ClusterSummary } from '../../../../shared/entities'
import { Card, Skeleton } from '../../../ui'
import { type Figure, summaryFigures } from '../summary-figures'

export function SummaryStrip({ summary }: { summary: ClusterSummary | null }) {
  return (
    <Card className="overflow-hidden">
      <dl className="-mt-px -ml-px grid grid-cols-2 @lg:grid-cols-3 @3xl:grid-cols-5">
        {summary === null
          ? ['Answers', 'Success', 'First token', 'Speed', 'Simple kept on Fast'].map(label => (
              <Cell key={label} label={label}>
                <Skeleton className="my-1 h-6 w-16" />
                <Skeleton className="h-3.5 w-20" />
              </Cell>
            ))
          : summaryFigures(summary).map(figure => (
              <Cell key={figure.label} label={figure.label}>
                <Value figure={figure} />
              </Cell>
            ))}
      </dl>
    </Card>
  )
}

function Cell({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="border-line border-t border-l px-4 py-2.5 last:col-span-2 @3xl:px-3.5 @3xl:py-3 @3xl:last:col-span-1 @4xl:px-4">
      <dt className="text-muted text-xs">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Value({ figure }: { figure: Figure }) {
  return (
    <>
      <span className="block font-semibold text-xl tracking-tight">
        {figure.value}
        {figure.unit === undefined ? null : (
          <span className="ml-1 font-normal text-muted text-sm tracking-normal">{figure.unit}</span>
        )}
      </span>
      <span className="block text-muted text-xs">{figure.note}</span>
    </>
  )
}
