import { useTranslation } from 'react-i18next'
import type { NodeIncident } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { Section } from '../../../components'
import { formatAgo } from '../../../format'
import { StatusDot } from '../../../ui'
import { incidentLook } from '../node-conditions'

/** What happened to the node, newest first. */
export function NodeHistory({ incidents, now }: { incidents: readonly NodeIncident[]; now: number }) {
  const { t, i18n } = useTranslation()
  return (
    <Section title={t('cluster.node.history.title')}>
      {incidents.length === 0 ? (
        <p className="text-muted text-sm">{t('cluster.node.history.none')}</p>
      ) : (
        <ol className="flex flex-col gap-2">
          {incidents.toReversed().map((incident, index) => {
            const { shape, label } = incidentLook(incident, t)
            const detail = [incident.model, spoken(incident.reason, t)].filter(
              part => part !== undefined && part !== '',
            )
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two may happen in one millisecond
              <li key={index} className="flex items-baseline gap-3 text-sm">
                <div className="min-w-0 flex-1">
                  <StatusDot shape={shape} label={label} />
                  {detail.length === 0 ? null : (
                    <p className="pl-4 text-muted text-xs [overflow-wrap:anywhere]">{detail.join(': ')}</p>
                  )}
                </div>
                <time
                  dateTime={new Date(incident.at).toISOString()}
                  title={new Date(incident.at).toLocaleString(i18n.language)}
                  className="shrink-0 whitespace-nowrap text-muted text-xs"
                >
                  {formatAgo(incident.at, now)}
                </time>
              </li>
            )
          })}
        </ol>
      )}
    </Section>
  )
}
