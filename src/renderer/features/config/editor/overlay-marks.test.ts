import { describe, expect, it } from 'vitest'
import { overriddenPlaces } from './overlay-marks'

const text = `server:
  port: 8000 # usual
cluster:
  nodes:
    - name: mini
      tier: 0
    - {name: pc.local, tier: 1}
`

describe('what an overlay replaces', () => {
  const found = (...overlays: { name: string; overrides: string[] }[]) =>
    overriddenPlaces(text, overlays).map(({ from, to, overlay }) => [text.slice(from, to), overlay])

  it('is found where it stands, nodes by their names', () => {
    const overrides = ['cluster.nodes[pc.local].tier', 'server.port', 'cluster.nodes[mini].tier']
    expect(found({ name: 'home', overrides })).toEqual([
      ['8000', 'home'],
      ['0', 'home'],
      ['1', 'home'],
    ])
  })

  it('has the name of the overlay that wins', () => {
    const overrides = ['server.port']
    expect(found({ name: 'home', overrides }, { name: 'travel', overrides })).toEqual([['8000', 'travel']])
  })

  it('is nothing where the draft has no such value any more, or is no YAML', () => {
    const overrides = ['cluster.nodes[gone].tier', 'server.host']
    expect(found({ name: 'home', overrides })).toEqual([])
    expect(overriddenPlaces('a: [', [{ name: 'home', overrides: ['a'] }])).toEqual([])
  })
})
