import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configSchema, nodeSchema } from '../../shared/config/schema'
import { HarombeError } from '../../shared/errors'
import { collectNodeSpecs, keepAliveSeconds, minimalNode, nodeUrl, type SpecSources } from './node-specs'

const demo = [{ name: 'demo-fast', tier: 0 as const, model: 'sim', url: 'http://127.0.0.1:9001', slots: 2 }]
const collect = (file: unknown, sources: Partial<SpecSources> = {}) =>
  collectNodeSpecs({
    config: configSchema.parse(file),
    hostname: 'Tower',
    endpoint: null,
    demo: [],
    resolveSecret: value => value,
    ...sources,
  })
const names = (...parameters: Parameters<typeof collect>) =>
  collect(...parameters).specs.map(({ name }) => name)

describe('the address of a node', () => {
  it.each([
    [{ host: 'mac' }, 'http://mac:8000'],
    [{ host: '192.168.1.20', port: 11434 }, 'http://192.168.1.20:11434'],
    [{ host: 'fe80::1', port: 1 }, 'http://[fe80::1]:1'],
    [{ host: '[::1]', port: 1 }, 'http://[::1]:1'],
    [{ host: 'mac', url: 'https://dgx.example/v1/' }, 'https://dgx.example/v1'],
  ])('of %j is %s', (fields, url) => {
    expect(nodeUrl(nodeSchema.parse({ name: 'n', ...fields }))).toBe(url)
  })
})

describe('the nodes there should be', () => {
  it('are those of the file as it says, and take as many requests as their server says unless it tells', () => {
    const nodes = [
      { name: 'dgx', host: 'dgx', tier: 2, model: 'large', backend: 'vllm', auth_token: 't', slots: 8 },
      { name: 'mac' },
    ]
    expect(collect({ cluster: { local: { enabled: false }, nodes } }).specs).toEqual([
      {
        name: 'dgx',
        url: 'http://dgx:8000',
        tier: 2,
        model: 'large',
        backend: 'vllm',
        token: 't',
        enabled: true,
        slots: 8,
        origin: 'config',
      },
      expect.objectContaining({
        name: 'mac',
        tier: 1,
        backend: undefined,
        token: undefined,
        slots: undefined,
      }),
    ])
  })

  it('include this machine, at the configured backend and tier', () => {
    const file = {
      ollama: { host: 'http://localhost:11500/' },
      cluster: { local: { tier: 1 } },
      model: { name: 'small' },
    }
    expect(collect(file).specs).toEqual([
      expect.objectContaining({
        name: 'local',
        url: 'http://localhost:11500',
        tier: 1,
        model: 'small',
        origin: 'local',
      }),
    ])
    const vllm = { inference: { backend: 'vllm', vllm: { base_url: 'http://localhost:9', api_key: 'k' } } }
    expect(collect(vllm).specs).toMatchObject([{ backend: 'vllm', url: 'http://localhost:9', token: 'k' }])
  })

  it.each([
    ['switched off', { cluster: { local: { enabled: false } } }],
    ['whose backend has no address', { inference: { backend: 'vllm' } }],
    ['that is listed by address', { cluster: { nodes: [{ name: 'mac', host: '127.0.0.1', port: 11434 }] } }],
    ['that is listed by name', { cluster: { nodes: [{ name: 'mac', host: 'tower', port: 11434 }] } }],
    ['that is listed and disabled', { cluster: { nodes: [{ name: 'mac', port: 11434, enabled: false }] } }],
  ])('do not include this machine when it is one %s', (_name, file) => {
    expect(collect(file).specs.filter(({ origin }) => origin === 'local')).toEqual([])
  })

  it('include this machine with its own engine, and the model the file names for that', () => {
    const inference = { backend: 'embedded', embedded: { model: '~/models/Tiny-Q4_K_M.gguf' } }
    const engine = { name: 'local', url: 'embedded://local', backend: 'embedded', origin: 'local' }
    expect(collect({ inference }).specs).toMatchObject([{ ...engine, model: 'Tiny-Q4_K_M' }])
    expect(collect({ inference: { backend: 'embedded' } }).specs).toMatchObject([{ ...engine, model: '' }])
    const chosen = collect({ inference, model: { name: 'other' } })
    expect(chosen.specs).toMatchObject([{ ...engine, model: 'other' }])
  })

  it('include this machine beside another server on it', () => {
    expect(names({ cluster: { nodes: [{ name: 'other', host: 'localhost', port: 8080 }] } })).toEqual([
      'other',
      'local',
    ])
  })

  it('never share a name, whatever the file calls its own', () => {
    const some = fc.subarray(['local', 'tower', 'LOCAL', 'demo-fast', 'Demo-Fast', 'mac'])
    fc.assert(
      fc.property(some, fc.constantFrom('Tower', 'local', 'mac'), (chosen, hostname) => {
        const unique = [...new Map(chosen.map(name => [name.toLowerCase(), name])).values()]
        const nodes = unique.map((name, index) => ({ name, host: 'far', port: 1 + index }))
        const { specs, problems } = collect({ cluster: { nodes } }, { hostname, demo })
        const lower = specs.map(({ name }) => name.toLowerCase())
        expect(new Set(lower).size).toBe(lower.length)
        expect(specs.filter(({ origin }) => origin === 'local')).toHaveLength(1)
        expect(lower.includes('demo-fast')).toBe(true)
        expect(problems.length).toBe(unique.some(name => name.toLowerCase() === 'demo-fast') ? 1 : 0)
      }),
    )
  })

  it('are not to be used when their secret cannot be found, and it is said so', () => {
    const missing = new HarombeError('CONFIG_INVALID', 'There is no secret named dgx.')
    const resolveSecret = () => {
      throw missing
    }
    const nodes = [{ name: 'dgx', auth_token: 'x' }, { name: 'mac' }]
    const { specs, problems } = collect({ cluster: { local: { enabled: false }, nodes } }, { resolveSecret })
    expect(specs.map(({ token, problem }) => [token, problem])).toEqual([
      [undefined, missing],
      [undefined, undefined],
    ])
    expect(problems).toEqual(['dgx: There is no secret named dgx.'])
  })

  it.each([
    ['http://127.0.0.1:8000', 'localhost', 8000, true],
    ['http://127.0.0.1:8000', 'tower', 8000, true],
    ['http://127.0.0.1:8000', 'Tower.local', 8000, true],
    ['https://192.168.1.5:8000', '192.168.1.5', 8000, true],
    ['http://127.0.0.1:8000', 'localhost', 11434, false],
    ['http://127.0.0.1:8000', 'mac', 8000, false],
    [null, 'localhost', 8000, false],
  ])('of a coordinator at %s: %s:%i is it, and not to be used: %s', (endpoint, host, port, is) => {
    const nodes = [{ name: 'me', host, port }]
    const { specs } = collect({ cluster: { local: { enabled: false }, nodes } }, { endpoint })
    expect(specs[0]?.problem?.message).toBe(is ? 'That is this harombe itself.' : undefined)
  })
})

it('a node is written into the file without what the defaults say already', () => {
  const minimal = (node: unknown) => minimalNode(nodeSchema.parse(node))
  expect(minimal({ name: 'mac', host: 'mac', tier: 0 })).toEqual({
    name: 'mac',
    host: 'mac',
    port: 8000,
    tier: 0,
  })
  expect(minimal({ name: 'mac', url: 'http://mac:1', enabled: false, rack: 7 })).toEqual({
    name: 'mac',
    url: 'http://mac:1',
    tier: 1,
    enabled: false,
    rack: 7,
  })
})

describe('what the file says of a node’s models', () => {
  const specFor = (fields: object) =>
    collect({ cluster: { nodes: [{ name: 'mac', ...fields }] } }).specs.find(({ name }) => name === 'mac')

  it('comes with the node', () => {
    expect(
      specFor({
        models: ['llava', 'small'],
        capabilities: ['vision', 'no-tools', 'upstairs'],
        context_length: 16_384,
        keep_alive: '1h30m',
        timeout: 45,
      }),
    ).toMatchObject({
      models: ['llava', 'small'],
      declared: { vision: 'yes', tools: 'no' },
      contextLength: 16_384,
      keepAlive: 5400,
      warmTimeoutMs: 45_000,
    })
  })

  it('is nothing where it says nothing, so that the cluster’s own holds', () => {
    const fields = Object.keys(specFor({}) ?? {})
    for (const field of ['models', 'declared', 'contextLength', 'keepAlive', 'warmTimeoutMs']) {
      expect(fields).not.toContain(field)
    }
  })

  it.each([
    [0, 0],
    [300, 300],
    ['300', 300],
    ['10m', 600],
    ['1h30m', 5400],
    ['1.5h', 5400],
    ['300ms', 1],
    ['1m1ms', 61],
    [-1, -1],
    ['-1', -1],
    ['-5m', -1],
  ])('keeps a model for %j: %d seconds', (written, seconds) => {
    expect(keepAliveSeconds(written)).toBe(seconds)
  })
})
