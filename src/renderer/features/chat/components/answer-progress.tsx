import { useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { stageText } from '../../../../shared/entities/stage-words'
import { SeamLine } from '../../../components'
import type { AnswerStore } from '../answer-store'
import { placeSeams } from '../answer-words'
import { useAnswer } from '../chat-context'
import { useElapsedSeconds } from './use-elapsed'

/** Quick answers show no clock: it would only flash. */
const clockFromSeconds = 2

/** What is being waited for, in words, and for how long. */
export function AnswerProgress({ answer }: { answer: AnswerStore }) {
  const words = useAnswer(
    answer,
    useShallow(({ stage, stageNode, answeredBy, ahead, expectedMs }) => ({
      stage,
      node: stageNode ?? answeredBy?.node ?? null,
      ahead,
      expectedMs,
    })),
  )
  return (
    <p className="flex min-h-6 items-center gap-2 text-muted text-xs">
      <span aria-hidden="true" className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{stageText(words)}</span>
      {/* Each stage has its own clock: "loading, 40 s" is what one wants to know. */}
      <Clock key={`${words.stage}${words.node}`} answer={answer} isFirst={words.stage === null} />
    </p>
  )
}

function Clock({ answer, isFirst }: { answer: AnswerStore; isFirst: boolean }) {
  const startedAt = useMemo(() => (isFirst ? answer.startedAt : performance.now()), [answer, isFirst])
  const seconds = useElapsedSeconds(startedAt)
  return seconds < clockFromSeconds ? null : (
    <span data-figure className="shrink-0">
      {seconds} s
    </span>
  )
}

/** Nodes that failed so far, while the answer is still being written; those that stand in the text are drawn there. */
export function LiveSeams({ answer }: { answer: AnswerStore }) {
  const failovers = useAnswer(answer, state => state.failovers)
  const seam = useAnswer(answer, state => state.seam)
  return placeSeams(failovers, seam?.to ?? null).below.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
    <SeamLine key={index} text={line} />
  ))
}
