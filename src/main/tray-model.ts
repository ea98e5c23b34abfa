import type { ApprovalRequest, ClusterView, NodeView } from '../shared/entities'
import { toolTitle } from '../shared/entities/tool-words'
import { english } from '../shared/texts/english'
import type { HostState } from './coordinator-host'

export type TrayState = 'idle' | 'answering' | 'attention' | 'offline'

export type TrayAction =
  | { type: 'open' }
  | { type: 'newChat' }
  /** Null: an exchange that is not kept. */
  | { type: 'openChat'; conversationId: string | null }
  | { type: 'openCluster' }
  | { type: 'openNode'; name: string }
  | { type: 'openModels' }
  | { type: 'openActivity' }
  | { type: 'copyAddress'; address: string }
  | { type: 'openInBrowser' }
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

export type TrayFlags = Omit<HostState, 'view'>

/** Windows shows at most 127 characters. */
const maxTooltipLength = 127
const maxNodesInMenu = 20

const clip = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`

/** Answering says who; everything else says what is wrong, or that nothing is. First match wins. */
function summarize(
  view: ClusterView | null,
  { problem, approvals }: Pick<TrayFlags, 'problem' | 'approvals'>,
): { state: TrayState; status: string } {
  if (problem !== null) return { state: 'offline', status: problem.message }
  if (view === null) return { state: 'offline', status: 'Starting…' }
  if (approvals.length > 0) return { state: 'attention', status: describeApprovals(approvals) }
  if (view.requests.some(({ state }) => state === 'running')) {
    return { state: 'answering', status: describeRequests(view) }
  }
  if (view.requests.some(({ state }) => state === 'waiting')) {
    return { state: 'attention', status: 'A question waits for a node to come back' }
  }
  if (view.requests.length > 0) return { state: 'answering', status: describeRequests(view) }
  if (view.configProblem !== null) {
    return { state: 'attention', status: 'harombe.yaml has a problem; the last good version is in use' }
  }
  const usable = view.nodes.filter(node => node.enabled)
  const missing = usable.find(node => node.status === 'model_missing')
  if (missing !== undefined) return { state: 'attention', status: `${missing.name} does not have its model` }
  if (view.nodes.length === 0) return { state: 'offline', status: 'No node yet' }
  if (usable.length === 0) return { state: 'offline', status: 'Every node is switched off' }
  if (usable.every(node => node.status === 'unknown'))
    return { state: 'offline', status: 'Looking for nodes…' }
  if (!usable.some(node => node.status === 'online')) {
    return usable.some(node => node.status === 'draining')
      ? { state: 'offline', status: 'Every node that can be reached is draining' }
      : { state: 'offline', status: 'No node can be reached' }
  }
  return { state: 'idle', status: 'Ready' }
}

/** By the tool's name: a title may be the words of an MCP server. */
function describeApprovals(approvals: readonly ApprovalRequest[]): string {
  const [first] = approvals
  return approvals.length === 1 && first !== undefined
    ? `Waits for your consent: ${toolTitle(first.tool, english)}`
    : `${approvals.length} tool calls wait for your consent`
}

function approvalItems([first]: readonly ApprovalRequest[]): TrayItem[] {
  if (first === undefined) return []
  const action: TrayAction = { type: 'openChat', conversationId: first.conversationId }
  return [{ type: 'action', label: 'Look at it and decide…', action }]
}

function describeRequests(view: ClusterView): string {
  const waiting = view.requests.filter(({ state }) => state === 'queued' || state === 'waiting').length
  const answering = describeAnswering(view)
  if (answering === null) return waiting === 0 ? 'Choosing a node…' : `${waiting} waiting for a free place`
  return waiting === 0 ? answering : `${answering}, ${waiting} waiting`
}

function describeAnswering({ requests: all }: ClusterView): string | null {
  const requests = all.filter(({ state }) => state === 'running')
  const nodes = [...new Set(requests.flatMap(request => request.node ?? []))]
  const [first] = requests
  const [node] = nodes
  if (node === undefined) return null
  if (nodes.length > 1) return `${nodes.length} nodes are answering ${requests.length} requests`
  if (requests.length > 1) return `${node} is answering ${requests.length} requests`
  return first?.class == null ? `${node} is answering` : `${node} is answering a ${first.class} request`
}

const statusWords = {
  unknown: 'checking',
  online: 'online',
  offline: 'offline',
  model_missing: 'model missing',
  disabled: 'switched off',
  draining: 'draining',
} as const satisfies Record<NodeView['status'], string>

function nodeState({ status, activeRequests, breakers, queued }: NodeView): string {
  const word = status === 'online' && activeRequests > 0 ? 'answering' : statusWords[status]
  if (status === 'draining' && activeRequests > 0) return `draining, finishes ${activeRequests}`
  if (status === 'online' && breakers.some(({ state }) => state === 'open')) return 'failing, held back'
  return queued > 0 ? `${word}, ${queued} waiting` : word
}

function nodeLabel(node: NodeView): string {
  const state = nodeState(node)
  return [node.name, `tier ${node.tier}`, state, ...(node.simulated ? ['simulated'] : [])].join(' · ')
}

function nodesItem({ nodes, summary }: ClusterView): TrayItem {
  const items: TrayItem[] = nodes.slice(0, maxNodesInMenu).map(node => ({
    type: 'action',
    label: nodeLabel(node),
    action: { type: 'openNode', name: node.name },
  }))
  const rest = nodes.length - maxNodesInMenu
  if (rest > 0) items.push({ type: 'action', label: `${rest} more…`, action: { type: 'open' } })
  return { type: 'submenu', label: `Nodes ${onlineOfTotal(summary)}`, items }
}

const onlineOfTotal = ({ nodesOnline, nodesTotal }: ClusterView['summary']) =>
  `${nodesOnline}/${nodesTotal} online`

/** What the tray shows of the cluster, as data. `view` is null while there is no coordinator to ask. */
export function trayModel(view: ClusterView | null, flags: TrayFlags): TrayModel {
  const { state, status } = summarize(view, flags)
  const counted = view !== null && view.nodes.length > 0
  const count = counted ? ` · ${onlineOfTotal(view.summary)}` : ''
  const about: TrayItem[] = [{ type: 'label', label: clip(status, 80) }, ...approvalItems(flags.approvals)]
  if (flags.endpoint !== null) {
    const address = flags.endpoint
    about.push({ type: 'action', label: `Copy ${address}`, action: { type: 'copyAddress', address } })
  }
  if (counted) about.push(nodesItem(view))

  const open: TrayItem[] = [
    { type: 'action', label: 'Open harombe', action: { type: 'open' } },
    { type: 'action', label: 'New chat', action: { type: 'newChat' } },
  ]
  if (flags.canOpenInBrowser) {
    open.push({ type: 'action', label: 'Open in browser', action: { type: 'openInBrowser' } })
  }
  return {
    state,
    // The count is short and says more than the end of a long status line.
    tooltip: `${clip(`harombe: ${status}`, maxTooltipLength - count.length)}${count}`,
    items: [
      ...about,
      { type: 'separator' },
      ...open,
      { type: 'separator' },
      { type: 'action', label: 'Show logs', action: { type: 'openLogs' } },
      { type: 'action', label: 'Quit harombe', action: { type: 'quit' } },
    ],
  }
}
