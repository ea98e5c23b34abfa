import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isProcessAlive } from '../../config/process-identity'
import type { CallPlan, ToolContext, ToolResult } from '../tools/types'
import { type OpenedServers, openServers, scriptedServer } from './testing/open-servers'

let opened: OpenedServers
let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-hostile-'))
  file = join(directory, 'file')
})
afterEach(async () => {
  await opened?.close()
  rmSync(directory, { recursive: true, force: true })
})

const scripted = (manner: string, more: Record<string, unknown> = {}) => ({
  command: process.execPath,
  args: [scriptedServer, manner, file],
  ...more,
})
const open = (manner: string, more: Record<string, unknown> = {}) => {
  opened = openServers({ bad: scripted(manner, more) })
}

const run = {
  conversationId: null,
  messageId: null,
  session: 's',
  target: { tier: 'auto' },
  tainted: [],
} as const satisfies ToolContext['run']

async function plan(argumentsOf: Record<string, unknown> = {}): Promise<CallPlan> {
  await opened.approve('bad')
  const tool = opened.servers.tools().find(({ name }) => name === 'bad__look')
  if (tool === undefined) throw new Error('It is not offered.')
  return tool.plan(argumentsOf, { run, workspace: '/' })
}

async function call(
  argumentsOf: Record<string, unknown> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ToolResult> {
  const { run: begin } = await plan(argumentsOf)
  return begin({ run, workspace: '/', signal, onOutput: () => undefined })
}

describe('a server that cannot be used', () => {
  it.each([
    ['many', 'more than 128 tools'],
    ['twice', 'two tools of the same name'],
    ['vast-schema', 'more than 65536 characters'],
    ['endless-pages', 'never ends'],
    ['forged-name', 'characters that cannot be seen'],
    ['reordered-name', 'characters that cannot be seen'],
  ])('%s: is refused as a whole', async (manner, words) => {
    open(manner)
    const view = await opened.until('bad', ({ state }) => state === 'failed')
    expect(view.problem).toContain(words)
    expect(view.tools).toEqual([])
    expect(opened.servers.tools()).toEqual([])
  })

  it('deep-schema: is not even parsed', async () => {
    open('deep-schema', { timeout: 1 })
    // The list is dropped like any other line that is no message, so it never comes.
    await opened.until('bad', ({ state }) => state === 'connecting')
    expect(opened.servers.tools()).toEqual([])
  })

  it.each([
    ['long-line', 'longer than 4194304 bytes'],
    ['flood', 'more than anybody could read'],
  ])('%s: is cut off, and harombe stays responsive', async (manner, words) => {
    open(manner)
    const before = process.memoryUsage.rss()
    let slowest = 0
    let last = performance.now()
    const beat = setInterval(() => {
      const now = performance.now()
      slowest = Math.max(slowest, now - last)
      last = now
    }, 5)
    const view = await opened.until('bad', ({ state }) => state === 'failed')
    clearInterval(beat)
    expect(view.problem).toContain(words)
    expect(slowest).toBeLessThan(500)
    expect(process.memoryUsage.rss() - before).toBeLessThan(96 * 1024 ** 2)
  })

  it('says why a program ended, and begins anew after longer and longer pauses', async () => {
    open('crash')
    const view = await opened.until('bad', ({ state }) => state === 'failed')
    expect(view.problem).toContain('exit code 7')
    await expect
      .poll(() => readFileSync(file, 'utf8').split('\n').length - 1, { timeout: 5000 })
      .toBeGreaterThan(2)
    expect(opened.output).toContain('I cannot go on.')
  })

  it('says that there is no such program', async () => {
    opened = openServers({ bad: { command: 'harombe-no-such-program' } })
    const view = await opened.until('bad', ({ state }) => state === 'failed')
    expect(view.problem).toContain('There is no program "harombe-no-such-program"')
  })

  it('gives an older server that dies of the newer hello the older one', async () => {
    open('die-on-probe')
    await opened.until('bad', ({ state }) => state === 'approval_needed')
    expect(readFileSync(file, 'utf8')).toBe('start\nstart\n')
  })
})

describe('a call to a server', () => {
  it('takes the answer to this question and no other', async () => {
    open('wrong-id')
    expect(await call()).toMatchObject({ text: 'right', isError: false, untrusted: 'mcp' })
  })

  it('keeps prototypes as they are', async () => {
    open('proto')
    expect(await call({ value: JSON.parse('{"__proto__":{"polluted":true}}') })).toMatchObject({
      text: 'ok',
      isError: false,
    })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  it('ends when a server hangs', async () => {
    open('hang', { timeout: 0.2 })
    expect(await call()).toMatchObject({ isError: true, text: 'The server did not answer in time.' })
  })

  it('ends when it is stopped, and tells the server', async () => {
    open('hang')
    const abort = new AbortController()
    const { run: begin } = await plan()
    const asked = begin({ run, workspace: '/', signal: abort.signal, onOutput: () => undefined })
    const seen = () => existsSync(file) && readFileSync(file, 'utf8')
    await expect.poll(seen).toBe('called\n')
    abort.abort()
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect.poll(seen).toBe('called\ncancelled\n')
  })

  it('ends when the server dies, which then comes back', async () => {
    open('die')
    expect(await call()).toMatchObject({ isError: true })
    await opened.until('bad', ({ state }) => state === 'ready')
  })

  it('names a tool in one line that ends in the name of the server', async () => {
    open('forged-title')
    await opened.approve('bad')
    expect(opened.servers.tools()[0]?.title).toMatch(/^Read a file ⟨U\+202E⟩x+… \(bad\)$/)
  })

  it('refuses whatever the server asks back', async () => {
    open('asks-back')
    expect((await call()).text).toBe(
      'elicitation/create -32601, roots/list -32601, sampling/createMessage -32601',
    )
  })

  it('refuses arguments that are too deep or too long', async () => {
    open('plain')
    await expect(plan(JSON.parse(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })
})

describe('the process of a server', () => {
  it('gets nothing of our environment that it does not need', async () => {
    opened = openServers(
      { bad: scripted('environment', { env: { TOKEN: '${secret:canary}' } }) },
      {
        env: {
          PATH: process.env.PATH,
          HOME: '/home/me',
          HAROMBE_PASSPHRASE: 'no',
          OPENAI_API_KEY: 'no',
          BASH_FUNC_x: '() { :; }',
        },
      },
    )
    const seen = JSON.parse((await call()).text)
    expect(Object.keys(seen).toSorted()).toEqual(['HOME', 'PATH', 'TOKEN'])
    expect(seen.TOKEN).toBe('CANARY-7f3a')
  })

  it('may print what it likes; secrets and endless lines do not reach the log', async () => {
    open('chatty', { args: [scriptedServer, 'chatty', file, '--token=${secret:canary}'] })
    await opened.until('bad', ({ state }) => state === 'approval_needed')
    await expect.poll(() => opened.output.length).toBe(2)
    expect(opened.output[0]).toBe('the secret is [redacted]')
    expect(opened.output[1]).toHaveLength(2001)
    expect(opened.output[1]).not.toContain('CA')
    expect(JSON.stringify(opened.servers.views())).not.toContain('CANARY')
  })

  it.skipIf(process.platform === 'win32')('is ended with all it started, even when it resists', async () => {
    open('grandchild')
    await opened.until('bad', ({ state }) => state === 'approval_needed')
    const pids = readFileSync(file, 'utf8').split(' ').map(Number)
    expect(pids.map(isProcessAlive)).toEqual([true, true])
    await opened.servers.stop()
    await expect.poll(() => pids.map(isProcessAlive), { timeout: 5000 }).toEqual([false, false])
  })
})
