import type { Policies } from '../../../shared/config/cluster-rules'
import type { ActiveRequest, Tier } from '../../../shared/entities'
import { isWithin, type LocalTime } from './time-windows'

/** What a rule looks at in a node. */
export interface RuledNode {
  name: string
  tier: Tier
}

/** What a rule looks at in a request. */
export interface RuledRequest {
  origin: ActiveRequest['origin']
  /** Asked for by name. */
  node: string | undefined
}

interface Scope {
  tiers?: readonly Tier[] | undefined
  nodes?: readonly string[] | undefined
}

/** A rule that names neither tiers nor nodes is for all. */
function isFor({ tiers, nodes }: Scope, { name, tier }: RuledNode): boolean {
  if (tiers === undefined && nodes === undefined) return true
  return tiers?.includes(tier) === true || nodes?.includes(name) === true
}

const clientNames = {
  chat: 'the window',
  cli: 'the command line',
  api: 'other programs',
  peer: 'other harombes',
} as const

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

export const noPolicies: Policies = { quiet_hours: [], eco: false, max_concurrent: [], allowed_clients: [] }

/**
 * The nodes that the user's rules keep the request from, each with why, as a clause: `quiet hours until 07:00`. Quiet hours
 * do not hold for a node that was asked for by name; who may use it does.
 */
export function nodesForbidden(
  { quiet_hours, allowed_clients }: Policies,
  nodes: Iterable<RuledNode>,
  { origin, node: asked }: RuledRequest,
  now: LocalTime,
): ReadonlyMap<string, string> {
  const forbidden = new Map<string, string>()
  const quiet = quiet_hours.filter(window => isWithin(window, now))
  const barring = allowed_clients.filter(({ clients }) => !clients.includes(origin))
  if (quiet.length === 0 && barring.length === 0) return forbidden
  for (const node of nodes) {
    const bar = barring.find(rule => isFor(rule, node))
    if (bar !== undefined) {
      const allowed = bar.clients.map(client => clientNames[client])
      forbidden.set(
        node.name,
        allowed.length === 0 ? 'nobody may use it' : `only ${listed(allowed)} may use it`,
      )
      continue
    }
    const window = quiet.find(rule => isFor(rule, node))
    if (window !== undefined && node.name !== asked) {
      forbidden.set(node.name, `quiet hours until ${window.to}`)
    }
  }
  return forbidden
}

/** Whether questions are kept on small nodes now. */
export function isEco({ eco }: Policies, now: LocalTime): boolean {
  return typeof eco === 'boolean' ? eco : eco.some(window => isWithin(window, now))
}

/** Whether the node may be given one more, as far as `max_concurrent` goes. */
export function hasRoomUnderPolicies(
  { max_concurrent }: Policies,
  node: RuledNode,
  nodes: Iterable<RuledNode & { activeRequests: number }>,
): boolean {
  const caps = max_concurrent.filter(rule => isFor(rule, node))
  if (caps.length === 0) return true
  const all = [...nodes]
  return caps.every(rule => {
    let active = 0
    for (const each of all) if (isFor(rule, each)) active += each.activeRequests
    return active < rule.requests
  })
}
