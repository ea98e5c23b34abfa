import { ChevronRight, ListTree } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { Message, RunStep } from '../../../../../shared/entities'
import { cn } from '../../../../ui'
import { type AnswerState, newAnswer } from '../../answer-state'
import type { AnswerStore } from '../../answer-store'
import { useAnswer } from '../../chat-context'
import { isEmptyStep, isFoldedAway, liveSteps, runSummary } from '../../run-view'
import { StepView } from './step-view'

const noSteps: readonly RunStep[] = []

/** What a thought is made of; its text only once it has led to calls, before that it is drawn as the answer. */
const partsOf = (state: AnswerState) => ({
  steps: state.steps,
  calls: state.calls,
  purpose: state.purpose,
  answeredBy: state.calls.length === 0 ? null : state.answeredBy,
  text: state.calls.length === 0 ? '' : state.text,
  reasoning: state.calls.length === 0 ? '' : state.reasoning,
})

function useSteps(message: Message, answer: AnswerStore | null): readonly RunStep[] {
  const parts = useAnswer(answer, useShallow(partsOf))
  // After a reload the stored steps are there before the first replayed event.
  const begun = useAnswer(answer, state => state.nextSeq > 0)
  const live = useMemo(() => liveSteps({ ...newAnswer, ...parts }), [parts])
  const steps = answer !== null && begun ? live : (message.steps ?? noSteps)
  return useMemo(() => steps.filter(step => !isEmptyStep(step)), [steps])
}

export interface RunStepsProps {
  message: Message
  answer: AnswerStore | null
}

/** The way to an answer that tools were used for: open while it is gone, folded once it has led somewhere. */
export function RunSteps({ message, answer }: RunStepsProps) {
  const { t } = useTranslation()
  const steps = useSteps(message, answer)
  const [chosen, setChosen] = useState<boolean | null>(null)
  const listId = useId()
  if (steps.length === 0) return null
  const foldable = isFoldedAway(steps, message, answer !== null)
  const open = !foldable || chosen === true
  const { text, exceptions } = runSummary(steps, t)
  return (
    <section
      aria-label={t('chat.run.steps')}
      className="mb-4"
      // Who looks into a call keeps it before their eyes when the answer comes.
      onClickCapture={({ target }) => {
        if (!foldable && target instanceof Element && target.closest('[data-call] [aria-expanded]'))
          setChosen(true)
      }}
    >
      {foldable ? (
        <button
          type="button"
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setChosen(!open)}
          className="focus-ring eased -ml-2 flex min-h-8 items-center gap-2 rounded-md px-2 text-muted text-sm hover:bg-hover hover:text-ink"
        >
          <ListTree aria-hidden="true" className="size-4" />
          {text}
          {exceptions === null ? null : <span className="text-warn">{exceptions}</span>}
          <ChevronRight
            aria-hidden="true"
            className={cn('size-4 transition-transform duration-(--motion-fast)', open && 'rotate-90')}
          />
        </button>
      ) : null}
      <ol
        id={listId}
        hidden={!open}
        className={cn('flex flex-col gap-5', foldable && 'mt-2 border-line border-l pl-4')}
      >
        {open
          ? steps.map((step, index) => (
              <StepView
                // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added
                key={index}
                step={step}
                number={index + 1}
                messageId={message.id}
                answer={answer}
              />
            ))
          : null}
      </ol>
    </section>
  )
}
