import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configSchema } from '../../shared/config/schema'
import { type ConfigHouse, createConfigHouse, type OpenedConfig, viewOf } from './testing/config-house'

const yaml = (mode: string, nodes: string, rest = '') =>
  `${rest}cluster:\n  reconcile: ${mode}\n  nodes: [${nodes}]\n`
const a = '{name: a, tier: 0}'
const b = '{name: b, tier: 1}'

let house: ConfigHouse
let opened: OpenedConfig[]
beforeEach(() => {
  house = createConfigHouse()
  opened = []
})
afterEach(() => {
  for (const one of opened) one.close()
  house.remove()
})
const open = (...given: Parameters<ConfigHouse['open']>) => {
  const one = house.open(...given)
  opened.push(one)
  return one
}

describe.each(['reload', 'auto'])('with %s', mode => {
  it('takes over what is saved, by hand or here, and tells who did', async () => {
    house.write(yaml(mode, a))
    const { file, reread, nodes, versions, heard } = open()
    house.write(yaml(mode, `${a}, ${b}`))
    reread()
    expect(nodes()).toEqual(['a:0', 'b:1'])
    file.save(yaml(mode, b), file.desired()?.fileDigest ?? null, 'browser')
    expect(nodes()).toEqual(['b:1'])
    expect(versions).toMatchObject([
      { by: 'file', action: 'file', text: yaml(mode, `${a}, ${b}`), touched: null },
      { by: 'browser', action: 'edit', text: yaml(mode, b), touched: null },
    ])
    expect(heard).toHaveLength(2)
    expect((await viewOf(file)).inForce).toBe(true)
  })

  it('leaves who may connect to a person who confirms it', async () => {
    house.write(yaml(mode, a))
    const first = open()
    const open0 = 'server: {host: 0.0.0.0, require_token: false, port: 9}\n'
    house.write(yaml(mode, b, open0))
    first.reread()
    expect(first.nodes()).toEqual(['b:1'])
    expect(first.file.current().server).toMatchObject({ host: '127.0.0.1', port: 8000 })
    expect((await viewOf(first.file)).inForce).toBe(false)
    // Nor does a restart bring it, as long as what was applied last is another.
    const applied = configSchema.parse({ server: { host: '127.0.0.1' } })
    expect(open({ applied: () => applied }).file.current().server.host).toBe('127.0.0.1')

    const desired = first.file.desired()
    if (desired === null) throw new Error('the file is good')
    first.file.enforce(desired.config)
    expect(first.file.current().server.host).toBe('0.0.0.0')
    expect((await viewOf(first.file)).inForce).toBe(true)
    expect(open({ applied: () => desired.config }).file.current().server.host).toBe('0.0.0.0')
  })

  it('waits while it is held, and takes over afterwards', () => {
    house.write(yaml(mode, a))
    const { file, reread, nodes, heard } = open()
    const [first, second] = [new AbortController(), new AbortController()]
    file.hold(first.signal)
    file.hold(second.signal)
    house.write(yaml(mode, b))
    reread()
    expect(nodes()).toEqual(['a:0'])
    expect(file.desired()?.config.cluster.nodes).toMatchObject([{ name: 'b' }])
    first.abort()
    expect(nodes()).toEqual(['a:0'])
    second.abort()
    expect(nodes()).toEqual(['b:1'])
    expect(heard.at(-1)?.config).toBe(file.current())
  })
})

describe('with manual', () => {
  it('leaves everything that is saved to apply', async () => {
    house.write(yaml('manual', a))
    const { file, reread, nodes, versions, heard } = open()
    expect(nodes()).toEqual(['a:0'])
    house.write(yaml('manual', b, 'agent: {max_steps: 3}\n'))
    reread()
    file.save(yaml('manual', `${b}, ${a}`), file.desired()?.fileDigest ?? null, 'cli')
    expect(nodes()).toEqual(['a:0'])
    expect(file.current().agent.max_steps).toBe(10)
    expect(versions.map(({ by }) => by)).toEqual(['file', 'cli'])
    expect(heard).toHaveLength(2)
    expect((await viewOf(file)).inForce).toBe(false)
    file.enforce(file.desired()?.config ?? file.current())
    expect(nodes()).toEqual(['b:1', 'a:0'])
    expect((await viewOf(file)).inForce).toBe(true)
  })

  it('asks for apply on the way to it and on the way from it', () => {
    house.write(yaml('reload', a))
    const { file, reread, nodes } = open()
    house.write(yaml('manual', b))
    reread()
    expect(nodes()).toEqual(['a:0'])
    file.enforce(file.desired()?.config ?? file.current())
    house.write(yaml('reload', `${a}, ${b}`))
    reread()
    expect(nodes()).toEqual(['b:1'])
  })

  it('starts with what was applied last, else with the file', () => {
    house.write(yaml('manual', b))
    const applied = configSchema.parse({ cluster: { reconcile: 'manual', nodes: [{ name: 'a', tier: 0 }] } })
    expect(open({ applied: () => applied }).nodes()).toEqual(['a:0'])
    expect(open().nodes()).toEqual(['b:1'])
    house.write('cluster: [')
    expect(open({ applied: () => applied }).nodes()).toEqual(['a:0'])
  })

  it('puts of an explicit action in force just what it is about', () => {
    house.write(yaml('manual', `${a}, ${b}`))
    const { file, reread, nodes, versions } = open()
    house.write(
      yaml('manual', '{name: a, tier: 2}, {name: b, tier: 2}, {name: c, tier: 2}', 'agent: {max_steps: 3}\n'),
    )
    reread()
    file.addNode({ name: 'd', tier: 0 }, 'cli')
    expect(nodes()).toEqual(['a:0', 'b:1', 'd:0'])
    file.updateNode('b', { name: 'bb', slots: 2 }, 'desktop')
    expect(nodes()).toEqual(['a:0', 'bb:2', 'd:0'])
    file.removeNode('c')
    file.removeNode('a')
    expect(nodes()).toEqual(['bb:2', 'd:0'])
    file.setRouting({ learn: false })
    file.setDiscovery({ method: 'mdns' })
    file.setLocalBackend('embedded')
    expect(file.current()).toMatchObject({
      agent: { max_steps: 10 },
      inference: { backend: 'embedded' },
      cluster: { routing: { learn: false }, discovery: { method: 'mdns' }, reconcile: 'manual' },
    })
    expect(file.desired()?.config.agent.max_steps).toBe(3)
    expect(versions.map(({ by, touched }) => [by, touched])).toEqual([
      ['file', null],
      ['cli', { nodes: ['d'], settings: [] }],
      ['desktop', { nodes: ['b', 'bb'], settings: [] }],
      ['harombe', { nodes: ['c'], settings: [] }],
      ['harombe', { nodes: ['a'], settings: [] }],
      ['harombe', { nodes: [], settings: ['cluster.routing'] }],
      ['harombe', { nodes: [], settings: ['cluster.discovery'] }],
      ['harombe', { nodes: [], settings: ['inference.backend', 'cluster.local'] }],
    ])
  })
})
