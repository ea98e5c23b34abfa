import { HarombeError } from '../../errors'
import { formatPath } from '../../issues'
import { dataOf } from './document-data'
import type { ConfigPath, ConfigValue } from './form-action'
import { layoutOf } from './layout-of'
import type { TextChange } from './line-diff'
import { parseYaml } from './parse-yaml'
import type { Source } from './write-value'
import { type TreeNode, treeOf } from './yaml-tree'

/** A text of harombe.yaml that can be read, without byte order mark: where things stand in it, and what it says. */
export interface ConfigState extends Source {
  tree: TreeNode | null
  /** Plain data, aliases and merge keys followed; undefined for an empty file. */
  data: unknown
}

/** Null when the text cannot be read. */
export function tryRead(text: string): ConfigState | null {
  const { document, problems } = parseYaml(text)
  if (problems.length > 0) return null
  const tree = treeOf(document)
  return { text, tree, data: dataOf(document), layout: layoutOf(text, tree) }
}

/** @throws CONFIG_INVALID when the text cannot be read */
export function readState(text: string): ConfigState {
  const state = tryRead(text)
  if (state !== null) return state
  const { problems } = parseYaml(text)
  const [problem] = problems
  throw new HarombeError(
    'CONFIG_INVALID',
    `harombe.yaml has a mistake in line ${problem?.line ?? 1}: ${problem?.message ?? ''}`,
    { hint: 'Put it right in the text first.', data: { problems } },
  )
}

/** @returns null when the result cannot be read */
export function changed(state: ConfigState, changes: readonly TextChange[]): ConfigState | null {
  return tryRead(applyChanges(state.text, changes))
}

export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.from - a.from || b.to - a.to)
    .reduce((result, { from, to, insert }) => result.slice(0, from) + insert + result.slice(to), text)
}

export function notEditable(path: ConfigPath): HarombeError {
  const place = path.length === 0 ? 'This place' : formatPath(path)
  return new HarombeError('CONFLICT', `${place} is written in a way that cannot be changed from here.`, {
    hint: 'Change it in the text.',
    data: { path: formatPath(path) },
  })
}

/** Data of YAML are values of the form, but for what stands without a value. */
export function toValue(data: unknown): ConfigValue | null {
  if (data === null || data === undefined) return null
  if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean') return data
  if (Array.isArray(data)) return data.map(item => toValue(item) ?? '')
  if (typeof data !== 'object') return String(data)
  const entries = Object.entries(data).map(([key, value]) => [key, toValue(value)] as const)
  return Object.fromEntries(
    entries.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
  )
}
