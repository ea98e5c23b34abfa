import { useTranslation } from 'react-i18next'
import type { BreakerView } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { Section } from '../../../components'
import { formatAgo } from '../../../format'
import { StatusDot } from '../../../ui'
import { breakerLook } from '../node-conditions'

/** The breakers that there is something to tell of, with what they opened for. Draws nothing when there is none. */
export function NodeBreakers({ breakers, now }: { breakers: readonly BreakerView[]; now: number }) {
  const { t } = useTranslation()
  if (breakers.length === 0) return null
  return (
    <Section title={t('cluster.node.breakers.title')}>
      <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
        {breakers.map(breaker => {
          const { shape, label } = breakerLook(breaker, now, t)
          return (
            <li key={breaker.model} className="flex flex-col gap-0.5 px-3 py-2">
              <span className="truncate font-mono text-xs" title={breaker.model}>
                {breaker.model}
              </span>
              <StatusDot shape={shape} label={label} className="text-sm" />
              <p className="text-muted text-xs [overflow-wrap:anywhere]">
                {breaker.reason === '' ? '' : `${spoken(breaker.reason, t)} · `}
                {formatAgo(breaker.since, now)}
              </p>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
