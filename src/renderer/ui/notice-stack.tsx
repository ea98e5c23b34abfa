import 'sonner/dist/styles.css'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Toaster as Sonner, toast, useSonner } from 'sonner'
import { type NoticePlace, placeNotice } from './notice-place'
import { showToasts, type ToastNotice } from './toast'

/** Below this sonner gives notices the width of the window. */
const phoneWidth = 600
const margins = { wide: { side: 16, top: 12, bottom: 44 }, phone: { side: 12, top: 12, bottom: 92 } }
const usualHeight = 64
/** How much further the ones behind the first look out. */
const behind = 14

const isShown = (element: HTMLElement) => element.getClientRects().length > 0

/** In a dialog what is pressed or filled in; elsewhere where one types. */
function keptClear(): HTMLElement[] {
  const modal = [...document.querySelectorAll<HTMLElement>('[data-modal]')].at(-1)
  return modal === undefined
    ? [...document.querySelectorAll<HTMLElement>('main form[aria-label]')]
    : [...modal.querySelectorAll<HTMLElement>('button, input, textarea, select, a[href]')]
}

function measurePlace(count: number, current: NoticePlace | undefined): NoticePlace {
  const { innerWidth: width, innerHeight: height } = window
  const isPhone = width <= phoneWidth
  const margin = isPhone ? margins.phone : margins.wide
  const first = document.querySelector<HTMLElement>('[data-sonner-toast][data-front="true"]')
  return placeNotice({
    window: { width, height },
    notice: {
      width: isPhone ? width - 2 * margin.side : 356,
      height: (first?.offsetHeight ?? usualHeight) + behind * Math.min(2, count - 1),
    },
    margin,
    current,
    clear: keptClear()
      .filter(isShown)
      .map(element => element.getBoundingClientRect()),
  })
}

const isSame = (a: NoticePlace, b: NoticePlace) => a.side === b.side && a.bottom === b.bottom

/** What is in a dialog moves while it loads. */
const lookAgainMs = 300

/** Looked for when a notice comes, and again while there is one: dialogs open, and what is in them moves. */
function useNoticePlace(): NoticePlace {
  const count = useSonner().toasts.length
  const [place, setPlace] = useState<NoticePlace>({ side: 'right', bottom: margins.wide.bottom })
  const latest = useRef<NoticePlace | undefined>(undefined)
  useEffect(() => {
    if (count === 0) {
      latest.current = undefined
      return
    }
    const look = () => {
      const next = measurePlace(count, latest.current)
      latest.current = next
      setPlace(before => (isSame(before, next) ? before : next))
    }
    const frame = requestAnimationFrame(look)
    const timer = setInterval(look, lookAgainMs)
    // Dialogs are children of the body.
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true })
    return () => {
      cancelAnimationFrame(frame)
      clearInterval(timer)
      observer.disconnect()
    }
  }, [count])
  return place
}

function show({ tone, title, options }: ToastNotice): void {
  if (tone === 'plain') toast(title, options)
  else toast[tone](title, options)
}

/** The notices. Colours come from the tokens, so it follows the theme by itself. */
export function NoticeStack() {
  const { t } = useTranslation()
  const { side, bottom } = useNoticePlace()
  // Sonner forgets what comes before it listens; the effects of a child are the earlier ones.
  useEffect(() => showToasts(show), [])
  return (
    <Sonner
      className="font-sans!"
      position={`bottom-${side}`}
      gap={8}
      offset={{ bottom, [side]: margins.wide.side }}
      mobileOffset={{ bottom, left: margins.phone.side, right: margins.phone.side }}
      containerAriaLabel={t('common.notifications')}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2.5 rounded-lg border border-line bg-raised px-3.5 py-2.5 text-ink text-sm shadow-lg sm:w-[356px] [&_[data-icon]]:shrink-0',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          title: 'font-medium',
          description: 'mt-0.5 text-muted text-xs',
          actionButton:
            'focus-ring eased h-7 shrink-0 rounded-md border border-line bg-surface px-2.5 font-medium text-xs hover:bg-hover',
          error: '[&_[data-icon]]:text-danger',
          success: '[&_[data-icon]]:text-ok',
        },
      }}
    />
  )
}
