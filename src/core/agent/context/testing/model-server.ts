import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What one question came to, in the order of asking. */
export interface Asked {
  system: string
  user: string
  /** left: whoever asked went away before the end. */
  outcome: 'running' | 'answered' | 'left'
}

export interface ModelServer {
  url: string
  asked: Asked[]
  close(): Promise<void>
}

interface Body {
  messages?: { role: string; content: string }[]
}

async function readBody(request: IncomingMessage): Promise<Body> {
  let text = ''
  for await (const part of request) text += String(part)
  return text === '' ? {} : JSON.parse(text)
}

/**
 * An Ollama with one model, which says nothing of being a pretence: what it answers, `reply` says, piece by piece.
 */
export async function startModelServer(
  reply: (question: Asked) => AsyncIterable<string> | Iterable<string>,
): Promise<ModelServer> {
  const asked: Asked[] = []
  const details = { family: 'plain', parameter_size: '1B', quantization_level: 'Q4_0' }

  async function chat({ messages = [] }: Body, response: ServerResponse): Promise<void> {
    const said = (role: string) => messages.findLast(message => message.role === role)?.content ?? ''
    const question: Asked = { system: said('system'), user: said('user'), outcome: 'running' }
    asked.push(question)
    response.on('close', () => {
      if (question.outcome === 'running') question.outcome = 'left'
    })
    const line = (content: string, done: boolean) =>
      `${JSON.stringify({ model: 'plain', message: { role: 'assistant', content }, done, ...(done ? { done_reason: 'stop', eval_count: 1, prompt_eval_count: 1 } : {}) })}\n`
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for await (const piece of reply(question)) {
      if (response.destroyed) return
      response.write(line(piece, false))
    }
    question.outcome = 'answered'
    response.end(line('', true))
  }

  const server = createServer((request, response) => {
    const json = (value: unknown) => response.end(JSON.stringify(value))
    const answer = async () => {
      const body = await readBody(request)
      const models = [{ name: 'plain', model: 'plain', size: 1, digest: 'd', details }]
      switch (new URL(request.url ?? '/', 'http://plain').pathname) {
        case '/api/version':
          return json({ version: '0.12.0' })
        case '/api/tags':
        case '/api/ps':
          return json({ models })
        case '/api/show':
          return json({ details, capabilities: ['completion'], model_info: {} })
        case '/api/chat':
          return chat(body, response)
        default:
          response.statusCode = 404
          return json({ error: 'not found' })
      }
    }
    answer().catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
