import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Coordinator } from './coordinator'
import { connectTo, createQuietCoordinator } from './coordinator.fixture'
import { createSimulatedServer } from './simulation/create-simulated-server'
import type { SimulatedServer } from './simulation/types'

let directory: string
let coordinator: Coordinator
let server: SimulatedServer
let endpoint: string

/** A model that calls whatever it is offered, and harombe's own tools where it is offered any. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-client-tools-'))
  mkdirSync(join(directory, 'workspace'))
  writeFileSync(join(directory, 'workspace', 'note.txt'), 'only for harombe’s own tools')
  server = createSimulatedServer({
    model: 'caller',
    toolCalls: [{ name: 'read_file', arguments: { path: 'note.txt' } }],
    ttftMs: 1,
    tokensPerSecond: 5000,
  })
  const { url } = await server.start()
  const config = {
    tools: { workspace: join(directory, 'workspace') },
    cluster: {
      probe_capabilities: false,
      local: { enabled: false },
      nodes: [{ name: 'caller', url, backend: 'ollama', model: 'caller', tier: 0 }],
    },
  }
  coordinator = createQuietCoordinator(directory, config)
  endpoint = (await coordinator.start()).endpoint ?? ''
})
afterAll(async () => {
  await coordinator.stop()
  await server.stop()
  rmSync(directory, { recursive: true })
})

const messages = [{ role: 'user', content: 'Read the note.' }]
const parameters = { type: 'object', properties: { path: { type: 'string' } } }
const asFunction = { type: 'function', function: { name: 'read_file', parameters } }
/** What a client may put beside its question in the hope that it counts. */
const control = { approved: true, approve: true, sandbox: false, confirm_dangerous: false, run_tools: true }

const withTools: Record<string, object> = {
  '/v1/chat/completions': { model: 'auto', messages, tools: [asFunction] },
  '/v1/responses': {
    model: 'auto',
    input: 'Read the note.',
    tools: [{ type: 'function', name: 'read_file', parameters }],
  },
  '/v1/messages': {
    ...{ model: 'auto', max_tokens: 100, messages },
    tools: [{ name: 'read_file', input_schema: parameters }],
  },
  '/api/chat': { model: 'auto', messages, tools: [asFunction], stream: false },
  '/api/complete': { messages, tools: [asFunction] },
}

const withoutTools: Record<string, object> = {
  '/chat': { message: 'Read the note with read_file.' },
  '/cluster/execute': { query: 'Read the note with read_file.' },
  '/v1/completions': { model: 'auto', prompt: 'Read the note with read_file.' },
  '/api/generate': { model: 'auto', prompt: 'Read the note with read_file.', stream: false },
}

async function ask(path: string, body: object) {
  const before = server.stats.completed
  const response = await fetch(endpoint + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, text: await response.text(), asked: server.stats.completed - before }
}

const hasRun = () => existsSync(join(directory, 'data', 'audit.jsonl'))

describe('the tools of programs are theirs', () => {
  it.each(Object.entries(withTools))(
    '%s: a call is given back and never run, whatever else is sent',
    async (path, body) => {
      const plain = await ask(path, body)
      expect([plain.status, plain.text.includes('note.txt')]).toEqual([200, true])
      const controlled = await ask(path, { ...body, ...control })
      for (const { text, asked } of [plain, controlled]) {
        expect(text).not.toContain('only for harombe')
        // A run would ask once more, with what the tool brought.
        expect(asked).toBeLessThanOrEqual(1)
      }
      expect(hasRun()).toBe(false)
    },
  )

  it.each(Object.entries(withoutTools))('%s: harombe’s own are not offered there', async (path, body) => {
    const { status, text, asked } = await ask(path, { ...body, tools: true })
    expect(text).not.toContain('only for harombe')
    if (status === 200) expect(asked).toBe(1)
    expect(hasRun()).toBe(false)
  })

  it('the same model reads the note where harombe’s tools are asked for, so it could have', async () => {
    const client = connectTo(coordinator)
    let text = ''
    const asked = { messages: [{ role: 'user', content: 'Read the note.' } as const], tools: true }
    for await (const event of client.stream('chat.ask', asked)) if (event.type === 'text') text += event.text
    expect(text).toContain('only for harombe')
  })

  it('whoever may only chat is not offered harombe’s', async () => {
    const client = connectTo(coordinator, { kind: 'browser', scopes: ['read', 'chat'] })
    const types = new Set<string>()
    const asked = { messages: [{ role: 'user', content: 'Read the note.' } as const], tools: true }
    for await (const event of client.stream('chat.ask', asked)) types.add(event.type)
    expect(types.has('toolCall')).toBe(false)
    expect(types.has('finished')).toBe(true)
  })
})
