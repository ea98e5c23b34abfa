import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent } from 'undici'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PullProgress } from '../../protocol'
import { type FileServer, type ServedFile, serveFiles } from '../testing/file-server'
import { type DownloadTools, downloadModel, freeBytes } from './download'

const content = Buffer.concat([Buffer.from('GGUF'), randomBytes(8_000_000)])
const sha256 = createHash('sha256').update(content).digest('hex')
const never = new AbortController().signal

let folder = ''
let target = ''
let server: FileServer | null = null
let agent: Agent
let tools: DownloadTools
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'harombe-download-'))
  target = join(folder, 'models', 'm.gguf')
  agent = new Agent()
  tools = {
    dispatcher: agent,
    freeBytes: async () => 1e12,
    pause: async () => undefined,
    monotonic: () => performance.now(),
  }
})
afterEach(async () => {
  await server?.close()
  server = null
  await agent.destroy()
  rmSync(folder, { recursive: true })
})

async function pull(
  file: Partial<ServedFile> & { sha256?: string | null; path?: string } = {},
  signal = never,
  onProgress: (progress: PullProgress) => void = () => undefined,
): Promise<PullProgress[]> {
  const { sha256: pinned = null, path = '/m.gguf', ...served } = file
  await server?.close()
  server = await serveFiles({ '/m.gguf': { content, ...served } })
  return follow(`${server.url}${path}`, pinned, signal, onProgress)
}
async function follow(
  url: string,
  pinned: string | null,
  signal = never,
  onProgress: (progress: PullProgress) => void = () => undefined,
): Promise<PullProgress[]> {
  const seen: PullProgress[] = []
  for await (const progress of downloadModel({ name: 'm', url, sha256: pinned }, target, tools, signal)) {
    seen.push(progress)
    onProgress(progress)
  }
  return seen
}
const isThere = () => existsSync(target) && readFileSync(target).equals(content)
const files = () => readdirSync(join(folder, 'models')).sort()
/** Leaves the first bytes of a download behind, the way a broken one does. */
async function leavePart(bytes: number, validator: string | null = '"v1"', data = content): Promise<void> {
  server = await serveFiles({ '/m.gguf': { content } })
  await follow(`${server.url}/absent`, null).catch(() => undefined)
  writeFileSync(`${target}.part`, data.subarray(0, bytes))
  const notes = { url: `${server.url}/m.gguf`, validator, sha256: null }
  writeFileSync(`${target}.part.json`, JSON.stringify(notes))
}
const goOn = (pinned: string | null = null) => follow(`${server?.url}/m.gguf`, pinned)

describe('a download', () => {
  it('is at its place and nothing else is left when it ends', async () => {
    const seen = await pull({ sha256 })
    expect(isThere()).toBe(true)
    expect(files()).toEqual(['m.gguf'])
    expect(seen.at(-1)).toEqual({
      status: 'verifying',
      completedBytes: content.length,
      totalBytes: content.length,
    })
    // Only its owner may read what somebody chose to have.
    if (process.platform !== 'win32') expect(statSync(target).mode & 0o077).toBe(0)
  })

  it('goes on where the last one stopped', async () => {
    await leavePart(100_000)
    await goOn(sha256)
    expect(isThere()).toBe(true)
    expect(server?.requests.at(-1)).toEqual({ path: '/m.gguf', range: 'bytes=100000-', ifRange: '"v1"' })
  })

  it('begins anew when the file has become another', async () => {
    await leavePart(100_000, '"v0"', randomBytes(100_000))
    await goOn(sha256)
    expect(isThere()).toBe(true)
  })

  it('begins anew where a server knows no ranges', async () => {
    await leavePart(100_000)
    const before = server?.url
    await server?.close()
    server = await serveFiles({ '/m.gguf': { content, ignoresRange: true } })
    const notes = readFileSync(`${target}.part.json`, 'utf8').replaceAll(String(before), server.url)
    writeFileSync(`${target}.part.json`, notes)
    await goOn()
    expect(isThere()).toBe(true)
  })

  it('begins anew without anything that tells one version from another', async () => {
    await leavePart(100_000, null, randomBytes(100_000))
    await goOn()
    expect(server?.requests.at(-1)?.range).toBeUndefined()
    expect(isThere()).toBe(true)
  })

  it('takes a part that is complete already, if it is right', async () => {
    await leavePart(content.length)
    await goOn(sha256)
    expect(isThere()).toBe(true)
  })

  it('begins anew when there is more than there should be', async () => {
    await leavePart(content.length)
    writeFileSync(`${target}.part`, Buffer.concat([content, randomBytes(10)]))
    await goOn()
    expect(isThere()).toBe(true)
  })

  it('goes on by itself after a cut connection, and gives up when no byte comes', async () => {
    const cuts = [5_000_000, 2_500_000, null]
    const seen = await pull({ sha256, cutAfter: () => cuts.shift() ?? null })
    expect(isThere()).toBe(true)
    const starts = server?.requests.map(({ range = 'bytes=0-' }) => Number(range.slice(6, -1))) ?? []
    // What was still on its way when the connection ended is lost; the rest is not asked for again.
    expect(starts).toEqual([0, expect.any(Number), expect.any(Number)])
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b))
    expect(seen.some(({ status }) => status.includes('connection lost'))).toBe(true)
    rmSync(target)
    await expect(pull({ cutAfter: () => 0 })).rejects.toMatchObject({ code: 'STREAM_CUT_OFF' })
    expect(server?.requests).toHaveLength(4)
  })

  it('keeps what came when it is cancelled', async () => {
    const controller = new AbortController()
    const answer: ServedFile['answer'] = (_request, response) => {
      response.writeHead(200, { 'content-length': String(content.length), etag: '"v1"' })
      return response.write(content.subarray(0, 50_000)) || true
    }
    const pulling = pull({ answer }, controller.signal, () => controller.abort())
    await expect(pulling).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(files()).toEqual(['m.gguf.part', 'm.gguf.part.json'])
    expect(statSync(`${target}.part`).size).toBeGreaterThan(0)
  })

  it('refuses another content than the pinned one, and keeps nothing of it', async () => {
    const wrong = pull({ sha256: 'a'.repeat(64) })
    await expect(wrong).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
      message: expect.stringContaining('checksum'),
    })
    expect(files()).toEqual([])
  })

  it('holds the content to what the hub announced, and the pinned value above that', async () => {
    const announced = (hash: string) => ({ 'x-linked-etag': `"${hash}"` })
    await expect(pull({ headers: announced('b'.repeat(64)) })).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
    })
    await pull({ headers: announced('b'.repeat(64)), sha256 })
    expect(isThere()).toBe(true)
    rmSync(target)
    await pull({ headers: announced(sha256) })
    expect(isThere()).toBe(true)
  })

  it('takes the announcement of the hub, not of where it redirects to', async () => {
    server = await serveFiles({
      '/hub': {
        content,
        answer(_request, response) {
          response.writeHead(302, { location: '/m.gguf', 'x-linked-etag': `"${sha256}"` }).end()
          return true
        },
      },
      '/m.gguf': { content, headers: { 'x-linked-etag': `"${'c'.repeat(64)}"` } },
    })
    await follow(`${server.url}/hub`, null)
    expect(isThere()).toBe(true)
  })

  it('follows no redirect to an address that is not safe, and not for ever', async () => {
    for (const location of [
      'http://192.0.2.1/m.gguf',
      'ftp://127.0.0.1/m',
      'http://user:secret@127.0.0.1/m',
      '/self',
    ]) {
      const answer: ServedFile['answer'] = (_request, response) => {
        response.writeHead(302, { location }).end()
        return true
      }
      await server?.close()
      server = await serveFiles({ '/hub': { content, answer }, '/self': { content, answer } })
      await expect(follow(`${server.url}/hub`, null)).rejects.toMatchObject({
        code: expect.stringMatching(/^(NODE_REFUSED|MALFORMED_RESPONSE)$/),
      })
    }
  })

  it('stops at the first bytes of what is no GGUF', async () => {
    const page = Buffer.concat([Buffer.from('<!doctype html>'), Buffer.alloc(5_000_000)])
    await expect(pull({ content: page })).rejects.toMatchObject({
      code: 'MALFORMED_RESPONSE',
      message: /GGUF/,
    })
    expect(files()).toEqual([])
  })

  it('says how much room is missing before it takes any', async () => {
    tools.freeBytes = async () => 1000
    await expect(pull()).rejects.toMatchObject({
      code: 'STORAGE_FAILED',
      message: expect.stringContaining('only 0.0 GB are free'),
      data: { missing: content.length, free: 1000 },
    })
    expect(files()).toEqual([])
  })

  it('knows how much room there is', async () => {
    expect(await freeBytes(folder)).toBeGreaterThan(0)
  })

  it.each([
    [404, 'MODEL_MISSING'],
    [401, 'NODE_REFUSED'],
    [403, 'NODE_REFUSED'],
    [429, 'NODE_BUSY'],
    [500, 'NODE_ERROR'],
  ])('tells what HTTP %i means', async (status, code) => {
    const answer: ServedFile['answer'] = (_request, response) => {
      response.writeHead(status).end('no')
      return true
    }
    await expect(pull({ answer })).rejects.toMatchObject({ code })
  })

  it('says that the server cannot be reached', async () => {
    await expect(follow('http://127.0.0.1:9/m.gguf', null)).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
    })
  })

  it('refuses a file without a known length', async () => {
    const answer: ServedFile['answer'] = (_request, response) => {
      response.writeHead(200).write('GGUF')
      response.end()
      return true
    }
    await expect(pull({ answer })).rejects.toMatchObject({ code: 'MALFORMED_RESPONSE' })
  })
})
