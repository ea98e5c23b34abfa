import './find.css'
import { CaseSensitive, ChevronDown, ChevronUp, X } from 'lucide-react'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { isComposed, useCommand, useCommandKeys } from '../../../commands'
import { IconButton } from '../../../ui'
import { canPaint } from './find-marks'
import { findStore } from './find-store'
import { type FindOptions, useFind } from './use-find'

export type FindPlace = Omit<FindOptions, 'query' | 'matchCase'>

const longestSelection = 100

/** What is selected in the conversation is what is looked for. */
function selectedText(content: HTMLElement | null): string {
  const selection = getSelection()
  const text = selection?.toString() ?? ''
  if (selection?.anchorNode == null || content?.contains(selection.anchorNode) !== true) return ''
  return text.includes('\n') || text.length > longestSelection ? '' : text.trim()
}

/** The keys and commands of finding; the bar itself while it is open. */
export function FindInChat(props: FindPlace) {
  const isOpen = useStore(findStore, state => state.isOpen)
  // Counts up with every time it is asked for, so that the field takes the focus again.
  const [asked, setAsked] = useState(0)
  const opener = useRef<HTMLElement | null>(null)
  const open = () => {
    const { activeElement } = document
    if (!findStore.getState().isOpen)
      opener.current = activeElement instanceof HTMLElement ? activeElement : null
    const selected = selectedText(props.content.current)
    findStore.setState({ isOpen: true, ...(selected === '' ? {} : { query: selected }) })
    setAsked(count => count + 1)
  }
  const close = () => {
    findStore.setState({ isOpen: false })
    opener.current?.focus()
  }
  useCommand('findInChat', open)
  useCommand('findNext', open, { enabled: !isOpen })
  useCommand('findPrevious', open, { enabled: !isOpen })
  // Another chat is not searched for what was looked for in this one.
  useEffect(() => () => findStore.setState({ isOpen: false }), [])
  return isOpen ? <FindBar {...props} asked={asked} onClose={close} /> : null
}

function FindBar({ asked, onClose, ...place }: FindPlace & { asked: number; onClose(): void }) {
  const { t } = useTranslation()
  const { query, matchCase } = useStore(findStore)
  const find = useFind({ ...place, query, matchCase })
  const input = useRef<HTMLInputElement>(null)
  const nextKeys = useCommandKeys('findNext')
  const previousKeys = useCommandKeys('findPrevious')
  useCommand('findNext', () => find.step(1))
  useCommand('findPrevious', () => find.step(-1))
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever it is asked for
  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [asked])
  const none = query !== '' && find.total === 0
  return (
    <>
      {canPaint() ? null : <CurrentMark range={find.current} place={place} />}
      <search
        aria-label={t('shell.find.label')}
        data-own-escape="true"
        className="absolute top-2 right-4 z-10 flex animate-appear items-center gap-0.5 rounded-lg border border-line bg-raised p-1 shadow-md max-sm:inset-x-2"
        onKeyDown={event => {
          if (event.key !== 'Escape' || isComposed(event.nativeEvent)) return
          event.preventDefault()
          onClose()
        }}
      >
        <input
          ref={input}
          type="text"
          value={query}
          onChange={event => findStore.setState({ query: event.target.value })}
          placeholder={t('shell.find.placeholder')}
          aria-label={t('shell.find.field')}
          aria-invalid={none}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          className="focus-ring h-8 w-44 min-w-0 rounded-md bg-transparent px-2 text-sm focus-visible:outline-offset-[-2px] max-sm:flex-1 pointer-coarse:h-10"
          onKeyDown={event => {
            if (event.key !== 'Enter' || isComposed(event.nativeEvent)) return
            event.preventDefault()
            find.step(event.shiftKey ? -1 : 1)
          }}
        />
        <span role="status" data-figure className="min-w-16 px-1 text-center text-muted text-xs">
          {query === ''
            ? ''
            : none
              ? t('shell.find.none')
              : t('shell.find.count', { at: find.ordinal ?? '–', count: find.total })}
        </span>
        <IconButton
          size="sm"
          label={t('shell.find.matchCase')}
          aria-pressed={matchCase}
          className="aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:size-10"
          onClick={() => findStore.setState({ matchCase: !matchCase })}
        >
          <CaseSensitive />
        </IconButton>
        <IconButton
          size="sm"
          label={t('shell.find.previous')}
          keys={previousKeys.line}
          aria-keyshortcuts={previousKeys.aria}
          disabled={find.total === 0}
          className="pointer-coarse:size-10"
          onClick={() => find.step(-1)}
        >
          <ChevronUp />
        </IconButton>
        <IconButton
          size="sm"
          label={t('shell.find.next')}
          keys={nextKeys.line}
          aria-keyshortcuts={nextKeys.aria}
          disabled={find.total === 0}
          className="pointer-coarse:size-10"
          onClick={() => find.step(1)}
        >
          <ChevronDown />
        </IconButton>
        <IconButton
          size="sm"
          label={t('shell.find.close')}
          keys="Esc"
          className="pointer-coarse:size-10"
          onClick={onClose}
        >
          <X />
        </IconButton>
      </search>
    </>
  )
}

/** A frame around the current match, where the browser cannot paint ranges. */
function CurrentMark({ range, place }: { range: Range | null; place: FindPlace }) {
  const [box, setBox] = useState<DOMRect | null>(null)
  const scroller: RefObject<HTMLElement | null> = place.scroller
  useEffect(() => {
    const element = scroller.current
    const measure = () => setBox(range?.getBoundingClientRect() ?? null)
    measure()
    element?.addEventListener('scroll', measure, { passive: true })
    return () => element?.removeEventListener('scroll', measure)
  }, [range, scroller])
  if (box === null || box.width === 0) return null
  const { left, top, width, height } = box
  return (
    <div
      aria-hidden="true"
      style={{ left, top, width, height }}
      className="pointer-events-none fixed rounded-xs outline-2 outline-warn"
    />
  )
}
