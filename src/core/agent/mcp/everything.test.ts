import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../shared/clock'
import type { ToolCallRecord } from '../../../shared/entities'
import { createApprovalDesk } from '../approvals/desk'
import { openRememberedApprovals } from '../approvals/remembered'
import { createMemoryAudit } from '../audit/memory-audit'
import { createToolRegistry } from '../tools/registry'
import { createToolRunner } from '../tools/tool-runner'
import { everythingServer, type OpenedServers, openServers } from './testing/open-servers'

let opened: OpenedServers
let web: ChildProcess | null = null
afterEach(async () => {
  await opened.close()
  web?.kill('SIGKILL')
  web = null
})

/** The same server behind an address. It logs nothing but the port. */
async function startWeb(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  const child = spawn(process.execPath, [everythingServer, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  web = child
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', chunk => String(chunk).includes('listening') && resolve())
    child.once('exit', () => reject(new Error('It did not start.')))
  })
  return `http://127.0.0.1:${port}/mcp`
}

function createHarness() {
  const registry = createToolRegistry([() => opened.servers.tools()])
  const desk = createApprovalDesk(systemClock)
  let ids = 0
  const createId = () => `id-${++ids}`
  const runner = createToolRunner({
    registry,
    desk,
    remembered: openRememberedApprovals({
      path: null,
      clock: systemClock,
      createId,
      report: () => undefined,
    }),
    audit: createMemoryAudit(Date.now),
    workspace: async () => opened.directory,
    clock: systemClock,
    createId,
    report: error => {
      throw error
    },
  })
  const asked: string[] = []
  /** A person who allows, or not, whatever comes. */
  async function attend(approve: boolean, remember: boolean, signal: AbortSignal) {
    for await (const requests of desk.watch(signal)) {
      for (const { id, digest, exact } of requests) {
        asked.push(exact.text)
        desk.decide({ id, digest, approve, remember, by: 'a test' })
      }
    }
  }
  async function call(
    tool: string,
    argumentsOf: Record<string, unknown>,
    { approve = true, remember = false, tainted = [] as const, signal = new AbortController().signal } = {},
  ): Promise<{ record: ToolCallRecord; output: string }> {
    const gone = new AbortController()
    const attending = attend(approve, remember, gone.signal)
    let output = ''
    const { record } = await runner.run(
      { id: createId(), tool, arguments: argumentsOf },
      { conversationId: null, messageId: null, session: 's', target: { tier: 'auto' }, tainted },
      {
        signal,
        onChange: () => undefined,
        onOutput: text => {
          output += text
        },
        begun: async () => undefined,
      },
    )
    gone.abort()
    await attending
    return { record, output }
  }
  return { call, asked, registry }
}

describe.each(['stdio', 'http'] as const)('server-everything over %s', kind => {
  let harness: ReturnType<typeof createHarness>
  beforeEach(async () => {
    const server =
      kind === 'stdio'
        ? { command: process.execPath, args: [everythingServer, 'stdio'] }
        : { url: await startWeb() }
    opened = openServers({ all: server })
    await opened.approve('all')
    harness = createHarness()
  })

  it('is asked for each call, and brings what is untrusted', async () => {
    const { call, asked } = harness
    const { record } = await call('all__echo', { message: 'hello' })
    expect(record).toMatchObject({ state: 'done', decision: 'approved', risk: 'mcp', untrusted: 'mcp' })
    expect(record.result).toBe('Echo: hello')
    await call('all__echo', { message: 'hello' })
    expect(asked).toEqual(Array(2).fill('all · echo\n{\n  "message": "hello"\n}'))
  })

  it('runs nothing that is denied', async () => {
    const { record } = await harness.call('all__echo', { message: 'hello' }, { approve: false })
    expect(record).toMatchObject({ state: 'denied', decision: 'denied' })
    expect(record.result).not.toContain('Echo')
  })

  it('may be remembered for exactly this call', async () => {
    const { call, asked } = harness
    await call('all__get-sum', { a: 1, b: 2 }, { remember: true })
    const again = await call('all__get-sum', { b: 2, a: 1 })
    expect(again.record).toMatchObject({ decision: 'remembered', state: 'done' })
    const other = await call('all__get-sum', { a: 1, b: 3 })
    expect(other.record.decision).toBe('approved')
    expect(asked).toHaveLength(2)
  })

  it('reads every kind of result, and says errors as such', async () => {
    const { call } = harness
    expect((await call('all__get-tiny-image', {})).record.result).toMatch(
      /\[image, image\/png, [\d.]+ \w+: not shown\]/,
    )
    const structured = await call('all__get-structured-content', { location: 'New York' })
    expect(structured.record.result).toContain('temperature')
    const linked = await call('all__get-resource-links', { count: 2 })
    expect(linked.record.result).toContain('[link to ')
    const wrong = await call('all__get-sum', { a: 'one' })
    expect(wrong.record.state).toBe('failed')
    expect(wrong.record.untrusted).toBe('mcp')
  })

  it('tells how far a long call is, and stops it', async () => {
    const { call } = harness
    const done = await call('all__trigger-long-running-operation', { duration: 0.4, steps: 4 })
    expect(done.output).toContain('1 of 4')
    const stop = new AbortController()
    const asked = call(
      'all__trigger-long-running-operation',
      { duration: 60, steps: 2 },
      { signal: stop.signal },
    )
    stop.abort()
    expect((await asked).record.state).toBe('cancelled')
  })
})
