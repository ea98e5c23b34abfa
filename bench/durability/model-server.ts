import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a question says when it wants a line appended to the canary. */
export const toolQuestion = (token: string): string => `Append the line ${token} to the canary.`
const tokenOf = (text: string): string | null =>
  /^Append the line (\S+) to the canary\.$/.exec(text)?.[1] ?? null

const words = 30
const wordMs = 18

interface AskedMessage {
  role: string
  content: string
}

export interface ModelServer {
  url: string
  close(): Promise<void>
}

/** What is said in answer: the same for the same question, so that a text can be checked letter by letter. */
function answerTo(question: string): string[] {
  return Array.from({ length: words }, (_, index) => `${question.length * 31 + index * 7} `)
}

function callFor(token: string) {
  const command = `printf '%s\\n' ${token} >> canary.txt`
  return { function: { name: 'shell', arguments: { command } } }
}

async function readMessages(request: IncomingMessage): Promise<AskedMessage[]> {
  let text = ''
  for await (const part of request) text += String(part)
  const body: { messages?: AskedMessage[] } = JSON.parse(text)
  return body.messages ?? []
}

async function chat(messages: readonly AskedMessage[], response: ServerResponse): Promise<void> {
  const say = (message: object, done = false) =>
    response.write(
      `${JSON.stringify({ model: 'canary', message: { role: 'assistant', content: '', ...message }, done, ...(done ? { done_reason: 'stop' } : {}) })}\n`,
    )
  const lastUser = messages.findLastIndex(({ role }) => role === 'user')
  const question = messages[lastUser]?.content ?? ''
  const token = tokenOf(question)
  const wasCalled = messages.slice(lastUser + 1).some(({ role }) => role === 'tool')
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  if (token !== null && !wasCalled) {
    await sleep(wordMs)
    say({ tool_calls: [callFor(token)] })
  } else {
    for (const word of answerTo(question)) {
      if (response.destroyed) return
      say({ content: word })
      await sleep(wordMs)
    }
  }
  say({}, true)
  response.end()
}

/** A machine that serves one model which can call tools, at the pace of a real one. Speaks as Ollama does. */
export async function startModelServer(): Promise<ModelServer> {
  const model = { name: 'canary', model: 'canary', size: 1_000_000_000, digest: 'canary', details: {} }
  const server = createServer((request, response) => {
    // Whoever asked may have been killed.
    response.on('error', () => undefined)
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    switch (request.url) {
      case '/api/chat':
        readMessages(request)
          .then(messages => chat(messages, response))
          .catch(() => response.destroy())
        return
      case '/api/tags':
      case '/api/ps':
        return json({ models: [model] })
      case '/api/version':
        return json({ version: '0.30.0' })
      case '/api/show':
        request.resume()
        return json({ capabilities: ['completion', 'tools'], model_info: {}, details: {} })
      default:
        response.writeHead(404).end()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
