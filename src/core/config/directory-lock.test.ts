import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundleProgram, type TestProgram } from '../testing/bundle-program'
import { createCertificate } from '../testing/certificate'
import { isPrivate } from '../testing/file-mode'
import { dataDirectoryPath } from './data-directory'
import { acquireLock, readLock } from './directory-lock'
import { processIdentity } from './process-identity'

let directory: string
let lockFile: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'harombe-lock-'))
  lockFile = join(directory, 'coordinator.lock')
})

afterEach(() => rmSync(directory, { recursive: true }))

const locked = expect.objectContaining({ code: 'LOCKED' })

function record(changes: Record<string, unknown>): string {
  return JSON.stringify({
    pid: process.pid,
    process: processIdentity(process.pid),
    endpoint: null,
    token: 'secret',
    startedAt: Date.now(),
    instance: 'another',
    ...changes,
  })
}

/** An id that no process has: the largest one that Linux gives out is 2^22. */
const deadPid = 2 ** 22 + 1

describe('acquireLock', () => {
  it('lets one in and tells the others where it is, with a token only the user can read', async () => {
    const lock = await acquireLock(directory)
    lock.publish('http://127.0.0.1:8000')
    await expect(acquireLock(directory)).rejects.toMatchObject({
      code: 'LOCKED',
      data: { endpoint: 'http://127.0.0.1:8000', pid: process.pid },
    })
    expect(await readLock(directory)).toMatchObject({ endpoint: 'http://127.0.0.1:8000', token: lock.token })
    expect(isPrivate(lockFile)).toBe(true)
    lock.release()
    expect(await readLock(directory)).toBeNull()
    const next = await acquireLock(directory)
    expect(next.token).not.toBe(lock.token)
    next.release()
  })

  it('lets exactly one of twenty in', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(directory)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of attempts) if (attempt.status === 'rejected') expect(attempt.reason).toEqual(locked)
    expect(readdirSync(directory).sort()).toEqual(['coordinator.guard', 'coordinator.lock'])
  })

  it.each([
    ['empty', ''],
    ['cut off', record({}).slice(0, 40)],
    ['garbage', '\0\xff{{{'],
    ['of another shape', '{"pid": "me"}'],
    ['of a negative process', record({ pid: -1 })],
    ['of a dead process', record({ pid: deadPid })],
    ['of an earlier process with the same id', record({ process: 'another boot/1' })],
  ])('takes over a lock file that is %s', async (_name, content) => {
    writeFileSync(lockFile, content)
    expect(await readLock(directory)).toBeNull()
    const lock = await acquireLock(directory)
    expect((await readLock(directory))?.token).toBe(lock.token)
  })

  it('takes over from a predecessor with the same id where the system keeps no start times', async () => {
    writeFileSync(lockFile, record({ process: null, startedAt: performance.timeOrigin - 1000 }))
    await acquireLock(directory)
    await expect(acquireLock(directory)).rejects.toEqual(locked)
  })

  describe('from a process that lives but may be another program by now', () => {
    const stranger = () => ({ pid: process.ppid, process: null })

    const healthy: RequestListener = (_request, response) => response.end('{"status":"healthy"}')
    it.each([
      ['http', () => createServer(healthy)],
      ['https', () => createSecureServer(createCertificate(), healthy)],
    ])('asks the endpoint over %s', async (scheme, create) => {
      const server = create()
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const content = record({ ...stranger(), endpoint: `${scheme}://127.0.0.1:${port}` })
      writeFileSync(lockFile, content)
      await expect(acquireLock(directory)).rejects.toEqual(locked)
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      const lock = await acquireLock(directory)
      expect(readFileSync(lockFile, 'utf8')).toContain(lock.token)
    })

    it('gives one without endpoint a minute to start', async () => {
      writeFileSync(lockFile, record({ ...stranger(), startedAt: 1_000_000 }))
      await expect(acquireLock(directory, { now: () => 1_030_000 })).rejects.toEqual(locked)
      await acquireLock(directory, { now: () => 1_090_000 })
    })

    it('leaves a lock alone that changed while it asked', async () => {
      writeFileSync(lockFile, record({ ...stranger(), endpoint: 'http://127.0.0.1:9' }))
      const winner = record({ instance: 'winner' })
      const isAnswering = async () => {
        writeFileSync(lockFile, winner)
        return false
      }
      await expect(acquireLock(directory, { isAnswering })).rejects.toEqual(locked)
      expect(readFileSync(lockFile, 'utf8')).toBe(winner)
    })
  })

  it('neither publishes into nor releases a lock that went to somebody else', async () => {
    const lock = await acquireLock(directory)
    const other = record({ instance: 'other' })
    writeFileSync(lockFile, other)
    expect(() => lock.publish('http://127.0.0.1:1')).toThrowError(locked)
    lock.release()
    expect(readFileSync(lockFile, 'utf8')).toBe(other)
  })

  it('says so when the directory cannot be used', async () => {
    writeFileSync(join(directory, 'file'), '')
    await expect(acquireLock(join(directory, 'file', 'data'))).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
    })
  })

  it.each(['coordinator.lock', 'coordinator.guard'])('says so when %s is no file', async name => {
    mkdirSync(join(directory, name))
    await expect(acquireLock(directory)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining('EISDIR'),
      hint: expect.stringContaining('--data-dir'),
    })
  })

  it('says so when the guard is damaged', async () => {
    writeFileSync(join(directory, 'coordinator.guard'), 'x'.repeat(5000))
    await expect(acquireLock(directory)).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining('not a database'),
    })
  })

  it('reads no lock where there is no directory, and says so', async () => {
    writeFileSync(join(directory, 'file'), '')
    await expect(readLock(join(directory, 'file'))).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
  })
})

describe('among processes', () => {
  let program: TestProgram

  beforeAll(async () => {
    program = await bundleProgram(
      { lock: join(import.meta.dirname, 'directory-lock.ts') },
      `import { acquireLock } from './lock.mjs'
       process.on('message', async directory => {
         const answer = await acquireLock(directory).then(() => 'won', error => error.code)
         process.send(answer)
       })
       process.send('ready')
      `,
    )
    return () => program.remove()
  })

  async function start(count: number): Promise<ChildProcess[]> {
    const children = Array.from({ length: count }, () => fork(program.path, { execArgv: [] }))
    await Promise.all(children.map(child => once(child, 'message')))
    return children
  }

  async function answers(children: ChildProcess[]): Promise<unknown[]> {
    const all = children.map(child => once(child, 'message').then(([answer]) => answer))
    for (const child of children) child.send(directory)
    return Promise.all(all)
  }

  async function kill(children: ChildProcess[]) {
    const ends = children.map(child => once(child, 'exit'))
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(ends)
  }

  it('lets exactly one in, and exactly one after that one was killed', async () => {
    const first = await start(4)
    expect((await answers(first)).sort()).toEqual(['LOCKED', 'LOCKED', 'LOCKED', 'won'])
    const owner = await readLock(directory)
    expect(first.map(({ pid }) => pid)).toContain(owner?.pid)
    const second = await start(4)
    await kill(first)
    expect(existsSync(lockFile)).toBe(true)
    expect(await readLock(directory)).toBeNull()
    expect((await answers(second)).sort()).toEqual(['LOCKED', 'LOCKED', 'LOCKED', 'won'])
    await kill(second)
  }, 60_000)
})

describe('the data directory', () => {
  it('is the one named on the command line, else HAROMBE_HOME, else ~/.harombe', () => {
    const env = { HAROMBE_HOME: '/srv/harombe' }
    expect(dataDirectoryPath({ env, override: '/data' })).toBe(resolve('/data'))
    expect(dataDirectoryPath({ env })).toBe(resolve('/srv/harombe'))
    expect(dataDirectoryPath({ env: { HAROMBE_HOME: '' } })).toMatch(/[/\\]\.harombe$/)
    expect(dataDirectoryPath({ env: {}, override: '~/elsewhere' })).not.toContain('~')
  })

  it('is created for the user alone by whoever locks it', async () => {
    const path = join(directory, 'a', 'b')
    const lock = await acquireLock(path)
    expect(isPrivate(path)).toBe(true)
    lock.release()
  })
})
