import type { Tier } from '../../entities/common'
import { HarombeError } from '../../errors'
import type { NodeChanges, NodeInput } from '../schema'
import { toValue } from './config-state'
import { changeFields } from './edit-fields'
import { forgetNode, renameInRules } from './edit-rules'
import type { EditableText } from './editable-text'
import type { FieldChanges } from './form-action'
import { valueIn } from './plain-data'

const list = ['cluster', 'nodes']

/** Adds a node: above another, or last. @throws CONFLICT when the name is taken, NOT_FOUND when there is no `before` */
export function addNode(config: EditableText, node: NodeInput, before: string | null = null): void {
  assertNameFree(config, node.name, null)
  const names = nodeNames(config)
  config.insert(list, before === null ? names.length : indexOf(config, before), toValue(node) ?? {})
}

/** Sets what is given; null takes a key out of the file. Rules follow another name. @throws NOT_FOUND, CONFLICT */
export function updateNode(config: EditableText, name: string, changes: NodeChanges | FieldChanges): void {
  const index = indexOf(config, name)
  const { name: newName } = changes
  if (typeof newName === 'string') assertNameFree(config, newName, index)
  changeFields(config, [...list, index], fieldsOf(changes))
  if (typeof newName === 'string' && newName !== name) renameInRules(config, name, newName)
}

/** The rules that name it forget it; those for it alone go. @throws NOT_FOUND */
export function removeNode(config: EditableText, name: string): void {
  const index = indexOf(config, name)
  forgetNode(config, name)
  config.remove(list, index)
}

/** A copy below it, which does not answer until it is enabled: it is the same server. @throws NOT_FOUND, CONFLICT */
export function duplicateNode(
  config: EditableText,
  name: string,
  copyName: string = freeName(config, name),
): void {
  assertNameFree(config, copyName, null)
  const index = indexOf(config, name)
  config.copy(list, index)
  config.set([...list, index + 1, 'name'], copyName)
  config.set([...list, index + 1, 'enabled'], false)
}

/** To another tier, another place in the list (null: last), or both. @throws NOT_FOUND */
export function moveNode(
  config: EditableText,
  name: string,
  { tier, before }: { tier?: Tier | undefined; before?: string | null | undefined },
): void {
  const index = indexOf(config, name)
  if (before !== undefined && before !== name) {
    const target = before === null ? nodeNames(config).length : indexOf(config, before)
    config.move(list, index, target > index ? target - 1 : target)
  }
  if (tier !== undefined && tierOf(config, name) !== tier)
    config.set([...list, indexOf(config, name), 'tier'], tier)
}

/** Where a node is in the list: what is not written is 1. */
const tierOf = (config: EditableText, name: string) =>
  config.get([...list, indexOf(config, name), 'tier']) ?? 1

function nodeNames(config: EditableText): string[] {
  const nodes = config.get(list)
  return Array.isArray(nodes) ? nodes.map(nameOf) : []
}

const nameOf = (node: unknown): string =>
  String(valueIn(node, ['name']) ?? '')
    .trim()
    .normalize('NFC')

function indexOf(config: EditableText, name: string): number {
  const names = nodeNames(config)
  const index = names.indexOf(name)
  if (index !== -1) return index
  throw new HarombeError('NOT_FOUND', `There is no node called "${name}" in harombe.yaml.`, {
    hint: names.length === 0 ? 'No nodes are listed yet.' : `There are: ${names.join(', ')}.`,
    data: { nodes: names },
  })
}

/** Names differ by more than case, as the schema demands. */
function assertNameFree(config: EditableText, name: string, self: number | null): void {
  const taken = nodeNames(config).find(
    (other, index) => index !== self && other.toLowerCase() === name.toLowerCase(),
  )
  if (taken === undefined) return
  throw new HarombeError('CONFLICT', `There is already a node called "${taken}".`, {
    hint: 'Choose another name.',
  })
}

/** `tower-2`, the first that nobody has; of `tower-2` it is `tower-3`. */
function freeName(config: EditableText, name: string): string {
  const names = new Set(nodeNames(config).map(other => other.toLowerCase()))
  const [, stem = name, number = '1'] = /^(.{1,56}?)(?:-(\d{1,4}))?$/.exec(name) ?? []
  for (let next = Number(number) + 1; ; next += 1) {
    const candidate = `${stem.slice(0, 56)}-${next}`
    if (!names.has(candidate.toLowerCase())) return candidate
  }
}

/** Both kinds of changes are plain values by key. */
function fieldsOf(changes: NodeChanges | FieldChanges): FieldChanges {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, value === undefined ? undefined : toValue(value)]),
  )
}
