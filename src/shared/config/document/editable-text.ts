import { HarombeError } from '../../errors'
import { formatPath } from '../../issues'
import { sameJson } from '../../same-json'
import { notEditable, readState, toValue } from './config-state'
import type { ConfigPath, ConfigValue } from './form-action'
import type { TextChange } from './line-diff'
import { placeValue } from './place-value'
import { valueIn, withValue } from './plain-data'
import { isMapValue } from './render-value'
import { settle } from './settle'
import { copyItem, insertItem, moveItem, removeItem } from './write-list'
import { type Candidates, removeEntry } from './write-value'
import { lookUp, mergedMaps, ownEntry } from './yaml-lookup'
import type { TreeList, TreeMap, TreeNode } from './yaml-tree'

/** A text of harombe.yaml while it is being edited. Values are raw: references and variables as they are written. */
export interface EditableText {
  text: () => string
  tree: () => TreeNode | null
  /** Plain data, aliases and merge keys followed; undefined where there is nothing. */
  get: (path: ConfigPath) => unknown
  /** Changes what differs. @throws CONFLICT where the text is written in a way that cannot be changed in place */
  set: (path: ConfigPath, value: ConfigValue) => void
  unset: (path: ConfigPath) => void
  /** `at`: the index it gets. A list that is not there is made. */
  insert: (list: ConfigPath, at: number, value: ConfigValue) => void
  /** A copy of an entry as it is written, below it. */
  copy: (list: ConfigPath, index: number) => void
  remove: (list: ConfigPath, index: number) => void
  move: (list: ConfigPath, index: number, to: number) => void
  /** Changes of the text itself, after which it must say what is expected. */
  rewrite: (changes: TextChange[], expected: unknown) => void
}

/**
 * Every change is made in the text itself, where the parser says that a value stands, and is taken only when reading the result
 * gives just the data that were asked for. So whatever is not touched stays as it was, byte for byte.
 * @throws CONFIG_INVALID when the text cannot be read
 */
export function createEditableText(original: string): EditableText {
  const mark = original.startsWith('\ufeff') ? '\ufeff' : ''
  let state = readState(original.slice(mark.length))

  function set(path: ConfigPath, value: ConfigValue): void {
    const old = valueIn(state.data, path)
    if (sameJson(old, value)) return
    for (const [depth, key] of path.entries()) if (typeof key === 'number') entryAt(path.slice(0, depth), key)
    if (isMapValue(value) && isMapValue(old) && Object.keys(value).length > 0) {
      for (const key of Object.keys(old)) if (!Object.hasOwn(value, key)) unset([...path, key])
      for (const [key, entry] of Object.entries(value)) set([...path, key], entry)
    } else if (Array.isArray(value) && Array.isArray(old) && value.length > 0 && old.length > 0) {
      setList(path, old, value)
    } else {
      write(path, value)
    }
  }

  function write(path: ConfigPath, value: ConfigValue | null): void {
    const expected = withValue(state.data, path, value)
    state = settle(state, current => placeValue(current, path, expected), expected, path)
  }

  /** What both begin and end with stays; between, entry by entry. */
  function setList(path: ConfigPath, old: readonly unknown[], value: readonly ConfigValue[]): void {
    const shortest = Math.min(old.length, value.length)
    let head = 0
    while (head < shortest && sameJson(old[head], value[head])) head += 1
    let tail = 0
    while (tail < shortest - head && sameJson(old.at(-1 - tail), value.at(-1 - tail))) tail += 1
    const [oldEnd, newEnd] = [old.length - tail, value.length - tail]
    for (let index = oldEnd - 1; index >= newEnd; index -= 1) remove(path, index)
    for (const [index, entry] of value.slice(0, newEnd).entries()) {
      if (index >= Math.max(head, oldEnd)) insert(path, index, entry)
      else if (index >= head) set([...path, index], entry)
    }
  }

  function unset(path: ConfigPath): void {
    const key = path.at(-1)
    if (key === undefined || valueIn(state.data, path) === undefined) return
    const parent = path.slice(0, -1)
    if (typeof key === 'number') {
      remove(parent, key)
      return
    }
    const found = lookUp(state.tree, parent)
    const map = found?.via === null && found.value.kind === 'map' ? found.value : null
    const isOwn = map !== null && ownEntry(map, key) !== undefined
    // Only a key without a value hides one that is taken over.
    if (!isOwn || mergedMaps(map).some(source => lookUp(source.map, [key]) !== null)) {
      write(path, null)
      return
    }
    const expected = withValue(state.data, path, undefined)
    state = settle(
      state,
      current => {
        const holder = mapIn(current.tree, parent)
        const entry = ownEntry(holder, key)
        return entry === undefined ? [] : removeEntry(current, holder, entry)
      },
      expected,
      path,
    )
  }

  function insert(path: ConfigPath, at: number, value: ConfigValue): void {
    const items = itemsAt(path).toSpliced(at, 0, value)
    changeList(path, items, path, (list, current) => insertItem(current, list, at, value))
  }

  function copy(path: ConfigPath, index: number): void {
    const value = toValue(entryAt(path, index)) ?? ''
    const items = itemsAt(path).toSpliced(index + 1, 0, value)
    changeList(path, items, path, (list, current) => [
      ...copyItem(current, list, index),
      ...insertItem(current, list, index + 1, value),
    ])
  }

  function remove(path: ConfigPath, index: number): void {
    entryAt(path, index)
    const items = itemsAt(path).toSpliced(index, 1)
    changeList(path, items, [...path, index], (list, current) => removeItem(current, list, index))
  }

  function move(path: ConfigPath, index: number, to: number): void {
    const value = entryAt(path, index)
    const items = itemsAt(path)
    const place = Math.max(0, Math.min(to, items.length - 1))
    if (place === index) return
    const moved = items.toSpliced(index, 1).toSpliced(place, 0, value)
    changeList(path, moved, [...path, index], (list, current) => moveItem(current, list, index, place))
  }

  /** In place where the list is the file's own and has entries, else as a whole. `at`: what the change concerns. */
  function changeList(
    path: ConfigPath,
    items: readonly unknown[],
    at: ConfigPath,
    make: (list: TreeList, current: typeof state) => Candidates,
  ): void {
    const expected = withValue(state.data, path, items)
    state = settle(
      state,
      current => {
        const found = lookUp(current.tree, path)
        const list = found?.via === null && found.value.kind === 'list' ? found.value : null
        return list === null || list.items.length === 0
          ? placeValue(current, path, expected)
          : make(list, current)
      },
      expected,
      at,
    )
  }

  function itemsAt(path: ConfigPath): unknown[] {
    const items = valueIn(state.data, path)
    return Array.isArray(items) ? [...items] : []
  }

  function entryAt(path: ConfigPath, index: number): unknown {
    const items = itemsAt(path)
    if (index >= 0 && index < items.length) return items[index]
    throw new HarombeError('NOT_FOUND', `${formatPath(path)} has no entry ${index + 1}.`)
  }

  return {
    text: () => mark + state.text,
    tree: () => state.tree,
    get: path => valueIn(state.data, path),
    set,
    unset,
    insert,
    copy,
    remove,
    move,
    rewrite(changes, expected) {
      state = settle(state, () => [changes], expected, [])
    },
  }
}

function mapIn(tree: TreeNode | null, path: ConfigPath): TreeMap {
  const value = lookUp(tree, path)?.value
  if (value?.kind !== 'map') throw notEditable(path)
  return value
}
