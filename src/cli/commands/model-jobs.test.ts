import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { contract, type HarombeContract, type HarombeHandlers } from '../../shared/contract'
import type { ModelJob, ModelsView } from '../../shared/entities'
import { HarombeError } from '../../shared/errors'
import { createMemoryChannelPair } from '../../shared/rpc/channel'
import { createRpcClient } from '../../shared/rpc/client'
import { createRouter, serveChannel } from '../../shared/rpc/server'
import { createRunContext } from '../testing/run-context'
import { modelsPull, modelsRemove } from './model-jobs'

const job = (part: Partial<ModelJob> = {}): ModelJob => ({
  id: 'job',
  kind: 'remove',
  node: 'mini',
  model: 'm',
  state: 'done',
  status: 'done',
  completedBytes: 0,
  totalBytes: null,
  bytesPerSecond: null,
  startedAt: 0,
  endedAt: 1,
  error: null,
  ...part,
})
const library = {
  node: 'mini',
  tier: 0,
  backend: 'ollama',
  online: true,
  simulated: true,
  abilities: { pull: true, remove: true, load: true, unload: true },
  tellsLoaded: true,
} as const
const view = (jobs: ModelJob[]): ModelsView => ({ nodes: [library], models: [], jobs })

function setUp(handlers: Partial<HarombeHandlers['models']>, { json = false } = {}) {
  const asked: string[] = []
  const refuse = (name: string) => () => {
    throw new HarombeError('NOT_FOUND', `no ${name}`)
  }
  const full = Object.fromEntries(
    Object.keys(contract.models).map(name => {
      const handler = handlers[name as keyof HarombeHandlers['models']] ?? refuse(name)
      return [
        name,
        (...given: unknown[]) => {
          asked.push(name)
          return (handler as (...inputs: unknown[]) => unknown)(...given)
        },
      ]
    }),
  ) as unknown as HarombeHandlers['models']
  const [near, far] = createMemoryChannelPair()
  const router = createRouter({ models: contract.models }, { models: full })
  serveChannel(far, router, { kind: 'cli', scopes: ['read', 'admin'] }, { reportUnknown: () => 'reference' })
  const client = createRpcClient<HarombeContract>(near)
  const openSession = async () => ({ client, close: async () => client.close() })
  return { ...createRunContext(openSession, { json }), asked }
}

function keyboard(answer: string) {
  const input = new PassThrough()
  const output = new PassThrough()
  input.write(`${answer}\r`)
  return { input, output }
}

describe('deleting', () => {
  const handlers = {
    getModels: () => view([]),
    removeModel: () => job(),
    async *watchModels() {
      yield view([job()])
    },
  }

  it.each([
    ['y', 0],
    ['yes', 0],
    ['', 1],
    ['n', 1],
    ['maybe', 1],
  ])('asks who is there: %j', async (answer, code) => {
    const { context, asked } = setUp(handlers)
    expect(await modelsRemove('m', { node: 'mini' }, context, keyboard(answer))).toBe(code)
    expect(asked.includes('removeModel')).toBe(code === 0)
  })

  it('takes Ctrl-C for a no', async () => {
    const { context, asked } = setUp(handlers)
    const { input, output } = keyboard('')
    input.read()
    input.write('\u0003')
    expect(await modelsRemove('m', { node: 'mini' }, context, { input, output })).toBe(1)
    expect(asked).not.toContain('removeModel')
  })

  it('needs --yes when nobody is there or a program reads the answer', async () => {
    const alone = setUp(handlers)
    expect(await modelsRemove('m', { node: 'mini' }, alone.context, null)).toBe(2)
    const read = setUp(handlers, { json: true })
    expect(await modelsRemove('m', { node: 'mini' }, read.context, keyboard('y'))).toBe(2)
    expect([...alone.asked, ...read.asked]).toEqual([])
    expect(await modelsRemove('m', { node: 'mini', yes: true }, alone.context, null)).toBe(0)
  })
})

describe('a pull', () => {
  it('is cancelled with the command, and its end is told', async () => {
    let state: ModelJob['state'] = 'running'
    const { context, stopping, stdout, asked } = setUp(
      {
        pullModel: () => job({ kind: 'pull', state }),
        async *watchModels(_input, { signal }) {
          yield view([job({ kind: 'pull', state })])
          stopping.abort()
          await new Promise(resolve => signal.addEventListener('abort', resolve))
        },
        cancelJob() {
          state = 'cancelled'
          return null
        },
      },
      { json: true },
    )
    expect(await modelsPull('m', { node: 'mini' }, context)).toBe(1)
    expect(asked).toContain('cancelJob')
    expect(JSON.parse(stdout())).toMatchObject({ kind: 'pull', state: 'cancelled', total_bytes: null })
  })

  it('fails with what the job failed with', async () => {
    const error = {
      code: 'NODE_UNREACHABLE',
      message: 'It went away.',
      retryable: true,
      hint: 'Look.',
    } as const
    const failed = job({ kind: 'pull', state: 'failed', error })
    const { context } = setUp({
      pullModel: () => failed,
      async *watchModels() {
        yield view([failed])
      },
    })
    await expect(modelsPull('m', { node: 'mini' }, context)).rejects.toMatchObject({
      code: 'NODE_UNREACHABLE',
      hint: 'Look.',
    })
  })

  it('does not wait for ever for a job nobody tells of any more', async () => {
    const { context } = setUp({
      pullModel: () => job({ kind: 'pull', state: 'running' }),
      async *watchModels() {
        yield view([])
      },
    })
    await expect(modelsPull('m', { node: 'mini' }, context)).rejects.toMatchObject({ code: 'DISCONNECTED' })
  })
})
