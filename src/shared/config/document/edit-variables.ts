import { HarombeError } from '../../errors'
import type { EditableText } from './editable-text'
import type { ConfigPath, ConfigScalar } from './form-action'
import type { TextChange } from './line-diff'
import { valueIn, withValue } from './plain-data'
import { inlineKey } from './render-value'
import { lookUp, ownEntry } from './yaml-lookup'
import type { TreeNode } from './yaml-tree'

const place = ['variables']

export function setVariable(config: EditableText, name: string, value: ConfigScalar): void {
  config.set([...place, name], value)
}

/** What refers to it follows. @throws NOT_FOUND, CONFLICT when the new name is taken */
export function renameVariable(config: EditableText, name: string, to: string): void {
  const value = variableValue(config, name)
  if (to === name) return
  if (config.get([...place, to]) !== undefined) {
    throw new HarombeError('CONFLICT', `There is already a variable called "${to}".`, {
      hint: 'Choose another name.',
    })
  }
  const text = config.text().replace(/^\ufeff/, '')
  const [old, now] = [referenceTo(name), referenceTo(to)]
  const changes: TextChange[] = scalarsOf(config.tree()).flatMap(({ from, to: end }) => {
    const source = text.slice(from, end)
    return source.includes(old) ? [{ from, to: end, insert: source.replaceAll(old, now) }] : []
  })
  const map = lookUp(config.tree(), place)?.value
  const entry = map?.kind === 'map' ? ownEntry(map, name) : undefined
  if (entry !== undefined) {
    const key = text.slice(entry.from, entry.keyTo).replace(/\s*:$/, '')
    changes.push({ from: entry.from, to: entry.from + key.length, insert: inlineKey(to) })
  }
  const renamed = withValue(withValue(config.get([]), [...place, name], undefined), [...place, to], value)
  config.rewrite(
    changes,
    mapTexts(renamed, given => given.replaceAll(old, now)),
  )
}

/** What refers to it gets its value written out. @throws NOT_FOUND */
export function removeVariable(config: EditableText, name: string): void {
  const value = variableValue(config, name)
  const reference = referenceTo(name)
  for (const path of pathsOf(config.get([]), given => given.includes(reference))) {
    const given = String(config.get(path))
    config.set(path, given === reference ? value : given.replaceAll(reference, String(value)))
  }
  const isLast = Object.keys(Object(config.get(place))).length === 1
  config.unset(isLast ? place : [...place, name])
}

const referenceTo = (name: string) => `\${var:${name}}`

function variableValue(config: EditableText, name: string): ConfigScalar {
  const value = config.get([...place, name])
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  const names = Object.keys(Object(config.get(place)))
  throw new HarombeError('NOT_FOUND', `There is no variable called "${name}" in harombe.yaml.`, {
    hint: names.length === 0 ? 'No variables are listed yet.' : `There are: ${names.join(', ')}.`,
  })
}

function scalarsOf(node: TreeNode | null): TreeNode[] {
  if (node?.kind === 'scalar') return [node]
  if (node?.kind === 'map') return node.entries.flatMap(({ value }) => scalarsOf(value))
  return node?.kind === 'list' ? node.items.flatMap(({ value }) => scalarsOf(value)) : []
}

function mapTexts(data: unknown, change: (text: string) => string): unknown {
  if (typeof data === 'string') return change(data)
  if (Array.isArray(data)) return data.map(item => mapTexts(item, change))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, mapTexts(value, change)]))
}

function pathsOf(data: unknown, isWanted: (text: string) => boolean, path: ConfigPath = []): ConfigPath[] {
  if (typeof data === 'string') return isWanted(data) ? [path] : []
  if (typeof data !== 'object' || data === null) return []
  const keys: (string | number)[] = Array.isArray(data) ? [...data.keys()] : Object.keys(data)
  return keys.flatMap(key => pathsOf(valueIn(data, [key]), isWanted, [...path, key]))
}
