import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { PlanFinding } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { pageHint } from '../../../format'
import { cn } from '../../../ui'

const looks = {
  error: { Icon: CircleAlert, tone: 'text-danger' },
  warning: { Icon: TriangleAlert, tone: 'text-warn' },
  info: { Icon: Info, tone: 'text-muted' },
} as const

/** What no step puts right. */
export function FindingList({ findings, label }: { findings: readonly PlanFinding[]; label: string }) {
  const { t } = useTranslation()
  if (findings.length === 0) return null
  return (
    <ul aria-label={label} className="flex flex-col gap-1.5">
      {findings.map(finding => {
        const { Icon, tone } = looks[finding.severity]
        const hint = pageHint(finding.hint, t)
        return (
          <li
            key={`${finding.code} ${finding.node} ${finding.model} ${finding.message}`}
            className="flex items-start gap-2 text-sm"
          >
            <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0', tone)} />
            <p className="min-w-0 [overflow-wrap:anywhere]">
              <span className="sr-only">{t(`config.plan.severity.${finding.severity}`)}: </span>
              {spoken(finding.message, t)}
              {hint === undefined ? null : <span className="block text-muted text-xs">{hint}</span>}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
