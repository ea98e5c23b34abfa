import { type RefObject, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Message } from '../../../../shared/entities'
import { useChat, useChatServices } from '../chat-context'

/** Long enough to be found by the eye. */
const markedMs = 4_000

export interface MessageJumpOptions {
  content: RefObject<HTMLElement | null>
  path: readonly Message[]
  /** Messages of the path that are in the page: `first` up to, not including, `end`. */
  first: number
  end: number
  /** Has the message in the page. */
  show(index: number): void
  /** The end is not to be followed now. */
  release(): void
}

/** Leads to a message that is asked for, on its branch. Returns the id of the one to be marked, for a while. */
export function useMessageJump({
  content,
  path,
  first,
  end,
  show,
  release,
}: MessageJumpOptions): string | null {
  const { chat, library } = useChatServices()
  const jump = useStore(library.jump, state => state.jump)
  const open = useChat(state => state.open)
  const [marked, setMarked] = useState<string | null>(null)
  useEffect(() => {
    if (jump === null || jump.conversationId !== open.id || open.status !== 'ready') return
    const { messageId } = jump
    const done = () => library.jump.setState({ jump: null })
    if (!open.messages.has(messageId)) return done()
    const index = path.findIndex(({ id }) => id === messageId)
    if (index === -1) return chat.selectBranch(messageId)
    release()
    if (index < first || index >= end) return show(index)
    // After the effects of the page, which would give the focus to the composer.
    const frame = requestAnimationFrame(() => {
      done()
      const row = content.current?.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`)
      if (row == null) return
      row.scrollIntoView({ block: row.offsetHeight < window.innerHeight / 2 ? 'center' : 'start' })
      row.focus({ preventScroll: true })
      release()
      setMarked(messageId)
    })
    return () => cancelAnimationFrame(frame)
  }, [jump, open, path, first, end, chat, library, content, show, release])
  useEffect(() => {
    if (marked === null) return
    const timer = setTimeout(() => setMarked(null), markedMs)
    return () => clearTimeout(timer)
  }, [marked])
  return marked
}
