import { afterEach, describe, expect, it } from 'vitest'
import { userAgent } from '../inference/http/origin'
import { routes } from './route-table'
import { createFakeCluster, finished, nodeView, routed, says, text } from './testing/fake-cluster'
import { type StartedGateway, startGateway } from './testing/start-gateway'

let gateway: StartedGateway
afterEach(() => gateway?.stop())

const messages = [{ role: 'user', content: 'Hi' }]

/** A question to every address at which another coordinator may find a model, in whatever dialect it was told to speak. */
const questions: Readonly<Record<string, object>> = {
  '/api/complete': { messages },
  '/v1/chat/completions': { messages },
  '/v1/completions': { prompt: 'Hi' },
  '/v1/embeddings': { input: 'Hi' },
  '/v1/responses': { input: 'Hi' },
  '/v1/messages': { model: 'auto', max_tokens: 9, messages },
  '/api/chat': { model: 'auto', stream: false, messages },
  '/api/generate': { model: 'auto', stream: false, prompt: 'Hi' },
  '/api/embed': { model: 'auto', input: 'Hi' },
  '/api/embeddings': { model: 'auto', prompt: 'Hi' },
}
const paths = Object.keys(questions)

/** Addresses that no client of ours speaks (MCP's is there for three methods), and one that asks no model. */
const others = [
  ...['/chat', '/chat/stream', '/cluster/execute', '/api/lease', '/v1/messages/count_tokens'],
  ...['/mcp', '/mcp', '/mcp'],
]

const itself = nodeView({ name: 'me', backend: 'harombe' })

async function ask(path: string): Promise<Response> {
  return await fetch(`${gateway.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify(questions[path]),
  })
}

it('are all the addresses that ask a model', () => {
  const asking = routes.filter(route => route.scope === 'infer').map(route => route.path)
  expect(asking.toSorted()).toEqual([...paths, ...others].toSorted())
})

describe.each(paths)('another coordinator that asks %s', path => {
  it('is answered by a machine, never by a third coordinator', async () => {
    gateway = await startGateway({ fake: createFakeCluster([itself, nodeView()]) })
    expect((await ask(path)).status).toBe(200)
    const { requests, embeddings } = gateway.fake
    expect([...requests, ...embeddings]).toMatchObject([{ origin: 'peer', target: { node: 'mac-mini' } }])
  })

  it('is refused when there is no machine, or two that list each other would ask in circles', async () => {
    gateway = await startGateway({ fake: createFakeCluster([itself]) })
    expect((await ask(path)).status).toBeGreaterThanOrEqual(500)
    expect([...gateway.fake.requests, ...gateway.fake.embeddings]).toEqual([])
  })
})

describe('how sure a model is', () => {
  const confidence = { tokens: 4, sum: -3, low: 1, minimum: -2 }

  it('is told to the coordinator that asks', async () => {
    gateway = await startGateway({ fake: createFakeCluster([nodeView()]) })
    const end = finished()
    if (end.type === 'finished') end.usage = { ...end.usage, confidence }
    gateway.fake.play(says(routed, text('Hi'), end))
    const answer = await fetch(`${gateway.endpoint}/api/complete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({ messages, stream: true, watch_confidence: true }),
    })
    expect(await answer.text()).toContain(JSON.stringify(confidence))
    expect(gateway.fake.requests[0]?.watchConfidence).toBe(true)
  })

  it.each(paths.filter(path => !path.includes('embed')))(
    'is asked of no node for a program that asks %s',
    async path => {
      gateway = await startGateway({ fake: createFakeCluster([nodeView()]) })
      await fetch(`${gateway.endpoint}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(questions[path]),
      })
      expect(gateway.fake.requests).toHaveLength(1)
      expect(gateway.fake.requests[0]?.watchConfidence).not.toBe(true)
    },
  )
})
