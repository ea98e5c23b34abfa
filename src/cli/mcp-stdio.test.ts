import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Coordinator, createCoordinator } from '../core/coordinator'
import { createSimulator } from '../core/simulation/testing/simulate'
import { cliPath } from './testing/run-cli'

const simulate = createSimulator()
let home: string
let client: Client
let coordinator: Coordinator | null = null

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'harombe-mcp-stdio-'))
  const { url } = await simulate('openai', { model: 'sim-small' })
  const nodes = [{ name: 'mini', url, backend: 'openai', tier: 0 }]
  const config = {
    server: { port: 0 },
    cluster: { probe_capabilities: false, local: { enabled: false }, nodes },
  }
  writeFileSync(join(home, 'harombe.yaml'), JSON.stringify(config))
})
afterEach(async () => {
  await client.close()
  await coordinator?.stop()
  coordinator = null
  rmSync(home, { recursive: true, force: true })
})

async function connect(...args: string[]): Promise<void> {
  client = new Client({ name: 'an-agent', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [cliPath(), 'mcp', ...args],
      env: { PATH: process.env.PATH ?? '', HAROMBE_HOME: home },
    }),
  )
}

const names = async () => (await client.listTools()).tools.map(({ name }) => name).toSorted()

/** The built program, started as an agent starts it. */
describe('harombe mcp, as an agent starts it', () => {
  it('answers with the nodes of harombe.yaml where no harombe runs', async () => {
    await connect()
    expect(await names()).toEqual(['chat', 'cluster_status', 'route'])
    const said: string[] = []
    const answer = await client.callTool(
      { name: 'chat', arguments: { message: 'What is the capital of Honduras?' } },
      { onprogress: ({ message }) => void said.push(message ?? '') },
    )
    expect(answer.isError).toBeFalsy()
    expect(answer.structuredContent).toMatchObject({ node: 'mini', simulated: true })
    expect(said.length).toBeGreaterThan(0)
  })

  it('uses the harombe that runs, and searches conversations only when told so', async () => {
    coordinator = createCoordinator({
      mode: 'serve',
      dataDirectory: home,
      configPath: join(home, 'harombe.yaml'),
      version: '1.2.3',
      staticRoot: null,
      host: { capabilities: [] },
      log: pino({ level: 'silent' }),
    })
    await coordinator.start()
    let requests = 0
    const forget = coordinator.subscribeCluster(({ nodes }) => {
      requests = nodes[0]?.statistics.requests ?? 0
    })
    await connect('--conversations')
    expect(await names()).toContain('search_memory')
    await client.callTool({ name: 'chat', arguments: { message: 'hi' } })
    await expect.poll(() => requests, { timeout: 5000 }).toBe(1)
    forget()
  })
})
