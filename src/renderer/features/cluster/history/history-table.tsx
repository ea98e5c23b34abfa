import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { figureText } from './figure-text'
import { minuteRows, type NodeHistory } from './node-history'

const figures = [
  'active',
  'queued',
  'tokensPerSecond',
  'ttftMs',
  'latencyMs',
  'memoryBytes',
  'errors',
] as const

/** The charts once more for those who do not see them, or want to read the numbers. */
export function HistoryTable({ history }: { history: NodeHistory }) {
  const { t, i18n } = useTranslation()
  const rows = useMemo(() => minuteRows(history), [history])
  const shown = figures.filter(
    figure => figure !== 'memoryBytes' || rows.some(row => row.figures.memoryBytes !== null),
  )
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short', hourCycle: 'h23' })
  return (
    <details className="text-sm">
      <summary className="focus-ring w-fit cursor-default rounded-xs text-muted text-xs hover:text-ink">
        {t('cluster.figures.history.table')}
      </summary>
      <section
        aria-label={t('cluster.figures.history.title')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 for scrolling regions
        tabIndex={0}
        className="focus-ring mt-2 overflow-x-auto rounded-lg"
      >
        <table className="w-full border-collapse text-2xs">
          <thead>
            <tr className="border-line border-b text-muted">
              <th scope="col" className="py-1.5 pr-1 text-left align-bottom font-normal">
                {t('cluster.figures.history.minute')}
              </th>
              {shown.map(figure => (
                <th key={figure} scope="col" className="px-1 py-1.5 text-right align-bottom font-normal">
                  {t(`cluster.figures.history.column.${figure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, isAway, figures: values }) => (
              <tr key={at} className="border-line border-b last:border-b-0">
                <th scope="row" className="whitespace-nowrap py-1 pr-1 text-left font-normal">
                  {clock.format(at)}
                </th>
                {shown.map(figure => (
                  <td key={figure} className="whitespace-nowrap px-1 py-1 text-right">
                    {isAway && figure === 'active'
                      ? t('cluster.figures.history.awayCell')
                      : figureText(figure, values[figure])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
