import { CircleCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Plan } from '../../../../shared/entities'
import { planLines } from '../../../../shared/entities/plan-words'
import { Button, EmptyState, SegmentedControl } from '../../../ui'
import { ChangedLines } from './changed-lines'
import { FindingList } from './finding-list'
import { PlanGroupCard } from './plan-group-card'
import { commonFindings, planGroups } from './plan-groups'
import { nodesOf, type PlanState, type PlanStore, type PlanSubject } from './plan-store'
import { PlanSummaryLine } from './plan-summary'

export interface PlanViewProps {
  whole: Plan
  plan: Plan
  leftOut: PlanState['leftOut']
  subject: PlanSubject
  plans: Pick<PlanStore, 'include' | 'includeAll'>
}

/** A plan to be read, and to be chosen from. */
export function PlanView(props: PlanViewProps) {
  const { t } = useTranslation()
  const { whole, plan, subject, leftOut, plans } = props
  const [shown, setShown] = useState<'changes' | 'lines'>('changes')
  const all = nodesOf(whole).length
  const common = commonFindings(whole)
  return (
    <div className="flex flex-col gap-4">
      {whole.changes.length === 0 ? null : <PlanSummaryLine plan={plan} />}
      <FindingList findings={common} label={t('config.plan.findings')} />
      <div className="flex flex-wrap items-center gap-3">
        <SegmentedControl<'changes' | 'lines'>
          label={t('config.plan.view')}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'changes', label: t('config.plan.changes') },
            { value: 'lines', label: t('config.plan.lines') },
          ]}
        />
        {leftOut.size === 0 ? null : (
          <p className="flex items-baseline gap-3 text-muted text-xs" data-figure>
            {t('config.plan.chosen', { count: all - leftOut.size, all })}
            <Button variant="link" size="inline" onClick={plans.includeAll}>
              {t('config.plan.includeAll')}
            </Button>
          </p>
        )}
      </div>
      {shown === 'lines' ? <ChangedLines subject={subject} /> : <Changes {...props} />}
    </div>
  )
}

function Changes({ whole, leftOut, subject, plans }: PlanViewProps) {
  const { t } = useTranslation()
  const groups = useMemo(() => planGroups(whole), [whole])
  const lines = useMemo(() => new Map(planLines(whole, t).map(line => [line.id, line])), [whole, t])
  const nodes = nodesOf(whole)
  return (
    <>
      {whole.changes.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={t('config.plan.nothing')} className="py-6">
          {t(subject.kind === 'draft' ? 'config.plan.nothingDraft' : 'config.plan.nothingHint')}
        </EmptyState>
      ) : null}
      {groups.map(group => {
        const { node } = group
        const isIn = node === null ? leftOut.size === 0 : !leftOut.has(node)
        const canChoose = nodes.length > 1 || (node === null && leftOut.size > 0)
        return (
          <PlanGroupCard
            key={node ?? ''}
            group={group}
            lines={lines}
            choice={
              canChoose
                ? {
                    isIn,
                    isLast: isIn && nodes.length - leftOut.size === 1,
                    onChange: next => {
                      if (node !== null) void plans.include(node, next)
                    },
                  }
                : null
            }
          />
        )
      })}
    </>
  )
}
