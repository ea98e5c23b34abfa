import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createCoordinator } from './coordinator'

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/** A port nobody listens on at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  return port
}

it('a coordinator uses neither itself nor a node whose token is lost, and says why', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'harombe-self-'))
  const configPath = join(dataDirectory, 'harombe.yaml')
  const port = await freePort()
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end('{}')
  })
  const other = await listen(server)
  await writeFile(
    configPath,
    JSON.stringify({
      server: { port },
      cluster: {
        local: { enabled: false },
        nodes: [
          { name: 'me', port },
          { name: 'dgx', host: '127.0.0.1', port: other, auth_token: '${env:HAROMBE_TEST_NO_SUCH}' },
        ],
      },
    }),
  )
  const coordinator = createCoordinator({
    mode: 'serve',
    dataDirectory,
    configPath,
    version: '0',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
  })
  try {
    const { endpoint } = await coordinator.start()
    const status = await (await fetch(`${endpoint}/cluster/status`)).json()
    expect(status).toMatchObject({
      nodes: [
        {
          name: 'me',
          status: 'offline',
          available: false,
          error: { message: expect.stringContaining('this harombe') },
        },
        {
          name: 'dgx',
          status: 'offline',
          available: false,
          error: { message: expect.stringContaining('HAROMBE_TEST_NO_SUCH') },
        },
      ],
    })
    expect(asked).toBe(0)
  } finally {
    await coordinator.stop()
    server.close()
    await rm(dataDirectory, { recursive: true })
  }
})
