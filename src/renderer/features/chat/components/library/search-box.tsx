import { Search } from 'lucide-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { Checkbox, Input } from '../../../../ui'
import { useChatServices } from '../../chat-context'

export interface SearchBoxProps {
  searchRef: RefObject<HTMLInputElement | null>
  /** To the first of what was found. */
  onDown(): void
}

/** What to look for in all chats. By meaning only where a node can. */
export function SearchBox({ searchRef, onDown }: SearchBoxProps) {
  const { t } = useTranslation()
  const { search } = useChatServices().library
  const { query, byMeaning, canByMeaning } = useStore(search.store)
  return (
    <search className="flex flex-col gap-2 px-2 pb-2">
      <div className="relative">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted"
        />
        <Input
          ref={searchRef}
          type="search"
          data-own-escape={query !== ''}
          value={query}
          maxLength={500}
          placeholder={t('chat.search.label')}
          aria-label={t('chat.search.label')}
          className="pl-8"
          onFocus={() => void search.checkMeaning()}
          onChange={event => search.setQuery(event.target.value)}
          onKeyDown={event => {
            if (event.nativeEvent.isComposing) return
            if (event.key === 'Escape' && query !== '') {
              event.preventDefault()
              search.setQuery('')
            } else if (event.key === 'ArrowDown') {
              event.preventDefault()
              onDown()
            }
          }}
        />
      </div>
      {canByMeaning && query.trim() !== '' ? (
        <div className="px-0.5 text-muted">
          <Checkbox checked={byMeaning} onChange={search.setByMeaning}>
            {t('chat.search.byMeaning')}
          </Checkbox>
        </div>
      ) : null}
    </search>
  )
}
