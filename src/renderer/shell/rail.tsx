import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommandKeys } from '../commands'
import { useApprovals } from '../mirrors'
import { formatRoute, navigate, type Page, pageHomes, placeOf } from '../navigation'
import { cn, DropdownMenu, MenuItem } from '../ui'
import { useMediaQuery } from '../use-media-query'
import { Logo } from './logo'
import { type PageEntry, pages, pagesOnPhones, type RailPage } from './pages'
import { pageCommands } from './use-shell-commands'

/** Tool calls that wait for a person, in any chat. */
function WaitingCount({ count }: { count: number }) {
  const { t } = useTranslation()
  return (
    <span
      data-figure
      className="absolute top-1 right-1.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent-fill px-1 font-semibold text-2xs text-on-accent"
    >
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{t('shell.rail.toolsWait', { count })}</span>
    </span>
  )
}

const entry = (isCurrent: boolean) =>
  cn(
    'focus-ring eased relative flex h-13 min-w-0 flex-1 select-none flex-col items-center justify-center gap-1 rounded-lg px-0.5 text-2xs max-sm:px-0 max-sm:tracking-tight sm:w-20 sm:flex-initial [@media(max-height:640px)]:sm:h-11 [&>svg]:size-4.5 [&>svg]:shrink-0',
    isCurrent ? 'bg-pressed font-semibold text-ink' : 'font-medium text-muted hover:bg-hover hover:text-ink',
  )

const label = (text: string): ReactNode => <span className="max-w-full truncate">{text}</span>

function RailLink({ page, icon, current }: PageEntry & { current: Page }) {
  const { t } = useTranslation()
  const keys = useCommandKeys(pageCommands[page])
  const waiting = useApprovals().length
  const isCurrent = page === current
  return (
    <a
      href={formatRoute(isCurrent ? pageHomes[page] : placeOf(page))}
      aria-current={isCurrent ? 'page' : undefined}
      aria-keyshortcuts={keys.aria}
      title={keys.line === undefined ? undefined : `${t(`shell.page.${page}`)} (${keys.line})`}
      draggable={false}
      className={entry(isCurrent)}
    >
      {icon}
      {label(t(`shell.page.${page}`))}
      {page === 'chat' && waiting > 0 ? <WaitingCount count={waiting} /> : null}
    </a>
  )
}

/** What a phone has no room for. */
function More({ current, rest }: { current: Page; rest: readonly PageEntry[] }) {
  const { t } = useTranslation()
  const here = rest.find(({ page }) => page === current)
  const leave = (page: RailPage) => navigate(page === current ? pageHomes[page] : placeOf(page))
  return (
    <DropdownMenu
      side="top"
      align="end"
      trigger={
        <button
          type="button"
          // It is named as the page it stands for, and what it does besides.
          aria-label={
            here === undefined
              ? t('shell.rail.more')
              : t('shell.rail.moreHere', { page: t(`shell.page.${here.page}`) })
          }
          aria-current={here === undefined ? undefined : 'page'}
          // As wide as the longest name it stands for, at the expense of the others.
          className={cn(entry(here !== undefined), 'min-w-fit')}
        >
          {here?.icon ?? <Ellipsis />}
          {label(here === undefined ? t('shell.rail.more') : t(`shell.page.${here.page}`))}
        </button>
      }
    >
      {rest.map(({ page, icon }) => (
        <MenuItem key={page} icon={icon} onSelect={() => leave(page)}>
          {t(`shell.page.${page}`)}
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}

/** At the left edge; on a narrow screen at the bottom. */
export function Rail({ current }: { current: Page }) {
  const { t } = useTranslation()
  const isNarrow = useMediaQuery('(max-width: 639px)')
  const shown = isNarrow ? pages.slice(0, pagesOnPhones) : pages
  return (
    <nav
      aria-label={t('shell.rail.label')}
      className="flex shrink-0 items-center justify-around border-line bg-canvas max-sm:order-2 max-sm:border-t max-sm:px-1 max-sm:py-1 max-sm:pb-[max(0.25rem,env(safe-area-inset-bottom))] sm:w-[88px] sm:flex-col sm:justify-start sm:gap-1 sm:overflow-y-auto sm:overflow-x-hidden sm:border-r sm:py-3"
    >
      <Logo className="mb-3 shrink-0 max-sm:hidden [@media(max-height:640px)]:hidden" />
      {shown.map(({ page, icon }) => (
        <RailLink key={page} page={page} icon={icon} current={current} />
      ))}
      {isNarrow ? <More current={current} rest={pages.slice(pagesOnPhones)} /> : null}
    </nav>
  )
}
