import { memo, useEffect, useMemo, useState } from 'react'
import { revealHidden } from './characters'
import { createTaskQueue } from './highlight/task-queue'
import type { CodeSpan, Highlighter } from './highlight/types'
import { inOrder } from './inline-content'

const queue = createTaskQueue(run => void setTimeout(run, 0))

export interface CodeChunkProps {
  text: string
  grammar: string
  /** Null while the grammars are loading, and for chunks that stay plain. */
  highlighter: Highlighter | null
  /** Being written: coloured at once. Chunks that were there before wait for their turn. */
  live: boolean
}

const colour = (highlighter: Highlighter, text: string, grammar: string): readonly CodeSpan[] | null => {
  try {
    return highlighter(text, grammar)
  } catch {
    // A grammar that trips over hostile code: plain is right as well.
    return null
  }
}

function renderSpan({ role, text }: CodeSpan) {
  return role === null ? text : <span className={`code-${role}`}>{text}</span>
}

/** Up to 64 lines of code. The browser skips it while it is out of sight. */
export const CodeChunk = memo(function CodeChunk({ text, grammar, highlighter, live }: CodeChunkProps) {
  const [atOnce] = useState(live)
  const shown = useMemo(() => revealHidden(text), [text])
  const lines = useMemo(() => shown.trimEnd().split('\n').length, [shown])
  const immediate = useMemo(
    () => (atOnce && highlighter !== null ? colour(highlighter, shown, grammar) : null),
    [atOnce, highlighter, shown, grammar],
  )
  const [later, setLater] = useState<readonly CodeSpan[] | null>(null)
  useEffect(() => {
    if (atOnce || highlighter === null) return
    return queue.add(() => setLater(colour(highlighter, shown, grammar)))
  }, [atOnce, highlighter, shown, grammar])
  const spans = immediate ?? later
  return (
    <div className="code-chunk" style={{ containIntrinsicBlockSize: `auto ${lines * 1.25}rem` }}>
      {spans === null ? shown : inOrder(spans, renderSpan)}
    </div>
  )
})
