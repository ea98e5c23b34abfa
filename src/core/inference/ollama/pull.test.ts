import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createOllamaClient } from '../create-ollama-client'
import type { PullProgress } from '../protocol'
import { never, owned, serveHttp } from '../testing/scripted-server'
import { createPullMeter } from './pull'

const library = (baseUrl: string, firstToken?: number) =>
  owned(createOllamaClient({ baseUrl, backend: 'ollama', timeouts: firstToken ? { firstToken } : {} }))
    .library

async function collect(progress: AsyncIterable<PullProgress>): Promise<PullProgress[]> {
  const all: PullProgress[] = []
  for await (const step of progress) all.push(step)
  return all
}

async function pulling(lines: readonly string[], status = 200) {
  const server = await serveHttp((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/x-ndjson' }).end(lines.join('\n'))
  })
  return { ...server, pull: () => collect(library(server.url).pull('qwen3:8b', { signal: never })) }
}

const layer = (digest: string, completed: number | undefined, total: number) =>
  JSON.stringify({ status: `pulling ${digest}`, digest, total, completed })

describe('a pull from Ollama', () => {
  it('sums up the layers and ends with success', async () => {
    const { pull, seen } = await pulling([
      '{"status":"pulling manifest"}',
      layer('a', undefined, 100),
      layer('a', 60, 100),
      layer('b', 5, 20),
      layer('a', 100, 100),
      layer('b', 20, 20),
      '{"status":"verifying sha256 digest"}',
      '{"status":"success"}',
    ])
    expect(await pull()).toEqual([
      { status: 'pulling manifest', completedBytes: 0, totalBytes: null },
      { status: 'downloading', completedBytes: 0, totalBytes: 100 },
      { status: 'downloading', completedBytes: 60, totalBytes: 100 },
      { status: 'downloading', completedBytes: 65, totalBytes: 120 },
      { status: 'downloading', completedBytes: 105, totalBytes: 120 },
      { status: 'downloading', completedBytes: 120, totalBytes: 120 },
      { status: 'verifying sha256 digest', completedBytes: 120, totalBytes: 120 },
    ])
    expect(seen).toMatchObject([
      { method: 'POST', path: '/api/pull', body: { model: 'qwen3:8b', stream: true } },
    ])
  })

  it('never runs backwards, whatever the server counts', () => {
    const step = fc.record({
      digest: fc.constantFrom('a', 'b', undefined),
      total: fc.option(fc.nat(1000)),
      completed: fc.option(fc.nat(2000)),
    })
    fc.assert(
      fc.property(fc.array(step), steps => {
        const meter = createPullMeter()
        let last = 0
        for (const one of steps) {
          const progress = meter.follow(one)
          if (progress === null) continue
          expect(progress.completedBytes).toBeGreaterThanOrEqual(last)
          expect(progress.completedBytes).toBeLessThanOrEqual(progress.totalBytes ?? 0)
          last = progress.completedBytes
        }
      }),
    )
  })

  it('does not repeat itself', async () => {
    const { pull } = await pulling([
      layer('a', 1, 9),
      layer('a', 1, 9),
      layer('a', 1, 9),
      '{"status":"success"}',
    ])
    expect(await pull()).toHaveLength(1)
  })

  it.each<[string, string[], string]>([
    ['ends without success', [layer('a', 9, 9)], 'STREAM_CUT_OFF'],
    [
      'reports an error',
      [layer('a', 1, 9), '{"error":"max retries exceeded: no space left on device"}'],
      'NODE_ERROR',
    ],
    [
      'knows no such model',
      ['{"status":"pulling manifest"}', '{"error":"pull model manifest: file does not exist"}'],
      'MODEL_MISSING',
    ],
    ['says something else', ['[1]'], 'MALFORMED_RESPONSE'],
    ['speaks no JSON', ['{"status":'], 'MALFORMED_RESPONSE'],
  ])('fails when the server %s', async (_what, lines, code) => {
    const { pull } = await pulling(lines)
    await expect(pull()).rejects.toMatchObject({ code })
  })

  it('hints at the name, not at installing, when there is no such model', async () => {
    const { pull } = await pulling(['{"error":"pull model manifest: file does not exist"}'])
    await expect(pull()).rejects.toMatchObject({ hint: expect.stringContaining('ollama.com/library') })
  })

  it('fails when the server falls silent', async () => {
    const { url } = await serveHttp((_request, response) => void response.write(`${layer('a', 1, 9)}\n`))
    await expect(collect(library(url, 60).pull('m', { signal: never }))).rejects.toMatchObject({
      code: 'TIMEOUT',
    })
  })

  it('does not count its own reader as silence', async () => {
    const { url } = await serveHttp((_request, response) => {
      response.write(`${layer('a', 1, 9)}\n`)
      setTimeout(() => response.end('{"status":"success"}\n'), 20)
    })
    const steps = library(url, 60).pull('m', { signal: never })[Symbol.asyncIterator]()
    await steps.next()
    await new Promise(resolve => setTimeout(resolve, 120))
    expect((await steps.next()).done).toBe(true)
  })

  it('may take longer than any answer may be', async () => {
    const line = `${JSON.stringify({ status: 'x'.repeat(70_000), digest: 'a', total: 9, completed: 1 })}\n`
    const { url } = await serveHttp((_request, response) => {
      let lines = 0
      const pour = (): void => {
        while (lines < 250) {
          lines += 10
          if (!response.write(line.repeat(10))) {
            response.once('drain', pour)
            return
          }
        }
        response.end('{"status":"success"}\n')
      }
      pour()
    })
    expect(await collect(library(url).pull('m', { signal: never }))).toHaveLength(1)
  })

  it('leaves the event loop to others when a server never stops writing', async () => {
    const lines = `${JSON.stringify({ status: 'a' })}\n${JSON.stringify({ status: 'b' })}\n`.repeat(500)
    const { url } = await serveHttp((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed) {
          if (response.write(lines)) continue
          response.once('drain', pour)
          return
        }
      }
      pour()
    })
    const leaving = new AbortController()
    setTimeout(() => leaving.abort(), 300)
    let steps = 0
    const pull = async () => {
      for await (const _step of library(url).pull('m', { signal: leaving.signal })) steps += 1
    }
    await expect(pull()).rejects.toMatchObject({ code: 'CANCELLED' })
    // At most 256 lines in 25 ms; unbounded it is tens of thousands.
    expect(steps).toBeGreaterThan(256)
    expect(steps).toBeLessThan(256 * 14)
  })

  it('counts absurd sizes without leaving the numbers that are exact', () => {
    const meter = createPullMeter()
    const most = Number.MAX_SAFE_INTEGER
    for (let part = 0; part < 10; part++) meter.follow({ digest: `d${part}`, total: most, completed: most })
    const end = meter.follow({ digest: 'last', total: 5, completed: 3 })
    expect(Number.isSafeInteger(end?.totalBytes)).toBe(true)
    expect((end?.totalBytes ?? 0) - (end?.completedBytes ?? 0)).toBe(2)
  })

  it('keeps no more parts than a model can have', () => {
    const meter = createPullMeter()
    for (let part = 0; part < 10_000; part++) meter.follow({ digest: `d${part}`, total: 1, completed: 1 })
    expect(meter.follow({ status: 'x', total: null, completed: null })?.totalBytes).toBe(4096)
  })
})
