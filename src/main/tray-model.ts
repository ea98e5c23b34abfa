import type { UpdateState } from '../shared/contract/desktop'
import type { ApprovalRequest, ClusterView, NodeView } from '../shared/entities'
import { convergenceText, needsPlan } from '../shared/entities/convergence-words'
import { toolTitle } from '../shared/entities/tool-words'
import { spoken } from '../shared/texts/spoken'
import type { Translate } from '../shared/texts/translator'
import type { HostState } from './coordinator-host'

export type TrayState = 'idle' | 'answering' | 'attention' | 'paused' | 'offline'

export type TrayAction =
  | { type: 'open' }
  | { type: 'newChat' }
  /** Null: an exchange that is not kept. */
  | { type: 'openChat'; conversationId: string | null }
  | { type: 'openCluster' }
  | { type: 'openNode'; name: string }
  | { type: 'openModels' }
  | { type: 'openActivity' }
  | { type: 'openSettings' }
  /** What applying harombe.yaml would do, or how it goes while it is being applied. */
  | { type: 'openPlan' }
  | { type: 'copyAddress'; address: string }
  | { type: 'setServing'; serving: boolean }
  | { type: 'openInBrowser' }
  | { type: 'restartToUpdate' }
  | { type: 'openLogs' }
  | { type: 'quit' }

export type TrayItem =
  | { type: 'separator' }
  /** Says something and cannot be chosen. */
  | { type: 'label'; label: string }
  | { type: 'action'; label: string; action: TrayAction }
  | { type: 'submenu'; label: string; items: TrayItem[] }

export interface TrayModel {
  state: TrayState
  tooltip: string
  items: TrayItem[]
}

export interface TrayFlags extends Omit<HostState, 'view'> {
  update: UpdateState
}

/** Windows shows at most 127 characters. */
const maxTooltipLength = 127
const maxNodesInMenu = 20

const clip = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`

interface Summary {
  state: TrayState
  status: string
}

/** Answering says who; everything else says what is wrong, or that nothing is. First match wins. */
function summarize(
  view: ClusterView | null,
  { problem, approvals }: Pick<TrayFlags, 'problem' | 'approvals'>,
  t: Translate,
): Summary {
  if (problem !== null) return { state: 'offline', status: spoken(problem.message, t) }
  if (view === null) return { state: 'offline', status: t('desktop.status.starting') }
  if (approvals.length > 0) return { state: 'attention', status: describeApprovals(approvals, t) }
  if (view.requests.some(({ state }) => state === 'running')) {
    return { state: 'answering', status: describeRequests(view, t) }
  }
  if (view.requests.some(({ state }) => state === 'waiting')) {
    return { state: 'attention', status: t('desktop.status.waitsForNode') }
  }
  if (view.requests.length > 0) return { state: 'answering', status: describeRequests(view, t) }
  if (view.configProblem !== null) return { state: 'attention', status: t('desktop.status.configProblem') }
  return summarizeNodes(view, t)
}

function summarizeNodes(view: ClusterView, t: Translate): Summary {
  const usable = view.nodes.filter(node => node.enabled)
  const missing = usable.find(node => node.status === 'model_missing')
  if (missing !== undefined) {
    return { state: 'attention', status: t('desktop.status.modelMissing', { node: missing.name }) }
  }
  const offline = (why: 'noNode' | 'allOff' | 'looking' | 'allDraining' | 'unreachable'): Summary => ({
    state: 'offline',
    status: t(`desktop.status.${why}`),
  })
  if (view.nodes.length === 0) return offline('noNode')
  if (usable.length === 0) return offline('allOff')
  if (usable.every(node => node.status === 'unknown')) return offline('looking')
  if (!usable.some(node => node.status === 'online')) {
    return offline(usable.some(node => node.status === 'draining') ? 'allDraining' : 'unreachable')
  }
  if (needsPlan(view.convergence)) return { state: 'attention', status: convergenceText(view.convergence, t) }
  // Behind all that somebody should see to: the user knows that it is paused.
  if (view.servingPaused) return { state: 'paused', status: t('desktop.status.paused') }
  return { state: 'idle', status: t('desktop.status.ready') }
}

/** By the tool's name: a title may be the words of an MCP server. */
function describeApprovals(approvals: readonly ApprovalRequest[], t: Translate): string {
  const [first] = approvals
  return approvals.length === 1 && first !== undefined
    ? t('desktop.status.consent', { tool: toolTitle(first.tool, t) })
    : t('desktop.status.consents', { count: approvals.length })
}

function describeRequests(view: ClusterView, t: Translate): string {
  const count = view.requests.filter(({ state }) => state === 'queued' || state === 'waiting').length
  const answering = describeAnswering(view, t)
  if (answering === null) {
    return count === 0 ? t('desktop.status.choosing') : t('desktop.status.waiting', { count })
  }
  return count === 0 ? answering : t('desktop.status.andWaiting', { status: answering, count })
}

function describeAnswering({ requests: all }: ClusterView, t: Translate): string | null {
  const requests = all.filter(({ state }) => state === 'running')
  const nodes = [...new Set(requests.flatMap(request => request.node ?? []))]
  const count = requests.length
  const [first] = requests
  const [node] = nodes
  if (node === undefined) return null
  if (nodes.length > 1) return t('desktop.status.manyAnswering', { nodes: nodes.length, count })
  if (count > 1) return t('desktop.status.answeringMany', { node, count })
  return first?.class == null
    ? t('desktop.status.answering', { node })
    : t(`desktop.status.answeringClass.${first.class}`, { node })
}

function nodeState({ status, activeRequests, breakers, queued }: NodeView, t: Translate): string {
  if (status === 'draining' && activeRequests > 0) {
    return t('desktop.node.finishes', { count: activeRequests })
  }
  if (status === 'online' && breakers.some(({ state }) => state === 'open')) return t('desktop.node.heldBack')
  const state = t(`desktop.node.${status === 'online' && activeRequests > 0 ? 'answering' : status}`)
  return queued > 0 ? t('desktop.node.waiting', { state, count: queued }) : state
}

function nodeLabel(node: NodeView, t: Translate): string {
  const { name, tier } = node
  const line = t('desktop.node.line', { name, tier, state: nodeState(node, t) })
  return node.simulated ? t('desktop.node.simulated', { line }) : line
}

const countOf = ({ nodesOnline: online, nodesTotal: total }: ClusterView['summary']) => ({ online, total })

function nodesItem({ nodes, summary }: ClusterView, t: Translate): TrayItem {
  const items: TrayItem[] = nodes.slice(0, maxNodesInMenu).map(node => ({
    type: 'action',
    label: nodeLabel(node, t),
    action: { type: 'openNode', name: node.name },
  }))
  const count = nodes.length - maxNodesInMenu
  if (count > 0) {
    const label = t('desktop.tray.moreNodes', { count })
    items.push({ type: 'action', label, action: { type: 'openCluster' } })
  }
  return { type: 'submenu', label: t('desktop.tray.nodes', countOf(summary)), items }
}

/** What it is about: how it stands, whether somebody is waited for, this machine, the nodes. */
function aboutItems(view: ClusterView | null, flags: TrayFlags, status: string, t: Translate): TrayItem[] {
  const items: TrayItem[] = [{ type: 'label', label: clip(status, 80) }]
  const [waiting] = flags.approvals
  if (waiting !== undefined) {
    const action: TrayAction = { type: 'openChat', conversationId: waiting.conversationId }
    items.push({ type: 'action', label: t('desktop.tray.decide'), action })
  }
  if (view !== null && (needsPlan(view.convergence) || view.convergence.state === 'applying')) {
    const isApplying = view.convergence.state === 'applying'
    const label = t(isApplying ? 'desktop.tray.followApply' : 'desktop.tray.showPlan')
    items.push({ type: 'action', label, action: { type: 'openPlan' } })
  }
  if (flags.endpoint !== null) {
    const address = flags.endpoint
    const label = t('desktop.tray.thisMachine', { address })
    items.push({ type: 'action', label, action: { type: 'copyAddress', address } })
  }
  if (view !== null && view.nodes.length > 0) items.push(nodesItem(view, t))
  return items
}

/** What can be done from here. */
function openItems(view: ClusterView | null, flags: TrayFlags, t: Translate): TrayItem[] {
  const action = (label: string, action: TrayAction): TrayItem => ({ type: 'action', label, action })
  return [
    action(t('desktop.tray.open'), { type: 'open' }),
    action(t('desktop.tray.newChat'), { type: 'newChat' }),
    ...(view === null
      ? []
      : [
          action(t(view.servingPaused ? 'desktop.tray.resume' : 'desktop.tray.pause'), {
            type: 'setServing',
            serving: view.servingPaused,
          }),
        ]),
    ...(flags.canOpenInBrowser ? [action(t('desktop.tray.openInBrowser'), { type: 'openInBrowser' })] : []),
    action(t('desktop.tray.settings'), { type: 'openSettings' }),
  ]
}

/** What the tray shows of the cluster, as data. `view` is null while there is no coordinator to ask. */
export function trayModel(view: ClusterView | null, flags: TrayFlags, t: Translate): TrayModel {
  const { state, status } = summarize(view, flags, t)
  const counted = view !== null && view.nodes.length > 0
  const count = counted ? ` · ${t('desktop.tray.online', countOf(view.summary))}` : ''
  const { update } = flags
  const separator: TrayItem = { type: 'separator' }
  const restart: TrayItem[] =
    update.state === 'ready'
      ? [
          {
            type: 'action',
            label: t('desktop.tray.restart', { version: update.version }),
            action: { type: 'restartToUpdate' },
          },
        ]
      : []
  return {
    state,
    // The count is short and says more than the end of a long status line.
    tooltip: `${clip(t('desktop.tray.tooltip', { status }), maxTooltipLength - count.length)}${count}`,
    items: [
      ...aboutItems(view, flags, status, t),
      separator,
      ...openItems(view, flags, t),
      separator,
      ...restart,
      { type: 'action', label: t('desktop.tray.logs'), action: { type: 'openLogs' } },
      { type: 'action', label: t('desktop.tray.quit'), action: { type: 'quit' } },
    ],
  }
}
