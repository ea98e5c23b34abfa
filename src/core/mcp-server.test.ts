import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLock } from './config/directory-lock'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulator } from './simulation/testing/simulate'

const simulate = createSimulator()
let directory: string
let configPath: string
let coordinator: Coordinator
let endpoint: string
let adminToken: string
const clients: Client[] = []

const configText = (url: string, more = '') => `cluster:
  probe_capabilities: false
  local: {enabled: false}
  nodes:
    - {name: mini, url: "${url}", backend: openai, tier: 0}
${more}`

let node: Awaited<ReturnType<typeof simulate>>

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-mcp-server-'))
  configPath = join(directory, 'harombe.yaml')
  node = await simulate('openai', { model: 'sim-small' })
  coordinator = createQuietCoordinator(directory, configText(node.url))
  const started = await coordinator.start()
  endpoint = started.endpoint ?? ''
  adminToken = (await readLock(join(directory, 'data')))?.token ?? ''
})
afterEach(async () => {
  await Promise.all(clients.splice(0).map(client => client.close()))
  await coordinator.stop()
  rmSync(directory, { recursive: true })
})

type Era = 'legacy' | 'auto'

async function connect(era: Era, headers: Record<string, string> = {}) {
  const client = new Client({ name: 'an-agent', version: '1' }, { versionNegotiation: { mode: era } })
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', endpoint), { requestInit: { headers } })
  await client.connect(transport)
  clients.push(client)
  return { client, transport }
}

const textOf = ({ content }: Awaited<ReturnType<Client['callTool']>>) =>
  content.map(part => (part.type === 'text' ? part.text : '')).join('')

const post = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(new URL('/mcp', endpoint), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(body),
  })

/** Says it in a conversation, as the window would. */
async function keep(text: string): Promise<void> {
  const app = connectTo(coordinator)
  await app.call('chat.sendMessage', { text })
  app.close()
}

const hello = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
}

describe.each<Era>(['legacy', 'auto'])('an official client, protocol negotiation %s', era => {
  it('asks, has routes explained and sees the cluster', async () => {
    const { client } = await connect(era)
    expect(client.getProtocolEra()).toBe(era === 'auto' ? 'modern' : 'legacy')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name).toSorted()).toEqual(['chat', 'cluster_status', 'route'])

    const words: string[] = []
    const answer = await client.callTool(
      { name: 'chat', arguments: { message: 'What is the capital of Honduras?' } },
      { onprogress: ({ message }) => void words.push(message ?? '') },
    )
    expect(answer.isError).toBeFalsy()
    expect(textOf(answer).length).toBeGreaterThan(0)
    expect(answer.structuredContent).toMatchObject({ node: 'mini', tier: 0, simulated: true })
    expect(words).toContain('Writing on mini')

    const route = await client.callTool({ name: 'route', arguments: { text: 'hello', tier: 0 } })
    expect(route.structuredContent).toMatchObject({ node: 'mini', forced: 'tier' })
    const status = await client.callTool({ name: 'cluster_status', arguments: {} })
    expect(JSON.parse(textOf(status))).toMatchObject({ nodes: [{ name: 'mini', status: 'online' }] })
  })

  it('says in the result why nobody could answer', async () => {
    const { client } = await connect(era)
    const answer = await client.callTool({ name: 'chat', arguments: { message: 'hi', node: 'nobody' } })
    expect(answer.isError).toBe(true)
    expect(textOf(answer)).toContain('nobody')
  })

  it('refuses arguments that are none', async () => {
    const { client } = await connect(era)
    const asked = client.callTool({ name: 'chat', arguments: { message: '', tier: 9 } })
    const refused = await asked.then(
      result => result.isError === true,
      () => true,
    )
    expect(refused).toBe(true)
    expect(node.server.stats.tokens).toBe(0)
  })

  it('stops the node when the call is stopped', async () => {
    node.server.setBehaviour({ tokensPerSecond: 2 })
    const { client } = await connect(era)
    const abort = new AbortController()
    const { promise: writing, resolve: isWriting } = Promise.withResolvers<void>()
    const asked = client.callTool(
      { name: 'chat', arguments: { message: 'Write a long story.' } },
      {
        signal: abort.signal,
        onprogress: ({ message }) => {
          if (message?.startsWith('Writing') === true) isWriting()
        },
      },
    )
    await writing
    abort.abort()
    await expect(asked).rejects.toThrow()
    await expect.poll(() => node.server.stats.cancelled, { timeout: 5000 }).toBe(1)
  })

  it('lets only the owner search conversations', async () => {
    const { client } = await connect(era, { authorization: `Bearer ${adminToken}` })
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toContain('search_memory')
    const nothing = await client.callTool({ name: 'search_memory', arguments: { query: 'quokka' } })
    expect(textOf(nothing)).toBe('Nothing was found.')
    await keep('Where does the quokka live?')
    const found = await client.callTool({ name: 'search_memory', arguments: { query: 'quokka' } })
    expect(textOf(found)).toContain('Where does the quokka live?')
    const stranger = await connect(era)
    const refused = await stranger.client
      .callTool({ name: 'search_memory', arguments: { query: 'secret' } })
      .then(
        result => result.isError === true,
        () => true,
      )
    expect(refused).toBe(true)
  })
})

describe('the endpoint', () => {
  it('refuses web pages, other hosts and wrong tokens before it reads anything', async () => {
    expect((await post(hello, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post(hello, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const form = await fetch(new URL('/mcp', endpoint), {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify(hello),
    })
    expect(form.status).toBe(415)
  })

  it('gives nobody the session of another', async () => {
    const opened = await post(hello, { authorization: `Bearer ${adminToken}` })
    const session = opened.headers.get('mcp-session-id') ?? ''
    await opened.text()
    expect(session).not.toBe('')
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    const headers = { 'mcp-session-id': session, 'mcp-protocol-version': '2025-06-18' }
    expect((await post(list, headers)).status).toBe(404)
    const own = await post(list, { ...headers, authorization: `Bearer ${adminToken}` })
    expect(own.status).toBe(200)
    expect(await own.text()).toContain('search_memory')
  })

  it('answers 405 to those who wait for messages, and ends sessions that are over', async () => {
    const listening = await fetch(new URL('/mcp', endpoint), { headers: { accept: 'text/event-stream' } })
    expect(listening.status).toBe(405)
    const opened = await post(hello)
    await opened.text()
    const headers = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    const ended = await fetch(new URL('/mcp', endpoint), { method: 'DELETE', headers })
    expect(ended.status).toBe(200)
    expect((await post({ jsonrpc: '2.0', id: 2, method: 'ping' }, headers)).status).toBe(404)
  })

  it('is gone with mcp.serve: false, without a restart', async () => {
    writeFileSync(configPath, configText(node.url, 'mcp: {serve: false}\n'))
    await expect.poll(async () => (await post(hello)).status, { timeout: 5000 }).toBe(404)
  })
})
