import { isScalar, parseDocument, visit } from 'yaml'
import type { Config, NodeConfig } from '../../../shared/config/schema'
import { configSchema } from '../../../shared/config/schema'
import { isRecord } from '../../../shared/record'

const placeholder = /^\[secret:([\w-]+)\]$/

/** Every value of a text, whatever it stands for: one of them is the secret that is looked for. */
function valuesIn(text: string): Set<string> {
  const found = new Set<string>()
  const document = parseDocument(text, { logLevel: 'silent', merge: false })
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && typeof node.value === 'string') found.add(node.value)
    },
  })
  return found
}

/** Every value below, with what `map` makes of it. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, map))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, map)]))
}

const hasPlaceholder = (value: unknown) => {
  let found = false
  mapTexts(value, text => {
    found ||= placeholder.test(text)
    return text
  })
  return found
}

/**
 * A configuration that was kept with fingerprints, with its secrets again, as far as the texts still have them. A node whose
 * secret nobody knows any more is switched off: it is never used without.
 * @param texts newest first; read only when something is to be looked up
 */
export function restoreSecrets(
  config: Config,
  fingerprint: (secret: string) => string,
  texts: () => Iterable<string>,
): Config {
  if (!hasPlaceholder(config)) return config
  const known = new Map<string, string>()
  for (const text of texts()) {
    for (const value of valuesIn(text)) {
      const mark = fingerprint(value)
      if (!known.has(mark)) known.set(mark, value)
    }
  }
  const restored = mapTexts(config, text => known.get(placeholder.exec(text)?.[1] ?? '') ?? text)
  const usable = (node: NodeConfig): NodeConfig => (hasPlaceholder(node) ? { ...node, enabled: false } : node)
  const { cluster, ...rest } = configSchema.parse(restored)
  return { ...rest, cluster: { ...cluster, nodes: cluster.nodes.map(usable) } }
}
