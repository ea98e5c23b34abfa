import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../../ui'
import { leastWidth, mostWidth, type SidebarState, usualWidth } from '../use-sidebar'

/** Pixels of one press of an arrow key. */
const keyStep = 16

/** The edge of the sidebar: dragged, moved by arrow keys, and put back by a double click. */
function Edge({ width, setWidth }: Pick<SidebarState, 'width' | 'setWidth'>) {
  const { t } = useTranslation()
  const grip = useRef<{ x: number; width: number } | null>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const widths: Partial<Record<string, number>> = {
      ArrowLeft: width - keyStep,
      ArrowRight: width + keyStep,
      Home: leastWidth,
      End: mostWidth,
    }
    const next = widths[event.key]
    if (next === undefined) return
    event.preventDefault()
    setWidth(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('chat.page.resize')}
      aria-valuenow={width}
      aria-valuemin={leastWidth}
      aria-valuemax={mostWidth}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setWidth(usualWidth)}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        grip.current = { x: event.clientX, width }
      }}
      onPointerMove={event => {
        const from = grip.current
        if (from !== null) setWidth(from.width + event.clientX - from.x)
      }}
      onLostPointerCapture={() => {
        grip.current = null
      }}
      className="eased absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none outline-none before:absolute before:inset-y-0 before:left-1/2 before:w-0.5 before:-translate-x-1/2 hover:before:bg-line-strong focus-visible:before:bg-accent"
    />
  )
}

export interface SidebarPanelProps {
  sidebar: SidebarState
  children: ReactNode
}

/** Beside the chat as wide as it was made; over it, as a sheet, where there is no room for both. */
export function SidebarPanel({ sidebar, children }: SidebarPanelProps) {
  return sidebar.overlay ? (
    <Sheet sidebar={sidebar}>{children}</Sheet>
  ) : (
    <div className="relative h-full shrink-0 border-line border-r bg-canvas" style={{ width: sidebar.width }}>
      {children}
      <Edge width={sidebar.width} setWidth={sidebar.setWidth} />
    </div>
  )
}

/** Takes the focus, which was on what it covers, and gives it back. */
function Sheet({ sidebar, children }: SidebarPanelProps) {
  const { t } = useTranslation()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { activeElement: opener } = document
    const element = panel.current
    // A search that was asked for has the focus a frame later.
    element?.focus({ preventScroll: true })
    return () => {
      // Whatever was chosen in it has the focus by now, or the page has taken it away with the sheet.
      const isLost = document.activeElement === document.body || element?.contains(document.activeElement)
      if (isLost === true && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [])
  return (
    <>
      <button
        type="button"
        aria-label={t('chat.page.hideChats')}
        tabIndex={-1}
        onClick={() => sidebar.setOpen(false)}
        className="absolute inset-0 z-20 animate-appear bg-overlay"
      />
      <div
        ref={panel}
        tabIndex={-1}
        className={cn(
          'absolute inset-y-0 left-0 z-30 h-full w-72 max-w-[85%] animate-appear border-line border-r bg-canvas shadow-lg outline-none',
        )}
      >
        {children}
      </div>
    </>
  )
}
