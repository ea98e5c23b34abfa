import { describe, expect, it } from 'vitest'
import { type ModelCapabilities, unknownCapabilities } from '../../../shared/entities'
import { HarombeError } from '../../../shared/errors'
import { lackBehind } from './learn-from-refusal'
import { assumedFromName, mergeCapabilities } from './merge-capabilities'
import { createModelLab, summary } from './testing/model-lab'

const able = (changes: Partial<ModelCapabilities>): ModelCapabilities => ({
  ...unknownCapabilities,
  ...changes,
})

describe('mergeCapabilities', () => {
  it('lets what was tried win over what is said, and that over what is assumed', () => {
    const { capabilities, evidence } = mergeCapabilities({
      assumed: { tools: 'yes', vision: 'yes', json: 'yes' },
      declared: { tools: 'no', vision: 'no' },
      proven: { tools: 'yes' },
    })
    expect(capabilities).toMatchObject({ tools: 'yes', vision: 'no', json: 'yes', reasoning: 'unknown' })
    expect(evidence).toBe('proven')
  })

  it('never lets a shrug hide what somebody knows', () => {
    const { capabilities, evidence } = mergeCapabilities({
      assumed: { chat: 'yes' },
      declared: able({}),
      proven: { chat: 'unknown' },
    })
    expect(capabilities.chat).toBe('yes')
    expect(evidence).toBe('assumed')
  })
})

describe('assumedFromName', () => {
  it.each([
    'nomic-embed-text:latest',
    'bge-m3',
    'BAAI/bge-large-en-v1.5',
    'mxbai-embed-large',
    'all-minilm:22m',
    'intfloat/e5-mistral',
  ])('%s is offered for embeddings', name => expect(assumedFromName(name)).toEqual({ embeddings: 'yes' }))

  it.each(['qwen2.5:7b', 'llava:7b', 'badge5:1b', 'gemma3:4b', 'hermes3', 'qwen3-coder-tools'])(
    'nothing is read into the name %s',
    name => expect(assumedFromName(name)).toEqual({}),
  )
})

describe('what routing is told of a model', () => {
  it('comes from the kind of server until the server was asked', async () => {
    const lab = createModelLab()
    lab.add('mac', {
      supports: able({ completion: 'yes' }),
      describe: () => ({ capabilities: able({ tools: 'yes' }), contextLength: 40_960 }),
    })
    const { knowledge } = lab.learning
    expect(knowledge.of('mac', 'small')).toEqual({ ...able({ completion: 'yes' }), contextLength: null })
    const before = knowledge.revision?.('mac') ?? 0
    lab.check('mac')
    await lab.clock.finish(knowledge.learn?.(new AbortController().signal) ?? Promise.resolve())
    expect(knowledge.of('mac', 'small')).toEqual({
      ...able({ completion: 'yes', tools: 'yes' }),
      contextLength: 40_960,
    })
    expect(knowledge.revision?.('mac')).toBeGreaterThan(before)
    await lab.service.stop()
  })

  it('is nothing for a node or a model nobody knows', async () => {
    const lab = createModelLab()
    expect(lab.learning.knowledge.of('nas', 'small')).toEqual({ ...unknownCapabilities, contextLength: null })
    await lab.service.stop()
  })

  it('assumes embeddings by the name only while the server says nothing', async () => {
    const lab = createModelLab()
    lab.add('mac', {
      models: [summary('nomic-embed-text')],
      describe: () => ({ capabilities: able({ embeddings: 'no' }) }),
    })
    expect(lab.learning.knowledge.of('mac', 'nomic-embed-text').embeddings).toBe('yes')
    expect(lab.service.view().models[0]?.evidence).toBe('assumed')
    lab.check('mac')
    await lab.clock.advance(100)
    expect(lab.learning.knowledge.of('mac', 'nomic-embed-text').embeddings).toBe('no')
    await lab.service.stop()
  })

  it('is shown with the word of the user, which wins', async () => {
    const lab = createModelLab()
    lab.add('mac', {
      declared: { vision: 'yes', tools: 'no' },
      describe: () => ({ capabilities: able({ tools: 'yes' }) }),
    })
    expect(lab.service.view().models[0]).toMatchObject({ evidence: 'declared' })
    lab.check('mac')
    await lab.clock.advance(100)
    expect(lab.service.view().models[0]?.capabilities).toMatchObject({ vision: 'yes', tools: 'no' })
    await lab.service.stop()
  })

  it('learns from a refusal met in real use, and only from one about an ability', async () => {
    const lab = createModelLab()
    lab.add('mac', { describe: () => ({ capabilities: able({ tools: 'yes', vision: 'yes' }) }) })
    lab.check('mac')
    await lab.clock.advance(100)
    const said = new HarombeError(
      'NODE_REFUSED',
      'mac refused: registry.ollama.ai/library/small does not support tools',
    )
    lab.tell({ type: 'failed', node: 'mac', model: 'small', error: said })
    lab.tell({
      type: 'failed',
      node: 'mac',
      model: 'small',
      error: new HarombeError('NODE_ERROR', 'out of memory'),
    })
    lab.tell({ type: 'failed', node: 'nas', model: 'small', error: said })
    expect(lab.learning.knowledge.of('mac', 'small')).toMatchObject({ tools: 'no', vision: 'yes' })
    expect(lab.service.view().models[0]?.evidence).toBe('proven')
    await lab.service.stop()
  })
})

describe('lackBehind', () => {
  it.each([
    ['"small" does not support tools', 'tools'],
    ['The model on mac cannot use tools: tool choice requires --enable-auto-tool-choice', 'tools'],
    [
      'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
      'vision',
    ],
    ['At most 0 image(s) may be provided: small is not a multimodal model', 'vision'],
    ['this model does not support embeddings', 'embeddings'],
    ['"small" does not support thinking', 'reasoning'],
    ['"bge-m3" does not support chat', 'chat'],
  ])('reads "%s"', (message, lacking) => {
    expect(lackBehind({ code: 'NODE_REFUSED', message })).toBe(lacking)
  })

  it('reads nothing into other refusals, nor into the moment’s failures', () => {
    expect(lackBehind({ code: 'NODE_REFUSED', message: 'mac does not accept our token' })).toBeNull()
    expect(lackBehind({ code: 'NODE_BUSY', message: 'does not support tools' })).toBeNull()
  })
})

describe('asking servers', () => {
  it('happens once for each model, two at a time over the whole cluster', async () => {
    const lab = createModelLab()
    const many = Array.from({ length: 9 }, (_, number) => summary(`model-${number}`))
    const nodes = ['mac', 'tower', 'dgx'].map(name => lab.add(name, { models: many }))
    for (let checks = 0; checks < 5; checks += 1) {
      for (const { name } of nodes) lab.check(name)
      await lab.clock.advance(50)
    }
    await lab.clock.advance(5000)
    for (const { name } of nodes) lab.check(name)
    await lab.clock.advance(5000)
    for (const node of nodes)
      expect(node.described.toSorted()).toEqual(many.map(({ name }) => name).toSorted())
    expect(lab.mostDescribing()).toBe(2)
    await lab.service.stop()
  })

  it('waits until somebody wants to know, where only one command is run', async () => {
    const lab = createModelLab({ onDemand: true })
    const node = lab.add('mac')
    lab.check('mac')
    await lab.clock.advance(5000)
    expect(node.described).toEqual([])
    await lab.clock.finish(lab.learning.knowledge.learn?.(new AbortController().signal) ?? Promise.resolve())
    expect(node.described).toEqual(['small'])
    await lab.service.stop()
  })

  it('begins with the model that answers', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { models: [summary('a'), summary('b'), summary('c')], defaultModel: 'c' })
    lab.check('mac')
    await lab.clock.advance(500)
    expect(node.described[0]).toBe('c')
    await lab.service.stop()
  })

  it('leaves a server alone for minutes that could not say, then asks again', async () => {
    const lab = createModelLab()
    const node = lab.add('mac', { describe: () => new HarombeError('TIMEOUT', 'No answer.') })
    for (let checks = 0; checks < 10; checks += 1) {
      lab.check('mac')
      await lab.clock.advance(5000)
    }
    expect(node.described).toHaveLength(1)
    await lab.clock.advance(5 * 60_000)
    lab.check('mac')
    await lab.clock.advance(5000)
    expect(node.described).toHaveLength(2)
    expect(lab.unexpected).toEqual([])
    await lab.service.stop()
  })

  it('gives up a server that never answers, so that others get their turn', async () => {
    const lab = createModelLab()
    const models = Array.from({ length: 100 }, (_, number) => summary(`model-${number}`))
    const stuck = lab.add('stuck', { models, describe: () => 'hang' })
    const node = lab.add('mac')
    lab.check('stuck')
    lab.check('mac')
    await lab.clock.advance(10_000)
    expect(node.described).toEqual([])
    await lab.clock.advance(10_000)
    expect(node.described).toEqual(['small'])
    lab.check('stuck')
    await lab.clock.advance(60_000)
    expect(stuck.described).toHaveLength(2)
    await lab.service.stop()
    await lab.clock.settle()
    expect(lab.clock.pending()).toBe(0)
  })

  it('stops at as many models as are remembered, or they would push each other out and be asked about for ever', async () => {
    const lab = createModelLab()
    const many = Array.from({ length: 1000 }, (_, number) => summary(`model-${number}`))
    const nodes = Array.from({ length: 6 }, (_, index) => lab.add(`node-${index}`, { models: many }))
    for (let checks = 0; checks < 3; checks += 1) {
      for (const { name } of nodes) lab.check(name)
      await lab.clock.advance(60_000)
    }
    for (const { described } of nodes) expect(described).toHaveLength(833)
    await lab.service.stop()
  })

  it('keeps a person waiting for a few seconds at most', async () => {
    const lab = createModelLab()
    lab.add('mac', { describe: () => 'hang' })
    lab.check('mac')
    const startedAt = lab.clock.monotonic()
    await lab.clock.finish(lab.learning.knowledge.learn?.(new AbortController().signal) ?? Promise.resolve())
    expect(lab.clock.monotonic() - startedAt).toBe(3000)
    await lab.service.stop()
  })

  it('is waited for no longer than the caller does', async () => {
    const lab = createModelLab()
    lab.add('mac', { models: Array.from({ length: 50 }, (_, number) => summary(`model-${number}`)) })
    lab.check('mac')
    const leaving = new AbortController()
    const learning = lab.learning.knowledge.learn?.(leaving.signal)
    leaving.abort()
    await learning
    await lab.service.stop()
  })
})
