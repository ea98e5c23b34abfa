import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../../shared/entities'
import { type PlanMark, planTimeText } from '../../../../shared/entities/plan-words'
import type { Translate } from '../../../../shared/texts/translator'
import { formatSize } from '../../../format'
import { type Estimate, planEstimate } from './plan-groups'
import { Mark } from './plan-marks'

const counted = ['add', 'change', 'remove', 'move', 'pull', 'load'] as const satisfies readonly PlanMark[]

function timeText({ lowMs, highMs, isPartial }: Estimate, t: Translate): string {
  const [low, high] = [planTimeText(lowMs, t), planTimeText(highMs, t)]
  if (isPartial) return t('config.plan.takesPart', { time: low })
  return low === high ? t('config.plan.takes', { time: high }) : t('config.plan.between', { low, high })
}

/** How much of what there is, how much to download and how long it takes. */
export function PlanSummaryLine({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { summary } = plan
  const estimate = planEstimate(plan)
  const facts = [
    summary.downloadBytes === 0 ? null : t('config.plan.bytes', { size: formatSize(summary.downloadBytes) }),
    estimate === null ? null : timeText(estimate, t),
  ].filter(fact => fact !== null)
  return (
    <div className="flex flex-col gap-1">
      <ul
        aria-label={t('config.plan.summary')}
        className="flex flex-wrap gap-x-4 gap-y-1 text-sm"
        data-figure
      >
        {counted.map(mark =>
          summary[mark] === 0 ? null : (
            <li key={mark} className="flex items-baseline gap-1.5">
              <Mark mark={mark} className="w-auto" />
              {t(`config.plan.${mark}`, { count: summary[mark] })}
            </li>
          ),
        )}
        {summary.settings === 0 ? null : (
          <li className="flex items-baseline gap-1.5">
            <Mark mark="change" className="w-auto" />
            {t('config.plan.settings', { count: summary.settings })}
          </li>
        )}
      </ul>
      {facts.length === 0 ? null : (
        <p data-figure className="text-muted text-xs">
          {facts.join(' · ')}
        </p>
      )}
    </div>
  )
}
