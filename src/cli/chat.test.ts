import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isPrivate } from '../core/testing/file-mode'
import { openPseudoTerminal, whyNoPseudoTerminal } from './testing/pseudo-terminal'
import { type CliResult, cliCommand, lastJson, runCli, type Served, startCli } from './testing/run-cli'

const fixture = join(import.meta.dirname, '../../e2e/fixtures/agent-run')
const question = 'What did I spend in June?'
const missing = whyNoPseudoTerminal()

let root: string
let home: string
let workspace: string
const running: Served[] = []

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'harombe-chat-'))
  home = join(root, 'home')
  mkdirSync(home)
  // Tools may not touch the data directory, so it is beside it.
  workspace = join(root, 'workspace')
  cpSync(join(fixture, 'workspace'), workspace, { recursive: true })
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop()
  rmSync(root, { recursive: true, force: true })
})

/** A model that follows the script of the show, and nothing else. */
async function configure(): Promise<void> {
  const script = join(fixture, 'script.yaml')
  const node = await startCli(
    [
      'simulate',
      '--port',
      '0',
      '--model',
      'scripted',
      '--script',
      script,
      '--ttft-ms',
      '1',
      '--tokens-per-second',
      '5000',
    ],
    home,
  )
  running.push(node)
  const nodes = [{ name: 'scripted', url: node.info.url, backend: 'ollama', model: 'scripted', tier: 0 }]
  const config = {
    server: { port: 0 },
    tools: { workspace },
    memory: { titles: false },
    cluster: { local: { enabled: false }, nodes },
  }
  writeFileSync(join(home, 'harombe.yaml'), JSON.stringify(config))
}

const serve = async () => {
  const served = await startCli(['serve', '--port', '0'], home)
  running.push(served)
}

/** With something on its standard input. */
function pipe(args: readonly string[], input: string | Uint8Array): Promise<CliResult> {
  const [program = '', ...rest] = cliCommand(args)
  const child = spawn(program, rest, { env: { ...process.env, HAROMBE_HOME: home, NO_COLOR: '1' } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', chunk => {
    stdout += String(chunk)
  })
  child.stderr.on('data', chunk => {
    stderr += String(chunk)
  })
  // It may be refused before all of it was read.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise(resolve => child.on('close', code => resolve({ code, stdout, stderr })))
}

describe('a task of five steps on a terminal', { timeout: 90_000 }, () => {
  it('asks before it writes, passes on what the person says, and shows every step', async context => {
    if (missing !== null) return context.skip(missing)
    await configure()
    await serve()
    const terminal = openPseudoTerminal(['chat'], home, { NO_COLOR: '1' })
    await terminal.until('> ')
    terminal.type(`${question}\r`)
    await terminal.until('I look at what is there.')
    await terminal.until('✓ List files')
    await terminal.until('The expenses are in one file.')
    await terminal.until('✓ Read a file')
    await terminal.until('I add the sum to it.')
    await terminal.until('sum,,66')
    await terminal.until('y allow, n deny')
    terminal.type('n Leave that file as it is.\r')
    await terminal.until('· Denied')
    await terminal.until('Then I make a file of its own.')
    await terminal.until('June: 66 euros.')
    await terminal.until('y allow, n deny')
    terminal.type('y\r')
    await terminal.until('· Done')
    await terminal.until('You spent 66 euros in June.')
    expect(readFileSync(join(workspace, 'june.md'), 'utf8')).toBe('June: 66 euros.\n')
    expect(readFileSync(join(workspace, 'expenses.csv'), 'utf8')).not.toContain('sum')

    await terminal.until('> ')
    terminal.type('/why\r')
    await terminal.until('Chosen')
    terminal.type('/nonsense\r')
    await terminal.until('There is no /nonsense. There are /help')
    terminal.type('/save Money of June\r')
    await terminal.until('Saved as “Money of June”')
    terminal.type('/exit\r')
    expect(await terminal.ended).toBe(0)

    const found = lastJson(await runCli(['memory', 'search', 'expenses.csv', '--json'], home))
    expect(found).toMatchObject({ hits: [expect.objectContaining({ conversation_title: 'Money of June' })] })
    const history = join(home, 'chat-history')
    expect(readFileSync(history, 'utf8')).toContain(question)
    expect(readFileSync(history, 'utf8')).not.toContain('Leave that file')
    expect(isPrivate(history)).toBe(true)
  })

  it('stops the answer for Ctrl-C and not the program, and keeps no history without a coordinator', async context => {
    if (missing !== null) return context.skip(missing)
    await configure()
    const terminal = openPseudoTerminal(['chat'], home)
    await terminal.until('> ')
    terminal.type(`${question}\r`)
    await terminal.until('y allow, n deny')
    terminal.type('\u0003')
    await terminal.until('· Denied')
    await terminal.until('> ')
    terminal.type('\u0004')
    expect(await terminal.ended).toBe(0)
    expect(existsSync(join(home, 'chat-history'))).toBe(false)
    expect(existsSync(join(home, 'memory.db'))).toBe(false)
    expect(existsSync(join(workspace, 'june.md'))).toBe(false)
  })

  it('asks nobody where nobody is: it denies at once, says how to allow, and tells all steps with --json', async () => {
    await configure()
    const answer = lastJson(await runCli(['chat', question, '--tools', '--json'], home))
    const calls = (answer.steps as { calls: { tool: string; state: string; decision: string }[] }[]).flatMap(
      step => step.calls,
    )
    expect(calls.map(({ tool, state, decision }) => [tool, state, decision])).toEqual([
      ['list_files', 'done', 'not_needed'],
      ['read_file', 'done', 'not_needed'],
      ['write_file', 'denied', 'nobody'],
    ])
    expect(existsSync(join(workspace, 'june.md'))).toBe(false)
    const text = await runCli(['chat', question, '--tools'], home)
    expect(text.stderr).toContain('Nobody could be asked')
  })
})

describe('a pipe into a question', { timeout: 60_000 }, () => {
  it('goes with the question, and what is no text is refused in words', async () => {
    const demo = await startCli(['simulate', '--port', '0', '--model', 'small'], home)
    running.push(demo)
    const nodes = [{ name: 'small', url: demo.info.url, model: 'small', tier: 0 }]
    writeFileSync(
      join(home, 'harombe.yaml'),
      JSON.stringify({ cluster: { local: { enabled: false }, nodes } }),
    )
    const good = await pipe(['chat', 'How many words?', '--json'], 'one two three')
    expect(good.code).toBe(0)
    const binary = await pipe(['chat', 'What is it?', '--json'], new Uint8Array(2000))
    expect(binary.code).toBe(1)
    expect(lastJson(binary)).toMatchObject({ error: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
    const large = await pipe(['chat', 'What is it?', '--json'], 'word '.repeat(1_000_000))
    expect(lastJson(large)).toMatchObject({ error: { code: 'PAYLOAD_TOO_LARGE' } })
    const attached = await runCli(
      ['chat', 'What is it?', '--json', '--attach', join(home, 'absent.txt')],
      home,
    )
    expect(lastJson(attached)).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })

  it('fails with 1 when no node answers', async () => {
    writeFileSync(join(home, 'harombe.yaml'), JSON.stringify({ cluster: { local: { enabled: false } } }))
    expect((await pipe(['chat', 'summarise'], 'a paper')).code).toBe(1)
  })
})

describe('what is kept, with no coordinator running', { timeout: 60_000 }, () => {
  it('comes in, is found, goes out and comes back elsewhere the same', async () => {
    writeFileSync(join(home, 'harombe.yaml'), JSON.stringify({ cluster: { local: { enabled: false } } }))
    const theirs = join(home, 'conversations.json')
    const message = { author: { role: 'user' }, content: { parts: ['Where do pelicans sleep?'] } }
    writeFileSync(
      theirs,
      JSON.stringify([{ id: 'birds', title: 'Birds', create_time: 1e9, mapping: { q: { message } } }]),
    )
    expect(lastJson(await runCli(['memory', 'import', theirs, '--dry-run', '--json'], home))).toMatchObject({
      dry_run: true,
      files: [{ format: 'chatgpt', conversations: 1 }],
    })
    await runCli(['memory', 'import', theirs], home)
    // The zip it comes in is unpacked by what is loaded only then.
    const zip = join(root, 'export.zip')
    writeFileSync(
      zip,
      zipSync({ 'conversations.json': readFileSync(theirs), 'file-1.png': new Uint8Array(9) }),
    )
    const again = await runCli(['memory', 'import', zip], home)
    expect(again.code).toBe(0)
    expect(again.stdout).toContain('took over 0 conversations')
    expect((await runCli(['memory', 'search', 'pelican'], home)).stdout).toContain('**pelican**s')
    expect((await runCli(['memory', 'export'], home)).stdout).toContain('# Birds')

    const ours = join(home, 'ours.json')
    expect((await runCli(['memory', 'export', '--format', 'json', '--out', ours], home)).code).toBe(0)
    expect(isPrivate(ours)).toBe(true)
    expect((await runCli(['memory', 'export', '--format', 'json', '--out', ours], home)).code).toBe(1)
    const elsewhere = join(root, 'elsewhere')
    await runCli(['memory', 'import', ours], elsewhere)
    expect((await runCli(['memory', 'search', 'pelicans'], elsewhere)).stdout).toContain('Birds')

    await runCli(['memory', 'facts', 'add', 'I live in Lima.'], home)
    expect((await runCli(['memory', 'facts'], home)).stdout).toContain('Lima')
    expect(lastJson(await runCli(['memory', 'status', '--json'], home))).toMatchObject({
      conversations: 1,
      messages: 1,
    })
  })
})
