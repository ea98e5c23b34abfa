import type { Policies } from '../../../shared/config/cluster-rules'
import type { Config, NodeConfig } from '../../../shared/config/schema'
import type { PlanFinding } from '../../../shared/entities'
import { backendNames } from '../../../shared/entities/backend-names'
import type { Difference } from './diff-config'
import { isAtRestartOnly } from './settings'
import type { Observation, ObservedNode } from './types'
import { plainSecrets } from './without-secrets'

/** Nothing answered; what did answer was no model server. */
const away = new Set([
  'NODE_UNREACHABLE',
  'TIMEOUT',
  'DISCONNECTED',
  'NODE_LOADING',
  'NODE_BUSY',
  'CANCELLED',
])

const about = (node: string | null) => ({ node, model: null })

function notReached({ name, reachable, error }: ObservedNode, hasSteps: boolean): PlanFinding | null {
  if (reachable === 'yes') return null
  if (reachable === 'unknown') return notLookedAt(name)
  const severity = hasSteps ? 'warning' : 'info'
  if (error === null) {
    return { severity, code: 'unreachable', ...about(name), message: `${name} cannot be reached.` }
  }
  const isAway = away.has(error.code)
  return {
    severity,
    code: isAway ? 'unreachable' : 'not_a_server',
    ...about(name),
    message: isAway
      ? `${name} cannot be reached: ${error.message}`
      : `${name} does not answer as a model server: ${error.message}`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  }
}

const notLookedAt = (name: string): PlanFinding => ({
  severity: 'info',
  code: 'not_looked_at',
  ...about(name),
  message: `${name} was not looked at, so nobody knows what it serves.`,
})

function otherVersion({ name, backend, version }: ObservedNode, own: string): PlanFinding | null {
  if (backend !== 'harombe' || version === null || version === own) return null
  const message = `${name} runs harombe ${version}, this machine ${own}.`
  return { severity: 'info', code: 'version', ...about(name), message }
}

function otherBackend({ name, backend, reachable }: ObservedNode, node: NodeConfig): PlanFinding | null {
  if (reachable !== 'yes' || backend === null || node.backend === undefined || node.backend === backend)
    return null
  return {
    severity: 'warning',
    code: 'drift',
    ...about(name),
    message: `${name} runs ${backendNames[backend]}, the file says ${backendNames[node.backend]}.`,
    hint: 'Change backend in its entry, or leave it out to have it found.',
  }
}

/** What there is to say of how the nodes of the file, switched on, are. */
export function nodeFindings(
  nodes: readonly NodeConfig[],
  observed: Observation,
  hasSteps: (node: string) => boolean,
): PlanFinding[] {
  const seen = new Map(observed.nodes.map(node => [node.name, node]))
  const unusable = new Set(observed.unusable.map(({ node }) => node))
  return nodes
    .filter(({ enabled, name }) => enabled && !unusable.has(name))
    .flatMap(node => {
      const look = seen.get(node.name)
      if (look === undefined) return [notLookedAt(node.name)]
      return [
        notReached(look, hasSteps(node.name)),
        otherVersion(look, observed.version),
        otherBackend(look, node),
      ]
    })
    .filter(finding => finding !== null)
}

/** Entries that cannot be used as they are written. */
export const unusableFindings = ({ unusable }: Observation): PlanFinding[] =>
  unusable.map(({ code, node, message, hint }) => ({
    severity: 'error',
    code,
    ...about(node),
    message,
    ...(hint === undefined ? {} : { hint }),
  }))

export function secretFindings(config: Config): PlanFinding[] {
  return plainSecrets(config).map(path => {
    const index = /^cluster\.nodes\[(\d+)\]/.exec(path)?.[1]
    const node = index === undefined ? null : (config.cluster.nodes[Number(index)]?.name ?? null)
    return {
      severity: 'info',
      code: 'plain_secret',
      ...about(node),
      message: `${path} stands in the clear in harombe.yaml.`,
      hint: 'Move it into a file that only you can read, and write a reference in its place.',
    }
  })
}

const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** A node that was added, or is somewhere else, and is spoken with in the clear. */
export function clearTextFinding(node: NodeConfig, url: string): PlanFinding | null {
  const address = URL.parse(url)
  if (address?.protocol !== 'http:' || loopback.test(address.hostname)) return null
  if (node.insecure === true) return null
  const { name } = node
  const hasToken = node.auth_token !== undefined
  return {
    severity: hasToken ? 'warning' : 'info',
    code: 'insecure',
    ...about(name),
    message: hasToken
      ? `What you ask, and its token, travels to ${name} in the clear, over http.`
      : `What you ask travels to ${name} in the clear, over http.`,
    hint: 'Use https, or write insecure: true to accept it.',
  }
}

/** `waiting`: values that are not those harombe was started with. */
export function restartFinding(waiting: readonly Difference[]): PlanFinding[] {
  const paths = waiting.map(({ path }) => path).filter(isAtRestartOnly)
  if (paths.length === 0) return []
  const message = `This comes into force when harombe starts anew: ${paths.join(', ')}.`
  return [{ severity: 'info', code: 'restart', ...about(null), message }]
}

function scopesOf({ quiet_hours, max_concurrent, allowed_clients }: Policies) {
  return [
    ...quiet_hours.map(scope => ({ scope, path: 'cluster.policies.quiet_hours' })),
    ...max_concurrent.map(scope => ({ scope, path: 'cluster.policies.max_concurrent' })),
    ...allowed_clients.map(scope => ({ scope, path: 'cluster.policies.allowed_clients' })),
  ]
}

/** Rules that name nodes nobody knows, or are for none at all. */
export function ruleFindings({ cluster }: Config, observed: Observation): PlanFinding[] {
  const { models, policies, nodes } = cluster
  const places = [...nodes, ...observed.nodes.filter(({ origin }) => origin === 'local')]
  const known = new Set(places.map(({ name }) => name))
  const tiers = new Set(places.map(({ tier }) => tier))
  const unknown = [
    ...models.map(({ nodes: named = [] }) => ({ named, path: 'cluster.models' })),
    ...scopesOf(policies).map(({ scope, path }) => ({ named: scope.nodes ?? [], path })),
  ].flatMap(({ named, path }) =>
    named
      .filter(name => !known.has(name))
      .map(
        (name): PlanFinding => ({
          severity: 'warning',
          code: 'unknown_node',
          ...about(name),
          message: `${path} names ${name}, and there is no such node.`,
          hint: 'Correct the name, or add the node.',
        }),
      ),
  )
  const idle = scopesOf(policies)
    .filter(({ scope }) => scope.tiers !== undefined || scope.nodes !== undefined)
    .filter(
      ({ scope }) =>
        scope.tiers?.some(tier => tiers.has(tier)) !== true &&
        scope.nodes?.some(name => known.has(name)) !== true,
    )
    .map(
      ({ path }): PlanFinding => ({
        severity: 'info',
        code: 'policy',
        ...about(null),
        message: `A rule in ${path} is for no node there is.`,
      }),
    )
  return [...unknown, ...idle]
}
