import type { Config, NodeConfig } from '../../../shared/config/schema'
import { configSchema } from '../../../shared/config/schema'
import { isRecord } from '../../../shared/record'

const placeholder = /^\[secret:([\w-]+)\]$/

/** Every value below, with what `map` makes of it. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, map))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, map)]))
}

/** What the placeholders below stand for, as fingerprints. */
function fingerprintsIn(value: unknown): Set<string> {
  const found = new Set<string>()
  mapTexts(value, text => {
    const [, mark] = placeholder.exec(text) ?? []
    if (mark !== undefined) found.add(mark)
    return text
  })
  return found
}

/**
 * A configuration that was kept with fingerprints, with its secrets again, as far as they are still known somewhere. A node whose
 * secret nobody knows any more is switched off: it is never used without.
 * @param values what may be one of the secrets; read only when something is to be looked up, and only until all is found
 */
export function restoreSecrets(
  config: Config,
  fingerprint: (secret: string) => string,
  values: () => Iterable<string>,
): Config {
  const wanted = fingerprintsIn(config)
  if (wanted.size === 0) return config
  const known = new Map<string, string>()
  for (const value of values()) {
    const mark = fingerprint(value)
    if (wanted.delete(mark)) known.set(mark, value)
    if (wanted.size === 0) break
  }
  const restored = mapTexts(config, text => known.get(placeholder.exec(text)?.[1] ?? '') ?? text)
  const isLost = (node: NodeConfig) => fingerprintsIn(node).size > 0
  const usable = (node: NodeConfig): NodeConfig => (isLost(node) ? { ...node, enabled: false } : node)
  const { cluster, ...rest } = configSchema.parse(restored)
  return { ...rest, cluster: { ...cluster, nodes: cluster.nodes.map(usable) } }
}
