import { describe, expect, it } from 'vitest'
import { modelName } from '../../../shared/entities'
import { english } from '../../../shared/texts/english'
import {
  type CatalogueEntry,
  catalogueAbilities,
  filterCatalogue,
  fitSummary,
  nameProblem,
  onlyPlace,
  placeOptions,
  recommendedFirst,
  tellingAbilities,
} from './catalogue'
import { createCatalogueModel, createFit, createLibrary, createModel } from './models.fixture'

const small: CatalogueEntry = {
  model: createCatalogueModel({ name: 'small:1b', title: 'Small', capabilities: ['chat'] }),
  fits: [
    { node: 'mini', fit: createFit() },
    { node: 'pc', fit: createFit() },
  ],
}
const seeing: CatalogueEntry = {
  model: createCatalogueModel({
    name: 'seeing:12b',
    title: 'Seeing',
    capabilities: ['chat', 'vision'],
    note: 'Sees images.',
    gguf: null,
  }),
  fits: [
    { node: 'mini', fit: createFit({ verdict: 'too_large' }) },
    { node: 'pc', fit: createFit({ verdict: 'partly_gpu' }) },
  ],
}
const names = (entries: CatalogueEntry[]) => entries.map(({ model }) => model.name)
const nothing = { text: '', fits: null, ability: '' } as const

describe('catalogue', () => {
  it('filters by words, ability and where it runs', () => {
    const all = [small, seeing]
    expect(names(filterCatalogue(all, nothing, english))).toEqual(['small:1b', 'seeing:12b'])
    expect(names(filterCatalogue(all, { ...nothing, text: 'images' }, english))).toEqual(['seeing:12b'])
    expect(names(filterCatalogue(all, { ...nothing, ability: 'vision' }, english))).toEqual(['seeing:12b'])
    expect(names(filterCatalogue(all, { ...nothing, text: 'vision' }, english))).toEqual(['seeing:12b'])
    expect(names(filterCatalogue(all, { ...nothing, fits: { node: 'mini' } }, english))).toEqual(['small:1b'])
    expect(names(filterCatalogue(all, { ...nothing, fits: 'any' }, english))).toEqual([
      'small:1b',
      'seeing:12b',
    ])
  })

  it('begins with what is recommended, where that is in it', () => {
    expect(names(recommendedFirst([small, seeing], 'seeing:12b'))).toEqual(['seeing:12b', 'small:1b'])
    expect(names(recommendedFirst([small, seeing], 'other:7b'))).toEqual(['small:1b', 'seeing:12b'])
    expect(names(recommendedFirst([small, seeing], null))).toEqual(['small:1b', 'seeing:12b'])
  })

  it('says how it does on the node asked about, else the best anywhere', () => {
    expect(fitSummary(small, null, english)).toBe('fits the GPU on 2 nodes')
    expect(fitSummary(seeing, null, english)).toBe('partly in main memory on pc')
    expect(fitSummary(seeing, { node: 'mini' }, english)).toBe('too large')
    expect(fitSummary({ ...seeing, fits: [] }, null, english)).toBeNull()
  })
})

describe('abilities of the catalogue', () => {
  it('are named as people do, without those that nearly every model has', () => {
    const model = createCatalogueModel({ capabilities: ['chat', 'completion', 'vision', 'coding'] })
    expect(tellingAbilities(model, english)).toEqual(['Images', 'coding'])
    expect(catalogueAbilities([{ model, fits: [] }])).toEqual(['coding', 'vision'])
  })
})

describe('a typed name', () => {
  it.each([
    'qwen3:8b',
    'hf.co/someone/model-GGUF:Q4_K_M',
    '',
    ' a',
    '../etc',
    'a..b',
    'a b',
    'a\\b',
    'x'.repeat(129),
  ])('is judged as the coordinator judges it: %j', name =>
    expect(nameProblem(name) === null).toBe(modelName.safeParse(name).success),
  )
})

describe('places', () => {
  const nodes = [
    createLibrary({ node: 'mini' }),
    createLibrary({ node: 'pc', online: false }),
    createLibrary({ node: 'local', backend: 'embedded' }),
    createLibrary({
      node: 'big',
      backend: 'vllm',
      abilities: { pull: false, remove: false, load: false, unload: false },
    }),
  ]
  const obstacles = (
    ...[models, name, entry]: [Parameters<typeof placeOptions>[1], string | null, CatalogueEntry | null]
  ) => placeOptions(nodes, models, name, entry, english).map(option => option.obstacle)

  it('need no choice where only one node can take a model', () => {
    const [mini, pc, local, big] = nodes
    expect(onlyPlace([mini, pc, big].filter(node => node !== undefined))).toBe('mini')
    expect(onlyPlace([mini, local].filter(node => node !== undefined))).toBeUndefined()
    expect(onlyPlace([])).toBeUndefined()
  })

  it('name why a node cannot take the model', () => {
    const [mini, pc, local, big] = obstacles([createModel({ name: 'seeing:12b' })], 'seeing:12b', seeing)
    expect(mini).toMatch(/already/)
    expect(pc).toMatch(/offline/)
    expect(local).toMatch(/no source/)
    expect(big).toMatch(/vLLM/)
  })

  it('carry the fit of a model of the catalogue, and none for a typed name', () => {
    expect(obstacles([], 'small:1b', small)[0]).toBeNull()
    expect(placeOptions(nodes, [], 'small:1b', small, english)[0]?.fit?.verdict).toBe('gpu')
    expect(placeOptions(nodes, [], 'other', null, english)[0]?.fit).toBeNull()
  })
})
