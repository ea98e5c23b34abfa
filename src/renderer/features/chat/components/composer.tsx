import { ArrowUp, Square } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { cn, IconButton } from '../../../ui'
import { useChat, useChatServices } from '../chat-context'
import { runningAnswer } from '../chat-state'
import { isSendKey } from '../shortcuts'
import { column, columnGutter } from './column'
import { GrowingTextarea } from './growing-textarea'
import { TargetPicker } from './target-picker'

export interface ComposerProps {
  inputRef: RefObject<HTMLTextAreaElement | null>
}

/** Where questions are written. What is typed is kept per conversation until it is sent. */
export function Composer({ inputRef }: ComposerProps) {
  const { chat, drafts, navigate } = useChatServices()
  const id = useChat(state => state.open.id)
  const view = useChat(state => state.open.view)
  const running = useChat(state => runningAnswer(state) !== null)
  const pending = useChat(state => state.open.pending)
  const [text, setText] = useState(() => drafts.read(id))
  const ready = useChat(state => state.open.status === 'ready')
  const busy = running || pending !== null || !ready

  // Another conversation has another draft; so has this one after "Edit" gave a failed question back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `id` alone changes when a new chat gets its own
  useEffect(() => {
    setText(drafts.read(chat.store.getState().open.id))
  }, [view, pending === null])

  const change = (next: string) => {
    setText(next)
    drafts.write(id, next)
  }

  const send = async () => {
    if (busy || text.trim() === '') return
    const question = text
    change('')
    const sentTo = await chat.send(question)
    if (sentTo !== null && sentTo !== id) navigate(sentTo)
  }

  return (
    <form
      aria-label="Ask"
      className={cn(columnGutter, 'overflow-hidden')}
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <div className={cn(column, 'pt-2 pb-4')}>
        <div className="eased rounded-xl border border-control bg-surface p-2 shadow-sm focus-within:border-accent">
          <GrowingTextarea
            inputRef={inputRef}
            value={text}
            onChange={change}
            placeholder="Ask anything"
            aria-label="Your message"
            aria-description="Enter sends, Shift and Enter begins a new line"
            enterKeyHint="send"
            onKeyDown={event => {
              if (!isSendKey(event.nativeEvent)) return
              event.preventDefault()
              void send()
            }}
          />
          <div className="mt-1.5 flex items-center justify-between gap-2">
            <TargetPicker />
            {running ? (
              <IconButton variant="secondary" label="Stop" keys="Esc" onClick={() => void chat.cancel()}>
                <Square className="fill-current" />
              </IconButton>
            ) : (
              <IconButton
                type="submit"
                variant="primary"
                label="Send"
                keys="Enter"
                disabled={busy || text.trim() === ''}
              >
                <ArrowUp />
              </IconButton>
            )}
          </div>
        </div>
      </div>
    </form>
  )
}
