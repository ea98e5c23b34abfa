import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../../shared/contract'
import type { NodeView } from '../../../shared/entities'
import { askedMessage } from '../../asked-message'
import { copyText } from '../../copy-text'
import { ExternalLinkDialog } from '../../markdown'
import { texts } from '../../texts'
import { toast } from '../../ui'
import { ChatProvider, type ChatServices, NodesProvider, useChat, useChatServices } from './chat-context'
import { runningAnswer, shownPath } from './chat-state'
import { DropZone } from './components/attachments/drop-zone'
import { ChatHeader } from './components/chat-header'
import { Composer } from './components/composer'
import { ConversationView } from './components/conversation-view'
import { Sidebar } from './components/sidebar'
import { SidebarPanel } from './components/sidebar-panel'
import { createServices } from './create-services'
import { useAnswerAnnouncements } from './use-answer-announcements'
import { useAnswerCommands } from './use-answer-commands'
import { useChatCommands } from './use-chat-commands'
import { useSidebar } from './use-sidebar'

/** The page inside its providers. */
function ChatLayout() {
  const { chat, drafts, navigate } = useChatServices()
  const sidebar = useSidebar()
  const searchRef = useRef<HTMLInputElement>(null)
  const inputRef = useRef<HTMLTextAreaElement>(null)
  const view = useChat(state => state.open.view)
  const ready = useChat(state => state.open.status === 'ready')
  const failed = useChat(state => state.open.status === 'failed')
  // Counts up when a text is put into the composer from outside, which then reads its draft again.
  const [given, setGiven] = useState(0)
  useAnswerAnnouncements(chat)
  useAnswerCommands()

  // A touch keyboard would cover what was opened; elsewhere typing can begin at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: again for every conversation
  useEffect(() => {
    // A field that was asked for meanwhile, such as the search in all chats, keeps the focus.
    const isTaken = document.activeElement instanceof HTMLInputElement
    if (ready && !isTaken && window.matchMedia('(pointer: fine)').matches) inputRef.current?.focus()
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
    copyText(last.content).then(
      () => toast.success(texts.t('chat.page.copiedLast')),
      () => toast.error(texts.t('chat.page.noClipboard')),
    )
    return true
  }
  useChatCommands({
    newChat: onNew,
    toggleSidebar: () => sidebar.setOpen(!sidebar.open),
    searchChats() {
      sidebar.setOpen(true)
      requestAnimationFrame(() => searchRef.current?.focus())
    },
    focusComposer: () => inputRef.current?.focus(),
    copyLastAnswer: copyLast,
    stopAnswer() {
      if (sidebar.overlay && sidebar.open) sidebar.setOpen(false)
      else if (runningAnswer(chat.store.getState()) !== null) void chat.cancel()
      else return false
      return true
    },
  })
  const closeOverlay = useCallback(() => {
    if (sidebar.overlay) sidebar.setOpen(false)
  }, [sidebar.overlay, sidebar.setOpen])

  return (
    <div className="relative flex h-full min-h-0 overflow-hidden">
      {sidebar.open ? (
        <SidebarPanel key={sidebar.overlay ? 'sheet' : 'docked'} sidebar={sidebar}>
          <Sidebar
            searchRef={searchRef}
            onNew={onNew}
            onClose={() => sidebar.setOpen(false)}
            onOpened={closeOverlay}
          />
        </SidebarPanel>
      ) : null}
      <DropZone inert={sidebar.open && sidebar.overlay}>
        <ChatHeader sidebar={sidebar} onNew={onNew} />
        <ConversationView
          onChoose={text => {
            drafts.write(chat.store.getState().open.id, text)
            setGiven(given + 1)
          }}
        />
        {failed ? null : <Composer key={given} inputRef={inputRef} />}
      </DropZone>
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
  const [{ chat, drafts, uploads, library }] = useState(() => createServices(client))
  const latestNavigate = useRef(onNavigate)
  latestNavigate.current = onNavigate
  const services = useMemo<ChatServices>(
    () => ({
      chat,
      drafts,
      uploads,
      library,
      navigate(id) {
        // The new chat is also a place to go to from an unsent one: the store is told even if the address stays.
        chat.open(id)
        latestNavigate.current(id)
      },
    }),
    [chat, drafts, uploads, library],
  )
  useEffect(() => chat.start(), [chat])
  useEffect(() => library.start(), [library])
  useEffect(() => uploads.restore(), [uploads])
  const asked = useStore(askedMessage, state => state.asked)
  useEffect(() => {
    if (asked === null || asked.conversationId !== conversationId) return
    askedMessage.setState({ asked: null })
    library.jump.setState({ jump: asked })
  }, [asked, conversationId, library])
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
