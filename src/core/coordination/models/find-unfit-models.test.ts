import { describe, expect, it } from 'vitest'
import type { FitEstimate, ModelsView, NodeModel } from '../../../shared/entities'
import { unknownCapabilities } from '../../../shared/entities'
import { findInCatalogue } from '../../hardware/catalogue'
import { estimateFit } from '../../hardware/fit'
import { roomOf } from '../../hardware/model-room'
import { findUnfitModels } from './find-unfit-models'
import { gibibyte, summary } from './testing/model-lab'

/** How a model of so many GiB fits a machine with so much video memory beside half as much main memory. */
function fitFor(node: string, size: number, vram: number | null): FitEstimate {
  const memory =
    vram === null ? null : { vramBytes: vram * gibibyte, ramBytes: vram * gibibyte * 0.5, unified: false }
  return estimateFit({
    node,
    model: { sizeBytes: size * gibibyte, architecture: null },
    contextLength: 8192,
    room: roomOf(memory, null),
    correction: null,
    loaded: null,
  })
}

const model = (
  node: string,
  name: string,
  size: number,
  vram: number | null,
  changes: Partial<NodeModel> = {},
): NodeModel => ({
  ...summary(name, { sizeBytes: size * gibibyte }),
  node,
  tier: 2,
  loaded: null,
  capabilities: unknownCapabilities,
  evidence: 'assumed',
  fit: fitFor(node, size, vram),
  isDefault: true,
  ...changes,
})

const nodeView = (node: string, simulated = false): ModelsView['nodes'][number] => ({
  node,
  tier: 2,
  backend: 'ollama',
  online: true,
  simulated,
  abilities: { pull: true, remove: true, load: true, unload: true },
  tellsLoaded: true,
})

const view = (...models: NodeModel[]): ModelsView => ({
  nodes: [...new Set(models.map(({ node }) => node))].map(name => nodeView(name)),
  models,
  jobs: [],
})

describe('findUnfitModels', () => {
  it('names a model that no node can hold, its size, the best node, and where to read on', () => {
    const [unfit, ...others] = findUnfitModels(
      view(model('mac', 'giant', 200, 16), model('dgx', 'small', 4, 80)),
    )
    expect(others).toEqual([])
    expect(unfit).toMatchObject({ model: 'giant', bestNode: 'dgx' })
    expect(unfit?.bytes).toBeGreaterThan(200 * gibibyte)
    expect(unfit?.message).toMatch(/^giant needs about \d+(\.\d)? GB; .* 94 GB \(dgx\)\.$/)
    expect(unfit?.hint).toContain('docs/engines.md')
  })

  it('is silent about a model that would fit another node', () => {
    expect(findUnfitModels(view(model('mac', 'large', 40, 16), model('dgx', 'small', 4, 80)))).toEqual([])
  })

  it('is silent as long as the memory of any node is unknown', () => {
    expect(findUnfitModels(view(model('mac', 'giant', 200, 16), model('nas', 'small', 4, null)))).toEqual([])
  })

  it('is silent about models that nobody asks for by default, unless they are wanted', () => {
    const cluster = view(model('mac', 'giant', 200, 16, { isDefault: false }), model('mac', 'small', 4, 16))
    expect(findUnfitModels(cluster)).toEqual([])
    expect(findUnfitModels(cluster, [], ['giant:latest']).map(unfit => unfit.model)).toEqual(['giant:latest'])
  })

  it('knows the size of what is not there yet from the catalogue', () => {
    const wanted = findInCatalogue('gpt-oss:120b')
    if (wanted === null) throw new Error('The catalogue lacks its largest model.')
    const fits = [{ node: 'mac', fit: fitFor('mac', 61, 16) }]
    const cluster = view(model('mac', 'small', 4, 16))
    expect(findUnfitModels(cluster, [{ model: wanted, fits }], ['gpt-oss:120b'])).toMatchObject([
      { model: 'gpt-oss:120b', bestNode: 'mac' },
    ])
    expect(findUnfitModels(cluster, [], ['gpt-oss:120b'])).toEqual([])
  })

  it('takes no comfort in simulated nodes, and says nothing of a cluster without others', () => {
    const cluster = view(model('mac', 'giant', 200, 16))
    const demo = { ...cluster, nodes: [...cluster.nodes, nodeView('demo', true)] }
    expect(findUnfitModels(demo)).toHaveLength(1)
    expect(findUnfitModels({ nodes: [nodeView('demo', true)], models: [], jobs: [] })).toEqual([])
  })
})
