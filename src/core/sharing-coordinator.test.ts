import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { hasCode } from '../shared/errors'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'

const file = (host: string) => `server:
  host: ${host}
  auth_token: canary-4711
cluster:
  local: {enabled: false}
`

let directory: string
let coordinator: Coordinator
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-sharing-'))
  coordinator = createQuietCoordinator(directory, file('127.0.0.1'))
  await coordinator.start()
})
afterAll(async () => {
  await coordinator.stop()
  rmSync(directory, { recursive: true, force: true })
})

it('gives no way in from other machines while only this one can connect', async () => {
  const client = connectTo(coordinator)
  const sharing = await client.call('system.getSharing', {})
  expect(sharing).toMatchObject({ isShared: false, addresses: [], needsRestart: false })
  expect(sharing.listener).toMatchObject({ host: '127.0.0.1', hasToken: true })
  for (const host of ['127.0.0.1', '192.168.1.2', 'evil.example', 'localhost/#x']) {
    await expect(client.call('system.mintPhoneUrl', { host })).rejects.toSatisfy(error =>
      hasCode(error, 'CONFLICT'),
    )
  }
  client.close()
})

it('shows harombe.yaml to admins only, without its secrets, and says when it counts from the next start', async () => {
  const looker = connectTo(coordinator, { scopes: ['read', 'chat'] })
  const refused = looker.stream('config.watchFile', {})[Symbol.asyncIterator]()
  await expect(refused.next()).rejects.toSatisfy(error => hasCode(error, 'FORBIDDEN'))
  await expect(looker.call('system.mintPhoneUrl', { host: '127.0.0.1' })).rejects.toSatisfy(error =>
    hasCode(error, 'FORBIDDEN'),
  )
  looker.close()

  const client = connectTo(coordinator)
  const views = client.stream('config.watchFile', {})[Symbol.asyncIterator]()
  const next = async () => {
    const { value, done } = await views.next()
    if (done === true) throw new Error('the file is not watched any more')
    return value
  }
  const shown = await next()
  expect(shown).toMatchObject({ path: join(directory, 'harombe.yaml'), problem: null })
  expect(shown.text.replace(/"\[redacted:[0-9a-f]{8}\]"/, 'canary-4711')).toBe(file('127.0.0.1'))
  expect(shown.text).not.toContain('canary-4711')
  writeFileSync(join(directory, 'harombe.yaml'), file('0.0.0.0'))
  expect((await next()).text).toContain('host: 0.0.0.0')
  expect(await client.call('system.getSharing', {})).toMatchObject({ isShared: false, needsRestart: true })
  client.close()
})
