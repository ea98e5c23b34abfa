import type { Source } from '../../../shared/entities'

/** What an answer is made of, by the numbers it is cited with. */
export interface RunSources {
  all(): Source[]
  /** @returns how they are to be cited, for the model; empty for none */
  add(found: readonly Omit<Source, 'number'>[]): string
}

const isSame = (a: Omit<Source, 'number'>, b: Omit<Source, 'number'>): boolean =>
  a.kind === b.kind &&
  a.title === b.title &&
  a.url === b.url &&
  a.locator === b.locator &&
  a.messageId === b.messageId &&
  a.attachmentId === b.attachmentId

export function createRunSources(before: readonly Source[]): RunSources {
  const sources = [...before]
  let highest = sources.reduce((most, { number }) => Math.max(most, number), 0)

  /** The same page read twice has one number. */
  function numbered(found: Omit<Source, 'number'>): Source {
    const known = sources.find(source => isSame(source, found))
    if (known !== undefined) return known
    highest += 1
    const source = { ...found, number: highest }
    sources.push(source)
    return source
  }

  return {
    all: () => [...sources],
    add(found) {
      if (found.length === 0) return ''
      const lines = found
        .map(numbered)
        .map(({ number, title, url, locator }) =>
          [`[${number}] ${title}`, locator, url].filter(part => part !== undefined).join(', '),
        )
      return `Cite as:\n${lines.join('\n')}`
    },
  }
}
