import type { GoldRow } from './rows'

/** Prompts that share this much of their runs of three words are the same question in other words. */
const sameFrom = 0.6
const runLength = 3

const wordsOf = (prompt: string) => prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

function runsOf(prompt: string): Set<string> {
  const words = wordsOf(prompt)
  if (words.length <= runLength) return new Set([words.join(' ')])
  return new Set(
    words.slice(runLength - 1).map((_, index) => words.slice(index, index + runLength).join(' ')),
  )
}

/**
 * What is known to belong together by its name: translations have the id of the original but for the language, and prompts
 * that were written for an intent have its name and a number. `oos` is no intent, its prompts have nothing in common.
 */
function namedGroup({ id, source, task, lang, byConstruction }: GoldRow): string {
  const stem = id.startsWith(`${source}:`) ? id.slice(source.length + 1) : id
  if (stem.startsWith(`${lang}-`)) return `${source}:${stem.slice(lang.length + 1)}`
  if (byConstruction && task !== '' && task !== 'oos' && stem.startsWith(`${task}-`))
    return `${source}:${task}`
  return id
}

/** Representatives of sets that are joined as one goes (union-find). */
function createSets() {
  const above = new Map<string, string>()
  const find = (name: string): string => {
    let root = name
    for (let next = above.get(root); next !== undefined; next = above.get(root)) root = next
    if (root !== name) above.set(name, root)
    return root
  }
  return {
    find,
    join(a: string, b: string) {
      const [first, second] = [find(a), find(b)]
      if (first !== second) above.set(second, first)
    },
  }
}

/**
 * The group of each row, in order. Rows of one group are never on both sides of a split: translations of one question,
 * paraphrases of one intent, and prompts that share most of their wording, whatever they are called.
 */
export function groupsOf(rows: readonly GoldRow[]): string[] {
  const sets = createSets()
  const names = rows.map(namedGroup)
  const runs = rows.map(({ prompt }) => runsOf(prompt))
  const holders = new Map<string, number[]>()
  for (const [index, own] of runs.entries()) {
    const shared = new Map<number, number>()
    for (const run of own) {
      const earlier = holders.get(run) ?? []
      for (const other of earlier) shared.set(other, (shared.get(other) ?? 0) + 1)
      earlier.push(index)
      holders.set(run, earlier)
    }
    for (const [other, count] of shared) {
      const least = Math.min(own.size, runs[other]?.size ?? 0)
      if (count / least >= sameFrom) sets.join(names[other] ?? '', names[index] ?? '')
    }
  }
  return names.map(sets.find)
}
