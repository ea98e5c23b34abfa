import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HarombeError } from '../../../../shared/errors'
import { createEngineInstaller, type InstallerOptions } from './engine-installer'

const never = new AbortController().signal
const packageFolder = join(process.cwd(), 'resources', 'engine')

let directory = ''
let folder = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-installer-'))
  folder = join(directory, 'data', 'engine')
})
afterEach(() => rmSync(directory, { recursive: true }))

/** A program that stands in for npm: what it does is the body of a script, in the folder it is called in. */
function npm(body: string) {
  const path = join(directory, 'npm-cli.mjs')
  writeFileSync(
    path,
    `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const install = () => {
  for (const name of Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).dependencies)) {
    mkdirSync('node_modules/' + name + '/dist', { recursive: true })
    writeFileSync('node_modules/' + name + '/package.json', '{}')
    writeFileSync('node_modules/' + name + '/dist/index.js', '')
  }
}
${body}`,
  )
  return { command: process.execPath, args: [path], shell: false }
}

function create(body: string, more: Partial<InstallerOptions> = {}) {
  return createEngineInstaller({
    folder,
    packageFolder,
    platform: { platform: 'linux', arch: 'x64', isMusl: false },
    findNpm: () => npm(body),
    ...more,
  })
}
async function install(
  body: string,
  more: Partial<InstallerOptions> = {},
  signal = never,
): Promise<string[]> {
  const lines: string[] = []
  for await (const { line } of create(body, more).install(signal)) lines.push(line)
  return lines
}
const beside = () => (existsSync(join(directory, 'data')) ? readdirSync(join(directory, 'data')) : [])

it('puts the engine into its folder in one step, and tells how it goes', async () => {
  const lines = await install(
    "console.log('args', process.argv.slice(2).join(' ')); console.log(readFileSync('.npmrc', 'utf8').split('\\n').join(' ')); install()",
  )
  expect(lines[0]).toContain('@node-llama-cpp/linux-x64')
  // npm ci only, no scripts, nothing younger than a week.
  expect(lines[1]).toBe('args ci --ignore-scripts --no-audit --no-fund --loglevel=error')
  expect(lines[2]).toContain('ignore-scripts=true min-release-age=7')
  expect(lines.at(-1)).toContain('is installed')
  expect(beside()).toEqual(['engine'])
  const status = await create('').status()
  expect(status).toMatchObject({
    state: 'ready',
    version: expect.stringMatching(/^3\.22\./),
    hint: null,
    folder,
  })
})

it('leaves what was there until the new one is complete', async () => {
  await install('install()')
  writeFileSync(join(folder, 'mark'), 'old')
  await expect(install("console.error('npm error broken'); process.exit(1)")).rejects.toMatchObject({
    code: 'NODE_ERROR',
  })
  expect(readFileSync(join(folder, 'mark'), 'utf8')).toBe('old')
  expect(beside()).toEqual(['engine'])
  const beforeReplacing = vi.fn(async () => undefined)
  await install('install()', { beforeReplacing })
  expect(beforeReplacing).toHaveBeenCalledOnce()
  expect(existsSync(join(folder, 'mark'))).toBe(false)
  expect(beside()).toEqual(['engine'])
})

it('does not believe an npm that forgets a package', async () => {
  await expect(
    install(
      "install(); (await import('node:fs')).rmSync('node_modules/@node-llama-cpp', { recursive: true })",
    ),
  ).rejects.toMatchObject({
    code: 'NODE_ERROR',
  })
  expect(beside()).toEqual([])
})

it.each([
  ['npm error code ENOTFOUND\nnpm error network request failed', 'NODE_UNREACHABLE'],
  ['npm error code EINTEGRITY', 'NODE_REFUSED'],
  ['npm error code ENOSPC', 'STORAGE_FAILED'],
  ['npm error code ETARGET', 'NODE_ERROR'],
])('says what %j means', async (said, code) => {
  await expect(install(`console.error(${JSON.stringify(said)}); process.exit(1)`)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/\.$/),
  })
})

it('says what to install where there is no npm', async () => {
  await expect(install('', { findNpm: () => null })).rejects.toMatchObject({
    code: 'NODE_REFUSED',
    hint: expect.stringContaining('nodejs.org'),
  })
})

it('stops npm when nobody waits for it any more, and leaves nothing behind', async () => {
  const controller = new AbortController()
  const installer = create("console.log('at work'); setInterval(() => {}, 1000)")
  const waiting = (async () => {
    for await (const { line } of installer.install(controller.signal)) {
      expect((await installer.status()).state).toBe('installing')
      if (line === 'at work') controller.abort()
    }
  })()
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' })
  await vi.waitFor(() => expect(beside()).toEqual([]), 5000)
  expect((await installer.status()).state).toBe('absent')
})

it('is done once for two who ask', async () => {
  const findNpm = vi.fn(() => npm('install()'))
  const installer = create('', { findNpm })
  const follow = async () => {
    for await (const _ of installer.install(never)) {
      // Only the end matters.
    }
  }
  await Promise.all([follow(), follow()])
  expect(findNpm).toHaveBeenCalledOnce()
})

it('says that it is outdated, absent, running or failing, and what to do', async () => {
  const absent = await create('').status()
  expect(absent).toMatchObject({ state: 'absent', hint: expect.stringContaining('harombe engine install') })
  await install('install()')
  const marker = join(folder, 'harombe-engine.json')
  writeFileSync(marker, readFileSync(marker, 'utf8').replace(/"version":"[^"]+"/, '"version":"3.0.0"'))
  expect(await create('').status()).toMatchObject({
    state: 'ready',
    version: '3.0.0',
    hint: expect.stringContaining('outdated'),
  })
  const running = { running: true, accelerator: 'cpu', failure: null }
  expect(await create('', { running: () => running }).status()).toMatchObject({
    state: 'running',
    accelerator: 'cpu',
  })
  const failure = new HarombeError('NODE_ERROR', 'It crashes.')
  expect(await create('', { running: () => ({ ...running, failure }) }).status()).toMatchObject({
    state: 'failed',
    hint: 'It crashes.',
  })
})

it('takes the engine away again, and half of one is none', async () => {
  await install('install()')
  await create('').remove()
  expect(existsSync(folder)).toBe(false)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'harombe-engine.json'), '{"version":"3.22.1","packages":["node-llama-cpp"]}')
  expect((await create('').status()).state).toBe('absent')
})
