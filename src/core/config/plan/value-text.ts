import { stringify } from 'yaml'
import { redactSecrets } from '../../../shared/redact-secrets'
import { withoutFingerprints } from './without-secrets'

/** Characters of one value that are shown. */
const longest = 200

const references = /(\$\{(?:env|secret):[\w.-]*\})/

/** By the shapes of secrets, too: one may stand where none belongs. References stay, they are what a person looks for. */
const redacted = (text: string) =>
  withoutFingerprints(text)
    .split(references)
    .map((part, index) => (index % 2 === 1 ? part : redactSecrets(part)))
    .join('')

function written(value: unknown): string {
  const text = stringify(value, {
    collectionStyle: typeof value === 'object' ? 'flow' : 'any',
    flowCollectionPadding: false,
    lineWidth: 0,
    blockQuote: false,
  })
  return redacted(text.trimEnd())
}

function cut(text: string, from: number): string {
  const start = text.length - from <= longest ? Math.max(0, text.length - longest) : from
  const end = start + longest
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

/**
 * Both sides of a change as harombe.yaml would write them, on one line each; null for what is not there. Of long texts the
 * part that differs.
 */
export function valueTexts(before: unknown, after: unknown): { before: string | null; after: string | null } {
  const texts = [before, after].map(value => (value === undefined ? null : written(value)))
  const [a = null, b = null] = texts
  if ((a ?? '').length <= longest && (b ?? '').length <= longest) return { before: a, after: b }
  let differs = 0
  while (a !== null && b !== null && differs < a.length && a[differs] === b[differs]) differs += 1
  const from = Math.max(0, differs - 40)
  return { before: a === null ? null : cut(a, from), after: b === null ? null : cut(b, from) }
}
