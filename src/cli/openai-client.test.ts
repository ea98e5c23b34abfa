import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Served, startCli } from './testing/run-cli'

describe("OpenAI's own client against the running coordinator", { timeout: 60_000 }, () => {
  let home: string
  let demo: Served
  let client: OpenAI
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'harombe-openai-'))
    demo = await startCli(['demo'], home)
    client = new OpenAI({ baseURL: `${String(demo.info.endpoint)}/v1`, apiKey: 'none', maxRetries: 0 })
  })
  afterAll(async () => {
    await demo.stop()
    await rm(home, { recursive: true, force: true })
  })

  it('streams an answer with model auto, to its end, from the tier the question needs', async () => {
    const { data: stream, response } = await client.chat.completions
      .create({ model: 'auto', stream: true, messages: [{ role: 'user', content: 'What is 2+2?' }] })
      .withResponse()
    let text = ''
    let finish: string | null = null
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      finish = chunk.choices[0]?.finish_reason ?? finish
    }
    expect(text).toContain('4')
    expect(finish).toBe('stop')
    expect(response.headers.get('x-harombe-node')).toBe('demo-mini')
    expect(response.headers.get('x-harombe-tier')).toBe('0')
  })

  it('lists the names that can be asked for, and answers under each kind of them', async () => {
    const { data: models } = await client.models.list()
    const names = models.map(model => model.id)
    expect(names).toEqual(
      expect.arrayContaining(['auto', 'tier-0', 'tier-2', 'node/demo-mini', 'simulated-72b']),
    )
    const messages = [{ role: 'user' as const, content: 'What is 2+2?' }]
    const answer = await client.chat.completions.create({ model: 'tier-2', messages })
    expect(answer.choices[0]?.message.content).toContain('simulated-72b')
    await expect(client.chat.completions.create({ model: 'no-such-model', messages })).rejects.toMatchObject({
      status: 404,
    })
  })
})
