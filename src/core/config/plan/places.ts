import type { Config, NodeConfig } from '../../../shared/config/schema'
import type { Tier } from '../../../shared/entities'
import { plainName } from '../../../shared/same-model'
import type { AppliedNode, Observation, ObservedNode } from './types'

/** A node as a place for models. */
export interface Place {
  name: string
  tier: Tier
  /** Nodes with the same have one server, and so its models, in common. */
  server: string
  /** Models its own entry names. */
  own: readonly string[]
  /** Null: never looked at. */
  observed: ObservedNode | null
  achieved: AppliedNode | null
}

const sameMachine = new Set(['127.0.0.1', '[::1]', '0.0.0.0'])

/** The same for all ways to write the address of one server. */
export function serverOf(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null) return url
  if (sameMachine.has(parsed.hostname)) parsed.hostname = 'localhost'
  return parsed.href
}

const named = (models: readonly string[]) => [
  ...new Set(models.filter(model => model !== '' && model !== 'auto')),
]

export const ownModels = ({ model, models = [] }: NodeConfig) => named([model, ...models])

/** Nodes that are to be used: those of the file that are switched on, in its order, then this machine. */
export function placesOf(
  config: Config,
  observed: Observation,
  achieved: Readonly<Record<string, AppliedNode>>,
  urlOf: (node: NodeConfig) => string,
): Place[] {
  const seen = new Map(observed.nodes.map(node => [node.name, node]))
  const places = config.cluster.nodes
    .filter(({ enabled }) => enabled)
    .map((node): Place => {
      const look = seen.get(node.name)
      return {
        name: node.name,
        tier: node.tier,
        server: serverOf(look?.url ?? urlOf(node)),
        own: ownModels(node),
        observed: look?.origin === 'config' ? look : null,
        achieved: achieved[node.name] ?? null,
      }
    })
  const listed = new Set(config.cluster.nodes.map(node => serverOf(urlOf(node))))
  // A listed node that is this machine takes its place.
  const local = observed.nodes.find(({ url, origin }) => origin === 'local' && !listed.has(serverOf(url)))
  if (local === undefined || !config.cluster.local.enabled) return places
  return [
    ...places,
    {
      name: local.name,
      tier: config.cluster.local.tier,
      server: serverOf(local.url),
      own: named([config.model.name]),
      observed: local,
      achieved: achieved[local.name] ?? null,
    },
  ]
}

/** It answered when it was looked at, so what it serves is known. */
export const isSeen = ({ observed }: Place): boolean =>
  observed?.reachable === 'yes' && observed.models !== null

const includes = (names: readonly string[], model: string) =>
  names.some(name => plainName(name) === plainName(model))

export const serves = ({ observed }: Place, model: string): boolean =>
  includes(
    (observed?.models ?? []).map(({ name }) => name),
    model,
  )

/** Null: the server does not tell. */
export function holds({ observed }: Place, model: string): boolean | null {
  const loaded = observed?.loaded ?? null
  return loaded === null ? null : includes(loaded, model)
}

/** An apply saw it there. */
export const wasAchieved = ({ achieved }: Place, kind: 'models' | 'loaded', model: string): boolean =>
  includes(achieved?.[kind] ?? [], model)
