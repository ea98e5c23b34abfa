import { expect, it } from 'vitest'
import { problemsOf } from './problems-of'

const error = (data: Record<string, unknown> | undefined) =>
  problemsOf({ code: 'CONFIG_INVALID', message: 'It has mistakes.', retryable: false, data })

it('takes from an error what is a problem, and nothing else', () => {
  const problem = { path: 'cluster', message: 'Write 0, 1 or 2.', line: 3, column: 5 }
  expect(error({ problems: [problem, 'no', { line: 1 }, { message: 'x', line: -1, path: 7 }] })).toEqual([
    problem,
    { path: '', message: 'x', line: null, column: null },
  ])
  expect(error({ problems: 'none' })).toEqual([])
  expect(error(undefined)).toEqual([])
})
