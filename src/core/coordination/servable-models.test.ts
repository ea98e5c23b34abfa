import { describe, expect, it } from 'vitest'
import { unknownCapabilities } from '../../shared/entities'
import { bareLoaded, bareSummary } from '../inference/model-library'
import type { ProbeResult } from '../inference/protocol'
import type { CapabilityKnowledge } from './capability-knowledge'
import type { NodeSpec } from './node-spec'
import { createServableModels, orderModels, policyFor } from './servable-models'
import { specOf } from './testing/cluster'
import { loneNode } from './testing/lone-node'

const order = (spec: Partial<NodeSpec>, served: string[], loaded: string[] = []) => {
  const models = orderModels(specOf('mac', spec), served, loaded.map(bareLoaded))
  const names = (byName: boolean) =>
    models.filter(({ onlyByName }) => onlyByName === byName).map(({ name }) => name)
  return [names(false), names(true)]
}

describe('what a node is used for', () => {
  it.each<[string, Partial<NodeSpec>, string[], string[], string[], string[]]>([
    ['the configured model; others by name', { model: 'b' }, ['a', 'b', 'c'], [], ['b'], ['a', 'c']],
    ['whatever it serves without one', { model: '' }, ['a', 'b'], [], ['a', 'b'], []],
    ['the loaded ones first', { model: 'auto' }, ['a', 'b', 'c'], ['c'], ['c', 'a', 'b'], []],
    [
      'the configured model before models, and nothing else',
      { model: 'b', models: ['c', 'd'] },
      ['a', 'b', 'c', 'd'],
      [],
      ['b', 'c', 'd'],
      [],
    ],
    [
      'models in their order, loaded ones first',
      { model: 'b', models: ['e', 'd', 'c'] },
      ['b', 'c', 'd', 'e'],
      ['c'],
      ['b', 'c', 'e', 'd'],
      [],
    ],
    ['of models those it has', { model: 'gone', models: ['a', 'lost'] }, ['a', 'b'], [], ['a'], []],
    [
      'models without a configured one',
      { model: '', models: ['b', 'a'] },
      ['a', 'b', 'c'],
      [],
      ['b', 'a'],
      [],
    ],
    ['an empty list of models as none', { model: 'b', models: [] }, ['a', 'b'], [], ['b'], ['a']],
    ['by its own names', { model: 'b', models: ['c:latest'] }, ['b:latest', 'c'], [], ['b:latest', 'c'], []],
    [
      'what the file names of paths',
      { model: 'b' },
      ['/m/a.gguf', '/m/b.gguf'],
      [],
      ['/m/b.gguf'],
      ['/m/a.gguf'],
    ],
    ['what the file says when it lists nothing', { model: 'b', models: ['c'] }, [], [], ['b', 'c'], []],
    ['nothing when nothing is known', { model: '' }, [], [], [], []],
    ['nothing unasked when its model is gone', { model: 'gone' }, ['a'], [], [], ['a']],
    ['each model once', { model: 'b', models: ['b', 'b:latest'] }, ['b', 'b'], [], ['b'], []],
  ])('is %s', (_name, spec, served, loaded, unasked, byName) => {
    expect(order(spec, served, loaded)).toEqual([unasked, byName])
  })
})

const probeOf = (models: readonly string[], changes: Partial<ProbeResult> = {}): ProbeResult => ({
  backend: 'ollama',
  models: models.map(bareSummary),
  loaded: null,
  memory: null,
  version: null,
  simulated: false,
  ...changes,
})

function nodeWith(spec: Partial<NodeSpec>, probe: ProbeResult) {
  const node = loneNode(specOf('mac', spec))
  node.probe = probe
  return node
}

const knowing = (
  contextLength: number | null,
  capabilities = {},
  rest: Partial<CapabilityKnowledge> = {},
): CapabilityKnowledge => ({
  of: () => ({ ...unknownCapabilities, ...capabilities, contextLength }),
  ...rest,
})

describe('the window of a model on a node', () => {
  it.each<[string, Partial<NodeSpec>, ProbeResult['backend'], number | null, number | null]>([
    ['what Ollama is told to load it with', {}, 'ollama', null, 8192],
    ['less when the model has less', {}, 'ollama', 2048, 2048],
    ['no more though the model could', {}, 'ollama', 131_072, 8192],
    ['what the node says instead', { contextLength: 32_768 }, 'ollama', 131_072, 32_768],
    ['what the embedded engine is told', {}, 'embedded', null, 8192],
    ['its server’s own where nobody can tell it', {}, 'vllm', 40_960, 40_960],
    ['unknown where its server does not say', {}, 'vllm', null, null],
    ['what the user says of such a server', { contextLength: 16_384 }, 'llamacpp', null, 16_384],
    ['of a peer its own affair', {}, 'harombe', null, null],
  ])('is %s', (_name, spec, backend, own, window) => {
    const node = nodeWith(spec, probeOf(['small'], { backend }))
    const models = createServableModels(knowing(own), () => 8192).of(node).servable
    expect(models.map(({ contextLength }) => contextLength)).toEqual([window])
  })

  it('and keep-alive are what every request carries', () => {
    const known = { ...unknownCapabilities, contextLength: 4096 }
    expect(policyFor(specOf('mac', { keepAlive: -1 }), known, 8192)).toEqual({
      contextLength: 4096,
      keepAlive: -1,
    })
    expect(policyFor(specOf('mac', { contextLength: 2048 }), known, 8192)).toEqual({ contextLength: 2048 })
  })
})

describe('what is known of the models', () => {
  it('is looked up again when anything it follows from has changed, and not before', () => {
    let lookups = 0
    let revision = 0
    let contextLength = 8192
    const knowledge: CapabilityKnowledge = {
      of() {
        lookups += 1
        return { ...unknownCapabilities, contextLength: null }
      },
      revision: () => revision,
    }
    const servable = createServableModels(knowledge, () => contextLength)
    const node = nodeWith({ model: '' }, probeOf(['a']))
    const isLookedUp = () => {
      const before = lookups
      servable.of(node)
      return lookups > before
    }
    expect([isLookedUp(), isLookedUp()]).toEqual([true, false])
    revision = 1
    expect([isLookedUp(), isLookedUp()]).toEqual([true, false])
    node.probe = probeOf(['a', 'b'])
    expect([isLookedUp(), isLookedUp()]).toEqual([true, false])
    node.spec = specOf('mac', { model: 'b' })
    expect([isLookedUp(), isLookedUp()]).toEqual([true, false])
    contextLength = 4096
    expect([isLookedUp(), isLookedUp()]).toEqual([true, false])
  })

  it('is looked up every time where nobody says when it changes', () => {
    let vision: 'no' | 'yes' = 'no'
    const knowledge: CapabilityKnowledge = {
      of: () => ({ ...unknownCapabilities, vision, contextLength: null }),
    }
    const servable = createServableModels(knowledge, () => 8192)
    const node = nodeWith({}, probeOf(['small']))
    expect(servable.of(node).servable[0]?.capabilities.vision).toBe('no')
    vision = 'yes'
    expect(servable.of(node).servable[0]?.capabilities.vision).toBe('yes')
  })
})

it('a plain question is answered by the first that can chat, not by the embedding model that is loaded', () => {
  const node = nodeWith({ model: '' }, probeOf(['chatty', 'embed'], { loaded: [bareLoaded('embed')] }))
  const knowledge: CapabilityKnowledge = {
    of: (_node, model) => ({
      ...unknownCapabilities,
      chat: model === 'embed' ? 'no' : 'unknown',
      contextLength: null,
    }),
  }
  expect(createServableModels(knowledge, () => 8192).of(node).answering).toBe('chatty')
})
