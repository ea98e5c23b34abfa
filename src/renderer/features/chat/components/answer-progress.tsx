import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { stageText } from '../../../../shared/entities/stage-words'
import { SeamLine } from '../../../components'
import { formatDuration } from '../../../format'
import type { AnswerStore } from '../answer-store'
import { placeSeams } from '../answer-words'
import { useAnswer } from '../chat-context'
import { activeCall } from '../run-view'
import { useElapsedSeconds } from './use-elapsed'

/** Quick answers show no clock: it would only flash. */
const clockFromSeconds = 2

/** What is being waited for, in words, and for how long. */
export function AnswerProgress({ answer }: { answer: AnswerStore }) {
  const { t } = useTranslation()
  const words = useAnswer(
    answer,
    useShallow(({ stage, stageNode, answeredBy, ahead, expectedMs }) => ({
      stage,
      node: stageNode ?? answeredBy?.node ?? null,
      ahead,
      expectedMs,
    })),
  )
  const lastMs = useAnswer(answer, state => (state.stage === 'loading' ? state.lastMs : null))
  const step = useAnswer(answer, ({ steps }) => steps.length)
  const call = useAnswer(answer, ({ calls }) => activeCall(calls)?.state ?? null)
  const text =
    call === null
      ? stageText(words, t)
      : call === 'waiting'
        ? t('chat.answer.toolDecision')
        : t('chat.answer.toolRuns')
  return (
    <p className="flex min-h-6 flex-wrap items-center gap-x-2 text-muted text-xs">
      <span aria-hidden="true" className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
      {/* Each stage has its own clock: "loading, 40 s" is what one wants to know. */}
      {call === null ? (
        <Clock
          key={`${words.stage}${words.node}${step}`}
          answer={answer}
          isFirst={words.stage === null && step === 0}
        />
      ) : null}
      {call === null && lastMs !== null ? (
        <span data-figure className="shrink-0">
          {t('chat.answer.lastTime', { time: formatDuration(lastMs) })}
        </span>
      ) : null}
    </p>
  )
}

function Clock({ answer, isFirst }: { answer: AnswerStore; isFirst: boolean }) {
  const startedAt = useMemo(() => (isFirst ? answer.startedAt : performance.now()), [answer, isFirst])
  const seconds = useElapsedSeconds(startedAt)
  return seconds < clockFromSeconds ? null : (
    <span data-figure className="shrink-0">
      {formatDuration(seconds * 1000)}
    </span>
  )
}

/** Nodes that failed so far, while the answer is still being written; those that stand in the text are drawn there. */
export function LiveSeams({ answer }: { answer: AnswerStore }) {
  const { t } = useTranslation()
  const failovers = useAnswer(answer, state => state.failovers)
  const seam = useAnswer(answer, state => state.seam)
  return placeSeams(failovers, seam?.to ?? null, t).below.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
    <SeamLine key={index} text={line} />
  ))
}
