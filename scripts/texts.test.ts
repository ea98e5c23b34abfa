import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseSync } from '@swc/core'
import { describe, expect, it } from 'vitest'
import { isRecord } from '../src/shared/record'

/**
 * Biome's noJsxLiterals keeps words out of what elements hold; this keeps them out of what is read out, hovered, or handed to our own
 * components. A text that is written here is not in the catalogue, so it is English for everybody.
 */
const spoken = new Set([
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
  'searchLabel',
  'description',
  'text',
  'hint',
  'note',
  'action',
  'nothing',
])

const root = join(import.meta.dirname, '../src/renderer')
const files = globSync('**/*.tsx', { cwd: root }).filter(file => !/^gallery[/\\]|\.test\.tsx$/.test(file))

/** Three letters in a row: a unit or a sign is no text. */
const hasWords = (text: unknown): text is string => typeof text === 'string' && /\p{L}{3}/u.test(text)

/** Literals that an expression may come to, without those inside of calls: keys of the catalogue are no texts. */
function literalsOf(node: unknown): string[] {
  if (!isRecord(node)) return []
  switch (node.type) {
    case 'StringLiteral':
      return hasWords(node.value) ? [node.value] : []
    case 'TemplateLiteral':
      return (Array.isArray(node.quasis) ? node.quasis : [])
        .map(quasi => (isRecord(quasi) ? quasi.cooked : null))
        .filter(hasWords)
    case 'ConditionalExpression':
      return [...literalsOf(node.consequent), ...literalsOf(node.alternate)]
    case 'BinaryExpression':
      return node.operator === '??' || node.operator === '||' || node.operator === '+'
        ? [...literalsOf(node.left), ...literalsOf(node.right)]
        : []
    case 'JSXExpressionContainer':
    case 'ParenthesisExpression':
      return literalsOf(node.expression)
    default:
      return []
  }
}

function attributesIn(code: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isRecord(node)) return
    if (node.type === 'JSXAttribute' && isRecord(node.name) && spoken.has(String(node.name.value)))
      for (const text of literalsOf(node.value)) found.push(`${String(node.name.value)}: ${text}`)
    Object.values(node).forEach(visit)
  }
  visit(parseSync(code, { syntax: 'typescript', tsx: true, target: 'es2024' }).body)
  return found
}

describe('words of the page', () => {
  it('are looked for', () => {
    expect(attributesIn('<Field label={a ? "Your name" : t("x.yours")} title={`In ${b} years`} />')).toEqual([
      'label: Your name',
      'title:  years',
    ])
    expect(files.length).toBeGreaterThan(150)
  })

  it.each(files)('come from the catalogue: %s', file => {
    expect(attributesIn(readFileSync(join(root, file), 'utf8')), relative('.', file)).toEqual([])
  })
})
