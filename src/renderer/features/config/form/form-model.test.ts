import { describe, expect, it } from 'vitest'
import { applyFormAction } from '../../../../shared/config/document/apply-form-action'
import type { ConfigPath, ConfigValue } from '../../../../shared/config/document/form-action'
import { readForm } from '../../../../shared/config/document/read-form'
import { changeAction, isNamedOnce, overlayOf, overlayPath, withoutPath } from './form-model'
import { laneNodes, modelsOf } from './nodes/lane-nodes'

const text = `server:
  port: 8000 # mine
cluster:
  models:
    - name: qwen3:8b
      tier: 1
  nodes:
    - name: pc # the loud one
      tier: 2
      models: [a, b, c]
      wake: {mac: "00:11:22:33:44:55"}
    - name: twin
    - name: twin
    - host: nameless
`
const view = readForm(text)
const changed = (path: ConfigPath, value: ConfigValue | null) =>
  applyFormAction(text, changeAction(view, path, value))

describe('a change of one field', () => {
  it('is one line of the file, comments kept', () => {
    expect(changed(['server', 'port'], 9000)).toBe(text.replace('port: 8000', 'port: 9000'))
    expect(changed(['cluster', 'nodes', 0, 'tier'], 0)).toBe(text.replace('tier: 2', 'tier: 0'))
    expect(changed(['server', 'port'], null)).not.toContain('8000')
  })

  it('goes to the node by its name, so that it arrives where the node has moved meanwhile', () => {
    expect(changeAction(view, ['cluster', 'nodes', 0, 'host'], 'pc.local')).toEqual({
      kind: 'update_node',
      node: 'pc',
      changes: { host: 'pc.local' },
    })
  })

  it('goes by its place where no name says which one is meant', () => {
    expect(changeAction(view, ['cluster', 'nodes', 2, 'host'], 'x').kind).toBe('set')
    expect(changeAction(view, ['cluster', 'nodes', 3, 'host'], null).kind).toBe('unset')
    expect(view.nodes.map(node => isNamedOnce(view, node))).toEqual([true, false, false, false])
  })

  it('within a group of the node leaves the rest of it, and takes it along when it goes', () => {
    const path = ['cluster', 'nodes', 0, 'wake', 'mac']
    expect(changed(path, 'aa:11:22:33:44:55')).toContain('mac: "aa:11:22:33:44:55"')
    expect(changed(path, null)).not.toContain('wake')
  })
})

describe('an overlay', () => {
  const overlays = [
    { name: 'home', overrides: ['cluster.nodes[pc].tier', 'server'] },
    { name: 'travel', overrides: ['cluster.nodes[pc].tier', 'cluster.models[qwen3:8b].tier'] },
  ]

  it.each<[ConfigPath, string | null]>([
    [['cluster', 'nodes', 0, 'tier'], 'travel'],
    [['cluster', 'nodes', 0, 'host'], null],
    // All of a group that it replaces.
    [['server', 'port'], 'home'],
    [['servers'], null],
    [['cluster', 'models', 0, 'tier'], 'travel'],
    [['cluster', 'models', 1, 'tier'], null],
  ])('wins over %j: %s', (path, name) => {
    expect(overlayOf(view, path, overlays)).toBe(name)
  })

  it('names entries by their names', () => {
    expect(overlayPath(view, ['cluster', 'nodes', 0, 'wake', 'mac'])).toBe('cluster.nodes[pc].wake.mac')
    expect(overlayPath(view, ['tools', 'web', 'allow_hosts', 1])).toBe('tools.web.allow_hosts[1]')
  })
})

describe('the lanes', () => {
  it('let nodes be moved that have a name of their own, and show the others', () => {
    expect(laneNodes(view).map(({ key, tier, isFree }) => [key, tier, isFree])).toEqual([
      ['node:pc', 2, true],
      ['entry:1', 1, false],
      ['entry:2', 1, false],
      ['entry:3', 1, false],
    ])
  })

  it('name the model that answers first, and count the others', () => {
    const models = (own: string, listed: string) => {
      const [node] = readForm(`cluster: {nodes: [{name: a, model: ${own}, models: ${listed}}]}\n`).nodes
      return node === undefined ? null : modelsOf(node)
    }
    expect(models('b', '[a, b, c]')).toEqual({ model: 'b', more: 2 })
    expect(models('auto', '[a, b]')).toEqual({ model: 'a', more: 1 })
    expect(models('auto', '[]')).toEqual({ model: '', more: 0 })
  })
})

describe('a problem beside its field', () => {
  it('does not repeat where it is', () => {
    const path = 'server.port'
    expect(withoutPath({ path, message: 'server.port: "x" is not a number' })).toBe('"x" is not a number')
    expect(withoutPath({ path, message: 'server.port: is missing' })).toBe('Is missing')
    expect(withoutPath({ path: '', message: 'A tab indents this line.' })).toBe('A tab indents this line.')
  })
})
