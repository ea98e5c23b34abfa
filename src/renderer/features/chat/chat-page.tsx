import { PanelLeft, SquarePen } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { HarombeClient } from '../../../shared/contract'
import type { NodeView } from '../../../shared/entities'
import { ExternalLinkDialog } from '../../markdown'
import { Button, cn, EmptyState, IconButton, Skeleton, toast } from '../../ui'
import { ChatProvider, type ChatServices, NodesProvider, useChat, useChatServices } from './chat-context'
import { runningAnswer, shownPath } from './chat-state'
import { createChatStore } from './chat-store'
import { column } from './components/column'
import { Composer } from './components/composer'
import { Sidebar } from './components/sidebar'
import { Transcript } from './components/transcript'
import { Welcome } from './components/welcome'
import type { Notice } from './conversation-list'
import { createDrafts } from './drafts'
import { errorHelp } from './error-help'
import { scheduleFrame } from './frame-scheduler'
import { type ChatShortcut, shortcutText } from './shortcuts'
import { useAnswerAnnouncements } from './use-answer-announcements'
import { useChatShortcuts } from './use-chat-shortcuts'
import { type SidebarState, useSidebar } from './use-sidebar'

function notify({ tone, title, detail, undo }: Notice): void {
  const options = {
    // At the bottom it would cover the button that sends and stops.
    position: 'top-right' as const,
    ...(detail === undefined ? {} : { description: detail }),
    ...(undo === undefined ? {} : { action: { label: 'Undo', onClick: undo }, duration: 8_000 }),
  }
  if (tone === 'ok') toast.success(title, options)
  else toast.error(title, options)
}

function browserStorage(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

function createServices(client: HarombeClient) {
  const drafts = createDrafts(browserStorage())
  const chat = createChatStore(client, {
    notify,
    drafts,
    schedule: scheduleFrame,
    now: () => performance.now(),
    wallClock: () => Date.now(),
  })
  return { chat, drafts }
}

/** Between opening a conversation and having it; short, so nothing is shown before it would be noticed. */
function Loading() {
  return (
    <div
      className={cn(
        column,
        'flex-1 animate-appear pt-8 [animation-delay:200ms] [animation-fill-mode:backwards]',
      )}
    >
      <p className="sr-only">Loading the chat</p>
      <Skeleton className="ml-auto h-10 w-2/5" />
      <Skeleton className="mt-6 h-4 w-full" />
      <Skeleton className="mt-2 h-4 w-11/12" />
      <Skeleton className="mt-2 h-4 w-3/5" />
    </div>
  )
}

function Failed() {
  const { chat, navigate } = useChatServices()
  const error = useChat(state => state.open.error)
  if (error === null) return null
  const { title, hint } = errorHelp(error)
  return (
    <EmptyState
      className="flex-1"
      title={error.code === 'NOT_FOUND' ? 'This chat is gone' : title}
      actions={
        <>
          <Button onClick={() => navigate(null)}>New chat</Button>
          {error.code === 'NOT_FOUND' ? null : (
            <Button variant="primary" onClick={chat.reload}>
              Try again
            </Button>
          )}
        </>
      }
    >
      {error.code === 'NOT_FOUND' ? 'It was deleted, perhaps in another window.' : hint}
    </EmptyState>
  )
}

function Conversation({ onChoose }: { onChoose(text: string): void }) {
  const status = useChat(state => state.open.status)
  const view = useChat(state => state.open.view)
  const empty = useChat(state => state.open.messages.size === 0 && state.open.pending === null)
  if (status === 'loading') return <Loading />
  if (status === 'failed') return <Failed />
  return empty ? <Welcome onChoose={onChoose} /> : <Transcript key={view} />
}

function Header({ sidebar, onNew }: { sidebar: SidebarState; onNew(): void }) {
  const title = useChat(
    state => state.conversations.find(other => other.id === state.open.id)?.title ?? state.open.title,
  )
  return (
    <header className="flex h-12 shrink-0 items-center gap-1 px-2">
      {sidebar.open && !sidebar.overlay ? null : (
        <>
          <IconButton label="Show chats" keys={shortcutText('B')} onClick={() => sidebar.setOpen(true)}>
            <PanelLeft />
          </IconButton>
          <IconButton label="New chat" keys={shortcutText('O', true)} onClick={onNew}>
            <SquarePen />
          </IconButton>
        </>
      )}
      {title === '' ? null : (
        <h1 className="min-w-0 flex-1 truncate px-2 font-medium text-muted text-sm" title={title}>
          {title}
        </h1>
      )}
    </header>
  )
}

/** The page inside its providers. */
function ChatLayout() {
  const { chat, drafts, navigate } = useChatServices()
  const sidebar = useSidebar()
  const searchRef = useRef<HTMLInputElement>(null)
  const inputRef = useRef<HTMLTextAreaElement>(null)
  const view = useChat(state => state.open.view)
  const ready = useChat(state => state.open.status === 'ready')
  // Counts up when a text is put into the composer from outside, which then reads its draft again.
  const [given, setGiven] = useState(0)
  useAnswerAnnouncements(chat)

  // A touch keyboard would cover what was opened; elsewhere typing can begin at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for every conversation
  useEffect(() => {
    if (ready && window.matchMedia('(pointer: fine)').matches) inputRef.current?.focus()
  }, [view, ready, given])

  const onNew = () => {
    if (sidebar.overlay) sidebar.setOpen(false)
    navigate(null)
    inputRef.current?.focus()
  }
  const copyLast = () => {
    const { path } = shownPath(chat.store.getState().open)
    const last = path.findLast(message => message.role === 'assistant' && message.content !== '')
    if (last === undefined) return false
    navigator.clipboard.writeText(last.content).then(
      () => toast.success('Copied the last answer'),
      () => toast.error('The clipboard cannot be written from here.'),
    )
    return true
  }
  const run = (shortcut: ChatShortcut): boolean => {
    switch (shortcut) {
      case 'newChat':
        onNew()
        return true
      case 'toggleSidebar':
        sidebar.setOpen(!sidebar.open)
        return true
      case 'search':
        sidebar.setOpen(true)
        requestAnimationFrame(() => searchRef.current?.focus())
        return true
      case 'copyLast':
        return copyLast()
      case 'stop':
        if (sidebar.overlay && sidebar.open) sidebar.setOpen(false)
        else if (runningAnswer(chat.store.getState()) !== null) void chat.cancel()
        else return false
        return true
    }
  }
  useChatShortcuts(run)
  const closeOverlay = useCallback(() => {
    if (sidebar.overlay) sidebar.setOpen(false)
  }, [sidebar.overlay, sidebar.setOpen])

  return (
    <div className="relative flex h-full min-h-0 overflow-hidden">
      {sidebar.open && sidebar.overlay ? (
        <button
          type="button"
          aria-label="Hide chats"
          tabIndex={-1}
          onClick={() => sidebar.setOpen(false)}
          className="absolute inset-0 z-20 animate-appear bg-overlay"
        />
      ) : null}
      {sidebar.open ? (
        <div
          className={cn(
            'h-full w-64 shrink-0 border-line border-r bg-canvas',
            sidebar.overlay && 'absolute inset-y-0 left-0 z-30 w-72 max-w-[85%] animate-appear shadow-lg',
          )}
        >
          <Sidebar
            searchRef={searchRef}
            onNew={onNew}
            onClose={() => sidebar.setOpen(false)}
            onOpened={closeOverlay}
          />
        </div>
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col bg-surface" inert={sidebar.open && sidebar.overlay}>
        <Header sidebar={sidebar} onNew={onNew} />
        <Conversation
          onChoose={text => {
            drafts.write(chat.store.getState().open.id, text)
            setGiven(given + 1)
          }}
        />
        <Composer key={given} inputRef={inputRef} />
      </div>
      <ExternalLinkDialog />
    </div>
  )
}

export interface ChatPageProps {
  client: HarombeClient
  /** Null is a new chat. */
  conversationId: string | null
  onNavigate(conversationId: string | null): void
  /** For the pin menu; null while they are not known. */
  nodes: readonly NodeView[] | null
}

/** The chat. Fills its parent. */
export function ChatPage({ client, conversationId, onNavigate, nodes }: ChatPageProps) {
  const [{ chat, drafts }] = useState(() => createServices(client))
  const latestNavigate = useRef(onNavigate)
  latestNavigate.current = onNavigate
  const services = useMemo<ChatServices>(
    () => ({
      chat,
      drafts,
      navigate(id) {
        // The new chat is also a place to go to from an unsent one: the store is told even if the address stays.
        chat.open(id)
        latestNavigate.current(id)
      },
    }),
    [chat, drafts],
  )
  useEffect(() => chat.start(), [chat])
  // Before the first paint, or the new chat would flash by.
  useLayoutEffect(() => {
    if (conversationId !== chat.store.getState().open.id) chat.open(conversationId)
  }, [chat, conversationId])
  return (
    <NodesProvider value={nodes}>
      <ChatProvider value={services}>
        <ChatLayout />
      </ChatProvider>
    </NodesProvider>
  )
}
