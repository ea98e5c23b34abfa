import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunStep } from '../../../../../shared/entities'
import type { Translate } from '../../../../../shared/texts/translator'
import { SeamLine, SimulatedBadge, TierBadge } from '../../../../components'
import { ModelMarkdown } from '../../../../markdown'
import { isSafeMode } from '../../../../safe-mode'
import type { AnswerStore } from '../../answer-store'
import { placeSeams } from '../../answer-words'
import { Reasoning } from '../reasoning'
import { ToolCallRow } from './tool-call-row'

export interface StepViewProps {
  step: RunStep
  /** 1 for the first. */
  number: number
  messageId: string
  answer: AnswerStore | null
}

function seamsOf({ failovers = [], answeredBy }: RunStep, t: Translate): string[] {
  const { inline, below } = placeSeams(failovers, answeredBy?.node ?? null, t)
  return [...inline.map(({ text }) => text), ...below]
}

/** One thought, the node that had it, and the calls it led to. */
export const StepView = memo(function StepView({ step, number, messageId, answer }: StepViewProps) {
  const { t } = useTranslation()
  const { answeredBy } = step
  return (
    <li className="flex flex-col gap-2" data-step={number}>
      <div className="flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1 text-muted text-xs">
        <h3 className="font-medium">{t('chat.run.step', { number })}</h3>
        {answeredBy === undefined ? null : (
          <>
            <span aria-hidden="true" className="text-line-strong">
              ·
            </span>
            <span>{answeredBy.node}</span>
            <TierBadge tier={answeredBy.tier} />
            {answeredBy.simulated ? <SimulatedBadge /> : null}
          </>
        )}
      </div>
      {step.reasoning === undefined || step.reasoning === '' ? null : (
        <div className="-mb-2">
          <Reasoning text={step.reasoning} streaming={false} />
        </div>
      )}
      {step.text.trim() === '' ? null : (
        <ModelMarkdown plain={isSafeMode} text={step.text} streaming={false} />
      )}
      {seamsOf(step, t).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
        <SeamLine key={index} text={line} />
      ))}
      {step.calls.length === 0 ? null : (
        <ul className="flex flex-col divide-y divide-line rounded-lg border border-line">
          {step.calls.map(call => (
            <ToolCallRow key={call.id} call={call} messageId={messageId} answer={answer} />
          ))}
        </ul>
      )}
    </li>
  )
})
