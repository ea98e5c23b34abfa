import { Blocks, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { McpServerView } from '../../../../shared/entities'
import { useClient } from '../../../client'
import type { Mirror } from '../../../mirrors'
import { Banner, Button, Card, EmptyState, Skeleton, StatusDot, toast } from '../../../ui'
import { changesText, serverLooks } from '../server-words'
import { wordsOf } from '../words-of'
import { ServerDialog } from './server-dialog'

const example = `mcp:
  servers:
    notes:
      command: npx
      args: [-y, some-mcp-server]`

function ServerCard({ server, onLook }: { server: McpServerView; onLook(): void }) {
  const client = useClient()
  const { name, state, target, problem, tools, transport } = server
  const { shape, label } = serverLooks[state]
  const isAsked = state === 'approval_needed'
  async function reconnect(): Promise<void> {
    try {
      await client.call('agent.reconnectMcpServer', { name })
    } catch (error) {
      toast.error(wordsOf(error, 'The server could not be asked.'))
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
              busy={state === 'connecting'}
              onClick={() => void reconnect()}
            >
              Connect again
            </Button>
          )}
          {tools.length === 0 && !isAsked ? null : (
            <Button size="sm" variant={isAsked ? 'primary' : 'secondary'} onClick={onLook}>
              {isAsked ? 'Look and approve…' : 'What it tells models'}
            </Button>
          )}
        </div>
      </header>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <dt className="text-muted">{transport === 'stdio' ? 'Program' : 'Address'}</dt>
        <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{target}</dd>
        {tools.length === 0 ? null : (
          <>
            <dt className="text-muted">Offers</dt>
            <dd>{changesText(tools)}</dd>
          </>
        )}
      </dl>
      {problem === null ? null : (
        <Banner silent tone={state === 'failed' ? 'danger' : 'warn'} title={problem} />
      )}
    </Card>
  )
}

/** The MCP servers of harombe.yaml. */
export function ServerList({ servers }: { servers: Mirror<readonly McpServerView[]> }) {
  const { view, error } = useStore(servers.store)
  const [looking, setLooking] = useState<string | null>(null)
  const looked = view?.find(({ name }) => name === looking)
  if (error !== null && view === null) return <Banner tone="danger" title={error} />
  if (view === null) return <Skeleton className="h-32 w-full" />
  if (view.length === 0) {
    return (
      <EmptyState icon={<Blocks />} title="No MCP servers">
        <p>Name programs or addresses under mcp.servers in harombe.yaml, and models can use their tools:</p>
        <pre className="mt-3 inline-block rounded-md border border-line bg-sunken px-4 py-3 text-left font-mono text-ink text-xs">
          {example}
        </pre>
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted text-sm">
        What a server tells models is shown to you first. When it changes, its tools are switched off until
        you look again.
      </p>
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
