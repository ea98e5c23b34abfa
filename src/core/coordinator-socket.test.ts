import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { HarombeContract } from '../shared/contract'
import { createRpcClient } from '../shared/rpc/client'
import { createWebSocketChannel } from '../shared/rpc/websocket-channel'
import { openCoordinatorSocket } from './coordinator-socket'
import { adminToken, startGateway } from './gateway/testing/start-gateway'
import { createCertificate } from './testing/certificate'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'harombe-socket-'))
})
afterEach(() => rm(directory, { recursive: true }))

/** A listener whose certificate nobody on this machine trusts. */
async function startSecure() {
  const { cert, key } = createCertificate()
  const [ssl_certfile, ssl_keyfile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  await writeFile(ssl_certfile, cert)
  await writeFile(ssl_keyfile, key)
  return startGateway({ server: { ssl_certfile, ssl_keyfile } })
}

it.each([
  ['http', () => startGateway()],
  ['https', startSecure],
])('reaches the coordinator of this machine over %s', async (scheme, start) => {
  const gateway = await start()
  expect(gateway.endpoint).toMatch(new RegExp(`^${scheme}:`))
  const socket = await openCoordinatorSocket(gateway.endpoint, adminToken)
  const client = createRpcClient<HarombeContract>(createWebSocketChannel(socket))
  // This listener serves an empty contract: that it says so proves that it listened.
  await expect(client.call('system.getInfo', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  client.close()
  await gateway.stop()
})

it('says DISCONNECTED when the token is refused or nobody is there', async () => {
  const gateway = await startGateway()
  await expect(openCoordinatorSocket(gateway.endpoint, 'wrong')).rejects.toMatchObject({
    code: 'DISCONNECTED',
  })
  await gateway.stop()
  await expect(openCoordinatorSocket(gateway.endpoint, adminToken)).rejects.toMatchObject({
    code: 'DISCONNECTED',
  })
})
