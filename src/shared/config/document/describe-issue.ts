import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** Values of these keys are never repeated in a message, which may end in a log. */
const confidential = /(auth_token|api_key|secret|password)$/i
const withCredentials = /:\/\/[^/]*@/

/** What is wrong and what to write instead: `3 is not a tier; write 0, 1 or 2`. `value` is what the file says there. */
export function describeIssue(issue: Issue, value: unknown): string {
  const key = String(issue.path.findLast(part => typeof part === 'string') ?? '')
  const shown = confidential.test(key) ? 'the value' : show(value)
  if (value === undefined) return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `${shown} is not ${noun(issue.expected)}; ${typeAdvice(issue.expected, value)}`
    case 'invalid_value':
      return `${shown} is not a ${key}; write ${alternatives(issue.values)}`
    case 'invalid_union':
      return describeUnion(issue, value, key, shown)
    case 'too_small':
    case 'too_big':
      return describeSize(issue, shown)
    case 'invalid_format':
    case 'custom':
      return `${shown} cannot be used. ${withoutFullStop(issue.message)}`
    default:
      return withoutFullStop(issue.message)
  }
}

function describeUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  value: unknown,
  key: string,
  shown: string,
): string {
  const branches = issue.errors.flatMap(branch => branch.slice(0, 1))
  const literals = branches.flatMap(branch => (branch.code === 'invalid_value' ? branch.values : []))
  if (literals.length === branches.length) return `${shown} is not a ${key}; write ${alternatives(literals)}`
  const last = branches.at(-1)
  return last === undefined ? `${shown} cannot be used` : describeIssue({ ...last, path: issue.path }, value)
}

function describeSize(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, shown: string): string {
  const [limit, word] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most']
  const tooWhat = issue.code === 'too_small' ? ['short', 'small'] : ['long', 'large']
  if (issue.origin === 'string') return `the text is too ${tooWhat[0]}; write at ${word} ${limit} characters`
  if (issue.inclusive === false) {
    return `${shown} is too ${tooWhat[1]}; write ${issue.code === 'too_small' ? 'more' : 'less'} than ${limit}`
  }
  return `${shown} is too ${tooWhat[1]}; write at ${word} ${limit}`
}

function noun(expected: string): string {
  const nouns: Record<string, string> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of "key: value" lines',
    record: 'a group of "key: value" lines',
  }
  return nouns[expected] ?? expected
}

function typeAdvice(expected: string, value: unknown): string {
  const isNumeral = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
  switch (expected) {
    case 'boolean':
      return 'write true or false, without quotes'
    case 'number':
      return isNumeral ? `write ${Number(value)} without quotes` : 'write a number'
    case 'int':
      return 'write a number without decimals'
    case 'string':
      return typeof value === 'object' ? 'write one value' : 'put it in quotes'
    case 'array':
      return 'begin each entry on a line of its own with "- "'
    default:
      return 'write its keys below it, indented by two spaces'
  }
}

function alternatives(values: readonly unknown[]): string {
  const words = values.map(String)
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'a group of keys'
  const text = JSON.stringify(value) ?? String(value)
  if (withCredentials.test(text)) return 'the value'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '')
}
