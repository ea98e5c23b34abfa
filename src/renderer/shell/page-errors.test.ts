import { expect, it } from 'vitest'
import { formatReport } from './page-errors'

it('reports version, page, time and both stacks', () => {
  const report = formatReport(
    { message: 'boom', stack: 'Error: boom\n    at x.js:1', componentStack: '\n    at NodeCard' },
    { version: '0.1.0', page: 'cluster', userAgent: 'Test/1', at: new Date(0) },
  )
  expect(report).toBe(
    'harombe 0.1.0, page cluster\n1970-01-01T00:00:00.000Z\nTest/1\n\nError: boom\n    at x.js:1\n\nIn:\n    at NodeCard',
  )
})
