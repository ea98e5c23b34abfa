import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scriptedServer } from '../core/agent/mcp/testing/open-servers'
import { type Coordinator, createCoordinator } from '../core/coordinator'
import { mcpApprove, mcpList } from './commands/mcp'
import { connectInProcess } from './session'
import { createRunContext } from './testing/run-context'

let directory: string
let description: string
let coordinator: Coordinator

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-cli-mcp-'))
  description = join(directory, 'description.txt')
  writeFileSync(description, 'Looks around.\u001b[2J')
  const server = { command: process.execPath, args: [scriptedServer, 'described', description] }
  writeFileSync(
    join(directory, 'harombe.yaml'),
    JSON.stringify({
      cluster: { local: { enabled: false } },
      mcp: { servers: { mine: server, off: { ...server, enabled: false } } },
    }),
  )
  coordinator = createCoordinator({
    mode: 'serve',
    dataDirectory: join(directory, 'data'),
    configPath: join(directory, 'harombe.yaml'),
    version: '1.2.3',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
    overrides: { port: 0 },
  })
  await coordinator.start()
})
afterEach(async () => {
  await coordinator.stop()
  rmSync(directory, { recursive: true, force: true })
})

function context({ json = false, running = true } = {}) {
  const open = async () => {
    const client = connectInProcess(coordinator)
    return { client, close: async () => client.close() }
  }
  return createRunContext(open, { json, running })
}

function keyboard(answer: string) {
  const input = new PassThrough()
  const output = new PassThrough()
  // The question is asked before it is answered.
  output.once('data', () => input.write(`${answer}\n`))
  return { input, output }
}

async function list(): Promise<string> {
  const run = context()
  expect(await mcpList(run.context)).toBe(0)
  return run.stdout() + run.stderr()
}

describe('harombe mcp', () => {
  it('lists servers and says what they wait for', async () => {
    const text = await list()
    expect(text).toMatch(/mine +stdio +needs approval +2/)
    expect(text).toMatch(/off +stdio +switched off/)
    expect(text).toContain('harombe mcp approve NAME')
  })

  it('shows word for word what is approved, and approves it when told so', async () => {
    const run = context()
    expect(await mcpApprove('mine', {}, run.context, keyboard('y'))).toBe(0)
    expect(run.stdout()).toContain('Looks around.⟨U+001B⟩[2J')
    expect(run.stdout()).toContain('"type": "object"')
    expect(await list()).toMatch(/mine +stdio +ready/)
    const again = context()
    expect(await mcpApprove('mine', {}, again.context, keyboard('n'))).toBe(0)
    expect(again.stdout()).toContain('already')
  })

  it.each(['', 'n', 'maybe'])('approves nothing on %j', async answer => {
    const run = context()
    expect(await mcpApprove('mine', {}, run.context, keyboard(answer))).toBe(1)
    expect(await list()).toMatch(/needs approval/)
  })

  it('does not approve by itself where nobody is asked', async () => {
    const run = context()
    expect(await mcpApprove('mine', {}, run.context, null)).toBe(2)
    expect(await list()).toMatch(/needs approval/)
    const meant = context({ json: true })
    expect(await mcpApprove('mine', { yes: true }, meant.context, null)).toBe(0)
    expect(JSON.parse(meant.stdout())).toMatchObject({ name: 'mine', approved: true })
  })

  it('says what cannot be approved', async () => {
    const asked = (name: string, running = true) =>
      mcpApprove(name, { yes: true }, context({ running }).context, null)
    await expect(asked('nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(asked('off')).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(asked('mine', false)).rejects.toMatchObject({ code: 'DISCONNECTED' })
  })
})
