import { describe, expect, it } from 'vitest'
import { evaluate, findExpression, formatNumber } from './arithmetic'

function answer(question: string): string | null {
  const expression = findExpression(question)
  const value = expression === null ? null : evaluate(expression)
  return value === null ? null : formatNumber(value)
}

describe('arithmetic in a question', () => {
  it.each([
    ['What is 2+2?', '4'],
    ["what's 2 + 3 * 4", '14'],
    ['Please calculate (1+2)*3 =', '9'],
    ['7 times 6', '42'],
    ['how much is 10 divided by 4?', '2.5'],
    ['2^3^2', '512'],
    ['-2^2', '-4'],
    ['0.1 + 0.2', '0.3'],
    ['−5 minus −3', '-2'],
    ['2 * -3', '-6'],
    ['1.5e', null],
    ['1/0', null],
    ['2 +', null],
    ['(1+2', null],
    ['1 2 + 3', null],
    ['Is 2+2 really 4?', null],
    ['process.exit(1)+1', null],
    ['2026', null],
    ['5-', null],
    [`${'('.repeat(50)}1+1${')'.repeat(50)}`, null],
    [`1${'+1'.repeat(200)}`, null],
  ])('%s → %s', (question, value) => {
    expect(answer(question)).toBe(value)
  })
})
