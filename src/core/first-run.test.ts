import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-first-run-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

it.each([
  ['nobody wrote a file', null, true],
  ['the file names no node', 'cluster: {local: {enabled: false}}\n', true],
  ['it names one', 'cluster: {nodes: [{name: dgx, enabled: false}]}\n', false],
  ['it names one and has a mistake', 'cluster: {nodes: [{name: dgx, tier: 7}]}\n', false],
])('is a first run or not when %s', async (_when, file, expected) => {
  const coordinator = createQuietCoordinator(directory, file, { listens: false })
  await coordinator.start()
  const client = connectTo(coordinator)
  expect((await client.call('system.getInfo', {})).firstRun).toBe(expected)
  client.close()
  await coordinator.stop()
})
