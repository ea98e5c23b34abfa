import { Blocks, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { McpServerView } from '../../../../shared/entities'
import { spoken } from '../../../../shared/texts/spoken'
import { useClient } from '../../../client'
import { Stage } from '../../../components'
import type { Mirror } from '../../../mirrors'
import { texts } from '../../../texts'
import { Banner, Button, Card, EmptyState, Skeleton, StatusDot, toast } from '../../../ui'
import { wordsOf } from '../../../words-of'
import { changesText, serverLook } from '../server-words'
import { ServerDialog } from './server-dialog'

const example = `mcp:
  servers:
    notes:
      command: npx
      args: [-y, some-mcp-server]`

function ServerCard({ server, onLook }: { server: McpServerView; onLook(): void }) {
  const client = useClient()
  const { t } = useTranslation()
  const { name, state, target, problem, tools, transport } = server
  const { shape, label } = serverLook(state, t)
  const isAsked = state === 'approval_needed'
  async function reconnect(): Promise<void> {
    try {
      await client.call('agent.reconnectMcpServer', { name })
    } catch (error) {
      toast.error(wordsOf(error, texts.t('tools.servers.notAsked')))
    }
  }
  return (
    <Card as="article" aria-label={name} className="flex flex-col gap-3 p-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="min-w-0 font-semibold text-sm [overflow-wrap:anywhere]">{name}</h2>
        <StatusDot shape={shape} label={label} className="text-muted text-xs" />
        <div className="ml-auto flex items-center gap-2">
          {state === 'disabled' ? null : (
            <Button
              size="sm"
              variant="ghost"
              icon={<RotateCw />}
              aria-label={t('tools.servers.reconnectOf', { server: name })}
              busy={state === 'connecting'}
              onClick={() => void reconnect()}
            >
              {t('tools.servers.reconnect')}
            </Button>
          )}
          {tools.length === 0 && !isAsked ? null : (
            <Button size="sm" variant={isAsked ? 'primary' : 'secondary'} onClick={onLook}>
              {isAsked ? t('tools.servers.look') : t('tools.servers.told')}
            </Button>
          )}
        </div>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">
          {transport === 'stdio' ? t('tools.servers.program') : t('tools.servers.address')}
        </dt>
        <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{target}</dd>
        {tools.length === 0 ? null : (
          <>
            <dt className="text-muted">{t('tools.servers.offers')}</dt>
            <dd>{changesText(tools, t)}</dd>
          </>
        )}
      </dl>
      {problem === null ? null : (
        <Banner silent tone={state === 'failed' ? 'danger' : 'warn'} title={spoken(problem, t)} />
      )}
    </Card>
  )
}

/** The MCP servers of harombe.yaml. */
export function ServerList({ servers }: { servers: Mirror<readonly McpServerView[]> }) {
  const { t } = useTranslation()
  const { view, error } = useStore(servers.store)
  const [looking, setLooking] = useState<string | null>(null)
  const looked = view?.find(({ name }) => name === looking)
  if (error !== null && view === null) return <Banner tone="danger" title={spoken(error, t)} />
  if (view === null) {
    return (
      <Stage text={t('tools.loading')}>
        <Skeleton className="h-32 w-full" />
      </Stage>
    )
  }
  if (view.length === 0) {
    return (
      <EmptyState icon={<Blocks />} title={t('tools.servers.none')}>
        <p>{t('tools.servers.noneHint')}</p>
        <pre className="mt-3 inline-block rounded-md border border-line bg-sunken px-4 py-3 text-left font-mono text-ink text-xs">
          {example}
        </pre>
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">{t('tools.servers.hint')}</p>
      <ul className="flex flex-col gap-3">
        {view.map(server => (
          <li key={server.name}>
            <ServerCard server={server} onLook={() => setLooking(server.name)} />
          </li>
        ))}
      </ul>
      {looked === undefined ? null : <ServerDialog server={looked} onClose={() => setLooking(null)} />}
    </div>
  )
}
