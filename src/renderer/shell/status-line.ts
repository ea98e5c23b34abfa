import type { ClusterView } from '../../shared/entities'
import type { ConnectionStatus } from '../client'
import { plural } from '../format'
import type { StatusShape } from '../ui'

export interface StatusLine {
  shape: StatusShape
  /** Such as "3 of 3 nodes online". */
  text: string
  /** Such as "gaming-pc is answering"; null when nobody is. */
  activity: string | null
}

/** The line at the bottom of the window. */
export function statusLine(connection: ConnectionStatus, view: ClusterView | null): StatusLine {
  if (connection === 'lost') return { shape: 'danger', text: 'Connection lost', activity: null }
  if (connection !== 'online' || view === null) return { shape: 'idle', text: 'Connecting', activity: null }
  const counted = view.nodes.filter(node => node.status !== 'disabled')
  const online = counted.filter(node => node.status === 'online').length
  const draining = counted.filter(node => node.status === 'draining').length
  if (counted.length === 0) {
    return {
      shape: 'off',
      text: view.nodes.length === 0 ? 'No node yet' : 'All nodes disabled',
      activity: null,
    }
  }
  return {
    shape: online === 0 ? 'danger' : online + draining < counted.length ? 'warn' : 'ok',
    text: `${online} of ${plural(counted.length, 'node')} online${draining === 0 ? '' : `, ${draining} draining`}`,
    activity: activityText(view),
  }
}

function activityText(view: ClusterView): string | null {
  const answering = [...new Set(view.requests.flatMap(request => request.node ?? []))]
  const waiting = view.summary.queued
  const line = waiting === 0 ? '' : `, ${waiting} waiting`
  if (answering.length === 1) return `${answering[0]} is answering${line}`
  if (answering.length > 1) return `${answering.length} nodes are answering${line}`
  if (waiting > 0) return `${waiting} waiting`
  return view.requests.length > 0 ? 'Choosing a node' : null
}

/** What changed for the user between two views, in words for the live region; null when nothing did. */
export function statusAnnouncement(before: ClusterView | null, after: ClusterView | null): string | null {
  if (before === null || after === null) return null
  const known = new Map(before.nodes.map(node => [node.name, node.status]))
  const changes = after.nodes.flatMap(node => {
    const was = known.get(node.name)
    if (was === undefined || was === node.status) return []
    if (node.status === 'online') return `${node.name} is online`
    if (node.status === 'draining') return `${node.name} is draining`
    return was === 'online' && node.status === 'offline' ? `${node.name} went offline` : []
  })
  return changes.length === 0 ? null : `${changes.join(', ')}.`
}
