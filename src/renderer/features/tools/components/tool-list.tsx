import { Box, BoxSelect, FolderOpen } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { ToolView } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { RichText, riskWord, Stage, ToolIcon, toolTitle } from '../../../components'
import { revealHidden } from '../../../markdown'
import { Badge, Card, cn, Skeleton } from '../../../ui'
import { groupTools, type ToolGroup } from '../group-tools'
import type { ToolsStore, ToolsView } from '../tools-store'
import { Problem } from './problem'

/** Where tools work, and how commands are fenced in. */
function Surroundings({ workspace, sandbox }: Pick<ToolsView, 'workspace' | 'sandbox'>) {
  const { t } = useTranslation()
  return (
    <Card as="div" className="flex flex-col gap-2 p-4 text-sm">
      <p className="flex items-start gap-2.5">
        <FolderOpen aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
        <span className="min-w-0">
          <RichText
            text={t('tools.workIn', { folder: workspace })}
            marks={{
              folder: <span className="font-mono [overflow-wrap:anywhere]" />,
              note: <span className="text-muted" />,
            }}
          />
        </span>
      </p>
      <p className="flex items-start gap-2.5">
        {sandbox.kind === 'none' ? (
          <BoxSelect aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
        ) : (
          <Box aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
        )}
        <span className="min-w-0">{spoken(sandbox.text.replaceAll('`', ''), t)}</span>
      </p>
    </Card>
  )
}

function ToolRow({ tool }: { tool: ToolView }) {
  const { t } = useTranslation()
  const { name, title, risk, description, unavailable, server } = tool
  const isOffered = unavailable === null
  return (
    <li className="flex items-start gap-3 border-line border-t px-4 py-3 first:border-t-0">
      <ToolIcon risk={risk} className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-medium [overflow-wrap:anywhere]">
            {server === null ? toolTitle(name, t) : revealHidden(title)}
          </span>
          <span className="font-mono text-muted text-xs [overflow-wrap:anywhere]">{name}</span>
        </p>
        <p
          className={cn(
            'mt-0.5 text-muted text-sm [overflow-wrap:anywhere]',
            server !== null && 'line-clamp-3',
          )}
        >
          {revealHidden(server === null ? spoken(description, t) : description)}
        </p>
        {isOffered ? null : (
          <p className="mt-1 text-sm text-warn [overflow-wrap:anywhere]">
            {t('tools.notOffered', { why: spoken(unavailable, t) })}
          </p>
        )}
      </div>
      <Badge tone={risk === 'none' || risk === 'read' ? 'neutral' : 'warn'}>{riskWord(risk, t)}</Badge>
    </li>
  )
}

function Group({ group: { server, tools } }: { group: ToolGroup }) {
  const { t } = useTranslation()
  const headingId = useId()
  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-2">
      <h2 id={headingId} className="font-medium text-muted text-xs">
        {server === null ? t('tools.builtIn') : t('tools.ofServer', { server })}
      </h2>
      <Card>
        <ul>
          {tools.map(tool => (
            <ToolRow key={tool.name} tool={tool} />
          ))}
        </ul>
      </Card>
    </section>
  )
}

/** Every tool a model may be offered. */
export function ToolList({ tools }: { tools: ToolsStore }) {
  const { t } = useTranslation()
  const { value, error } = useStore(tools.store, state => state.view)
  return (
    <div className="flex flex-col gap-4">
      {error === null ? null : <Problem title={error} onRetry={() => void tools.refreshTools()} />}
      {value !== null ? (
        <>
          <Surroundings {...value} />
          {groupTools(value.tools).map(group => (
            <Group key={group.server ?? ''} group={group} />
          ))}
        </>
      ) : error === null ? (
        <Stage text={t('tools.loading')}>
          <Skeleton className="mb-4 h-20 w-full" />
          <Skeleton className="h-80 w-full" />
        </Stage>
      ) : null}
    </div>
  )
}
