import { expect, it } from 'vitest'
import { problemsOf, problemsToShow } from './problems-of'

const invalid = (data: Record<string, unknown> | undefined) =>
  ({ code: 'CONFIG_INVALID', message: 'It has mistakes.', retryable: false, data }) as const
const error = (data: Record<string, unknown> | undefined) => problemsOf(invalid(data))

it('takes from an error what is a problem, and nothing else', () => {
  const problem = { path: 'cluster', message: 'Write 0, 1 or 2.', line: 3, column: 5 }
  expect(error({ problems: [problem, 'no', { line: 1 }, { message: 'x', line: -1, path: 7 }] })).toEqual([
    problem,
    { path: '', message: 'x', line: null, column: null },
  ])
  expect(error({ problems: [{ ...problem, file: 'harombe.home.yaml' }] })).toEqual([
    { path: 'harombe.home.yaml: cluster', message: 'Write 0, 1 or 2.', line: null, column: null },
  ])
  expect(error({ problems: 'none' })).toEqual([])
  expect(error(undefined)).toEqual([])
})

it('shows what the editor found where an error names no line', () => {
  const known = [{ path: 'server.port', message: 'Write a number.', line: 2, column: 9 }]
  expect(problemsToShow(invalid(undefined), known)).toEqual(known)
  const told = [{ path: '', message: 'Close it.', line: 1, column: 1 }]
  expect(problemsToShow(invalid({ problems: told }), known)).toEqual(told)
})
