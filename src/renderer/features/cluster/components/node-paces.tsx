import { useTranslation } from 'react-i18next'
import type { ModelPace } from '../../../../shared/entities'
import { Section } from '../../../components'
import { formatDuration, formatSpeed, missing } from '../../../format'

/** What was learnt of each model here; placement goes by it. Draws nothing before the first answer. */
export function NodePaces({ paces }: { paces: readonly ModelPace[] }) {
  const { t } = useTranslation()
  if (paces.length === 0) return null
  return (
    <Section title={t('cluster.node.paces.title')}>
      <div className="overflow-hidden rounded-lg border border-line">
        <table className="w-full table-fixed text-left text-xs">
          <thead className="text-muted">
            <tr className="border-line border-b">
              <th scope="col" className="px-3 py-1.5 font-medium">
                {t('cluster.node.paces.model')}
              </th>
              {(['first', 'reads', 'writes', 'loads'] as const).map(name => (
                <th
                  key={name}
                  scope="col"
                  className="w-14 px-1 py-1.5 text-right font-medium last:w-15 last:pr-3"
                >
                  {t(`cluster.node.paces.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {paces.map(pace => (
              <Row key={pace.model} pace={pace} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-muted text-xs">{t('cluster.node.paces.note')}</p>
    </Section>
  )
}

function Row({ pace }: { pace: ModelPace }) {
  const { t } = useTranslation()
  const figures = [
    pace.ttftMs === null ? missing : formatDuration(pace.ttftMs),
    formatSpeed(pace.promptTokensPerSecond),
    formatSpeed(pace.tokensPerSecond),
    pace.loadMs === null ? missing : formatDuration(pace.loadMs),
  ]
  return (
    <tr>
      <th scope="row" className="py-1.5 pr-1 pl-3 font-normal">
        <span className="block truncate font-mono" title={pace.model}>
          {pace.model}
        </span>
        <span className="block text-muted">{t('cluster.node.paces.samples', { count: pace.samples })}</span>
      </th>
      {figures.map((figure, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <td key={index} className="whitespace-nowrap px-1 py-1.5 text-right last:pr-3">
          {figure}
        </td>
      ))}
    </tr>
  )
}
