import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../shared/clock'
import type { Classification, Message } from '../../shared/entities'
import type { Classifier } from '../coordination/classification/classifier'
import { createClusterManager } from '../coordination/cluster-manager'
import type { NodeSpec } from '../coordination/node-spec'
import { createInferenceClient } from '../inference/create-inference-client'
import { createSimulatedServer } from '../simulation/create-simulated-server'
import type { SimulatedServerOptions } from '../simulation/types'
import { createChatService } from './chat-service'
import { createEscalationJudge, type EscalationSettings } from './escalation-judge'
import { createSelfRating } from './self-rating'
import { attach, noTools, settings } from './testing/chat'
import { createMemoryAnswerStore } from './testing/memory-answer-store'
import { createPlainContext } from './testing/plain-context'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

const simple: Classification = {
  class: 'simple',
  tier: 0,
  probabilities: [0.8, 0.15, 0.05],
  reasons: ['it is short'],
  gates: [],
  estimatedTokens: 10,
}

interface Small extends SimulatedServerOptions {
  backend?: NodeSpec['backend']
}

/** A chat on a real cluster of a small and a large simulated server; nothing between them is scripted. */
async function open(small: Small, changes: Partial<EscalationSettings & Classification> = {}) {
  const { backend = 'ollama', ...options } = small
  const quick = { ttftMs: 2, tokensPerSecond: 5000 }
  const servers = {
    small: createSimulatedServer({ ...quick, model: 'small', ...options }),
    large: createSimulatedServer({ ...quick, model: 'large' }),
  }
  const specs: NodeSpec[] = []
  for (const [name, server] of Object.entries(servers)) {
    const { url } = await server.start()
    cleanUps.push(() => server.stop())
    specs.push({
      ...{ name, url, model: name, token: undefined, enabled: true, slots: 4, origin: 'config' as const },
      tier: name === 'small' ? 0 : 2,
      backend: name === 'small' ? backend : 'ollama',
    })
  }
  const classifier: Classifier = {
    classify: () => ({
      ...simple,
      ...('probabilities' in changes ? { probabilities: changes.probabilities } : {}),
    }),
  }
  let ids = 0
  const manager = createClusterManager({
    clock: systemClock,
    random: () => 0.5,
    createClient: createInferenceClient,
    detectBackend: () => Promise.reject(new Error('every node says what it is')),
    classifier,
    createId: () => `request-${ids++}`,
    settings: {
      routing: { preferLocal: true, loadBalance: true, fallbackStrategy: 'graceful' },
      health: { intervalMs: 60_000, timeoutMs: 1000 },
      contextLength: 8192,
    },
    readSurroundings: () => ({ configProblem: null, demoRunning: false }),
  })
  cleanUps.push(() => manager.stop())
  await manager.setNodes(specs)
  const ended: string[] = []
  manager.onEnded(({ id }) => ended.push(id))
  const memory = createMemoryAnswerStore()
  const reported: unknown[] = []
  const escalation: EscalationSettings = { mode: 'offer', perHour: 10, ...changes }
  const chat = createChatService({
    store: memory.store,
    cluster: manager,
    after: systemClock.after,
    settings: () => settings,
    contexts: createPlainContext(() => []),
    agent: noTools,
    escalation: createEscalationJudge({
      cluster: manager,
      outlook: manager,
      settings: () => escalation,
      monotonic: systemClock.monotonic,
    }),
    report: error => reported.push(error),
  })
  cleanUps.push(() => chat.stop())
  const ask = async (text = 'What is a tide?'): Promise<Message> => {
    const { answer } = await chat.send({ text, target: { tier: 'auto' } })
    const window = attach(chat, answer.id)
    await window.done
    return window.final().message
  }
  return { servers, manager, memory, chat, ask, ended, reported }
}

describe('a small node that tells how sure its model is', () => {
  it.each<[string, Small]>([
    ['Ollama', {}],
    ['vLLM', { protocol: 'openai', flavour: 'vllm', backend: 'vllm' }],
    ['llama.cpp', { protocol: 'openai', flavour: 'llamacpp', backend: 'llamacpp' }],
  ])('%s: the larger one is offered when it is not, and not when it is', async (_name, server) => {
    const unsure = await open({ ...server, logprobs: 'unsure' })
    const answer = await unsure.ask()
    expect(answer).toMatchObject({ state: 'complete', answeredBy: { node: 'small' } })
    expect(answer.escalation).toEqual({
      ...{ state: 'offered', tier: 2, reasons: ['the model was not sure of its words'] },
    })
    const sure = await open({ ...server, logprobs: 'sure' })
    expect(await sure.ask()).not.toHaveProperty('escalation')
    expect([...unsure.reported, ...sure.reported]).toEqual([])
  })

  it('is asked at once by the larger one where that is wanted, and both answers stay', async () => {
    const { ask, chat, memory, servers } = await open({ logprobs: 'unsure' }, { mode: 'auto' })
    const small = await ask()
    const answerId = small.escalation?.answerId ?? ''
    const larger = attach(chat, answerId)
    await larger.done
    expect(larger.final().message).toMatchObject({
      escalatedFrom: small.id,
      answeredBy: { node: 'large', tier: 2 },
    })
    expect(memory.shown()).toBe(answerId)
    expect(memory.store.message(small.id).content).not.toBe('')
    expect(servers.large.stats.completed).toBe(1)
  })
})

describe('a small node that refuses to tell', () => {
  it.each<[string, Small]>([
    ['Ollama', {}],
    ['vLLM', { protocol: 'openai', flavour: 'vllm', backend: 'vllm' }],
  ])('%s answers all the same, and is not asked for it again', async (_name, server) => {
    const { ask, servers, manager } = await open({ ...server, logprobs: 'refused' })
    expect(await ask()).toMatchObject({ state: 'complete', answeredBy: { node: 'small' } })
    expect(await ask()).toMatchObject({ state: 'complete', answeredBy: { node: 'small' } })
    expect(servers.small.stats.completed).toBe(2)
    expect(servers.large.stats.completed).toBe(0)
    expect(manager.node('small').statistics).toMatchObject({ requests: 2, failures: 0 })
  })
})

describe('the model’s own word', () => {
  const answered = {
    messages: [{ role: 'user', content: 'What is a tide?' }],
    content: 'The sea rises and falls.',
    answeredBy: { node: 'small', tier: 0, model: 'small', simulated: true },
  } as const

  it('takes one token of the same node, and is nobody’s request in figures and log', async () => {
    const { servers, manager, ended } = await open({})
    const rate = createSelfRating({ cluster: manager, nodes: manager })
    await rate(answered, AbortSignal.timeout(2000))
    expect(servers.small.stats).toMatchObject({ completed: 1, tokens: 1 })
    expect(servers.large.stats.completed).toBe(0)
    expect(manager.view()).toMatchObject({ requests: [], summary: { answers: 0, failures: 0 } })
    expect(manager.node('small').statistics).toMatchObject({ requests: 0, failures: 0 })
    expect(ended).toEqual([])
  })

  it('gives the node up at once when somebody else wants it', async () => {
    const { servers, manager, ask } = await open({ slots: 1, ttftMs: 1500 })
    await manager.setNodes([])
    const { url } = await servers.small.start()
    await manager.setNodes([
      {
        ...{ name: 'small', url, tier: 0, model: 'small', backend: 'ollama', token: undefined },
        ...{ enabled: true, slots: 1, origin: 'config' },
      },
    ])
    const rate = createSelfRating({ cluster: manager, nodes: manager })
    const rated = rate(answered, new AbortController().signal)
    await expect.poll(() => servers.small.stats.active).toBe(1)
    servers.small.setBehaviour({ ttftMs: 5 })
    const started = performance.now()
    const [rating, answer] = await Promise.all([rated, ask()])
    expect([rating, answer.state]).toEqual([null, 'complete'])
    // Well within the second and a half that the rating would still have taken.
    expect(performance.now() - started).toBeLessThan(1000)
    expect(servers.small.stats).toMatchObject({ cancelled: 1, completed: 1 })
  })
})
