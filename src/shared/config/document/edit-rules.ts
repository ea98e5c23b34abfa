import type { EditableText } from './editable-text'
import type { ConfigPath } from './form-action'
import { valueIn } from './plain-data'

/** Lists of rules whose entries may name nodes, in `nodes`. */
const ruleLists: readonly ConfigPath[] = [
  ['cluster', 'models'],
  ['cluster', 'policies', 'quiet_hours'],
  ['cluster', 'policies', 'max_concurrent'],
  ['cluster', 'policies', 'allowed_clients'],
]

/** Where rules name a node: `['cluster', 'models', 0, 'nodes', 1]`, in the order of the file's lists. */
export function rulesNaming(get: EditableText['get'], name: string): ConfigPath[] {
  return ruleLists.flatMap(list => {
    const rules = get(list)
    if (!Array.isArray(rules)) return []
    return rules.flatMap((rule, index) => {
      const names = valueIn(rule, ['nodes'])
      if (!Array.isArray(names)) return []
      return [...names.keys()]
        .filter(at => typeof names[at] === 'string' && names[at].trim().normalize('NFC') === name)
        .map(at => [...list, index, 'nodes', at])
    })
  })
}

export function renameInRules(config: EditableText, from: string, to: string): void {
  for (const path of rulesNaming(config.get, from)) config.set(path, to)
}

/** A rule without `nodes` would be for all: one that named only this node goes, unless it is for tiers as well. */
export function forgetNode(config: EditableText, name: string): void {
  for (const path of rulesNaming(config.get, name).reverse()) {
    const names = path.slice(0, -1)
    const rule = names.slice(0, -1)
    const others = config.get(names)
    const isOnly = Array.isArray(others) && others.length === 1
    if (!isOnly) config.unset(path)
    else if (hasTiers(config.get(rule))) config.unset(names)
    else config.unset(rule)
  }
}

function hasTiers(rule: unknown): boolean {
  const tiers = valueIn(rule, ['tiers'])
  return valueIn(rule, ['tier']) !== undefined || (Array.isArray(tiers) && tiers.length > 0)
}
