import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { askedMessage } from './asked-message'
import { ConnectionProvider, type PageConnection, useClient, useConnectionStatus } from './client'
import { ClusterStoreProvider } from './features/cluster/cluster-context'
import { createClusterStore } from './features/cluster/cluster-store'
import { notify } from './features/cluster/notify'
import { PaletteHost, paletteImporters } from './features/command-palette/palette-host'
import { isOnboardingUnderWay } from './features/onboarding/progress'
import { AutostartQuestion } from './features/settings/autostart-question'
import { loadPatiently } from './load-patiently'
import {
  createApprovalsMirror,
  createClusterMirror,
  createPreferencesMirror,
  createSystemMirror,
  MirrorProvider,
  useClusterState,
  useMirrors,
  usePreferences,
  useSystemInfo,
} from './mirrors'
import { navigate, type Route, useRoute } from './navigation'
import { PageBoundary } from './shell/page-boundary'
import { Shell } from './shell/shell'
import { SignIn } from './shell/sign-in'
import { chooseLanguage } from './texts'
import { chooseTheme } from './theme-store'
import { Toaster, TooltipProvider } from './ui'

const importers = {
  chat: () => import('./features/chat/chat-page'),
  cluster: () => import('./features/cluster/cluster-page'),
  models: () => import('./features/models/models-page'),
  activity: () => import('./features/activity/activity-page'),
  memory: () => import('./features/memory/memory-page'),
  tools: () => import('./features/tools/tools-page'),
  config: () => import('./features/config/config-page'),
  settings: () => import('./features/settings/settings-page'),
  quick: () => import('./features/quick-ask/quick-ask-page'),
}
/** Not ahead: whoever is past the first steps does not come back to them. */
const importFirstRun = () => import('./first-run')
const oneSecond = () => new Promise<void>(resolve => setTimeout(resolve, 1000))
const patiently = <T,>(load: () => Promise<T>) => loadPatiently(load, oneSecond)

const ChatPage = lazy(async () => ({ default: (await patiently(importers.chat)).ChatPage }))
const ClusterPage = lazy(async () => ({ default: (await patiently(importers.cluster)).ClusterPage }))
const ModelsPage = lazy(async () => ({ default: (await patiently(importers.models)).ModelsPage }))
const ActivityPage = lazy(async () => ({ default: (await patiently(importers.activity)).ActivityPage }))
const MemoryPage = lazy(async () => ({ default: (await patiently(importers.memory)).MemoryPage }))
const ToolsPage = lazy(async () => ({ default: (await patiently(importers.tools)).ToolsPage }))
const ConfigPage = lazy(async () => ({ default: (await patiently(importers.config)).ConfigPage }))
const SettingsPage = lazy(async () => ({ default: (await patiently(importers.settings)).SettingsPage }))
const FirstRun = lazy(async () => ({ default: (await patiently(importFirstRun)).FirstRun }))
const QuickAskPage = lazy(async () => ({ default: (await patiently(importers.quick)).QuickAskPage }))

/** Long enough for the first page to be there and quiet. */
const prefetchAfterMs = 3000

/** Fetches the other pages ahead, so that they open at once, also when the coordinator is gone by then. */
function usePagesAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      // What fails here is asked for again when the page is opened.
      for (const load of Object.values({ ...paletteImporters, ...importers }))
        void load().catch(() => undefined)
    }, prefetchAfterMs)
    return () => clearTimeout(timer)
  }, [])
}

/** The composition of the page: one connection, what is mirrored over it, and the features that stand on both. */
export function App({ connection }: { connection: PageConnection }) {
  const [mirrors] = useState(() => ({
    approvals: createApprovalsMirror(connection.client, () => performance.now()),
    cluster: createClusterMirror(connection.client),
    preferences: createPreferencesMirror(connection.client),
    system: createSystemMirror(connection.client),
  }))
  const [cluster] = useState(() => createClusterStore(connection.client, notify))
  usePagesAhead()
  useEffect(() => mirrors.cluster.start(), [mirrors])
  useEffect(() => mirrors.preferences.start(), [mirrors])
  // Held open from every page: whoever looks at harombe can be asked.
  useEffect(() => mirrors.approvals.start(), [mirrors])
  return (
    <ConnectionProvider value={connection}>
      <MirrorProvider value={mirrors}>
        <ClusterStoreProvider value={cluster}>
          <TooltipProvider>
            <Content />
            <Toaster />
          </TooltipProvider>
        </ClusterStoreProvider>
      </MirrorProvider>
    </ConnectionProvider>
  )
}

/** The language and the theme of the page are those of the preferences, once they are known. */
function useOwnTaste(): void {
  const language = usePreferences()?.language
  const theme = usePreferences()?.theme
  // Everything that is no `memo` is rendered again from here; what is one has its own `useTranslation`.
  useTranslation()
  useEffect(() => {
    if (language !== undefined) void chooseLanguage(language)
  }, [language])
  useEffect(() => {
    if (theme !== undefined) chooseTheme(theme)
  }, [theme])
}

function Content() {
  useOwnTaste()
  const status = useConnectionStatus()
  const { system } = useMirrors()
  const info = useSystemInfo()
  const starting = useStarting()
  const isQuick = useRoute().page === 'quick'
  useEffect(() => {
    if (status === 'online') void system.refresh()
  }, [status, system])
  if (status === 'unauthorized') return <SignIn />
  if (info === null && status !== 'lost' && starting) return null
  if (isQuick) return <QuickWindow />
  if (info?.firstRun === true || isOnboardingUnderWay()) {
    return (
      <Suspense fallback={null}>
        <FirstRun />
      </Suspense>
    )
  }
  return (
    <>
      <Shell>
        {route => (
          <Suspense fallback={null}>
            <CurrentPage route={route} />
          </Suspense>
        )}
      </Shell>
      <AutostartQuestion />
      <PaletteHost
        onMessage={({ conversationId, messageId }) => {
          if (messageId !== null) askedMessage.setState({ asked: { conversationId, messageId } })
          navigate({ page: 'chat', conversationId })
        }}
      />
    </>
  )
}

/** One question, with nothing around it. */
function QuickWindow() {
  return (
    <PageBoundary page="quick">
      <Suspense fallback={null}>
        <QuickAskPage />
      </Suspense>
    </PageBoundary>
  )
}

/** True for the first moment, in which the coordinator says whether this is a first run: no page flashes before it. */
function useStarting(): boolean {
  const [starting, setStarting] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setStarting(false), 800)
    return () => clearTimeout(timer)
  }, [])
  return starting
}

function CurrentPage({ route }: { route: Route }): ReactNode {
  const client = useClient()
  const nodes = useClusterState(state => state.view?.nodes ?? null)
  switch (route.page) {
    case 'chat':
      return (
        <ChatPage
          client={client}
          conversationId={route.conversationId}
          onNavigate={conversationId => navigate({ page: 'chat', conversationId })}
          nodes={nodes}
        />
      )
    case 'cluster':
      return <ClusterPage selected={route.node} />
    case 'models':
      return <ModelsPage model={route.model} node={route.node} />
    case 'activity':
      return <ActivityPage request={route.request} />
    case 'memory':
      return <MemoryPage />
    case 'tools':
      return <ToolsPage section={route.section} />
    case 'config':
      return <ConfigPage />
    case 'settings':
      return <SettingsPage section={route.section} />
    case 'quick':
      return null
  }
}
