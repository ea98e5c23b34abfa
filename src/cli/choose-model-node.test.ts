import { describe, expect, it } from 'vitest'
import {
  type ModelsView,
  type NodeLibraryView,
  type NodeModel,
  unknownCapabilities,
} from '../shared/entities'
import { chooseModelNode, type ModelAction } from './choose-model-node'

const all = { pull: true, remove: true, load: true, unload: true }
const none = { pull: false, remove: false, load: false, unload: false }
const node = (name: string, part: Partial<NodeLibraryView> = {}): NodeLibraryView => ({
  node: name,
  tier: 1,
  backend: 'ollama',
  online: true,
  simulated: false,
  abilities: all,
  tellsLoaded: true,
  ...part,
})
const copy = (name: string, on: string, isLoaded = false): NodeModel => ({
  name,
  sizeBytes: 1,
  digest: null,
  family: null,
  parameters: null,
  quantization: null,
  contextLength: null,
  node: on,
  tier: 1,
  loaded: isLoaded ? { name, sizeBytes: 1, vramBytes: 1, contextLength: null, expiresAt: null } : null,
  capabilities: unknownCapabilities,
  evidence: 'assumed',
  fit: null,
  isDefault: false,
})
const view = (nodes: NodeLibraryView[], models: NodeModel[] = []): ModelsView => ({ nodes, models, jobs: [] })
const choose = (given: ModelsView, action: ModelAction, model = 'a:latest') =>
  chooseModelNode(given, action, model)
const thrown = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('the node when none is named', () => {
  it('is the only one that can take a model', () => {
    const nodes = [node('a'), node('b', { online: false }), node('c', { abilities: none })]
    expect(choose(view(nodes), 'pull')).toBe('a')
  })

  it('is the only one that has it, under either of its names', () => {
    const nodes = [node('a'), node('b')]
    expect(choose(view(nodes, [copy('a:latest', 'b')]), 'remove', 'a')).toBe('b')
    expect(choose(view(nodes, [copy('a', 'b')]), 'show', 'a:latest')).toBe('b')
  })

  it('is the one where loading or unloading changes something', () => {
    const both = view([node('a'), node('b')], [copy('m', 'a', true), copy('m', 'b')])
    expect(choose(both, 'unload', 'm')).toBe('a')
    expect(choose(both, 'load', 'm')).toBe('b')
  })

  it('is asked for, with all that can, when there are several', () => {
    const error = thrown(() => choose(view([node('a'), node('b')]), 'pull'))
    expect(error).toMatchObject({ code: 'BAD_REQUEST', message: expect.stringContaining('a, b') })
    expect(error).toMatchObject({ hint: expect.stringContaining('--node'), data: { nodes: ['a', 'b'] } })
  })

  it.each([
    ['NO_NODE_AVAILABLE', view([])],
    ['MODEL_MISSING', view([node('a')])],
    ['NODE_UNREACHABLE', view([node('a', { online: false })], [copy('m', 'a')])],
    ['NODE_REFUSED', view([node('a', { abilities: none })], [copy('m', 'a')])],
  ])('fails with %s and what to do when none can', (code, given) => {
    expect(thrown(() => choose(given, 'remove', 'm'))).toMatchObject({ code, hint: expect.any(String) })
  })

  it('shows a model of a node that is away', () => {
    expect(choose(view([node('a', { online: false })], [copy('m', 'a')]), 'show', 'm')).toBe('a')
  })
})
