import type { Config, NodeConfig } from '../../../shared/config/schema'
import { sameJson } from '../../../shared/same-json'

const longestList = 20

type Part = readonly [name: string, value: unknown]

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Blocks outside the nodes, one level down: `tools.shell`, `cluster.routing`. */
function settingsOf(config: Config): readonly Part[] {
  return Object.entries(config).flatMap(([block, value]): Part[] => {
    if (!isBlock(value)) return [[block, value]]
    return Object.entries(value).flatMap(([key, inner]): Part[] =>
      block === 'cluster' && key === 'nodes' ? [] : [[`${block}.${key}`, inner]],
    )
  })
}

const addressOf = ({ url, host, port, backend }: NodeConfig) => JSON.stringify([url, host, port, backend])

function changesOfNodes(before: readonly NodeConfig[], after: readonly NodeConfig[]): string[] {
  const old = new Map(before.map(node => [node.name, node]))
  const names = new Set(after.map(({ name }) => name))
  const gone = before.filter(({ name }) => !names.has(name))
  const renamed = new Set<string>()
  const changed = after.flatMap(node => {
    const known = old.get(node.name)
    if (known !== undefined) {
      if (sameJson(known, node)) return []
      const { tier: _before, ...beforeRest } = known
      const { tier: _after, ...afterRest } = node
      const isMove = known.tier !== node.tier
      return [
        ...(isMove ? [`move ${node.name} to tier ${node.tier}`] : []),
        ...(isMove && sameJson(beforeRest, afterRest) ? [] : [`change ${node.name}`]),
      ]
    }
    const from = gone.find(
      ({ name, ...rest }) => !renamed.has(name) && addressOf({ name, ...rest }) === addressOf(node),
    )
    if (from === undefined) return [`add ${node.name}`]
    renamed.add(from.name)
    return [`rename ${from.name} to ${node.name}`]
  })
  return [...changed, ...gone.flatMap(({ name }) => (renamed.has(name) ? [] : [`remove ${name}`]))]
}

/** What another configuration changes, a few English words each: `add gaming-pc`, `change cluster.routing`. Names no value. */
export function describeChanges(before: Config | null, after: Config | null): string[] {
  if (after === null) return []
  const old = new Map(before === null ? [] : settingsOf(before))
  const settings = before === null ? [] : settingsOf(after)
  const gone = [...old.keys()].filter(key => !settings.some(([name]) => name === key))
  const changed = settings.filter(([name, value]) => !sameJson(old.get(name), value)).map(([name]) => name)
  const nodes = changesOfNodes(before?.cluster.nodes ?? [], after.cluster.nodes)
  const all = [...nodes, ...[...changed, ...gone].map(name => `change ${name}`)]
  if (all.length <= longestList) return all
  return [...all.slice(0, longestList), `${all.length - longestList} more`]
}
