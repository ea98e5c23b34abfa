import { ArrowUp, ExternalLink, Square, SquarePen } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useClient, useConnectionStatus } from '../../client'
import { isComposed, useCommand, useCommandKeys, useCommandListener } from '../../commands'
import { ApprovalCard, SimulatedBadge } from '../../components'
import { copyText } from '../../copy-text'
import { pageHint } from '../../format'
import { CopyButton, ExternalLinkDialog, ModelMarkdown } from '../../markdown'
import { useApprovals, useCapability } from '../../mirrors'
import { formatRoute, navigate } from '../../navigation'
import { isSafeMode } from '../../safe-mode'
import { Banner, IconButton } from '../../ui'
import { readDraft, writeDraft } from './quick-draft'
import { createQuickStore, type QuickState, type QuickStore } from './quick-store'
import { quickStage } from './quick-words'

/** Where the question is typed: as tall as its text, Enter sends. */
function Composer({
  quick,
  inputRef,
}: {
  quick: QuickStore
  inputRef: RefObject<HTMLTextAreaElement | null>
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(readDraft)
  const status = useStore(quick.store, state => state.status)
  const isBusy = status === 'sending' || status === 'answering'
  const change = (next: string) => {
    setText(next)
    writeDraft(next)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text
  useEffect(() => {
    const element = inputRef.current
    if (element === null) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text, inputRef])
  const send = async () => {
    const question = text.trim()
    if (question === '' || isBusy) return
    change('')
    // What could not be sent is given back, unless something else was begun.
    if (!(await quick.ask(question)) && readDraft() === '') change(question)
  }
  return (
    <form
      aria-label={t('shell.quick.form')}
      className="flex items-end gap-2 border-line border-b bg-surface px-3 py-2.5"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <textarea
        ref={inputRef}
        rows={1}
        value={text}
        onChange={event => change(event.target.value)}
        placeholder={t('shell.quick.placeholder')}
        aria-label={t('shell.quick.field')}
        enterKeyHint="send"
        className="max-h-[40dvh] min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-1 py-1.5 text-md outline-none"
        onKeyDown={event => {
          if (event.key !== 'Enter' || event.shiftKey || isComposed(event.nativeEvent)) return
          event.preventDefault()
          void send()
        }}
      />
      {isBusy ? (
        <IconButton
          variant="secondary"
          label={t('shell.quick.stop')}
          className="pointer-coarse:size-10"
          disabled={status === 'sending'}
          onClick={quick.stop}
        >
          <Square className="fill-current" />
        </IconButton>
      ) : (
        <IconButton
          type="submit"
          variant="primary"
          label={t('shell.quick.send')}
          className="pointer-coarse:size-10"
          disabled={text.trim() === ''}
        >
          <ArrowUp />
        </IconButton>
      )}
    </form>
  )
}

/** What is going on, in one line that screen readers follow. */
function Stage({ state }: { state: QuickState }) {
  const { t } = useTranslation()
  return (
    <p role="status" className="min-w-0 flex-1 truncate text-muted text-xs">
      {quickStage(state, t)}
    </p>
  )
}

function Answer({ state }: { state: QuickState }) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const { text } = state.answer
  const follows = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for every piece of text
  useEffect(() => {
    const element = scroller.current
    if (element !== null && follows.current) element.scrollTop = element.scrollHeight
  }, [text])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new question is followed, wherever the reader was
  useEffect(() => {
    follows.current = true
  }, [state.answerId])
  return (
    <section
      ref={scroller}
      aria-label={t('shell.quick.answer')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard when focused
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-3 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 40
      }}
    >
      {state.question === '' ? null : (
        <p dir="auto" className="mb-2 line-clamp-3 text-muted text-sm [overflow-wrap:anywhere]">
          {state.question}
        </p>
      )}
      <div aria-busy={state.status === 'answering'}>
        <ModelMarkdown plain={isSafeMode} text={text} streaming={state.status === 'answering'} />
      </div>
      {state.error === null ? null : (
        <Banner tone="danger" title={t(`errors.${state.error.code}.title`)} className="mt-3">
          {pageHint(state.error.hint, t) ?? t(`errors.${state.error.code}.hint`)}
        </Banner>
      )}
    </section>
  )
}

/** The small window: one question and its answer, which is a chat that can be opened in the large one. */
export function QuickAskPage() {
  const { t } = useTranslation()
  const client = useClient()
  const [quick] = useState(() => createQuickStore(client))
  const state = useStore(quick.store)
  const inputRef = useRef<HTMLTextAreaElement>(null)
  const isDesktop = useCapability('desktop')
  const isLost = useConnectionStatus() === 'lost'
  const waiting = useApprovals().filter(
    ({ request }) => request.conversationId !== null && request.conversationId === state.conversationId,
  )
  const newKeys = useCommandKeys('newChat').line

  useEffect(() => quick.close, [quick])
  useEffect(() => {
    document.title = t('shell.frame.title', { page: t('shell.page.quick') })
  }, [t])
  useEffect(() => {
    // The window is hidden, not closed: when it comes back, typing begins at once.
    const onFocus = () => inputRef.current?.focus()
    onFocus()
    window.addEventListener('focus', onFocus)
    return () => window.removeEventListener('focus', onFocus)
  }, [])

  const leave = (conversationId: string | null) => {
    if (isDesktop) client.call('desktop.leaveQuickAsk', { conversationId }).catch(() => undefined)
    else if (conversationId !== null) navigate({ page: 'chat', conversationId })
  }
  const begin = () => {
    quick.clear()
    inputRef.current?.focus()
  }
  useCommandListener()
  useCommand('newChat', begin)
  useCommand('focusComposer', () => inputRef.current?.focus())
  useCommand('copyLastAnswer', () => {
    if (state.answer.text === '') return false
    copyText(state.answer.text).catch(() => undefined)
    return true
  })
  useCommand('stopAnswer', () => {
    // The small window goes; its answer is written to the end.
    if (isDesktop) leave(null)
    else if (state.status === 'answering') quick.stop()
    else return false
    return true
  })

  return (
    <main className="flex h-full flex-col bg-canvas">
      <h1 className="sr-only">{t('shell.page.quick')}</h1>
      <Composer quick={quick} inputRef={inputRef} />
      {isLost ? <Banner shape="page" tone="warn" title={t('shell.banner.lost')} /> : null}
      {waiting.map(approval => (
        <div key={approval.request.id} className="max-h-[50%] overflow-y-auto border-line border-b p-3">
          <ApprovalCard approval={approval} />
        </div>
      ))}
      <Answer state={state} />
      <footer className="flex min-h-11 shrink-0 items-center gap-1 border-line border-t bg-surface px-3 py-1">
        {state.answer.answeredBy?.simulated === true ? <SimulatedBadge /> : null}
        <Stage state={state} />
        {state.answer.text === '' ? null : (
          <CopyButton label={t('shell.quick.copy')} text={() => quick.store.getState().answer.text} />
        )}
        {state.conversationId === null ? null : (
          <>
            <IconButton size="sm" label={t('shell.quick.again')} keys={newKeys} onClick={begin}>
              <SquarePen />
            </IconButton>
            <a
              href={formatRoute({ page: 'chat', conversationId: state.conversationId })}
              className="focus-ring eased ml-1 inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 font-medium text-accent text-xs hover:bg-hover pointer-coarse:h-10"
              onClick={event => {
                if (!isDesktop) return
                event.preventDefault()
                leave(state.conversationId)
              }}
            >
              <ExternalLink aria-hidden="true" className="size-3.5" />
              {t('shell.quick.open')}
            </a>
          </>
        )}
      </footer>
      <ExternalLinkDialog />
    </main>
  )
}
