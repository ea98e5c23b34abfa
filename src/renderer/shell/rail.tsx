import { Activity, Boxes, Brain, MessageSquare, Network, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApprovals } from '../mirrors'
import { formatRoute, type Page, type Route } from '../navigation'
import { cn } from '../ui'
import { AppMenu } from './app-menu'
import { Logo } from './logo'
import { pageShortcutKeys } from './use-shortcuts'

const pages: readonly { page: Page; label: string; icon: ReactNode; home: Route }[] = [
  {
    page: 'chat',
    label: 'Chat',
    icon: <MessageSquare />,
    home: { page: 'chat', conversationId: null },
  },
  { page: 'cluster', label: 'Cluster', icon: <Network />, home: { page: 'cluster', node: null } },
  { page: 'models', label: 'Models', icon: <Boxes />, home: { page: 'models', model: null, node: null } },
  { page: 'activity', label: 'Activity', icon: <Activity />, home: { page: 'activity', request: null } },
  { page: 'memory', label: 'Memory', icon: <Brain />, home: { page: 'memory' } },
  { page: 'tools', label: 'Tools', icon: <Wrench />, home: { page: 'tools', section: 'tools' } },
]

export interface RailProps {
  current: Page
  /** Where a page was left; the rail leads back there. */
  last: Partial<Record<Page, Route>>
}

/** Tool calls that wait for a person, in any chat. */
function WaitingCount({ count }: { count: number }) {
  return (
    <span
      data-figure
      className="absolute top-1 right-1.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-accent-fill px-1 font-semibold text-2xs text-on-accent"
    >
      {count}
      <span className="sr-only">{count === 1 ? ' tool waits' : ' tools wait'} for you</span>
    </span>
  )
}

/** At the left edge; on a narrow screen at the bottom. */
export function Rail({ current, last }: RailProps) {
  const waiting = useApprovals().length
  return (
    <nav
      aria-label="Main"
      className="flex shrink-0 items-center justify-around border-line sm:gap-1 bg-canvas max-sm:order-2 max-sm:border-t max-sm:py-1 max-sm:pb-[max(0.25rem,env(safe-area-inset-bottom))] sm:w-[68px] sm:flex-col sm:justify-start sm:border-r sm:py-3"
    >
      <Logo className="mb-3 max-sm:hidden" />
      {pages.map(({ page, label, icon, home }) => (
        <a
          key={page}
          href={formatRoute(page === current ? home : (last[page] ?? home))}
          aria-current={page === current ? 'page' : undefined}
          aria-keyshortcuts={pageShortcutKeys(page)}
          draggable={false}
          className={cn(
            'focus-ring eased relative flex h-13 min-w-0 flex-1 flex-col sm:w-14 sm:flex-initial items-center justify-center gap-1 rounded-lg text-2xs [&_svg]:size-4.5',
            page === current
              ? 'bg-pressed font-semibold text-ink'
              : 'font-medium text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {icon}
          {label}
          {page === 'chat' && waiting > 0 ? <WaitingCount count={waiting} /> : null}
        </a>
      ))}
      <div className="sm:mt-auto">
        <AppMenu />
      </div>
    </nav>
  )
}
