import { type ReactNode, useEffect, useRef } from 'react'
import { useApprovals } from '../mirrors'
import { type Page, type Route, useRoute } from '../navigation'
import { Banners } from './banners'
import { LiveRegion } from './live-region'
import { PageBoundary } from './page-boundary'
import { Rail } from './rail'
import { StatusBar } from './status-bar'
import { useShortcuts } from './use-shortcuts'
import { WaitingTools } from './waiting-tools'

const titles: Record<Page, string> = {
  chat: 'Chat',
  cluster: 'Cluster',
  models: 'Models',
  activity: 'Activity',
  memory: 'Memory',
  tools: 'Tools',
  config: 'Configuration',
  settings: 'Settings',
  quick: 'harombe',
}

/** The frame every page stands in. */
export function Shell({ children }: { children(route: Route): ReactNode }) {
  const route = useRoute()
  const last = useRef<Partial<Record<Page, Route>>>({})
  last.current[route.page] = route
  const waiting = useApprovals().length
  useShortcuts(last)
  useEffect(() => {
    document.title = `${waiting === 0 ? '' : `(${waiting}) `}${titles[route.page]} · harombe`
  }, [route.page, waiting])
  return (
    <div className="flex h-full flex-col">
      <Banners />
      <WaitingTools />
      <div className="flex min-h-0 flex-1 max-sm:contents">
        <Rail current={route.page} last={last.current} />
        <main className="min-h-0 min-w-0 flex-1 overflow-y-auto">
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
