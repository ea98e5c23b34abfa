import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { InferenceClient, InferenceFrame } from '../protocol'

/** Real servers for tests, which say exactly what the test wants, and are closed after it. */

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map(cleanup => cleanup()))
})

/** Closes the client after the test. */
export function owned<T extends InferenceClient>(client: T): T {
  cleanups.push(() => client.close())
  return client
}

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  cleanups.push(async () => {
    const closed = new Promise(resolve => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  })
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

export interface SeenRequest {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: unknown
}

export interface ScriptedServer {
  url: string
  seen: SeenRequest[]
}

/** Answers every request by the script, after having read it. */
export async function serveHttp(
  script: (request: SeenRequest, response: ServerResponse) => void | Promise<void>,
): Promise<ScriptedServer> {
  const seen: SeenRequest[] = []
  const server = createHttpServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const body: unknown = text === '' ? null : JSON.parse(text)
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    seen.push(one)
    await script(one, response)
  })
  return { url: await listen(server), seen }
}

/** Hands over the bare connection once the first bytes of a request are in. */
export async function serveTcp(script: (socket: Socket) => void): Promise<string> {
  return await listen(createTcpServer(socket => socket.once('data', () => script(socket))))
}

export async function collectFrames(frames: AsyncIterable<InferenceFrame>): Promise<InferenceFrame[]> {
  const all: InferenceFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

/** Frames as plain data, an error by its code; what a test compares. */
export function summarize(frames: readonly InferenceFrame[]): unknown[] {
  return frames.map(frame => (frame.type === 'error' ? { type: 'error', code: frame.error.code } : frame))
}

export const never: AbortSignal = new AbortController().signal
