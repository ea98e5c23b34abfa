import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Dialog, SegmentedControl, Skeleton } from '../../../ui'
import { type ComparisonRow, comparisonColumns, nodeRows, tierRows } from './comparison-rows'
import type { Period, StatisticsStore } from './statistics-store'

/** Tiers and nodes beside each other, of today or of seven days. */
export function ComparisonDialog(props: { statistics: StatisticsStore; onClose(): void }) {
  const { t } = useTranslation()
  const { period, statistics, hasFailed } = useStore(props.statistics.store)
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) props.onClose()
      }}
      width="lg"
      title={t('cluster.figures.comparison.title')}
      description={t('cluster.figures.comparison.note')}
    >
      <div className="flex flex-col gap-4">
        <SegmentedControl<Period>
          label={t('cluster.figures.period.label')}
          value={period}
          onChange={props.statistics.choose}
          className="self-start"
          options={[
            { value: 'today', label: t('cluster.figures.period.today') },
            { value: 'week', label: t('cluster.figures.period.week') },
          ]}
        />
        {statistics !== null ? (
          <>
            <Comparison caption={t('cluster.figures.comparison.tiers')} rows={tierRows(statistics, t)} />
            <Comparison caption={t('cluster.figures.comparison.nodes')} rows={nodeRows(statistics)} />
          </>
        ) : hasFailed ? (
          <p className="text-muted text-sm">{t('cluster.figures.verdict.problem')}</p>
        ) : (
          <Skeleton className="h-40 w-full" />
        )}
      </div>
    </Dialog>
  )
}

function Comparison({ caption, rows }: { caption: string; rows: readonly ComparisonRow[] }) {
  const { t } = useTranslation()
  if (rows.length === 0)
    return (
      <section className="flex flex-col gap-1">
        <h3 className="font-medium text-muted text-xs">{caption}</h3>
        <p className="text-muted text-sm">{t('cluster.figures.comparison.none')}</p>
      </section>
    )
  return (
    // Wider than a phone: it scrolls inside itself, by keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
    <section aria-label={caption} tabIndex={0} className="focus-ring overflow-x-auto rounded-lg">
      <table className="w-full min-w-[32rem] border-collapse text-sm">
        <caption className="pb-1 text-left font-medium text-muted text-xs">{caption}</caption>
        <thead>
          <tr className="border-line border-b text-muted text-xs">
            <th scope="col" className="py-1.5 pr-2 text-left font-normal">
              {t('cluster.figures.comparison.name')}
            </th>
            {comparisonColumns.map(column => (
              <th key={column} scope="col" className="whitespace-nowrap px-2 py-1.5 text-right font-normal">
                {t(`cluster.figures.comparison.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name} className="border-line border-b last:border-b-0">
              <th scope="row" className="max-w-48 truncate py-1.5 pr-2 text-left font-medium" title={name}>
                {name}
              </th>
              {cells.map((cell, index) => (
                <td key={comparisonColumns[index]} className="whitespace-nowrap px-2 py-1.5 text-right">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
