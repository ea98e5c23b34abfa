import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HarombeContract } from '../shared/contract'
import { createMemoryChannelPair } from '../shared/rpc/channel'
import { createRpcClient } from '../shared/rpc/client'
import { serveChannel } from '../shared/rpc/server'
import { createCoordinator } from './coordinator'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-first-run-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

async function isFirstRun(file: string | null): Promise<boolean> {
  const configPath = join(directory, 'harombe.yaml')
  if (file !== null) writeFileSync(configPath, file)
  const coordinator = createCoordinator({
    mode: 'serve',
    listens: false,
    dataDirectory: directory,
    configPath,
    version: '1.2.3',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
  })
  await coordinator.start()
  const [near, far] = createMemoryChannelPair()
  serveChannel(far, coordinator.router, { kind: 'test', scopes: ['read'] }, coordinator)
  const client = createRpcClient<HarombeContract>(near)
  const { firstRun } = await client.call('system.getInfo', {})
  client.close()
  await coordinator.stop()
  return firstRun
}

it.each([
  ['nobody wrote a file', null, true],
  ['the file names no node', 'cluster: {local: {enabled: false}}\n', true],
  ['it names one', 'cluster: {nodes: [{name: dgx, enabled: false}]}\n', false],
  ['it names one and has a mistake', 'cluster: {nodes: [{name: dgx, tier: 7}]}\n', false],
])('is a first run or not when %s', async (_when, file, expected) => {
  expect(await isFirstRun(file)).toBe(expected)
})
