import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createInferenceClient } from './create-inference-client'
import type { InferenceClient, InferenceFrame } from './protocol'
import { collectFrames, never, owned, serveHttp, summarize } from './testing/scripted-server'

const request = { model: 'm', messages: [{ role: 'user', content: 'Hello' }] } as const
const line = '{"message":{"content":"Hi"},"done":false}\n'
const cancelled = { type: 'error', code: 'CANCELLED' }

/** A server that tells when it was asked and when its connection closed. */
async function watched(answer: (response: ServerResponse) => void): Promise<{
  client: InferenceClient
  asked: Promise<void>
  closed: Promise<number>
}> {
  const asked = Promise.withResolvers<void>()
  const closed = Promise.withResolvers<number>()
  const { url } = await serveHttp((_request, response) => {
    response.once('close', () => closed.resolve(performance.now()))
    asked.resolve()
    answer(response)
  })
  const client = owned(createInferenceClient({ baseUrl: url, backend: 'ollama' }))
  return { client, asked: asked.promise, closed: closed.promise }
}

describe('aborting a request', () => {
  it('before headers closes the connection within 250 ms', async () => {
    const { client, asked, closed } = await watched(() => {})
    const controller = new AbortController()
    const frames = collectFrames(client.stream(request, { signal: controller.signal }))
    await asked
    const start = performance.now()
    controller.abort()
    expect(summarize(await frames)).toEqual([cancelled])
    expect((await closed) - start).toBeLessThan(250)
  })

  it('while waiting for the next part closes the connection within 250 ms', async () => {
    const { client, closed } = await watched(response => response.writeHead(200).write(line))
    const controller = new AbortController()
    const frames: InferenceFrame[] = []
    let start = 0
    for await (const frame of client.stream(request, { signal: controller.signal })) {
      frames.push(frame)
      if (frame.type === 'text') {
        setImmediate(() => {
          start = performance.now()
          controller.abort()
        })
      }
    }
    expect(summarize(frames)).toEqual([{ type: 'text', text: 'Hi' }, cancelled])
    expect((await closed) - start).toBeLessThan(250)
  })

  it('while nobody pulls closes the connection, and nothing already received is delivered any more', async () => {
    const { client, closed } = await watched(response => response.writeHead(200).write(line.repeat(5)))
    const controller = new AbortController()
    const stream = client.stream(request, { signal: controller.signal })[Symbol.asyncIterator]()
    await stream.next()
    const start = performance.now()
    controller.abort()
    expect((await closed) - start).toBeLessThan(250)
    expect((await stream.next()).value).toMatchObject({ type: 'error', error: { code: 'CANCELLED' } })
    expect((await stream.next()).done).toBe(true)
  })

  it('by leaving the loop closes the connection within 250 ms', async () => {
    const { client, closed } = await watched(response => response.writeHead(200).write(line))
    for await (const frame of client.stream(request, { signal: never })) if (frame.type === 'text') break
    const start = performance.now()
    expect((await closed) - start).toBeLessThan(250)
  })

  it('before it began sends nothing', async () => {
    const { url, seen } = await serveHttp((_request, response) => void response.end())
    const client = owned(createInferenceClient({ baseUrl: url, backend: 'ollama' }))
    const frames = await collectFrames(client.stream(request, { signal: AbortSignal.abort() }))
    expect(summarize(frames)).toEqual([cancelled])
    expect(seen).toEqual([])
  })

  it('by a deadline of the caller is a timeout, not a cancellation', async () => {
    const { client } = await watched(() => {})
    const signal = AbortSignal.timeout(30)
    await expect(client.probe({ signal })).rejects.toMatchObject({ code: 'TIMEOUT' })
    const late = await collectFrames(client.stream(request, { signal: AbortSignal.timeout(30) }))
    expect(summarize(late)).toEqual([{ type: 'error', code: 'TIMEOUT' }])
  })

  it('leaves no listener on a signal that outlives the request', async () => {
    const { client } = await watched(response => response.writeHead(200).end(`${line}{"done":true}\n`))
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }
    await client.complete(request, { signal })
    expect(listeners).toBe(0)
  })

  it('is not needed after done: a server that keeps the connection open loses it soon', async () => {
    const { client, closed } = await watched(response =>
      response.writeHead(200).write(`${line}{"done":true}\n`),
    )
    await client.complete(request, { signal: never })
    const start = performance.now()
    expect((await closed) - start).toBeLessThan(2000)
  })

  it('by closing the client ends what is in progress', async () => {
    const { client, asked, closed } = await watched(response => response.writeHead(200).write(line))
    const frames = collectFrames(client.stream(request, { signal: never }))
    await asked
    await client.close()
    await closed
    expect(summarize(await frames).at(-1)).toMatchObject({ type: 'error' })
    expect(summarize(await collectFrames(client.stream(request, { signal: never })))).toEqual([
      { type: 'error', code: 'NODE_UNREACHABLE' },
    ])
  })
})

describe('backpressure', () => {
  it('stops reading while nobody pulls', async () => {
    let written = 0
    const { client } = await watched(response => {
      response.writeHead(200)
      const pour = (): void => {
        while (written < 12 * 1024 * 1024) {
          written += line.length
          if (!response.write(line)) {
            response.once('drain', pour)
            return
          }
        }
      }
      pour()
    })
    const stream = client.stream(request, { signal: never })[Symbol.asyncIterator]()
    await stream.next()
    await expect
      .poll(
        () => {
          const before = written
          return new Promise(resolve => setTimeout(() => resolve(written - before), 50))
        },
        { timeout: 2000 },
      )
      .toBe(0)
    // Kernel buffers of both sides hold some megabytes on loopback; an unbounded reader would have taken all of it.
    expect(written).toBeLessThan(12 * 1024 * 1024)
    await stream.return?.(undefined)
  })
})
