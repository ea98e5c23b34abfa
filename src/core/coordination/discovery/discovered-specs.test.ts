import { describe, expect, it } from 'vitest'
import { configSchema, type NodeInput } from '../../../shared/config/schema'
import { collectNodeSpecs } from '../node-specs'

function collect(nodes: NodeInput[]) {
  const { specs } = collectNodeSpecs({
    config: configSchema.parse({ cluster: { nodes, local: { enabled: false } } }),
    hostname: 'desk',
    endpoint: null,
    demo: [{ name: 'Demo', tier: 0, model: 'm', url: 'http://127.0.0.1:1', slots: 1 }],
    discovered: taken => [
      {
        name: taken.has('box') && taken.has('demo') ? 'box (2)' : 'box',
        url: 'http://192.168.1.7:8000',
        tier: 1,
      },
    ],
    placeOf: () => 'http://192.168.1.66:8000',
    resolveSecret: value => value,
  })
  return specs
}

describe('nodes that were found', () => {
  it('come last, without any token, and know which names are taken', () => {
    expect(collect([{ name: 'Box' }]).at(-1)).toMatchObject({
      name: 'box (2)',
      origin: 'discovered',
      backend: 'harombe',
      token: undefined,
    })
  })

  it('never take a token along to another address', () => {
    const nodes = [
      { name: 'open', host: '192.168.1.5' },
      { name: 'guarded', host: '192.168.1.6', auth_token: 'for 192.168.1.6' },
    ]
    expect(collect(nodes).map(({ url, token }) => [url, token])).toEqual([
      ['http://192.168.1.66:8000', undefined],
      ['http://192.168.1.6:8000', 'for 192.168.1.6'],
      ['http://127.0.0.1:1', undefined],
      ['http://192.168.1.7:8000', undefined],
    ])
  })
})
