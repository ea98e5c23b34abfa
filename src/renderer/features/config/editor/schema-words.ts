import type { ConfigScalar } from '../../../../shared/config/document/form-action'
import { spoken } from '../../../../shared/texts/spoken'
import type { Translate } from '../../../../shared/texts/translator'
import type { SchemaNode } from './schema-tree'

export interface SchemaWords {
  title: string
  text: string | null
  /** Lines such as `default: 8000`. */
  facts: string[]
}

const shown = (value: unknown): string => (typeof value === 'string' ? value || '""' : JSON.stringify(value))

/** What is said about a key when it is pointed at or offered. */
export function schemaWords(key: string, node: SchemaNode, t: Translate): SchemaWords {
  const facts: string[] = []
  const hasDefault = node.default !== undefined && typeof node.default !== 'object' && node.default !== ''
  if (hasDefault) facts.push(t('config.editor.default', { value: shown(node.default) }))
  const others = node.values.filter((value): value is ConfigScalar => typeof value !== 'boolean')
  if (others.length > 0) {
    facts.push(t('config.editor.oneOf', { values: others.map(shown).join(', ') }))
  }
  return { title: key, text: node.description === null ? null : spoken(node.description, t), facts }
}

export function schemaWordsElement({ title, text, facts }: SchemaWords, withTitle: boolean): HTMLElement {
  const element = document.createElement('div')
  const add = (tag: string, content: string, className: string) => {
    const child = document.createElement(tag)
    child.className = className
    child.textContent = content
    element.append(child)
  }
  element.className = 'flex max-w-80 flex-col gap-1 text-sm'
  if (withTitle) add('p', title, 'font-mono text-xs text-muted')
  if (text !== null) add('p', text, 'text-ink')
  for (const fact of facts) add('p', fact, 'text-muted text-xs [overflow-wrap:anywhere]')
  return element
}
