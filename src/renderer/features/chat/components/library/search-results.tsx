import { createElement, Fragment, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { SearchHit, Snippet } from '../../../../../shared/entities'
import { spoken } from '../../../../../shared/texts/spoken'
import { useConnectionStatus } from '../../../../client'
import { revealHidden } from '../../../../markdown'
import { Spinner } from '../../../../ui'
import { useChatServices } from '../../chat-context'
import type { FoundChat } from '../../library/search-store'

/** The words around what was found, and that marked; never read as markup. */
function snippetParts(snippet: Snippet): ReactNode {
  const part = ({ text, isMatch }: Snippet[number]) =>
    isMatch ? (
      <mark className="rounded-xs bg-accent-soft font-medium text-accent">{revealHidden(text)}</mark>
    ) : (
      revealHidden(text)
    )
  return createElement(Fragment, null, ...snippet.map(part))
}

/** English dates name the month in letters, so that no country reads another day. */
const dateText = (at: number, language: string) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at)

interface FoundProps {
  onChoose(hit: SearchHit): void
}

function HitRow({ hit, onChoose }: FoundProps & { hit: SearchHit }) {
  const { t, i18n } = useTranslation()
  return (
    <li>
      <button
        type="button"
        data-hit
        onClick={() => onChoose(hit)}
        className="focus-ring flex w-full flex-col gap-0.5 rounded-md px-2.5 py-1.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <span className="flex w-full items-baseline gap-1.5 text-2xs text-muted">
          <span>{t(`chat.search.${hit.role ?? 'title'}`)}</span>
          {hit.by === 'meaning' ? <span>{t('chat.search.aboutTheSame')}</span> : null}
          <time className="ml-auto shrink-0">{dateText(hit.createdAt, i18n.language)}</time>
        </span>
        <span dir="auto" className="line-clamp-3 w-full text-sm [overflow-wrap:anywhere]">
          {snippetParts(hit.snippet)}
        </span>
      </button>
    </li>
  )
}

function FoundInChat({ chat: { conversationId, title, hits }, onChoose }: FoundProps & { chat: FoundChat }) {
  const headingId = `found-${conversationId}`
  const ofTitle = hits.find(({ messageId }) => messageId === null)
  const inside = hits.filter(({ messageId }) => messageId !== null)
  const first = ofTitle ?? hits[0]
  if (first === undefined) return null
  return (
    <li>
      <h3 id={headingId} className="sticky top-0 z-10 bg-canvas">
        <button
          type="button"
          data-hit
          title={title}
          onClick={() => onChoose({ ...first, messageId: null })}
          className="focus-ring block h-8 w-full truncate rounded-md px-2.5 text-left font-medium text-sm hover:bg-hover focus-visible:outline-offset-[-2px]"
        >
          {ofTitle === undefined ? title : snippetParts(ofTitle.snippet)}
        </button>
      </h3>
      {inside.length === 0 ? null : (
        <ul aria-labelledby={headingId} className="flex flex-col gap-px">
          {inside.map(hit => (
            <HitRow key={`${hit.messageId}${hit.by}`} hit={hit} onChoose={onChoose} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** Arrow keys walk through what was found. */
export function walkHits(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const hits = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')]
  const at = hits.findIndex(hit => hit.matches(':focus'))
  if (at === -1) return
  event.preventDefault()
  hits[at + step]?.focus()
}

/** While the connection is lost nothing is searched; once it is back, what was asked for is. */
function useIsLost(): boolean {
  const { search } = useChatServices().library
  const isLost = useConnectionStatus() === 'lost'
  const wasLost = useRef(false)
  useEffect(() => {
    if (wasLost.current && !isLost) search.refresh()
    wasLost.current = isLost
  }, [isLost, search])
  return isLost
}

/** What the search found, by chat. */
export function SearchResults({ onChoose }: FoundProps) {
  const { t } = useTranslation()
  const { query, found, isSearching, error } = useStore(useChatServices().library.search.store)
  const isLost = useIsLost()
  if (found === null) {
    return (
      <p role="status" className="flex items-start gap-2 px-2.5 py-1 text-muted text-sm">
        <Spinner className="mt-0.5 shrink-0" />
        {isLost ? t('common.waitingForCoordinator') : t('chat.search.searching')}
      </p>
    )
  }
  const count = found.reduce((sum, { hits }) => sum + hits.length, 0)
  const summary = t('chat.search.summary', {
    places: t('chat.search.places', { count }),
    chats: t('chat.library.chatCount', { count: found.length }),
  })
  return (
    <div aria-busy={isSearching}>
      <p
        role="status"
        className={found.length === 0 ? 'px-2.5 py-1 text-muted text-sm [overflow-wrap:anywhere]' : 'sr-only'}
      >
        {isLost && (error !== null || isSearching)
          ? t('common.waitingForCoordinator')
          : error !== null
            ? spoken(error, t)
            : found.length > 0
              ? summary
              : isSearching
                ? t('chat.search.searching')
                : t('chat.search.nothing', { query: query.trim() })}
      </p>
      {found.length === 0 ? null : (
        <>
          <h2 className="px-2.5 pb-1 text-2xs text-muted">{summary}</h2>
          <ul className="flex flex-col gap-2">
            {found.map(chat => (
              <FoundInChat key={chat.conversationId} chat={chat} onChoose={onChoose} />
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
