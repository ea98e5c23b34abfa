import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { HarombeClient } from '../../../shared/contract'
import type { McpServerView } from '../../../shared/entities'
import { type ToolsSection, toolsSections } from '../../../shared/page-route'
import { useClient } from '../../client'
import { followStream } from '../../client/follow-stream'
import { createMirror } from '../../mirrors'
import { formatRoute } from '../../navigation'
import { texts } from '../../texts'
import { cn } from '../../ui'
import { useWhenOnline } from '../../use-when-online'
import { AllowedList } from './components/allowed-list'
import { AuditList } from './components/audit-list'
import { ServerList } from './components/server-list'
import { ToolList } from './components/tool-list'
import { createToolsStore, type ToolsStore } from './tools-store'

const rememberedMs = 10_000

const createServersMirror = (client: HarombeClient) =>
  createMirror<readonly McpServerView[]>(
    (show, signal) =>
      followStream(client, 'agent.watchMcpServers', () => ({}), show, signal, { endless: true }),
    texts.t('tools.servers.notWatched'),
  )

/** What an MCP server offers changes what tools there are. */
function useToolsPage() {
  const client = useClient()
  const [tools] = useState(() => createToolsStore(client))
  const [servers] = useState(() => createServersMirror(client))
  useEffect(() => servers.start(), [servers])
  const view = useStore(servers.store, state => state.view)
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever the servers changed
  useWhenOnline(useCallback(() => void tools.refreshTools(), [tools, view]))
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void tools.refreshRemembered()
    }, rememberedMs)
    return () => clearInterval(timer)
  }, [tools])
  useWhenOnline(useCallback(() => void tools.refreshRemembered(), [tools]))
  return { tools, servers, waiting: view?.filter(({ state }) => state === 'approval_needed').length ?? 0 }
}

function useToolNames(tools: ToolsStore): readonly string[] {
  const view = useStore(tools.store, state => state.view.value)
  return useMemo(() => view?.tools.map(({ name }) => name) ?? [], [view])
}

interface SectionsProps {
  current: ToolsSection
  counts: Partial<Record<ToolsSection, { count: number; isAsked: boolean }>>
}

function Sections({ current, counts }: SectionsProps) {
  const { t } = useTranslation()
  return (
    <nav
      aria-label={t('tools.sections')}
      className="flex shrink-0 overflow-x-auto sm:gap-1 border-line border-b pb-2"
    >
      {toolsSections.map(section => {
        const counted = counts[section]
        return (
          <a
            key={section}
            href={formatRoute({ page: 'tools', section })}
            aria-current={section === current ? 'page' : undefined}
            draggable={false}
            className={cn(
              'focus-ring eased flex h-8 shrink-0 items-center gap-1 rounded-md px-1.5 text-xs sm:gap-1.5 sm:px-3 sm:text-sm pointer-coarse:h-10 focus-visible:outline-offset-[-2px]',
              section === current
                ? 'bg-pressed font-semibold text-ink'
                : 'font-medium text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {t(`tools.section.${section}`)}
            {counted === undefined || counted.count === 0 ? null : (
              <span
                data-figure
                className={cn(
                  'flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 text-2xs sm:px-1.5',
                  counted.isAsked ? 'bg-warn-soft text-warn' : 'bg-pressed text-muted',
                )}
              >
                {counted.count}
                {counted.isAsked ? <span className="sr-only"> {t('tools.toLookAt')}</span> : null}
              </span>
            )}
          </a>
        )
      })}
    </nav>
  )
}

/** What models may do here, what was allowed, and what was done. */
export function ToolsPage({ section }: { section: ToolsSection }) {
  const { t } = useTranslation()
  const { tools, servers, waiting } = useToolsPage()
  const allowed = useStore(tools.store, state => state.remembered.value?.length ?? 0)
  const toolNames = useToolNames(tools)
  const counts = {
    allowed: { count: allowed, isAsked: false },
    servers: { count: waiting, isAsked: true },
  }
  return (
    <div
      className={cn(
        'mx-auto flex w-full max-w-[1120px] flex-col gap-4 px-4 py-4 sm:px-6 sm:py-5',
        section === 'audit' && 'h-full min-h-[420px]',
      )}
    >
      <h1 className="flex min-h-8 shrink-0 items-center font-semibold text-lg">{t('tools.title')}</h1>
      <Sections current={section} counts={counts} />
      {section === 'tools' ? <ToolList tools={tools} /> : null}
      {section === 'allowed' ? <AllowedList tools={tools} /> : null}
      {section === 'servers' ? <ServerList servers={servers} /> : null}
      {section === 'audit' ? <AuditList toolNames={toolNames} /> : null}
    </div>
  )
}
