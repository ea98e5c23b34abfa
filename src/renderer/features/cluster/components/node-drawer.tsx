import { useTranslation } from 'react-i18next'
import type { ActiveRequest, NodeView } from '../../../../shared/entities'
import { tierName } from '../../../../shared/entities/tier-words'
import { spoken } from '../../../../shared/texts/spoken'
import { backendNames, NodeStatusBadge, Section, SimulatedBadge, TierBadge } from '../../../components'
import { formatAgo, formatCount, formatDuration, formatSpeed, pageHint } from '../../../format'
import { Badge, Banner, Button, Dialog, Switch } from '../../../ui'
import { useNow } from '../../../use-now'
import { useIsBusy } from '../cluster-context'
import { HistorySection } from '../history/history-section'
import { nodeActions, runningAnswersText } from '../lanes'
import { byProgress } from '../motion'
import { useNodeActions } from '../node-actions'
import { describeRequest } from './answering-line'
import { ConditionLines } from './condition-lines'
import { Fact, Facts } from './drawer-parts'
import { NodeBreakers } from './node-breakers'
import { NodeHistory } from './node-history'
import { MemoryLine, SlotsLine } from './node-meters'
import { NodePaces } from './node-paces'
import { RecentRequests } from './recent-requests'

export interface NodeDrawerProps {
  node: NodeView
  requests: readonly ActiveRequest[]
  onClose(): void
}

export function NodeDrawer({ node, requests, onClose }: NodeDrawerProps) {
  const { t } = useTranslation()
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
          <Banner tone={node.status === 'disabled' ? 'info' : 'danger'} title={spoken(node.error.message, t)}>
            {pageHint(node.error.hint, t)}
          </Banner>
        )}
        <Section title={t('cluster.node.now')}>
          <EnabledSwitch node={node} />
          <SlotsLine node={node} />
          <MemoryLine node={node} />
          <ConditionLines node={node} />
          <NodeRequests requests={requests} now={now} />
        </Section>
        <Section title={t('cluster.node.speedTitle')}>
          <Facts>
            <Fact label={t('cluster.node.ttftMedian')}>{formatDuration(node.statistics.ttftMs)}</Fact>
            <Fact label={t('cluster.node.speedMedian')}>{formatSpeed(node.statistics.tokensPerSecond)}</Fact>
            <Fact label={t('cluster.node.requests')}>
              {formatCount(node.statistics.requests)}
              <span className="text-muted">
                {t('cluster.node.failedCount', { number: formatCount(node.statistics.failures) })}
              </span>
            </Fact>
            <Fact label={t('cluster.node.tokens')}>{formatCount(node.statistics.tokens)}</Fact>
          </Facts>
        </Section>
        <NodePaces paces={node.paces} />
        <NodeBreakers breakers={node.breakers} now={now} />
        <HistorySection key={node.name} node={node.name} />
        <Section title={t('cluster.node.about')}>
          <Facts>
            <Fact label={t('cluster.node.address')} mono>
              {node.url}
            </Fact>
            <Fact label={t('cluster.node.server')}>
              {backendNames[node.backend]}
              {node.version === null ? '' : ` ${node.version}`}
            </Fact>
            <Fact label={t('cluster.node.tier')}>
              {node.tier}, {tierName(node.tier, t).toLowerCase()}
            </Fact>
            <Fact label={t('cluster.node.slotsLabel')}>{node.slots}</Fact>
            <Fact label={t('cluster.node.weight')}>{node.weight}</Fact>
            <Fact label={t('cluster.node.lastCheck')}>{formatAgo(node.checkedAt, now)}</Fact>
            <Fact label={t('cluster.node.comesFrom')}>{t(`cluster.node.origin.${node.origin}`)}</Fact>
            {node.wakeMac === null ? null : <Fact label={t('cluster.node.wakeMac')}>{node.wakeMac}</Fact>}
          </Facts>
        </Section>
        <Section
          title={
            node.models.length === 0
              ? t('cluster.node.models')
              : t('cluster.node.modelsCount', { count: node.models.length })
          }
        >
          <ModelList node={node} />
        </Section>
        <RecentRequests key={`recent ${node.name}`} node={node} now={now} />
        <NodeHistory incidents={node.incidents} now={now} />
      </div>
    </Dialog>
  )
}

/** More are only counted: what stands below must not be pushed out of sight by a long line. */
const maxShown = 8

function NodeRequests({ requests, now }: { requests: readonly ActiveRequest[]; now: number }) {
  const { t } = useTranslation()
  if (requests.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {[...requests]
        .sort(byProgress)
        .slice(0, maxShown)
        .map(request => (
          <li key={request.id} data-figure className="text-sm">
            {describeRequest(request, now, t)}
          </li>
        ))}
      {requests.length > maxShown ? (
        <li className="text-muted text-sm">
          {t('cluster.dashboard.motion.more', { number: formatCount(requests.length - maxShown) })}
        </li>
      ) : null}
    </ul>
  )
}

function ModelList({ node }: { node: NodeView }) {
  const { t } = useTranslation()
  if (node.models.length === 0) return <p className="text-muted text-sm">{t('cluster.node.noModels')}</p>
  const loaded = new Set(node.loaded?.map(({ name }) => name))
  return (
    <ul className="flex flex-col gap-1">
      {node.models.map(model => (
        <li key={model} className="flex items-center gap-2">
          <span className="min-w-0 truncate font-mono text-xs">{model}</span>
          {model === node.model ? <Badge tone="accent">{t('cluster.node.answersWith')}</Badge> : null}
          {loaded.has(model) ? <Badge>{t('cluster.node.inMemory')}</Badge> : null}
        </li>
      ))}
    </ul>
  )
}

function EnabledSwitch({ node }: { node: NodeView }) {
  const { t } = useTranslation()
  const run = useNodeActions()
  const busy = useIsBusy(node.name)
  if (node.origin !== 'config') return null
  const rest = node.enabled ? '' : runningAnswersText(node.activeRequests, t)
  return (
    <div className="flex items-center justify-between gap-3 text-sm">
      <span>
        {t('cluster.node.takesQuestions')}
        <span className="block text-muted text-xs">{rest === '' ? t('cluster.node.takesHint') : rest}</span>
      </span>
      <Switch
        label={t('cluster.node.takesQuestions')}
        checked={node.enabled}
        disabled={busy}
        onChange={enabled => run(enabled ? 'enable' : 'disable', node)}
      />
    </div>
  )
}

function DrawerActions({ node }: { node: NodeView }) {
  const { t } = useTranslation()
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
      {t(`cluster.node.action.${action}`)}
    </Button>
  ))
}
