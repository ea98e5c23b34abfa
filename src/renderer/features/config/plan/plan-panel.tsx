import { Play } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfigProblemView } from '../../../../shared/contract/config'
import type { ApplyRun, Plan } from '../../../../shared/entities'
import { Banner, Button, Dialog } from '../../../ui'
import { useApplies, useApplyState } from '../apply/apply-context'
import { RunAction, RunRefusal } from '../apply/run-actions'
import { undoneSteps } from '../apply/run-lanes'
import { useDraft, useDraftStore } from '../draft/draft-context'
import { Asked, Planning } from './plan-asked'
import { PlanRefusal, StartRefusal } from './plan-refusal'
import type { PlanState, PlanStore, PlanSubject } from './plan-store'
import { PlanView } from './plan-view'
import { useApply } from './use-apply'
import { usePlan } from './use-plan'
import { useSubject } from './use-subject'

const kinds = { file: '', draft: 'Draft', version: 'Version' } as const

export interface PlanPanelProps {
  /** What going back to it would do; null: the draft, or the file when nothing is unsaved. */
  version: number | null
  /** What the person asked for: to look, or to apply (after looking). */
  intent: 'plan' | 'apply'
  onClose(): void
  /** It takes the place of an apply. */
  still: boolean
  lastRun: ApplyRun | null
  onShowRun(): void
}

/** A plan in a drawer, with Apply below it. */
export function PlanPanel({ version, intent, onClose, still, lastRun, onShowRun }: PlanPanelProps) {
  const { t } = useTranslation()
  const subject = useSubject(version)
  const isStarting = useApplyState(state => state.isStarting)
  // The file changes while it is being applied; a plan of that moment would be of nobody's use.
  const { plans, state } = usePlan(subject, !isStarting)
  const apply = useApply(subject)
  const { plan, isPlanning, error } = state
  const canApply = plan !== null && !isPlanning && error === null && isWorthApplying(plan, subject)
  const applyButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (intent === 'apply' && canApply) applyButton.current?.focus()
  }, [intent, canApply])
  const kind = kinds[subject?.kind ?? 'file']
  return (
    <Dialog
      open
      onOpenChange={onClose}
      still={still}
      placement="side"
      width="xl"
      title={t(`config.plan.title${kind}`, { version: version ?? '' })}
      description={t(`config.plan.what${kind}`)}
      footer={
        <>
          <Button onClick={onClose}>{t('common.close')}</Button>
          <Button
            ref={applyButton}
            variant="primary"
            icon={<Play />}
            busy={isStarting}
            disabled={!canApply}
            onClick={() => {
              if (plan !== null) void apply(plan)
            }}
          >
            {t(`config.plan.apply${kind}`, { version: version ?? '' })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <LastRun run={lastRun} onShow={onShowRun} />
        <RunRefusal />
        <Unsaved version={version} />
        <Body subject={subject} plans={plans} state={state} onClose={onClose} />
      </div>
    </Dialog>
  )
}

/** Of a draft also when no machine has to do anything: the file is written. */
const isWorthApplying = ({ changes }: Plan, subject: PlanSubject | null) =>
  changes.length > 0 || (subject !== null && subject.kind !== 'file')

interface BodyProps {
  subject: PlanSubject | null
  plans: PlanStore
  state: PlanState
  onClose(): void
}

function Body({ subject, plans, state, onClose }: BodyProps) {
  const { t } = useTranslation()
  const draft = useDraftStore()
  const applies = useApplies()
  const hasConflict = useDraft(({ conflict }) => conflict !== null)
  const refusal = useApplyState(({ refusal: of }) => (of?.what === 'start' ? of.error : null))
  const known = useProblems()
  const { whole, plan, leftOut, isPlanning, error } = state
  if (subject === null && hasConflict) {
    return (
      <Banner tone="warn" title={t('config.plan.conflict')}>
        {t('config.plan.conflictHint')}
      </Banner>
    )
  }
  if (error !== null) {
    return (
      <>
        <PlanRefusal
          error={error}
          isVersion={subject?.kind === 'version'}
          known={known}
          onShowLine={({ line, column }) => {
            onClose()
            draft.show(column === null ? { line } : { line, column })
          }}
        />
        {subject === null || error.code === 'CONFIG_INVALID' ? null : (
          <Button className="self-start" busy={isPlanning} onClick={() => void plans.make(subject)}>
            {t('common.retry')}
          </Button>
        )}
      </>
    )
  }
  // A plan that is asked for anew is another one than what was refused.
  const again = (refresh: boolean) => {
    applies.forgetRefusal()
    if (subject !== null) void plans.make(subject, { refresh })
  }
  if (whole === null || plan === null || subject === null) return <Planning onUnasked={() => again(false)} />
  return (
    <>
      {refusal === null ? null : <StartRefusal error={refusal} onReplan={() => again(true)} />}
      <Asked
        plan={whole}
        isPlanning={isPlanning}
        onAgain={() => again(true)}
        onUnasked={() => again(false)}
      />
      <PlanView whole={whole} plan={plan} leftOut={leftOut} subject={subject} plans={plans} />
    </>
  )
}

/** An apply that did not get to its end, and can go on. */
function LastRun({ run, onShow }: { run: ApplyRun | null; onShow(): void }) {
  const { t } = useTranslation()
  if (run === null || run.state === 'done' || run.state === 'running') return null
  return (
    <Banner
      silent
      tone="warn"
      title={t(`config.plan.last.${run.state}`)}
      actions={
        <>
          <Button size="sm" onClick={onShow}>
            {t('config.plan.last.show')}
          </Button>
          <RunAction run={run} size="sm" />
        </>
      }
    >
      {t('config.plan.last.more', { count: undoneSteps(run) })}
    </Banner>
  )
}

/** Going back to a version writes the file under what is in the editor. */
function Unsaved({ version }: { version: number | null }) {
  const { t } = useTranslation()
  const isDirty = useDraft(state => state.isDirty)
  if (version === null || !isDirty) return null
  return <Banner silent tone="info" title={t('config.plan.unsavedGone', { version })} />
}

/** What the editor finds wrong. Of an overlay no line can be shown here. */
function useProblems(): readonly ConfigProblemView[] {
  const problems = useDraft(state => state.problems)
  return useMemo(
    () =>
      problems.map(({ path, message, line, column, file }) =>
        file === null
          ? { path, message, line, column }
          : { path: `${file}: ${path}`, message, line: null, column: null },
      ),
    [problems],
  )
}
