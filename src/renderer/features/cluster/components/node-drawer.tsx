import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { backendNames, NodeStatusBadge, Section, SimulatedBadge, TierBadge } from '../../../components'
import { formatAgo, formatCount, formatDuration, formatSpeed, pageHint, plural } from '../../../format'
import { texts } from '../../../texts'
import { Badge, Banner, Button, Dialog, Meter, Switch } from '../../../ui'
import { useNow } from '../../../use-now'
import { useIsBusy } from '../cluster-context'
import { nodeActions, runningAnswersText } from '../lanes'
import { byProgress } from '../motion'
import { useNodeActions } from '../node-actions'
import { describeRequest } from './answering-line'
import { ConditionLines } from './condition-lines'
import { Fact, Facts } from './drawer-parts'
import { LatencyChart } from './latency-chart'
import { NodeBreakers } from './node-breakers'
import { NodeHistory } from './node-history'
import { nodeActionLabels } from './node-menu'
import { NodePaces } from './node-paces'

export interface NodeDrawerProps {
  node: NodeView
  requests: readonly ActiveRequest[]
  onClose(): void
}

export function NodeDrawer({ node, requests, onClose }: NodeDrawerProps) {
  const now = useNow()
  return (
    <Dialog
      open
      onOpenChange={open => {
        if (!open) onClose()
      }}
      placement="side"
      title={node.name}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <NodeStatusBadge node={node} />
          <TierBadge tier={node.tier} />
          {node.simulated ? <SimulatedBadge /> : null}
        </span>
      }
      footer={<DrawerActions node={node} />}
    >
      <div className="flex flex-col gap-5">
        {node.error === null ? null : (
          <Banner tone={node.status === 'disabled' ? 'info' : 'danger'} title={node.error.message}>
            {pageHint(node.error.hint)}
          </Banner>
        )}
        <Section title="Now">
          <EnabledSwitch node={node} />
          <div className="flex items-center gap-3">
            <Meter
              value={node.activeRequests}
              max={node.slots}
              label="Slots in use"
              text={`${node.activeRequests} of ${node.slots}`}
              className="flex-1"
            />
            <span className="text-muted text-sm">
              {node.activeRequests} of {plural(node.slots, 'slot')}
              {node.queued === 0 ? '' : ` · ${formatCount(node.queued)} queued`}
            </span>
          </div>
          <ConditionLines node={node} />
          <NodeRequests requests={requests} now={now} />
        </Section>
        <Section title="Speed">
          <Facts>
            <Fact label="First token, median">{formatDuration(node.statistics.ttftMs)}</Fact>
            <Fact label="Tokens a second, median">{formatSpeed(node.statistics.tokensPerSecond)}</Fact>
            <Fact label="Requests">
              {formatCount(node.statistics.requests)}
              <span className="text-muted">, {formatCount(node.statistics.failures)} failed</span>
            </Fact>
            <Fact label="Tokens written">{formatCount(node.statistics.tokens)}</Fact>
          </Facts>
        </Section>
        <NodePaces paces={node.paces} />
        <NodeBreakers breakers={node.breakers} now={now} />
        <Section title={`Latency ${formatDuration(node.latencyMs)}`}>
          <LatencyChart values={node.latencyHistory} />
        </Section>
        <Section title="About">
          <Facts>
            <Fact label="Address" mono>
              {node.url}
            </Fact>
            <Fact label="Server">
              {backendNames[node.backend]}
              {node.version === null ? '' : ` ${node.version}`}
            </Fact>
            <Fact label="Tier">
              {node.tier}, {tierName(node.tier, texts.t).toLowerCase()}
            </Fact>
            <Fact label="Slots">{node.slots}</Fact>
            <Fact label="Weight">{node.weight}</Fact>
            <Fact label="Last check">{formatAgo(node.checkedAt, now)}</Fact>
            <Fact label="Comes from">{originTexts[node.origin]}</Fact>
          </Facts>
        </Section>
        <Section title={node.models.length === 0 ? 'Models' : `Models (${node.models.length})`}>
          <ModelList node={node} />
        </Section>
        <NodeHistory incidents={node.incidents} now={now} />
      </div>
    </Dialog>
  )
}

/** More are only counted: what stands below must not be pushed out of sight by a long line. */
const maxShown = 8

function NodeRequests({ requests, now }: { requests: readonly ActiveRequest[]; now: number }) {
  if (requests.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {[...requests]
        .sort(byProgress)
        .slice(0, maxShown)
        .map(request => (
          <li key={request.id} data-figure className="text-sm">
            {describeRequest(request, now)}
          </li>
        ))}
      {requests.length > maxShown ? (
        <li className="text-muted text-sm">and {formatCount(requests.length - maxShown)} more</li>
      ) : null}
    </ul>
  )
}

const originTexts = {
  config: 'harombe.yaml',
  local: 'this machine',
  demo: 'the demo cluster, kept in memory only',
  discovered: 'found on the network, not in harombe.yaml',
} as const

function ModelList({ node }: { node: NodeView }) {
  if (node.models.length === 0) return <p className="text-muted text-sm">It has not said which it serves.</p>
  return (
    <ul className="flex flex-col gap-1">
      {node.models.map(model => (
        <li key={model} className="flex items-center gap-2">
          <span className="min-w-0 truncate font-mono text-xs">{model}</span>
          {model === node.model ? <Badge tone="accent">answers</Badge> : null}
        </li>
      ))}
    </ul>
  )
}

function EnabledSwitch({ node }: { node: NodeView }) {
  const run = useNodeActions()
  const busy = useIsBusy(node.name)
  if (node.origin !== 'config') return null
  const rest = node.enabled ? '' : runningAnswersText(node.activeRequests)
  return (
    <div className="flex items-center justify-between gap-3 text-sm">
      <span>
        Takes questions
        <span className="block text-muted text-xs">
          {rest === '' ? 'Written to harombe.yaml. Drain is for now only.' : rest}
        </span>
      </span>
      <Switch
        label="Takes questions"
        checked={node.enabled}
        disabled={busy}
        onChange={enabled => run(enabled ? 'enable' : 'disable', node)}
      />
    </div>
  )
}

function DrawerActions({ node }: { node: NodeView }) {
  const run = useNodeActions()
  const busy = useIsBusy(node.name)
  const actions = nodeActions(node).filter(action => action !== 'enable' && action !== 'disable')
  return actions.map(action => (
    <Button
      key={action}
      busy={busy && action !== 'edit' && action !== 'remove'}
      variant={action === 'remove' ? 'ghost' : 'secondary'}
      className={action === 'remove' ? 'order-first mr-auto text-danger hover:text-danger' : undefined}
      onClick={() => run(action, node)}
    >
      {nodeActionLabels[action].text}
    </Button>
  ))
}
