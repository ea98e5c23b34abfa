import { Command as Cmdk } from 'cmdk'
import {
  Boxes,
  CornerDownLeft,
  MessageSquare,
  Network,
  Palette as PaletteIcon,
  Search,
  Terminal,
} from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { SearchHit } from '../../../shared/entities'
import { useClient, useConnectionStatus } from '../../client'
import { commandRegistry, ShortcutKeys, useRegisteredCommands } from '../../commands'
import { useCapability, useCluster, useSystemInfo } from '../../mirrors'
import { Spinner } from '../../ui'
import { Kbd } from '../../ui/kbd'
import { useReturnFocus } from '../../ui/return-focus'
import type { ChatSearch } from './chat-search'
import { findItems, type PaletteItem, type PaletteSection, paletteItems } from './palette-items'
import { runAction } from './run-action'

const icons: Record<PaletteSection, ReactNode> = {
  commands: <Terminal />,
  chats: <MessageSquare />,
  nodes: <Network />,
  models: <Boxes />,
  choices: <PaletteIcon />,
}

const row =
  'flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm data-[selected=true]:bg-hover pointer-coarse:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted'
const heading =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs'

/** What this window can find by itself. */
function useItems(search: ChatSearch): readonly PaletteItem[] {
  const { t } = useTranslation()
  const view = useCluster()
  const chats = useStore(search.store, state => state.recent)
  const endpoint = useSystemInfo()?.endpoint ?? null
  const canOpenFolder = useCapability('openFolder')
  const isDesktop = useCapability('desktop')
  const isOnline = useConnectionStatus() === 'online'
  const registered = useRegisteredCommands()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what can be run changes with what is registered
  return useMemo(
    () =>
      paletteItems(
        { canRun: commandRegistry.canRun, view, chats, endpoint, canOpenFolder, isDesktop, isOnline },
        t,
      ),
    [t, view, chats, endpoint, canOpenFolder, isDesktop, isOnline, registered],
  )
}

function ItemRow({ item, onChoose }: { item: PaletteItem; onChoose(): void }) {
  return (
    <Cmdk.Item value={item.id} onSelect={onChoose} className={row}>
      {icons[item.section]}
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {item.title}
      </span>
      {item.hint === undefined ? null : (
        <span className="max-w-[45%] shrink-0 truncate text-muted text-xs">{item.hint}</span>
      )}
      {item.command === undefined ? null : <ShortcutKeys id={item.command} className="max-sm:hidden" />}
    </Cmdk.Item>
  )
}

const hitValue = ({ conversationId, messageId }: SearchHit) => `hit/${conversationId}/${messageId ?? ''}`

function HitRow({ hit, onChoose }: { hit: SearchHit; onChoose(): void }) {
  return (
    <Cmdk.Item value={hitValue(hit)} onSelect={onChoose} className={row}>
      <Search />
      <span className="flex min-w-0 flex-1 flex-col">
        <span dir="auto" className="truncate">
          {hit.conversationTitle}
        </span>
        <span dir="auto" className="truncate text-muted text-xs">
          {hit.snippet.map(({ text }) => text).join('')}
        </span>
      </span>
    </Cmdk.Item>
  )
}

/** One line about the search, for eyes and screen readers alike. */
function StageLine({ search, count }: { search: ChatSearch; count: number }) {
  const { t } = useTranslation()
  const stage = useStore(search.store, state => state.stage)
  const isOnline = useConnectionStatus() === 'online'
  const text = !isOnline
    ? t('shell.palette.offline')
    : stage === 'searching'
      ? t('shell.palette.searching')
      : stage === 'failed'
        ? t('shell.palette.notSearched')
        : t('shell.palette.found', { count })
  return (
    <p role="status" className="flex min-w-0 flex-1 items-center gap-2">
      {isOnline && stage === 'searching' ? <Spinner /> : null}
      {text}
    </p>
  )
}

export interface PaletteProps {
  search: ChatSearch
  onClose(): void
  /** A message that was found is to be shown. */
  onMessage(hit: SearchHit): void
}

/** Finds pages, commands, chats, nodes and models, and does what is chosen once it is closed. */
export function Palette({ search, onClose, onMessage }: PaletteProps) {
  const { t } = useTranslation()
  const client = useClient()
  const [query, setQuery] = useState('')
  const asked = useDeferredValue(query)
  const items = useItems(search)
  const found = useMemo(() => findItems(items, asked), [items, asked])
  const hits = useStore(search.store, state => state.hits)
  const shownChats = new Set(found.flatMap(({ items: some }) => some.map(({ id }) => id)))
  // A chat found by its title stands above already.
  const said = hits.filter(hit => hit.messageId !== null || !shownChats.has(`chat/${hit.conversationId}`))
  const returnFocus = useReturnFocus(true)
  const input = useRef<HTMLInputElement>(null)
  const chosen = useRef<(() => void) | null>(null)
  // The first entry is chosen until somebody moves, also when chats come in above it.
  const [value, setValue] = useState('')
  const hasMoved = useRef(false)
  const first = found[0]?.items[0]?.id ?? (said[0] === undefined ? '' : hitValue(said[0]))
  useEffect(() => {
    if (!hasMoved.current) setValue(first)
  }, [first])
  const choose = (run: () => void) => {
    chosen.current = run
    onClose()
  }
  useEffect(() => {
    void search.refresh()
    return () => {
      search.setQuery('')
      search.stop()
    }
  }, [search])
  const count = found.reduce((sum, { items: some }) => sum + some.length, 0) + said.length
  return (
    <Radix.Root
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          data-modal=""
          data-palette=""
          onOpenAutoFocus={event => {
            // Not `autoFocus`: Radix would not hear of it, and could not bring the focus back when a page behind takes it.
            event.preventDefault()
            input.current?.focus()
          }}
          onCloseAutoFocus={event => {
            returnFocus(event)
            // After the focus is back, as what was chosen may take it elsewhere.
            chosen.current?.()
          }}
          className="fixed top-[min(12vh,6rem)] left-1/2 z-40 flex max-h-[min(560px,calc(100dvh-1.5rem))] w-[calc(100vw-1.5rem)] max-w-2xl -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-lg outline-none max-sm:top-3"
        >
          <Radix.Title className="sr-only">{t('shell.palette.title')}</Radix.Title>
          <Cmdk
            shouldFilter={false}
            loop
            vimBindings={false}
            label={t('shell.palette.title')}
            value={value}
            onValueChange={setValue}
            onKeyDown={event => {
              if (event.key === 'ArrowDown' || event.key === 'ArrowUp') hasMoved.current = true
              if (event.key !== 'Enter' || hasMoved.current || event.nativeEvent.isComposing) return
              // The list follows the words a moment later; who types quickly means what is written now.
              const meant = findItems(items, query)[0]?.items[0]
              if (meant === undefined) return
              event.preventDefault()
              choose(() => void runAction(client, meant.action))
            }}
            onPointerMove={() => {
              hasMoved.current = true
            }}
            className="flex min-h-0 flex-1 flex-col"
          >
            <div className="flex items-center gap-2.5 border-line border-b px-4">
              <Search aria-hidden="true" className="size-4.5 shrink-0 text-muted" />
              <Cmdk.Input
                ref={input}
                value={query}
                onValueChange={text => {
                  hasMoved.current = false
                  setQuery(text)
                  search.setQuery(text)
                }}
                placeholder={t('shell.palette.placeholder')}
                maxLength={500}
                className="h-12 min-w-0 flex-1 text-ellipsis bg-transparent text-md outline-none placeholder:text-muted"
              />
            </div>
            <Cmdk.List
              label={t('shell.palette.results')}
              className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1.5"
            >
              <Cmdk.Empty className="px-2.5 py-6 text-center text-muted text-sm">
                {t('shell.palette.nothing')}
              </Cmdk.Empty>
              {found.map(({ section, items: some }) => (
                <Cmdk.Group
                  key={section}
                  value={section}
                  heading={t(`shell.palette.section.${section}`)}
                  className={heading}
                >
                  {some.map(item => (
                    <ItemRow
                      key={item.id}
                      item={item}
                      onChoose={() => choose(() => void runAction(client, item.action))}
                    />
                  ))}
                </Cmdk.Group>
              ))}
              {said.length === 0 ? null : (
                <Cmdk.Group value="said" heading={t('shell.palette.said')} className={heading}>
                  {said.map(hit => (
                    <HitRow key={hitValue(hit)} hit={hit} onChoose={() => choose(() => onMessage(hit))} />
                  ))}
                </Cmdk.Group>
              )}
            </Cmdk.List>
          </Cmdk>
          <footer className="flex items-center gap-3 border-line border-t bg-surface px-4 py-2 text-muted text-xs">
            <StageLine search={search} count={count} />
            <span aria-hidden="true" className="flex shrink-0 items-center gap-1 max-sm:hidden">
              <Kbd>↑</Kbd>
              <Kbd>↓</Kbd> {t('shell.palette.choose')}
              <Kbd>
                <CornerDownLeft className="size-3" />
              </Kbd>
              {t('shell.palette.open')}
              <Kbd>Esc</Kbd> {t('shell.palette.close')}
            </span>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
