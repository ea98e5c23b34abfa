import { useMemo, useState } from 'react'
import type { Message, Source } from '../../../../../shared/entities'
import type { Citations } from '../../../../markdown'
import type { AnswerStore } from '../../answer-store'
import { useAnswer } from '../../chat-context'

const noSources: readonly Source[] = []

export interface CitedSources {
  sources: readonly Source[]
  citations: Citations
  open: boolean
  setOpen(open: boolean): void
  /** The one that was asked for last, and how often: asking twice leads there twice. */
  cited: { number: number; count: number } | null
}

/** What an answer was made of, and the way from its [n] there. */
export function useCitations(message: Message, answer: AnswerStore | null): CitedSources {
  const live = useAnswer(answer, state => state.sources)
  const begun = useAnswer(answer, state => state.nextSeq > 0)
  const sources = answer !== null && begun ? live : (message.sources ?? noSources)
  const [open, setOpen] = useState(false)
  const [cited, setCited] = useState<CitedSources['cited']>(null)
  const citations = useMemo(
    () => ({
      titles: new Map(sources.map(({ number, title }) => [number, title])),
      show(number: number) {
        setOpen(true)
        setCited(before => ({ number, count: (before?.count ?? 0) + 1 }))
      },
    }),
    [sources],
  )
  return { sources, citations, open, setOpen, cited }
}
