import { createHash } from 'node:crypto'
import { nodeUrl } from '../../../shared/config/node-url'
import type { Config, NodeConfig } from '../../../shared/config/schema'
import { sameJson } from '../../../shared/same-json'
import { type Difference, knownFields } from './diff-config'

/** What is to become of one node. At least one of the entries is there. */
export interface MatchedNode {
  /** From now on; of one that is to go, as it was. */
  name: string
  desired: NodeConfig | null
  /** As applied last, or as it is in force though that was never applied; null: it is new. */
  before: NodeConfig | null
  /** The name it had; null: the same. */
  from: string | null
}

const byName = (nodes: readonly NodeConfig[]) => new Map(nodes.map(node => [node.name, node]))

/** Of an entry without secrets. The same for entries that say the same, keys unknown to harombe aside. */
export const nodeFingerprint = (node: NodeConfig): string =>
  createHash('sha256')
    .update(JSON.stringify(knownFields(node)))
    .digest('hex')

const isSamePlace = (a: NodeConfig, b: NodeConfig) => nodeUrl(a) === nodeUrl(b) && a.backend === b.backend

export const isSameEntry = (a: NodeConfig, b: NodeConfig): boolean => sameJson(knownFields(a), knownFields(b))

/**
 * Which entries mean one node: by name, else by place (address and kind of server), where one name is gone and one is new. Nodes of
 * the file in its order, then those that are to go. All entries without secrets.
 */
export function matchNodes(
  desired: Config,
  applied: Config | null,
  inForce: Config | null,
): readonly MatchedNode[] {
  const wanted = desired.cluster.nodes
  const known = byName(applied?.cluster.nodes ?? [])
  const running = byName(inForce?.cluster.nodes ?? [])
  const wantedNames = new Set(wanted.map(({ name }) => name))
  const gone = [...known.values()].filter(({ name }) => !wantedNames.has(name))
  const matched = wanted.map((node): MatchedNode => {
    const { name } = node
    const entry = known.get(name)
    if (entry !== undefined) {
      // It was applied as the file says, but something else is in force since: an apply that was not finished.
      const now = running.get(name)
      const isUndone = isSameEntry(entry, node) && now !== undefined && !isSameEntry(now, node)
      return { name, desired: node, before: isUndone ? now : entry, from: null }
    }
    const index = gone.findIndex(each => isSamePlace(each, node))
    const [former] = index === -1 ? [] : gone.splice(index, 1)
    return { name, desired: node, before: former ?? null, from: former?.name ?? null }
  })
  const former = new Set(matched.map(({ from }) => from))
  const stray = [...running.values()].filter(
    ({ name }) => !wantedNames.has(name) && !known.has(name) && !former.has(name),
  )
  return [
    ...matched,
    ...[...gone, ...stray].map(node => ({ name: node.name, desired: null, before: node, from: null })),
  ]
}

/** Fields that say where and what it is: it must show again that it answers. */
const proven = /^(?:host|port|url|backend|auth_token|insecure|model|models|enabled)\b/

export const needsTest = (fields: readonly Difference[]): boolean =>
  fields.some(({ path }) => proven.test(path))
