import type { ClusterView } from '../../shared/entities'
import { convergenceText, needsPlan } from '../../shared/entities/convergence-words'
import type { Translate } from '../../shared/texts/translator'
import type { ConnectionStatus } from '../client'
import type { StatusShape } from '../ui'

export interface StatusLine {
  shape: StatusShape
  /** Such as "3 of 3 nodes online". */
  text: string
  /** Such as "gaming-pc is answering"; null when nobody is. */
  activity: string | null
  /** Only the own windows are answered. */
  isPaused: boolean
  /** How the machines differ from the file, or that it is being applied; null while there is nothing to say. */
  convergence: { shape: StatusShape; text: string } | null
}

/** The line at the bottom of the window. */
export function statusLine(connection: ConnectionStatus, view: ClusterView | null, t: Translate): StatusLine {
  if (connection === 'lost')
    return {
      shape: 'danger',
      text: t('shell.status.lost'),
      activity: null,
      isPaused: false,
      convergence: null,
    }
  if (connection !== 'online' || view === null)
    return {
      shape: 'idle',
      text: t('shell.status.connecting'),
      activity: null,
      isPaused: false,
      convergence: null,
    }
  const counted = view.nodes.filter(node => node.status !== 'disabled')
  const online = counted.filter(node => node.status === 'online').length
  const draining = counted.filter(node => node.status === 'draining').length
  const count = counted.length
  if (count === 0) {
    const text = t(view.nodes.length === 0 ? 'shell.status.noNode' : 'shell.status.allDisabled')
    return { shape: 'off', text, activity: null, isPaused: false, convergence: convergenceOf(view, t) }
  }
  return {
    shape: online === 0 ? 'danger' : online + draining < count ? 'warn' : 'ok',
    text:
      draining === 0
        ? t('shell.status.online', { count, online })
        : t('shell.status.onlineDraining', { count, online, draining }),
    activity: activityText(view, t),
    isPaused: view.servingPaused,
    convergence: convergenceOf(view, t),
  }
}

function convergenceOf({ convergence }: ClusterView, t: Translate): StatusLine['convergence'] {
  const { state } = convergence
  if (state !== 'applying' && !needsPlan(convergence)) return null
  const shape = state === 'applying' ? 'busy' : state === 'drifted' ? 'warn' : 'held'
  return { shape, text: convergenceText(convergence, t) }
}

function activityText(view: ClusterView, t: Translate): string | null {
  const answering = [...new Set(view.requests.flatMap(request => request.node ?? []))]
  const waiting = view.summary.queued
  const [node] = answering
  if (node === undefined) {
    if (waiting > 0) return t('shell.status.waiting', { count: waiting })
    return view.requests.length > 0 ? t('shell.status.choosing') : null
  }
  if (answering.length === 1)
    return waiting === 0
      ? t('shell.status.answering', { node })
      : t('shell.status.answeringQueue', { node, waiting })
  const count = answering.length
  return waiting === 0
    ? t('shell.status.manyAnswering', { count })
    : t('shell.status.manyAnsweringQueue', { count, waiting })
}

/** What changed for the user between two views, in words for the live region; null when nothing did. */
export function statusAnnouncement(
  before: ClusterView | null,
  after: ClusterView | null,
  t: Translate,
): string | null {
  if (before === null || after === null) return null
  const known = new Map(before.nodes.map(node => [node.name, node.status]))
  const changes = after.nodes.flatMap(({ name: node, status }) => {
    const was = known.get(node)
    if (was === undefined || was === status) return []
    if (status === 'online') return t('shell.said.online', { node })
    if (status === 'draining') return t('shell.said.draining', { node })
    return was === 'online' && status === 'offline' ? t('shell.said.offline', { node }) : []
  })
  const { convergence } = after
  const isNews = convergence.state === 'drifted' && before.convergence.state !== 'drifted'
  const said = isNews ? [...changes, convergenceText(convergence, t)] : changes
  return said.length === 0 ? null : `${said.join(', ')}.`
}
