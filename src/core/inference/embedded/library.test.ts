import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { PullProgress } from '../protocol'
import { engineForTests } from './testing/engine-folder'
import { type FileServer, serveFiles } from './testing/file-server'
import {
  type BuiltEngine,
  buildEngineProcess,
  startTestEngine,
  type TestEngine,
} from './testing/start-test-engine'
import { chatMl, tinyModel } from './testing/write-tiny-model'

const never = new AbortController().signal

describe.skipIf(engineForTests() === null)('the models of the real engine', { timeout: 60_000 }, () => {
  let built: BuiltEngine
  let test: TestEngine
  let server: FileServer | null = null
  const content = tinyModel({ seed: 9, name: 'pulled' })
  const sha256 = createHash('sha256').update(content).digest('hex')
  let gguf: { url: string; sha256: string | null } | null = null

  beforeAll(async () => {
    built = await buildEngineProcess()
    test = startTestEngine({
      entry: built.entry,
      models: {
        plain: {},
        thinking: { chatTemplate: `${chatMl}{# <think> and tools #}` },
        bare: { chatTemplate: null },
      },
      lookup: name => (name === 'tiny:1b' ? gguf : null),
    })
  })
  afterEach(async () => {
    await server?.close()
    server = null
  })
  afterAll(async () => {
    await test.stop()
    built.remove()
  })

  async function pull(model: string, signal = never): Promise<PullProgress[]> {
    const seen: PullProgress[] = []
    for await (const progress of test.client.library.pull(model, { signal })) seen.push(progress)
    return seen
  }
  const names = async () => (await test.client.probe({ signal: never })).models.map(({ name }) => name)

  it('are described by the header of their file, and the list knows it from then on', async () => {
    const [before] = (await test.client.probe({ signal: never })).models.filter(
      ({ name }) => name === 'plain',
    )
    expect(before).toMatchObject({ name: 'plain', family: null, contextLength: null })
    const details = await test.client.library.describe('plain', { signal: never })
    expect(details).toEqual({
      name: 'plain',
      sizeBytes: statSync(join(test.modelsFolder, 'plain.gguf')).size,
      digest: null,
      family: 'llama',
      parameters: '109K',
      quantization: 'F32',
      contextLength: 4096,
      architecture: { layers: 2, keyValueHeads: 2, keyLength: 16, valueLength: 16 },
      license: 'cc0-1.0',
      capabilities: {
        chat: 'yes',
        vision: 'no',
        tools: 'unknown',
        json: 'yes',
        reasoning: 'unknown',
        embeddings: 'unknown',
        completion: 'yes',
        prefill: 'yes',
      },
    })
    const [after] = (await test.client.probe({ signal: never })).models.filter(({ name }) => name === 'plain')
    expect(after).toMatchObject({ family: 'llama', contextLength: 4096 })
  })

  it('are said to call tools and to think when their template does, and to chat only with one', async () => {
    const { library } = test.client
    const thinking = await library.describe('thinking', { signal: never })
    expect(thinking.capabilities).toMatchObject({ tools: 'yes', reasoning: 'yes' })
    const bare = await library.describe('bare', { signal: never })
    expect(bare.capabilities).toMatchObject({ chat: 'unknown', completion: 'yes' })
    await expect(library.describe('nobody', { signal: never })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
    })
  })

  it('make vectors of length one, the same for the same text, in the order of the texts', async () => {
    const inputs = ['one text', 'another', 'one text']
    const { vectors, promptTokens } = await test.client.embed({ model: 'plain', inputs }, { signal: never })
    expect(vectors.map(vector => vector.length)).toEqual([64, 64, 64])
    for (const vector of vectors) expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
    expect(vectors[2]).toEqual(vectors[0])
    expect(vectors[1]).not.toEqual(vectors[0])
    expect(promptTokens).toBeGreaterThan('one textanotherone text'.length)
  })

  it('make shorter vectors when asked, and no longer ones', async () => {
    const embed = (dimensions: number, input = 'x') =>
      test.client.embed({ model: 'plain', inputs: [input], dimensions }, { signal: never })
    const { vectors } = await embed(16)
    expect(vectors[0]).toHaveLength(16)
    expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1, 5)
    await expect(embed(65)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(embed(16, 'x'.repeat(5000))).rejects.toMatchObject({ code: 'CONTEXT_TOO_LONG' })
    // A longer one than before still fits the model.
    expect((await embed(16, 'x'.repeat(2000))).vectors).toHaveLength(1)
  })

  it('make vectors and answers side by side', async () => {
    const ask = { model: 'plain', messages: [{ role: 'user' as const, content: 'Hi' }], maxTokens: 5 }
    const before = await test.client.embed({ model: 'plain', inputs: ['x'] }, { signal: never })
    expect((await test.client.complete(ask, { signal: never })).content).not.toBe('')
    const after = await test.client.embed({ model: 'plain', inputs: ['x'] }, { signal: never })
    expect(after).toEqual(before)
    await test.client.embed({ model: 'bare', inputs: ['x'] }, { signal: never })
    const { loaded } = await test.client.probe({ signal: never })
    expect(loaded?.map(({ name }) => name).sort()).toEqual(['bare', 'plain'])
  })

  it('are pulled by the name of the catalogue, used, and removed while they are loaded', async () => {
    server = await serveFiles({ '/file.gguf': { content } })
    gguf = { url: `${server.url}/file.gguf`, sha256 }
    const seen = await pull('tiny:1b')
    expect(seen.at(-1)).toEqual({
      status: 'verifying',
      completedBytes: content.length,
      totalBytes: content.length,
    })
    expect(await names()).toContain('tiny:1b')
    expect((await pull('tiny:1b')).map(({ status }) => status)).toEqual(['already here'])
    expect(server.requests).toHaveLength(1)
    await test.client.library.load('tiny:1b', {}, { signal: never })
    await test.client.library.remove('tiny:1b', { signal: never })
    expect(await names()).not.toContain('tiny:1b')
    const { loaded } = await test.client.probe({ signal: never })
    expect(loaded?.some(({ name }) => name === 'tiny:1b')).toBe(false)
  })

  it('are fetched once for two who ask at the same time, and go on when one of them leaves', async () => {
    server = await serveFiles({ '/file.gguf': { content } })
    gguf = { url: `${server.url}/file.gguf`, sha256 }
    const leaving = new AbortController()
    const first = pull('tiny:1b', leaving.signal).catch(error => error)
    const second = pull('tiny:1b')
    leaving.abort()
    expect(await first).toMatchObject({ code: 'CANCELLED' })
    expect((await second).at(-1)).toMatchObject({ completedBytes: content.length })
    expect(server.requests).toHaveLength(1)
    await test.client.library.remove('tiny:1b', { signal: never })
  })

  it('stop being fetched when nobody waits, and what came is kept', async () => {
    server = await serveFiles({
      '/file.gguf': {
        content,
        answer(_request, response) {
          response.writeHead(200, { 'content-length': String(content.length), etag: '"v1"' })
          return response.write(content.subarray(0, 70_000)) || true
        },
      },
    })
    gguf = { url: `${server.url}/file.gguf`, sha256 }
    for await (const { completedBytes } of test.client.library.pull('tiny:1b', { signal: never })) {
      if (completedBytes > 0) break
    }
    expect(await names()).not.toContain('tiny:1b')
    expect(existsSync(join(test.modelsFolder, 'tiny%3A1b.gguf.part'))).toBe(true)
  })

  it('are not pulled from just anywhere', async () => {
    await expect(pull('https://example.com/x.gguf')).rejects.toMatchObject({ code: 'MODEL_MISSING' })
  })
})
