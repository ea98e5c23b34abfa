import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseExposition } from './coordination/metrics/testing/parse-exposition'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { serveHttp } from './inference/testing/scripted-server'

const question = 'QUESTION-canary-4711'
const answer = 'ANSWER-canary-0815'

let directory: string
let coordinator: Coordinator

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-requests-'))
})
afterEach(async () => {
  await coordinator.stop()
  rmSync(directory, { recursive: true })
})

const say = (content: string, done: boolean) => `${JSON.stringify({ message: { content }, done })}\n`
const models = '{"models":[{"name":"m"}]}'

/** A node that answers, and one that is asked first and quotes the question in its error. */
async function begin(mode: 'serve' | 'ephemeral', cluster: Record<string, unknown> = {}): Promise<void> {
  const good = await serveHttp(({ path }, response) => {
    response.end(path === '/api/chat' ? say(answer, false) + say('', true) : models)
  })
  const bad = await serveHttp(({ path, body }, response) => {
    if (path !== '/api/chat') return void response.end(models)
    response.writeHead(500).end(JSON.stringify({ error: `cannot answer ${JSON.stringify(body)}` }))
  })
  const nodes = [
    { name: 'bad', url: bad.url, backend: 'ollama', tier: 0 },
    { name: 'good', url: good.url, backend: 'ollama', tier: 1 },
  ]
  const config = {
    memory: { enabled: false },
    cluster: { probe_capabilities: false, local: { enabled: false }, nodes, ...cluster },
  }
  coordinator = createQuietCoordinator(directory, config, { mode })
}

const connect = () => connectTo(coordinator, { kind: 'cli' })

/** Asks the node that fails, after which the other answers. */
async function ask(client: ReturnType<typeof connect>): Promise<string> {
  let text = ''
  const messages = [{ role: 'user' as const, content: question }]
  for await (const event of client.stream('chat.ask', { messages, tier: 0 }))
    if (event.type === 'text') text += event.text
  return text
}

function filesWith(text: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => readFileSync(file).includes(text))
}

it('keeps how requests went over a restart, tells it on every way, and never what was said', async () => {
  await begin('serve')
  const { endpoint } = await coordinator.start()
  const client = connect()
  await client.call('cluster.checkNow', {})
  const told = client.stream('activity.watchRequests', {})[Symbol.asyncIterator]()
  expect((await told.next()).value).toEqual({ records: [], missed: 0 })
  expect(await ask(client)).toBe(answer)

  const { value } = await told.next()
  expect(value?.records).toMatchObject([
    {
      origin: 'cli',
      outcome: 'complete',
      node: 'good',
      wantedTier: 0,
      failovers: [{ node: 'bad', stage: 'before_first_token', error: { code: 'NODE_ERROR' } }],
    },
  ])
  const listed = await client.call('activity.listRequests', { node: 'good' })
  expect(listed).toMatchObject({ records: value?.records, next: null, kept: 'disk', problem: null })
  const statistics = await client.call('activity.statistics', {})
  expect(statistics.totals).toMatchObject({ requests: 1, answers: 1, failovers: 1, fallbacks: 1 })
  for (const seen of [listed, statistics, value]) {
    expect(JSON.stringify(seen)).not.toContain(question)
    expect(JSON.stringify(seen)).not.toContain(answer)
  }

  const scraped = await fetch(`${endpoint}/metrics`, { headers: { accept: 'text/plain' } })
  const families = parseExposition(await scraped.text())
  expect(families.get('harombe_requests_total')?.samples).toMatchObject([
    { labels: { tier: '1', outcome: 'complete', origin: 'cli' }, value: 1 },
  ])
  expect(families.get('harombe_node_failovers_total')?.samples).toMatchObject([
    { labels: { node: 'bad', stage: 'before_first_token' }, value: 1 },
  ])

  const path = join(directory, 'data', 'requests.db')
  await vi.waitFor(() => expect(existsSync(path)).toBe(true))
  expect([...filesWith(question), ...filesWith(answer)]).toEqual([])
  await coordinator.stop()
  expect([...filesWith(question), ...filesWith(answer)]).toEqual([])

  await begin('serve')
  await coordinator.start()
  const again = connect()
  expect((await again.call('activity.listRequests', {})).records).toEqual(value?.records)
  expect(await again.call('activity.clearRequests', {})).toEqual({ removed: 1 })
  expect((await again.call('activity.statistics', { hours: 720 })).totals.requests).toBe(0)
})

it.each([
  ['a command that runs without a coordinator', 'ephemeral', {}],
  ['a coordinator that is told not to', 'serve', { request_log: { enabled: false } }],
] as const)('%s keeps none', async (_name, mode, cluster) => {
  await begin(mode, cluster)
  await coordinator.start()
  const client = connect()
  await client.call('cluster.checkNow', {})
  expect(await ask(client)).toBe(answer)
  expect(await client.call('activity.listRequests', {})).toEqual({
    records: [],
    next: null,
    kept: 'off',
    problem: null,
  })
  await coordinator.stop()
  expect(existsSync(join(directory, 'data', 'requests.db'))).toBe(false)
})
