import { expect, it } from 'vitest'
import { requestRecord } from '../../../shared/entities/testing/views'
import { createTableClient } from '../../client/table-client.fixture'
import { collectRequests, csvLine } from './request-file'

it('writes no formula, and quotes what holds commas, quotes or lines', () => {
  const line = csvLine(
    requestRecord('a', { node: '=cmd()', reason: 'He said "no",\nthen left.', model: null }),
  )
  expect(line).toContain(",'=cmd(),")
  expect(line).toContain(',"He said ""no"",\nthen left.",')
  expect(line.endsWith('\r\n')).toBe(true)
})

it('gathers every page once, as JSON that can be read', async () => {
  const { client, asked } = createTableClient({
    'activity.listRequests': ({ before }: { before?: number }) => ({
      records: before === undefined ? [requestRecord('c'), requestRecord('b')] : [requestRecord('a')],
      next: before === undefined ? 7 : null,
      kept: 'disk',
      problem: null,
    }),
  })
  const seen: number[] = []
  const { file, requests } = await collectRequests(client, {
    filter: { node: 'mini' },
    format: 'json',
    onProgress: count => seen.push(count),
    signal: new AbortController().signal,
  })
  const read: { id: string }[] = JSON.parse(await file.text())
  expect(read.map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  expect([requests, seen]).toEqual([3, [2, 3]])
  expect(asked.map(([, input]) => input)).toEqual([
    { node: 'mini', limit: 200 },
    { node: 'mini', limit: 200, before: 7 },
  ])
})
