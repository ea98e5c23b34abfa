import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Scope } from '../shared/contract/caller'
import type { ApprovalRequest, ToolCallRecord } from '../shared/entities'
import type { Coordinator } from './coordinator'
import { anyNodeOnline, connectTo, createQuietCoordinator } from './coordinator.fixture'
import { routes } from './gateway/route-table'
import { createSimulatedServer } from './simulation/create-simulated-server'
import { parseScript } from './simulation/script'
import type { SimulatedServer } from './simulation/types'

const token = 'a-token-of-another-program-0123456789'

let directory: string
let workspace: string
let endpoint: string
let coordinator: Coordinator
let server: SimulatedServer

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-approvals-'))
  workspace = join(directory, 'workspace')
  mkdirSync(workspace)
})
afterEach(async () => {
  await coordinator.stop()
  await server.stop()
  rmSync(directory, { recursive: true })
})

/** A coordinator whose only model makes this one call of the shell in every conversation. */
async function start(argumentsOf: Record<string, unknown>) {
  const turns = [{ tool_calls: [{ name: 'shell', arguments: argumentsOf }] }, { text: 'That is all.' }]
  server = createSimulatedServer({
    models: [{ name: 'scripted', loaded: true, capabilities: ['completion', 'tools'] }],
    script: parseScript({ turns }),
    ttftMs: 1,
    tokensPerSecond: 5000,
  })
  const { url } = await server.start()
  const node = { name: 'scripted', url, backend: 'ollama', model: 'scripted', tier: 0 }
  const config = {
    server: { auth_token: token },
    // Lifts nothing, whatever older files say.
    tools: { workspace, confirm_dangerous: false },
    memory: { titles: false },
    cluster: { local: { enabled: false }, nodes: [node] },
  }
  coordinator = createQuietCoordinator(directory, config)
  endpoint = (await coordinator.start()).endpoint ?? ''
  await anyNodeOnline(coordinator)
  return connect(['read', 'chat', 'admin'])
}

const connect = (scopes: readonly Scope[]) => connectTo(coordinator, { scopes })
type Client = ReturnType<typeof connect>

/** The one call of a new conversation, once it has ended. */
async function chat(client: Client): Promise<ToolCallRecord> {
  // What is looked up in other chats taints, and would switch off what was allowed for a day.
  const settings = { tools: true, memory: false, files: false, facts: false }
  const sent = await client.call('chat.sendMessage', { text: 'Do it.', settings })
  for await (const event of client.stream('chat.watchAnswer', { messageId: sent.answer.id })) {
    if (event.type !== 'finished') continue
    const call = event.message.steps?.at(-1)?.calls[0]
    if (call === undefined) throw new Error('There was no call.')
    return call
  }
  throw new Error('The answer did not finish.')
}

/** A person who is there: resolves with what waits, once something does. */
async function attend(client: Client, decide: (request: ApprovalRequest) => Promise<unknown>) {
  const leaving = new AbortController()
  const seen = new Set<string>()
  const there = Promise.withResolvers<void>()
  const done = (async () => {
    for await (const waiting of client.stream('agent.watchApprovals', {}, { signal: leaving.signal })) {
      there.resolve()
      for (const request of waiting) {
        if (seen.has(request.id)) continue
        seen.add(request.id)
        await decide(request)
      }
    }
  })().catch(() => undefined)
  await there.promise
  return async () => {
    leaving.abort()
    await done
  }
}

const made = () => existsSync(join(workspace, 'made.txt'))

describe('approvals over the contract', () => {
  it('does nothing while nobody is there, whatever the file says', async () => {
    const client = await start({ argv: ['touch', 'made.txt'] })
    expect(await chat(client)).toMatchObject({ state: 'denied', decision: 'nobody' })
    expect(made()).toBe(false)
  })

  it('cannot be given by who may only ask and look, nor twice, nor for something else', async () => {
    const client = await start({ argv: ['touch', 'made.txt'] })
    const weak = connect(['read', 'chat'])
    const refusals: unknown[] = []
    const attempt = (by: Client, input: { id: string; digest: string }) =>
      by.call('agent.decideApproval', { ...input, approve: true }).catch(({ code }) => refusals.push(code))
    const leave = await attend(client, async ({ id, digest }) => {
      await attempt(weak, { id, digest })
      await attempt(client, { id, digest: 'b'.repeat(64) })
      expect(made()).toBe(false)
      const parallel = Array.from({ length: 100 }, () => attempt(client, { id, digest }))
      await Promise.all(parallel)
    })
    expect(await chat(client)).toMatchObject({ state: 'done', decision: 'approved' })
    expect(refusals.slice(0, 2)).toEqual(['FORBIDDEN', 'CONFLICT'])
    expect(refusals.slice(2)).toEqual(Array.from({ length: 99 }, () => 'NOT_FOUND'))
    expect(made()).toBe(true)
    await leave()
    for (const path of ['agent.listRemembered', 'agent.readAudit'] as const) {
      await expect(weak.call(path, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    const watching = weak.stream('agent.watchApprovals', {})[Symbol.asyncIterator]()
    await expect(watching.next()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(connect(['admin']).call('agent.revokeRemembered', { id: 'nothing' })).resolves.toBeNull()
  })

  it('takes nothing that approves itself in what is sent', async () => {
    const client = await start({ argv: ['touch', 'made.txt'], approved: true, sandbox: false })
    const leave = await attend(client, ({ id, digest }) =>
      client.call('agent.decideApproval', { id, digest, approve: true }),
    )
    expect(await chat(client)).toMatchObject({ state: 'failed', decision: 'refused' })
    expect(made()).toBe(false)
    await leave()
    const [entry] = await client.call('agent.readAudit', {})
    expect(entry).toMatchObject({ event: 'decided', decision: 'refused', tool: 'shell' })
  })

  it('are remembered for this call in every chat, listed, revoked and written down', async () => {
    const client = await start({ argv: ['touch', 'made.txt'] })
    let asked = 0
    const leave = await attend(client, ({ id, digest }) => {
      asked += 1
      return client.call('agent.decideApproval', { id, digest, approve: true, remember: true })
    })
    await chat(client)
    expect(await chat(client)).toMatchObject({ decision: 'remembered', state: 'done' })
    expect(asked).toBe(1)
    const remembered = await client.call('agent.listRemembered', {})
    expect(remembered).toMatchObject([{ tool: 'shell', exact: { text: 'touch made.txt' } }])
    await client.call('agent.revokeRemembered', { id: remembered[0]?.id ?? '' })
    expect(await chat(client)).toMatchObject({ decision: 'approved' })
    expect(asked).toBe(2)
    await leave()

    const entries = await client.call('agent.readAudit', { limit: 500 })
    const told = entries
      .reverse()
      .map(({ event, decision, by }) => [event, decision ?? by ?? ''].join(' ').trim())
    expect(told).toEqual([
      ...['asked', 'decided approved', 'started', 'ended approved'],
      ...['decided remembered', 'started', 'ended remembered'],
      'revoked the app',
      ...['asked', 'decided approved', 'started', 'ended approved'],
    ])
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index))
    expect(
      readFileSync(join(directory, 'data', 'audit.jsonl'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(told.length)
  })

  it('lifts nothing that protects harombe itself', async () => {
    const client = await start({ command: `echo "tools: {}" >> ${join(directory, 'harombe.yaml')}` })
    const before = readFileSync(join(directory, 'harombe.yaml'), 'utf8')
    let asked = 0
    const leave = await attend(client, async () => {
      asked += 1
    })
    expect(await chat(client)).toMatchObject({ state: 'refused', decision: 'refused' })
    expect([asked, readFileSync(join(directory, 'harombe.yaml'), 'utf8')]).toEqual([0, before])
    await leave()
  })

  it('cannot be given over HTTP: no address decides, and a program’s token opens no contract', async () => {
    const client = await start({ argv: ['touch', 'made.txt'] })
    const answers: number[] = []
    const send = async (path: string, body: unknown) => {
      const response = await fetch(`${endpoint}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-harombe': '1' },
        body: JSON.stringify(body),
      })
      await response.arrayBuffer()
      answers.push(response.status)
    }
    const leave = await attend(client, async ({ id, digest }) => {
      const body = { id, digest, approve: true }
      for (const path of [
        '/rpc',
        '/agent/decideApproval',
        '/api/approve',
        '/approvals',
        `/approvals/${id}/approve`,
      ]) {
        await send(path, body)
      }
      await client.call('agent.decideApproval', { id, digest, approve: false })
    })
    expect(await chat(client)).toMatchObject({ state: 'denied' })
    await leave()
    expect(made()).toBe(false)
    expect(answers.filter(status => status < 400)).toEqual([])
    expect(routes.filter(({ path }) => /approv|decide|remember|audit/i.test(path))).toEqual([])
  })
})
