import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readAll } from 'node:stream/consumers'

export interface SlowPull {
  url: string
  /** Resolves when the first download is under way. */
  pulling: Promise<void>
  /** Resolves when whoever asked for it went away. */
  letGo: Promise<void>
  close(): Promise<void>
}

const listening = (server: ReturnType<typeof createServer>) =>
  new Promise<number>(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    }),
  )

/** An Ollama in front of another whose first download never ends by itself; everything else is passed on. */
export async function openSlowPull(upstream: string): Promise<SlowPull> {
  const pulling = Promise.withResolvers<void>()
  const letGo = Promise.withResolvers<void>()
  let pulls = 0
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request)
    const answer = await fetch(`${upstream}${request.url}`, {
      method: request.method ?? 'GET',
      ...(body === '' ? {} : { body, headers: { 'content-type': 'application/json' } }),
    })
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
    })
    response.end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer((request, response) => {
    if (request.url === '/api/pull' && pulls++ === 0) {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' })
      response.write('{"status":"pulling manifest"}\n')
      response.write('{"status":"pulling","digest":"sha256:1","total":1000000,"completed":250000}\n')
      response.on('close', letGo.resolve)
      pulling.resolve()
      return
    }
    pass(request, response).catch(() => response.destroy())
  })
  const port = await listening(server)
  return {
    url: `http://127.0.0.1:${port}`,
    pulling: pulling.promise,
    letGo: letGo.promise,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
