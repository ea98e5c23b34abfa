import type { Config, NodeConfig } from '../../shared/config/schema'
import type { Touched } from './types'

/** What an explicit action of the app touched; `all` where it is not known. */
export type Action = Touched | 'all'

const isManual = (config: Config) => config.cluster.reconcile === 'manual'

/** Who may connect is decided by nobody but a person who confirms it: the listener's block waits for apply in every mode. */
const withListenerOf = (config: Config, { server }: Config): Config => ({ ...config, server })

/** What is in force at a start. `applied` null: nothing ever was, so there is nothing else than the file. */
export function inForceAtStart(desired: Config, applied: Config | null): Config {
  if (applied === null) return desired
  return isManual(desired) || isManual(applied) ? applied : withListenerOf(desired, applied)
}

/**
 * What is in force after the file became `desired`. Who has written `manual` into it or has it in force wants to be asked first:
 * else the step from one to the other would bring the rest of the file with it.
 */
export function inForceAfter(before: Config, desired: Config, isHeld: boolean): Config {
  if (isHeld || isManual(before) || isManual(desired)) return before
  return withListenerOf(desired, before)
}

/** The same after an explicit action, which was asked for by somebody who sees what it does. */
export function inForceAfterAction(before: Config, desired: Config, isHeld: boolean, action: Action): Config {
  if (action === 'all') return desired
  const base = inForceAfter(before, desired, isHeld)
  return withSettings(withNodes(base, desired, action.nodes), desired, action.settings)
}

function withNodes(config: Config, desired: Config, names: readonly string[]): Config {
  const touched = new Set(names)
  if (touched.size === 0) return config
  const wanted = desired.cluster.nodes.filter(({ name }) => touched.has(name))
  const nodes: NodeConfig[] = []
  for (const node of config.cluster.nodes) {
    if (!touched.has(node.name)) nodes.push(node)
    // One that got another name keeps its place.
    else nodes.push(...take(wanted, entry => entry.name === node.name || !isThere(config, entry.name)))
  }
  return { ...config, cluster: { ...config.cluster, nodes: [...nodes, ...wanted] } }
}

const isThere = (config: Config, name: string) => config.cluster.nodes.some(node => node.name === name)

/** Takes the first that fits out of the list. */
function take<T>(list: T[], fits: (entry: T) => boolean): T[] {
  const index = list.findIndex(fits)
  return index === -1 ? [] : list.splice(index, 1)
}

function withSettings(config: Config, desired: Config, paths: readonly string[]): Config {
  let result = config
  for (const path of paths) result = copied(result, desired, path.split('.'))
  return result
}

/** `into` with what `from` has at the path. */
function copied<T>(into: T, from: T, [key, ...rest]: readonly string[]): T {
  if (key === undefined) return from
  if (typeof into !== 'object' || into === null || typeof from !== 'object' || from === null) return from
  const entries = new Map<string, unknown>(Object.entries(into))
  if (Object.hasOwn(from, key)) entries.set(key, copied(entries.get(key), Reflect.get(from, key), rest))
  else entries.delete(key)
  return { ...into, ...Object.fromEntries(entries) }
}
