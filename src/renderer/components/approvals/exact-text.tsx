import { createElement, Fragment, type ReactNode, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShownText } from '../../../shared/entities'
import { formatExact } from '../../format'

/** How the coordinator names a character that would not be seen, or would reorder others. */
const named = /(⟨U\+[0-9A-F]{4,6}⟩)/

/** Text in which characters that cannot be seen stand out by their names. */
export function MarkedText({ text }: { text: string }): ReactNode {
  const { t } = useTranslation()
  const piece = (part: string, index: number) =>
    index % 2 === 0 ? (
      part
    ) : (
      <mark className="rounded-xs bg-warn-soft px-0.5 text-warn" title={t('words.approval.hiddenCharacter')}>
        {part}
      </mark>
    )
  return createElement(Fragment, null, ...text.split(named).map(piece))
}

/** A pixel is lost to rounding on scaled screens. */
const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: HTMLElement) =>
  scrollTop + clientHeight >= scrollHeight - 2

export interface ExactTextProps {
  exact: ShownText
  /** Its end came into sight, at once where all of it fits. */
  onSeen?(): void
}

/** The very bytes, as they would be used. Scrolls inside its box. */
export function ExactText({ exact, onSeen }: ExactTextProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    if (box.current !== null && isAtEnd(box.current)) onSeen?.()
  })
  return (
    <div className="overflow-hidden rounded-md border border-line bg-sunken">
      <figure
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled by keyboard when focused
        tabIndex={0}
        aria-label={t('words.approval.exact')}
        onScroll={event => {
          if (isAtEnd(event.currentTarget)) onSeen?.()
        }}
        className="max-h-[min(14rem,30dvh)] overflow-y-auto px-3 py-2 outline-none focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
      >
        <pre className="whitespace-pre-wrap font-mono text-ink text-xs [overflow-wrap:anywhere]">
          <MarkedText text={exact.text} />
        </pre>
      </figure>
      {exact.isCut ? (
        <p data-figure className="border-line border-t px-3 py-1.5 text-muted text-xs">
          {t('words.approval.bytes', { bytes: formatExact(exact.bytes) })}
        </p>
      ) : null}
    </div>
  )
}
