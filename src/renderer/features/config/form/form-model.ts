import type {
  ConfigPath,
  ConfigValue,
  FieldChanges,
  FormAction,
} from '../../../../shared/config/document/form-action'
import type { FormNode, FormView } from '../../../../shared/config/document/form-view'
import { formatPath } from '../../../../shared/issues'

/** What a change of one value is to the file; null takes the key out. Nodes go by name, wherever they stand by then. */
export function changeAction(view: FormView, path: ConfigPath, value: ConfigValue | null): FormAction {
  const node = nodeAt(view, path)
  if (node !== null && isNamedOnce(view, node)) {
    return { kind: 'update_node', node: node.name, changes: nested(path.slice(3), value) }
  }
  return value === null ? { kind: 'unset', path } : { kind: 'set', path, value }
}

function nodeAt(view: FormView, path: ConfigPath): FormNode | null {
  const [first, second, index] = path
  if (first !== 'cluster' || second !== 'nodes' || path.length < 4) return null
  return view.nodes.find(node => node.index === index) ?? null
}

/** Only then its name says which one is meant. */
export const isNamedOnce = (view: FormView, node: FormNode): boolean =>
  node.name !== '' && view.nodes.filter(other => other.name === node.name).length === 1

/** `['wake', 'mac']` and a value as `{ wake: { mac: value } }`. */
function nested(keys: ConfigPath, value: ConfigValue | null): FieldChanges {
  const [key = '', ...rest] = keys
  if (rest.length === 0) return { [String(key)]: value }
  // A group whose only key goes is of no use any more.
  return { [String(key)]: value === null ? null : { [String(rest[0])]: value } }
}

/** As overlays name what they replace: `cluster.nodes[gaming-pc].tier`. */
export function overlayPath(view: FormView, path: ConfigPath): string {
  const node = nodeAt(view, path)
  const [first, second, index, ...rest] = path
  if (node !== null) return `cluster.nodes[${node.name}]${dotted(rest)}`
  if (first !== 'cluster' || second !== 'models' || typeof index !== 'number') return formatPath(path)
  const { value } = view.value([...path.slice(0, 3), 'name'])
  return typeof value === 'string' ? `cluster.models[${value}]${dotted(rest)}` : formatPath(path)
}

const dotted = (path: ConfigPath) => (path.length === 0 ? '' : `.${formatPath(path)}`)

/** The overlay that says something else than the file at this path, the last one: it wins. */
export function overlayOf(
  view: FormView,
  path: ConfigPath,
  overlays: readonly { name: string; overrides: readonly string[] }[],
): string | null {
  if (overlays.length === 0) return null
  const wanted = overlayPath(view, path)
  const overrides = (name: string) =>
    name === wanted || wanted.startsWith(`${name}.`) || wanted.startsWith(`${name}[`)
  return overlays.findLast(overlay => overlay.overrides.some(overrides))?.name ?? null
}

/** A problem without the path it begins with: beside its field nobody needs that. */
export function withoutPath({ path, message }: { path: string; message: string }): string {
  if (path === '' || !message.startsWith(`${path}: `)) return message
  const rest = message.slice(path.length + 2)
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}
