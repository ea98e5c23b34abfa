import type { SourceTree } from './source-tree'

/** A reference that leads nowhere or too far. `path` is that of the value it stands in. */
export interface VariableProblem {
  path: (string | number)[]
  message: string
}

const reference = /\$\{var:([^}]*)\}/g
const onlyReference = /^\$\{var:([^}]*)\}$/
/** One value with all it refers to, and all values of a file together: a short file must not become a huge one. */
const longestValue = 16_384
const longestTogether = 1_048_576
const maximumProblems = 100

/**
 * Puts the values of `variables` in the places of `${var:name}`, in every text but keys. A value that is nothing but a reference
 * takes the variable's type. Variables may refer to others. What has a problem stays as it is written.
 */
export function fillVariables(root: SourceTree): { tree: SourceTree; problems: VariableProblem[] } {
  const variables = root.kind === 'map' ? root.entries.get('variables') : undefined
  const problems: VariableProblem[] = []
  const known = new Map<string, unknown>()
  let together = 0

  const names = () => (variables?.kind === 'map' ? [...variables.entries.keys()] : [])

  /** @throws Wrong */
  function variable(name: string, asking: readonly string[]): unknown {
    if (known.has(name)) return known.get(name)
    const found = variables?.kind === 'map' ? variables.entries.get(name) : undefined
    if (found === undefined) throw new Wrong(unknown(name, names()))
    if (found.kind !== 'value') throw new Wrong(`The variable ${name} is not one value`)
    if (asking.includes(name)) throw new Wrong(`The variable ${name} refers to itself`)
    const value = typeof found.value === 'string' ? fill(found.value, [...asking, name]) : found.value
    known.set(name, value)
    return value
  }

  /** @throws Wrong */
  function fill(text: string, asking: readonly string[]): unknown {
    const [, only] = onlyReference.exec(text) ?? []
    if (only !== undefined) return variable(only, asking)
    const filled = text.replaceAll(reference, (_whole, name: string) => {
      const value = String(variable(name, asking))
      together += value.length
      if (together > longestTogether) throw new Wrong('The variables make the file too long')
      return value
    })
    if (filled.length > longestValue && filled !== text) {
      throw new Wrong(`The variables make this longer than ${longestValue} characters`)
    }
    return filled
  }

  function walk(tree: SourceTree, path: (string | number)[]): SourceTree {
    if (tree.kind === 'list') {
      return { ...tree, items: tree.items.map((item, index) => walk(item, [...path, index])) }
    }
    if (tree.kind === 'map') {
      const entries = [...tree.entries].map(([key, value]) => [key, walk(value, [...path, key])] as const)
      return { ...tree, entries: new Map(entries) }
    }
    if (typeof tree.value !== 'string' || !tree.value.includes('${var:')) return tree
    if (problems.length >= maximumProblems) return tree
    try {
      return {
        ...tree,
        value: fill(tree.value, path.length === 2 && path[0] === 'variables' ? [String(path[1])] : []),
      }
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      problems.push({ path, message: error.message })
      return tree
    }
  }

  return { tree: walk(root, []), problems }
}

class Wrong extends Error {}

function unknown(name: string, names: readonly string[]): string {
  const there = names.length === 0 ? 'Write it under variables' : `There are ${names.join(', ')}`
  return `There is no variable ${name === '' ? 'without a name' : name}. ${there}`
}

/** Names of the variables a text refers to. */
export function variablesIn(text: string): string[] {
  return [...text.matchAll(reference)].map(([, name = '']) => name)
}
