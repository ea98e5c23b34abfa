import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../announcer'
import { useApprovals } from '../mirrors'
import { type Page, type Route, useRoute } from '../navigation'
import { Banners } from './banners'
import { LiveRegion } from './live-region'
import { PageBoundary } from './page-boundary'
import { Rail } from './rail'
import { StatusBar } from './status-bar'
import { useShellCommands } from './use-shell-commands'
import { WaitingTools } from './waiting-tools'

/** Names the window by its page, and says the page when it changes: nothing else tells a screen reader of it. */
function usePageName(page: Page): void {
  const { t } = useTranslation()
  const name = t(`shell.page.${page}`)
  const count = useApprovals().length
  useEffect(() => {
    document.title =
      count === 0
        ? t('shell.frame.title', { page: name })
        : t('shell.frame.titleWaiting', { page: name, count })
  }, [name, count, t])
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    announce(name)
  }, [page, name])
}

/** What had the focus may have gone with its page: the next Tab is to begin in the new one, unless that took the focus itself. */
function useFocusOnPage(page: Page, main: { current: HTMLElement | null }): void {
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    if (document.activeElement === null || document.activeElement === document.body)
      main.current?.focus({ preventScroll: true })
  }, [page, main])
}

function SkipLink({ target }: { target: { current: HTMLElement | null } }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      className="focus-ring sr-only rounded-md border border-line bg-raised px-3 py-1.5 text-ink text-sm shadow-lg focus-visible:not-sr-only focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:px-3 focus-visible:py-1.5"
      onClick={() => target.current?.focus()}
    >
      {t('shell.frame.skip')}
    </button>
  )
}

/** The frame every page stands in. */
export function Shell({ children }: { children(route: Route): ReactNode }) {
  const route = useRoute()
  const main = useRef<HTMLElement>(null)
  useShellCommands()
  usePageName(route.page)
  useFocusOnPage(route.page, main)
  return (
    <div className="flex h-full flex-col">
      <SkipLink target={main} />
      <Banners />
      <WaitingTools />
      <div className="flex min-h-0 flex-1 max-sm:contents">
        <Rail current={route.page} />
        <main ref={main} tabIndex={-1} className="min-h-0 min-w-0 flex-1 overflow-y-auto outline-none">
          <PageBoundary key={route.page} page={route.page}>
            {children(route)}
          </PageBoundary>
        </main>
      </div>
      <StatusBar />
      <LiveRegion />
    </div>
  )
}
