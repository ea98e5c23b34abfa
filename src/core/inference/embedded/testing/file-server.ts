import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FileServer {
  url: string
  requests: { path: string; range: string | undefined; ifRange: string | undefined }[]
  close(): Promise<void>
}

export interface ServedFile {
  content: Buffer
  etag?: string | undefined
  headers?: Record<string, string> | undefined
  /** Answers every question with the whole file. */
  ignoresRange?: boolean | undefined
  /** Ends the connection after so many bytes of the body; asked anew for every request. */
  cutAfter?: (() => number | null) | undefined
  /** Instead of the file. */
  answer?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
}

/** A real server of files with ranges, on a port of its own, that can be told to misbehave. */
export async function serveFiles(files: Record<string, ServedFile>): Promise<FileServer> {
  const requests: FileServer['requests'] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const { range, 'if-range': ifRange } = request.headers
    requests.push({ path, range, ifRange: typeof ifRange === 'string' ? ifRange : undefined })
    const file = files[path]
    if (file === undefined) {
      response.writeHead(404).end('nothing here')
      return
    }
    if (file.answer?.(request, response) === true) return
    const { content, etag = '"v1"', headers = {}, ignoresRange = false } = file
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? Number.NaN)
    const isPart = !ignoresRange && Number.isFinite(start) && (ifRange === undefined || ifRange === etag)
    const common = { etag, 'content-type': 'application/octet-stream', ...headers }
    if (isPart && start >= content.length) {
      response.writeHead(416, { ...common, 'content-range': `bytes */${content.length}` }).end('beyond')
      return
    }
    const body = isPart ? content.subarray(start) : content
    response.writeHead(isPart ? 206 : 200, {
      ...common,
      'content-length': String(body.length),
      ...(isPart ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {}),
    })
    const cut = file.cutAfter?.() ?? null
    if (cut === null) response.end(body)
    // Orderly, so that what was sent arrives; and yet too early.
    else response.write(body.subarray(0, cut), () => response.socket?.end())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
