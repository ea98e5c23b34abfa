import { type Document, isMap, isNode, isPair, isScalar } from 'yaml'
import { formatPath } from '../../issues'
import { type Config, configSchema } from '../schema'
import { describeIssue } from './describe-issue'
import { type ConfigProblem, parseYaml, problemAt } from './parse-yaml'

export type { ConfigProblem } from './parse-yaml'

export interface LoadedConfig {
  /** Null when there are problems. */
  config: Config | null
  document: Document.Parsed
  problems: ConfigProblem[]
}

/**
 * Parses and checks harombe.yaml (text or the file's bytes). Never throws. An empty file is all defaults, and so is a key without
 * a value: templates leave `nodes:` with every entry commented out.
 */
export function loadConfig(input: string | Uint8Array): LoadedConfig {
  const { text, document, problems: unreadable } = parseYaml(input)
  if (unreadable.length > 0) return { config: null, document, problems: unreadable }
  const data = withoutNulls(document.toJS({ maxAliasCount: 0 })) ?? {}
  const parsed = configSchema.safeParse(data)
  if (parsed.success) return { config: parsed.data, document, problems: [] }
  const problems = parsed.error.issues.map(issue => {
    const path = formatPath(issue.path)
    const message = `${path}: ${describeIssue(issue, valueAt(data, issue.path))}`
    return problemAt(text, offsetOf(document, issue.path), message, path)
  })
  return { config: null, document, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** One line, as shown in the banner: `cluster.nodes[1].tier: 3 is not a tier; write 0, 1 or 2 (line 12, column 11)`. */
export function formatProblem({ message, line, column }: ConfigProblem): string {
  return `${message} (line ${line}, column ${column})`
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutNulls(entry)]))
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}

/** Where the value stands; where its parent does when it is missing. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(item => isScalar(item.key) && item.key.value === key)
      if (!isPair(pair)) break
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset
      node = pair.value
    } else {
      node = Reflect.get(Object(Reflect.get(Object(node), 'items') ?? []), key)
    }
    if (!isNode(node)) break
    offset = node.range?.[0] ?? offset
  }
  return offset
}
