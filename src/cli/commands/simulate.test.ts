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
    await work(started.parse(JSON.parse(await said.promise)))
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
})
