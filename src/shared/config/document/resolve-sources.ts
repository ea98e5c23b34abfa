import type { Document } from 'yaml'
import { formatPath } from '../../issues'
import { type Config, configSchema } from '../schema'
import { describeIssue } from './describe-issue'
import { dataOf, offsetOf } from './document-data'
import { layOver } from './lay-over'
import { type ConfigProblem, type ParsedYaml, parseYaml, problemAt } from './parse-yaml'
import { type Origin, originAt, plainOf, readTree, type SourceTree } from './source-tree'
import { fillVariables } from './variables'

export interface OverlaySource {
  /** `home` of harombe.home.yaml. */
  name: string
  /** The name of its file, for problems. */
  file: string
  /** Null: there is no such file, or it cannot be read. */
  content: string | Uint8Array | null
}

export interface ResolvedSources {
  /** Null when there are problems. */
  config: Config | null
  /** Of the file itself. */
  document: Document.Parsed
  /** Those of the file itself first; of an overlay they have its `file`. */
  problems: ConfigProblem[]
  /** By overlay, in order: keys whose values it says instead of the file and the overlays before it. */
  overrides: string[][]
}

/** Finding the line of each takes time; nobody reads more. */
const maximumProblems = 100

const overlayName = /^[A-Za-z0-9_-]{1,63}$/

/** The overlays a file asks for, as far as it can be read; names that are none are left out. */
export function overlaysOf(base: string | Uint8Array): string[] {
  const { document, problems } = parseYaml(base)
  const data = problems.length === 0 ? dataOf(document) : undefined
  const names: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'overlays') : undefined
  if (!Array.isArray(names)) return []
  return names
    .filter((name): name is string => typeof name === 'string' && overlayName.test(name))
    .slice(0, 16)
}

/** Parses and checks a file with its overlays and variables. Never throws. */
export function resolveSources(
  base: string | Uint8Array,
  overlays: readonly OverlaySource[] = [],
): ResolvedSources {
  const parsed = parseYaml(base)
  const sources: { parsed: ParsedYaml; file: string | null }[] = [{ parsed, file: null }]
  const problems: ConfigProblem[] = [...parsed.problems]
  for (const overlay of overlays) {
    const read = readOverlay(overlay, parsed)
    sources.push({ parsed: read.parsed, file: overlay.file })
    problems.push(...read.problems)
  }
  const failed = { config: null, document: parsed.document, overrides: overlays.map(() => []) }
  if (problems.length > 0) return { ...failed, problems }

  const overrides: string[][] = []
  let tree: SourceTree = readTree(parsed.document, 0)
  for (const [index, { parsed: over }] of sources.slice(1).entries()) {
    const found: string[] = []
    tree = layOver(tree, readTree(over.document, index + 1), found)
    overrides.push(found)
  }
  const filled = fillVariables(tree)
  const data = plainOf(filled.tree)
  const place = (path: readonly PropertyKey[], message: string) =>
    problemOf(sources, originAt(tree, path), message, formatPath(path))
  const ofVariables = filled.problems
    .slice(0, maximumProblems)
    .map(({ path, message }) => place(path, `${formatPath(path)}: ${message}`))
  const isReported = new Set(filled.problems.map(({ path }) => formatPath(path)))
  const checked = configSchema.safeParse(data)
  const ofSchema = (checked.error?.issues ?? [])
    .filter(issue => !isReported.has(formatPath(issue.path)))
    .slice(0, maximumProblems)
    .map(issue =>
      place(issue.path, `${formatPath(issue.path)}: ${describeIssue(issue, valueAt(data, issue.path))}`),
    )
  const all = [...ofVariables, ...ofSchema]
  if (checked.success && all.length === 0) {
    return { config: checked.data, document: parsed.document, problems: [], overrides }
  }
  const rank = ({ file }: ConfigProblem) => sources.findIndex(source => source.file === (file ?? null))
  all.sort((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column)
  return { ...failed, problems: all }
}

function readOverlay(
  { name, file, content }: OverlaySource,
  base: ParsedYaml,
): { parsed: ParsedYaml; problems: ConfigProblem[] } {
  if (content === null) {
    const at = base.problems.length === 0 ? overlaysOf(base.text).indexOf(name) : -1
    const offset = at === -1 ? 0 : offsetOf(base.document, ['overlays', at])
    const message = `There is no ${file} that can be read; write one beside this file, or take ${name} out of the overlays.`
    const path = at === -1 ? '' : `overlays[${at}]`
    return { parsed: parseYaml(''), problems: [problemAt(base.text, offset, message, path)] }
  }
  const parsed = parseYaml(content)
  if (parsed.problems.length > 0) {
    return { parsed, problems: parsed.problems.map(problem => ({ ...problem, file })) }
  }
  const data = dataOf(parsed.document)
  if (typeof data === 'object' && data !== null && Object.hasOwn(data, 'overlays')) {
    const message = 'overlays: An overlay names no further ones; write them into the file itself'
    const offset = offsetOf(parsed.document, ['overlays'])
    return { parsed, problems: [{ ...problemAt(parsed.text, offset, message, 'overlays'), file }] }
  }
  return { parsed, problems: [] }
}

function problemOf(
  sources: readonly { parsed: ParsedYaml; file: string | null }[],
  origin: Origin,
  message: string,
  path: string,
): ConfigProblem {
  const source = sources[origin.source]
  if (source === undefined) return { path, message, line: 1, column: 1 }
  const { parsed, file } = source
  const problem = problemAt(parsed.text, offsetOf(parsed.document, origin.path), message, path)
  return file === null ? problem : { ...problem, file }
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Reflect.get(value, key)
  }
  return value
}
