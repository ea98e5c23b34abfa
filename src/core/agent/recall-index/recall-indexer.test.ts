import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ClusterView, unknownConvergence } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import type { EmbeddingExecution, EmbeddingResult } from '../../coordination/types'
import { createRecallIndexer, type RecallIndexer } from './recall-indexer'

let indexer: RecallIndexer | null = null
let listeners: Set<(view: ClusterView) => void>
let view: ClusterView
const reported: unknown[] = []

const idle = (): ClusterView => ({
  nodes: [],
  requests: [],
  summary: {} as ClusterView['summary'],
  configProblem: null,
  demoRunning: false,
  servingPaused: false,
  convergence: unknownConvergence,
})
const busy = (): ClusterView => ({
  ...idle(),
  requests: [
    {
      id: 'r',
      node: 'n',
      tier: 0,
      class: null,
      origin: 'chat',
      startedAt: 0,
      tokens: 0,
      state: 'running',
      ahead: null,
    },
  ],
})
function show(next: ClusterView) {
  view = next
  for (const listener of listeners) listener(next)
}

beforeEach(() => {
  vi.useFakeTimers()
  listeners = new Set()
  view = idle()
  reported.length = 0
})
afterEach(async () => {
  await indexer?.stop()
  expect(vi.getTimerCount()).toBe(0)
  expect(listeners.size).toBe(0)
  vi.useRealTimers()
})

type Embed = (
  request: EmbeddingExecution,
  signal: AbortSignal,
) => Promise<Pick<EmbeddingResult, 'vectors' | 'model'>>

/** Texts that wait for a vector, and what was done with them. */
function open(texts: string[], embed: Embed, embeddingModel = 'auto') {
  const log: string[] = []
  const waiting = texts.map((text, id) => ({ id, text }))
  let settled: string | null = null
  let looks = 0
  const asked: string[][] = []
  indexer = createRecallIndexer({
    pieces: {
      hasWork: () => waiting.length > 0 || settled !== null,
      async cut() {
        looks += 1
        return 0
      },
      async counts() {
        looks += 1
        return { model: settled, pending: waiting.length }
      },
      async settleModel(name, dimensions) {
        settled = name
        log.push(`${name}/${dimensions}`)
      },
      unembedded: async limit => waiting.slice(0, limit),
      async addVectors(name, vectors) {
        for (const { id } of vectors) {
          log.push(`${name}: ${waiting.find(piece => piece.id === id)?.text}`)
          waiting.splice(
            waiting.findIndex(piece => piece.id === id),
            1,
          )
        }
        return vectors.length
      },
    },
    cluster: {
      async embed(request, signal) {
        asked.push([...request.inputs])
        return {
          ...(await embed(request, signal)),
          promptTokens: null,
          route: {} as never,
          answeredBy: {} as never,
        }
      },
    },
    nodes: {
      view: () => view,
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    embeddingModel: () => embeddingModel,
    after(ms, task) {
      const timer = setTimeout(task, ms)
      return () => clearTimeout(timer)
    },
    report: error => reported.push(error),
  })
  return { log, asked, waiting, indexer, looks: () => looks }
}

const vectorsOf: Embed = async ({ inputs }) => ({ model: 'small', vectors: inputs.map(() => [1, 0]) })

describe('the index in the background', () => {
  it('finds out the model, then gives every piece its vector, and sleeps until there is more', async () => {
    const { log, asked, waiting, indexer } = open(['one', 'two'], vectorsOf)
    await vi.advanceTimersByTimeAsync(1000)
    expect(log).toEqual(['small/2', 'small: one', 'small: two'])
    expect(indexer.model()).toBe('small')
    const before = asked.length
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(asked).toHaveLength(before)
    waiting.push({ id: 9, text: 'three' })
    indexer.kick()
    await vi.advanceTimersByTimeAsync(3000)
    expect(log.at(-1)).toBe('small: three')
  })

  it('looks into nothing where there is nothing, which would start threads', async () => {
    const { indexer, looks } = open([], vectorsOf)
    indexer.kick()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks()).toBe(0)
  })

  it('asks in the background, as nobody, and only for the model that is wanted', async () => {
    const requests: EmbeddingExecution[] = []
    const embed: Embed = async (request, signal) => {
      requests.push(request)
      return vectorsOf(request, signal)
    }
    open(['one'], embed, 'chosen')
    await vi.advanceTimersByTimeAsync(1000)
    expect(requests).not.toEqual([])
    for (const request of requests)
      expect(request).toMatchObject({
        priority: 'background',
        isAside: true,
        target: { tier: 'auto', model: 'chosen' },
      })
  })

  it('waits while somebody waits for an answer, and gives up what it asked for when somebody asks', async () => {
    show(busy())
    let aborted = 0
    const hanging: Embed = (_request, signal) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted += 1
          reject(new HarombeError('CANCELLED', 'aborted'))
        }),
      )
    const { asked, indexer } = open(['one'], hanging)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(0)
    show(idle())
    await vi.advanceTimersByTimeAsync(10)
    expect(asked).toHaveLength(1)
    show(busy())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(aborted).toBe(1)
    expect(asked).toHaveLength(1)
    expect(indexer.problem()).toBeNull()
    show(idle())
    await vi.advanceTimersByTimeAsync(10)
    expect(asked).toHaveLength(2)
  })

  it('says why it cannot, tries ever less often, and at once when a node comes up', async () => {
    const none: Embed = async () => {
      throw new HarombeError('MODEL_MISSING', 'No model is known to make embeddings.')
    }
    const { asked, indexer } = open(['one'], none)
    await vi.advanceTimersByTimeAsync(10)
    expect(indexer.problem()).toBe('No model is known to make embeddings.')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(asked.length).toBeLessThan(20)
    const before = asked.length
    show({
      ...idle(),
      nodes: [{ name: 'new', status: 'online', models: ['nomic'] } as ClusterView['nodes'][number]],
    })
    await vi.advanceTimersByTimeAsync(10)
    expect(asked).toHaveLength(before + 1)
    expect(reported).toEqual([])
  })

  it('embeds the beginning of what is too long for a model', async () => {
    const short: Embed = async (request, signal) => {
      if (request.inputs.some(text => text.length > 10))
        throw new HarombeError('CONTEXT_TOO_LONG', 'Too long.')
      return vectorsOf(request, signal)
    }
    const { log } = open(['a text of more than ten'], short)
    await vi.advanceTimersByTimeAsync(1000)
    expect(log).toContain('small: a text of more than ten')
  })

  it('starts anew when a question was embedded with another model', async () => {
    let name = 'old'
    const { log, waiting, indexer } = open(['one'], async ({ inputs }) => ({
      model: name,
      vectors: inputs.map(() => [1]),
    }))
    await vi.advanceTimersByTimeAsync(1000)
    name = 'new'
    indexer.noteModel('new')
    waiting.push({ id: 5, text: 'one' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(log).toEqual(['old/1', 'old: one', 'new/1', 'new: one'])
  })

  it('is off when it is off', async () => {
    const { asked, indexer } = open(['one'], vectorsOf, 'off')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toEqual([])
    expect(indexer.problem()).toBeNull()
  })
})
