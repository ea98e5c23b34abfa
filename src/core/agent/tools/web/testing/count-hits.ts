import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HitCounter {
  port: number
  /** Connections that were made, requests or not. */
  connections(): number
  paths: string[]
  stop(): Promise<void>
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })

/** A real server on both loopback addresses, on one port, that counts whoever comes. */
export async function startHitCounter(handle?: RequestListener): Promise<HitCounter> {
  const paths: string[] = []
  let connections = 0
  const servers: Server[] = []
  const create = () => {
    const server = createServer((request, response) => {
      paths.push(request.url ?? '')
      if (handle === undefined) response.end('you should not see this')
      else handle(request, response)
    })
    server.on('connection', () => {
      connections += 1
    })
    servers.push(server)
    return server
  }
  const port = await listen(create(), 0, '127.0.0.1')
  await listen(create(), port, '::1')
  return {
    port,
    paths,
    connections: () => connections,
    async stop() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise(resolve => server.close(resolve))
      }
    },
  }
}
