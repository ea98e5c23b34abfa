import { describe, expect, it } from 'vitest'
import { maxFrameBytes } from '../rpc/credit'
import {
  type ModelJob,
  type ModelsView,
  type NodeLibraryView,
  type NodeModel,
  unknownCapabilities,
} from './model'
import { applyModelsUpdate, changedModels } from './models-update'

const job = (completedBytes: number): ModelJob => ({
  id: 'a',
  kind: 'pull',
  node: 'mini',
  model: 'm',
  state: 'running',
  status: 'downloading',
  completedBytes,
  totalBytes: 10,
  bytesPerSecond: null,
  startedAt: 0,
  endedAt: null,
  error: null,
})
const modelOn = (node: string, name: string): NodeModel => ({
  name,
  node,
  tier: 0,
  sizeBytes: 1,
  digest: null,
  family: null,
  parameters: null,
  quantization: null,
  contextLength: null,
  loaded: null,
  capabilities: unknownCapabilities,
  evidence: 'assumed',
  fit: null,
  isDefault: false,
})
const library = (node: string): NodeLibraryView => ({
  node,
  tier: 0,
  backend: 'ollama',
  online: true,
  simulated: false,
  abilities: { pull: true, remove: true, load: true, unload: true },
  tellsLoaded: true,
})
/** Nodes with so many models each. */
function view(counts: Record<string, number>, completedBytes = 1): ModelsView {
  return {
    nodes: Object.keys(counts).map(library),
    models: Object.entries(counts).flatMap(([node, count]) =>
      Array.from({ length: count }, (_, index) => modelOn(node, `m${index}`)),
    ),
    jobs: [job(completedBytes)],
  }
}

function arrive(before: ModelsView | null, after: ModelsView): ModelsView | null {
  let current = before
  for (const update of changedModels(before, after)) current = applyModelsUpdate(current, update)
  return current
}

describe('updates of the models', () => {
  it('carry only what changed', () => {
    const before = view({ mac: 2, nas: 1 })
    expect([...changedModels(before, view({ mac: 2, nas: 1 }, 2))]).toEqual([{ jobs: [job(2)] }])
    expect([...changedModels(before, view({ mac: 2, nas: 1 }))]).toEqual([])
    const changed = [{ node: 'nas', models: [modelOn('nas', 'm0'), modelOn('nas', 'm1')] }]
    expect([...changedModels(before, view({ mac: 2, nas: 2 }))]).toEqual([{ changed }])
  })

  it.each([
    ['the first look', null, view({ mac: 2, nas: 1 })],
    ['nothing there', null, view({})],
    ['more models', view({ mac: 1 }), view({ mac: 3 })],
    ['a node that lost all its models', view({ mac: 1, nas: 2 }), view({ mac: 1, nas: 0 })],
    ['a node that is gone', view({ mac: 1, nas: 2 }), view({ mac: 1 })],
    ['nodes in another order', view({ mac: 1, nas: 2 }), view({ nas: 2, mac: 1 })],
    ['a node that is new', view({ mac: 1 }), view({ new: 2, mac: 1 })],
  ])('lead to what is there: %s', (_name, before, after) => {
    expect(arrive(before, after)).toEqual(after)
  })

  it('are parted so that each fits a message, however many models there are', () => {
    const counts = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`node-${index}`, 500]))
    const after = view(counts)
    const updates = [...changedModels(null, after)]
    expect(updates.length).toBeGreaterThan(10)
    for (const update of updates) expect(JSON.stringify(update).length).toBeLessThan(maxFrameBytes)
    expect(arrive(null, after)).toEqual(after)
  })

  it('leave untouched parts the same objects, so that what shows them need not be drawn again', () => {
    const first = applyModelsUpdate(null, view({ mac: 1 }))
    const second = applyModelsUpdate(first, { jobs: [job(2)] })
    expect(second).toEqual(view({ mac: 1 }, 2))
    expect(second?.models).toBe(first?.models)
  })

  it('are nothing before the first', () => {
    expect(applyModelsUpdate(null, { jobs: [] })).toBeNull()
    expect(applyModelsUpdate(null, { changed: [] })).toBeNull()
  })
})
