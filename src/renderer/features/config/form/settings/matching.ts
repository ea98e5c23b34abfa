import type { SettingField } from './setting-field'

/** What a field is found by: its name, its key as the file has it, and what is said of it. */
export interface SearchWords {
  label: string
  doc: string
}

const plain = (text: string) => text.toLocaleLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')

/** Fields that have every word of the query somewhere; those with all of it in name or key come first. */
export function matchingFields(
  fields: readonly SettingField[],
  query: string,
  wordsOf: (field: SettingField) => SearchWords,
): SettingField[] {
  const words = plain(query)
    .split(/[\s./]+/)
    .filter(Boolean)
  if (words.length === 0) return []
  const has = (text: string) => words.every(word => text.includes(word))
  const ranked = fields.flatMap(field => {
    const { label, doc } = wordsOf(field)
    const name = plain(`${label} ${field.path.join(' ')}`)
    if (has(name)) return [{ field, rank: 0 }]
    return has(`${name} ${plain(doc)} ${plain(field.doc)}`) ? [{ field, rank: 1 }] : []
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ field }) => field)
}

/** Names, hosts or models of nodes with every word of the query. */
export function matchesNode(query: string, texts: readonly unknown[]): boolean {
  const words = plain(query).split(/\s+/).filter(Boolean)
  const text = plain(texts.filter(part => typeof part === 'string').join(' '))
  return words.length > 0 && words.every(word => text.includes(word))
}
