import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCoordinator } from './coordinator'
import { serveHttp } from './inference/testing/scripted-server'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'harombe-coordinator-'))
})
afterEach(() => rm(directory, { recursive: true }))

const line = (content: string, done = false) => `${JSON.stringify({ message: { content }, done })}\n`

it('lets the answers of programs end when it stops', async () => {
  const stopping = Promise.withResolvers<void>()
  const node = await serveHttp(async ({ path }, response) => {
    if (path === '/api/chat') {
      response.write(line('Hello '))
      await stopping.promise
      response.end(line('again') + line('', true))
    } else response.end('{"models":[{"name":"m"}]}')
  })
  const configPath = join(directory, 'harombe.yaml')
  const nodes = JSON.stringify([{ name: 'mac', url: node.url, backend: 'ollama' }])
  await writeFile(configPath, `cluster: {local: {enabled: false}, nodes: ${nodes}}\n`)
  const coordinator = createCoordinator({
    mode: 'serve',
    dataDirectory: directory,
    configPath,
    version: '1.2.3',
    staticRoot: null,
    host: { capabilities: [] },
    log: pino({ level: 'silent' }),
    overrides: { port: 0 },
  })
  const { endpoint } = await coordinator.start()
  const response = await fetch(`${endpoint}/chat/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Hi"}',
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = (await reader?.read())?.value ?? ''
  const stopped = coordinator.stop()
  stopping.resolve()
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value
  expect(text).toContain('again')
  expect(text).toContain('event: done')
  await stopped
})
