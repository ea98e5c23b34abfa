import { afterEach, expect, it } from 'vitest'
import { routes } from './route-table'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
let serving = true
afterEach(async () => {
  serving = true
  await gateway?.stop()
})

const start = async () => {
  gateway = await startGateway({ isServing: () => serving })
}
const send = (path: string, body: unknown) =>
  fetch(`${gateway.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

it.each([
  ['/v1/chat/completions', { model: 'auto', messages: [{ role: 'user', content: 'hi' }] }, 503],
  ['/v1/messages', { model: 'auto', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] }, 529],
  ['/api/chat', { model: 'auto', messages: [{ role: 'user', content: 'hi' }] }, 503],
  ['/api/complete', { messages: [{ role: 'user', content: 'hi' }] }, 503],
  ['/chat', { message: 'hi' }, 503],
  ['/mcp', { jsonrpc: '2.0', id: 1, method: 'ping' }, 503],
] as const)('%s is refused while serving is paused, with a time to come back', async (path, body, status) => {
  await start()
  serving = false
  const answer = await send(path, body)
  expect(answer.status).toBe(status)
  expect(answer.headers.get('retry-after')).toBe('30')
  expect(await answer.text()).toContain('serving is paused')
})

it('answers again as soon as serving is resumed, and says how it is all along', async () => {
  await start()
  serving = false
  for (const path of ['/health', '/v1/models', '/cluster/status', '/metrics'])
    expect([path, (await fetch(`${gateway.endpoint}${path}`)).status]).toEqual([path, 200])
  // Another machine's answers that run here are still wanted.
  expect((await send('/api/lease', { ids: [] })).status).toBe(200)
  serving = true
  expect((await send('/chat', { message: 'hi' })).status).not.toBe(503)
})

it('is said of every route that has nodes answer, and of no other', () => {
  const paused = routes.filter(({ answers }) => answers === true).map(({ path }) => path)
  expect(paused.toSorted()).toEqual([
    '/api/chat',
    '/api/complete',
    '/api/embed',
    '/api/embeddings',
    '/api/generate',
    '/chat',
    '/chat/stream',
    '/cluster/execute',
    '/mcp',
    '/v1/chat/completions',
    '/v1/completions',
    '/v1/embeddings',
    '/v1/messages',
    '/v1/responses',
  ])
})
