import { Unplug } from 'lucide-react'
import type { AnswerStore } from '../answer-store'
import { failoverText, stageText } from '../answer-words'
import { useAnswer } from '../chat-context'
import { useElapsedSeconds } from './use-elapsed'

/** Quick answers show no clock: it would only flash. */
const clockFromSeconds = 2

/** What is being waited for, in words, and for how long. */
export function AnswerProgress({ answer }: { answer: AnswerStore }) {
  const stage = useAnswer(answer, state => state.stage)
  const node = useAnswer(answer, state => state.stageNode ?? state.answeredBy?.node ?? null)
  const seconds = useElapsedSeconds(answer.startedAt)
  return (
    <p className="flex min-h-6 items-center gap-2 text-muted text-xs">
      <span aria-hidden="true" className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
      <span className="min-w-0 truncate">{stageText(stage, node)}</span>
      {seconds >= clockFromSeconds ? <span className="shrink-0">{seconds} s</span> : null}
    </p>
  )
}

export function SeamLine({ text }: { text: string }) {
  return (
    <p className="flex items-start gap-2 py-0.5 text-warn text-xs">
      <Unplug aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
    </p>
  )
}

/** Nodes that failed so far, while the answer is still being written. */
export function LiveSeams({ answer }: { answer: AnswerStore }) {
  const failovers = useAnswer(answer, state => state.failovers)
  const seam = useAnswer(answer, state => state.seam)
  return failovers.map((failover, index) => {
    const next = failovers[index + 1]?.node ?? seam?.to ?? null
    // biome-ignore lint/suspicious/noArrayIndexKey: failovers are only ever added
    return <SeamLine key={index} text={failoverText(failover, next)} />
  })
}
