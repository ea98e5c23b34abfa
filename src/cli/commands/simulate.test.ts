import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createTerminal } from '../output'
import { createProgram } from '../program'
import type { RunContext } from '../run-context'

const listed = z.object({ data: z.array(z.object({ id: z.string(), owned_by: z.string() })) })
const started = z.object({ url: z.string(), protocol: z.string(), flavour: z.string().optional() })

/** Runs the command as it is typed until the work with its address is done. */
async function simulate(args: readonly string[], work: (said: z.infer<typeof started>) => Promise<void>) {
  const stopping = new AbortController()
  const said = Promise.withResolvers<string>()
  const stdout = { write: said.resolve }
  const context: Pick<RunContext, 'terminal' | 'signal'> = {
    terminal: createTerminal({ stdout, stderr: { write() {} } }, { json: true, env: {} }),
    signal: stopping.signal,
  }
  let code: unknown = null
  const running = createProgram(async command => {
    // The command looks at nothing else of it.
    code = await command(context as RunContext)
  }).parseAsync(['simulate', '--port', '0', '--model', 'chat', ...args], { from: 'user' })
  try {
    const text = await Promise.race([said.promise, running.then(() => '')])
    await work(started.parse(JSON.parse(text)))
  } finally {
    stopping.abort()
    await running
  }
  expect(code).toBe(0)
}

describe('harombe simulate', () => {
  it('is an Ollama with one model unless told otherwise', async () => {
    await simulate([], async ({ url, protocol }) => {
      expect(protocol).toBe('ollama')
      expect(await (await fetch(`${url}/api/tags`)).json()).toMatchObject({ models: [{ name: 'chat' }] })
    })
  })

  it('stands for another server, with further models and one for embeddings', async () => {
    const args = ['--flavour', 'vllm', '--models', 'a', 'b', '--embedding', 'words']
    await simulate(args, async ({ url, protocol, flavour }) => {
      expect([protocol, flavour]).toEqual(['openai', 'vllm'])
      const { data } = listed.parse(await (await fetch(`${url}/v1/models`)).json())
      expect(data.map(({ id }) => id)).toEqual(['chat', 'a', 'b', 'words'])
      expect(new Set(data.map(({ owned_by: owner }) => owner))).toEqual(new Set(['vllm']))
      const embed = (model: string) =>
        fetch(`${url}/v1/embeddings`, { method: 'POST', body: JSON.stringify({ model, input: 'x' }) })
      expect([(await embed('words')).status, (await embed('chat')).status]).toEqual([200, 501])
    })
  })

  it('says and calls what a script tells, in the text where its model has no place for calls', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'harombe-script-'))
    const path = join(directory, 'script.yaml')
    writeFileSync(path, 'native: false\nturns:\n  - text: I look.\n    tool_calls: [{ name: look }]\n')
    await simulate(['--script', path], async ({ url }) => {
      const post = (route: string, body: object) =>
        fetch(url + route, { method: 'POST', body: JSON.stringify(body) })
      const shown = z.object({ capabilities: z.array(z.string()) })
      expect(
        shown.parse(await (await post('/api/show', { model: 'chat' })).json()).capabilities,
      ).not.toContain('tools')
      const messages = [{ role: 'user', content: 'Hi' }]
      const answer = await post('/api/chat', { model: 'chat', messages, stream: false })
      expect(await answer.json()).toMatchObject({
        message: { content: 'I look.\n\n```tool\n{"tool":"look","arguments":{}}\n```' },
      })
    })
    writeFileSync(path, 'turns: []\n')
    await expect(simulate(['--script', path], async () => {})).rejects.toThrow('This is no script: turns')
    await expect(simulate(['--script', `${path}.none`], async () => {})).rejects.toThrow('cannot be read')
    rmSync(directory, { recursive: true })
  })
})
