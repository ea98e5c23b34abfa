import { describe, expect, it } from 'vitest'
import { applyFormAction } from './apply-form-action'
import type { FormAction } from './form-action'
import { loadConfig } from './load-config'

const text = `# home
variables:
  big: qwen2.5:14b # the large one
cluster:
  nodes:
    # fast
    - name: mini
      host: 10.0.0.2
      tier: 0

    # for hard questions
    - name: tower
      host: tower.local
      model: \${var:big}
      tier: 2 # by hand

  models:
    - {name: "\${var:big}", nodes: [tower, mini]}
    - name: llava
      nodes:
        - tower
  policies:
    quiet_hours:
      - from: "22:00"
        to: "07:00"
        nodes: [tower]
    max_concurrent:
      - {requests: 2, nodes: [tower], tiers: [0]}
`

const acted = (action: FormAction, given = text) => applyFormAction(given, action)
const dataOf = (given: string) => loadConfig(given).config?.cluster

describe('applyFormAction', () => {
  it('has the rules follow a node that gets another name', () => {
    const renamed = acted({ kind: 'update_node', node: 'tower', changes: { name: 'big tower' } })
    expect(renamed).toBe(
      text
        .replace('- name: tower', '- name: big tower')
        .replace('[tower, mini]', '[big tower, mini]')
        .replace('        - tower', '        - big tower')
        .replace('nodes: [tower]\n', 'nodes: [big tower]\n')
        .replace('nodes: [tower],', 'nodes: [big tower],'),
    )
  })

  it('has the rules forget a node that goes, and takes none for all nodes that was for this one', () => {
    const removed = acted({ kind: 'remove_node', node: 'tower' })
    expect(removed).not.toMatch(/tower|hard questions/)
    expect(dataOf(removed)).toMatchObject({
      models: [{ name: 'qwen2.5:14b', nodes: ['mini'] }],
      policies: { quiet_hours: [], max_concurrent: [{ requests: 2, tiers: [0] }] },
    })
    expect(removed).toContain('- {requests: 2, tiers: [0]}')
  })

  it('copies a node below it, as it is written, and lets the copy not answer yet', () => {
    const once = acted({ kind: 'duplicate_node', node: 'tower' })
    expect(once).toBe(
      text.replace(
        '      tier: 2 # by hand\n',
        `      tier: 2 # by hand

    - name: tower-2
      host: tower.local
      model: \${var:big}
      tier: 2
      enabled: false
`,
      ),
    )
    expect(acted({ kind: 'duplicate_node', node: 'tower' }, once)).toContain('name: tower-3')
    expect(acted({ kind: 'duplicate_node', node: 'tower-2' }, once)).toContain('name: tower-3')
  })

  it('moves a node to another tier and place at once, its comment with it, and back to the byte', () => {
    const moved = acted({ kind: 'move_node', node: 'tower', tier: 0, before: 'mini' })
    expect(dataOf(moved)?.nodes.map(({ name, tier }) => [name, tier])).toEqual([
      ['tower', 0],
      ['mini', 0],
    ])
    expect(moved).toContain('    # for hard questions\n    - name: tower\n')
    expect(moved).toContain('tier: 0 # by hand\n\n    # fast\n')
    expect(acted({ kind: 'move_node', node: 'tower', tier: 2, before: null }, moved)).toBe(text)
  })

  it('does nothing, to the byte, where there is nothing to do', () => {
    const actions: FormAction[] = [
      { kind: 'move_node', node: 'tower', tier: 2, before: null },
      { kind: 'move_node', node: 'tower', before: 'tower' },
      { kind: 'update_node', node: 'mini', changes: { host: '10.0.0.2', url: null, port: undefined } },
      { kind: 'set', path: ['cluster', 'models', 1, 'nodes'], value: ['tower'] },
      { kind: 'unset', path: ['server', 'port'] },
      { kind: 'rename_variable', name: 'big', to: 'big' },
    ]
    for (const action of actions) expect(acted(action)).toBe(text)
  })

  it('renames a variable with all that refers to it, and writes its value out when it goes', () => {
    expect(acted({ kind: 'rename_variable', name: 'big', to: 'large' })).toBe(
      text.replaceAll('var:big', 'var:large').replace('  big:', '  large:'),
    )
    const gone = acted({ kind: 'remove_variable', name: 'big' })
    expect(gone).not.toMatch(/var/)
    expect(gone).toContain('model: qwen2.5:14b\n')
    expect(dataOf(gone)?.models[0]?.name).toBe('qwen2.5:14b')
    const typed = 'variables: {port: 11434}\nserver:\n  port: ${var:port}\n  host: "${var:port}.local"\n'
    expect(acted({ kind: 'remove_variable', name: 'port' }, typed)).toBe(
      'server:\n  port: 11434\n  host: "11434.local"\n',
    )
  })

  it('changes lists entry by entry', () => {
    const list = ['cluster', 'policies', 'quiet_hours']
    const added = acted({ kind: 'add_entry', list, entry: { from: '01:00', to: '02:00', tiers: [0, 1] } })
    expect(added).toContain(
      '        nodes: [tower]\n      - from: "01:00"\n        to: "02:00"\n        tiers: [0, 1]\n',
    )
    const updated = acted(
      { kind: 'update_entry', list, index: 1, changes: { tiers: null, days: ['mon'] } },
      added,
    )
    expect(updated).toContain('        to: "02:00"\n        days: [mon]\n')
    const moved = acted({ kind: 'move_entry', list, index: 1, to: 0 }, updated)
    expect(dataOf(moved)?.policies.quiet_hours.map(({ from }) => from)).toEqual(['01:00', '22:00'])
    expect(acted({ kind: 'remove_entry', list, index: 0 }, moved)).toBe(text)
  })

  it('leaves what others take over by an anchor as it was', () => {
    const shared = `x: &x {port: 1, tier: 2}
cluster:
  nodes:
    - &base
      name: a
      host: h
    - <<: *base
      name: b
    - <<: *x
      name: c
    - name: d
      tier: &t 1
    - name: e
      tier: *t
`
    const host = acted({ kind: 'update_node', node: 'a', changes: { host: 'other' } }, shared)
    expect(
      dataOf(host)
        ?.nodes.map(node => node.host)
        .slice(0, 2),
    ).toEqual(['other', 'h'])
    const tier = acted({ kind: 'move_node', node: 'd', tier: 0 }, shared)
    expect(dataOf(tier)?.nodes.map(node => node.tier)).toEqual([1, 1, 2, 0, 1])
    const own = acted({ kind: 'update_node', node: 'c', changes: { port: 5, tier: null } }, shared)
    expect(dataOf(own)?.nodes[2]).toMatchObject({ port: 5, tier: 1 })
    expect(own).toContain('x: &x {port: 1, tier: 2}')
    const gone = acted({ kind: 'remove_node', node: 'a' }, shared)
    expect(dataOf(gone)?.nodes.map(node => [node.name, node.host])[0]).toEqual(['b', 'h'])
    const below = acted({ kind: 'move_node', node: 'a', before: 'd' }, shared)
    expect(
      dataOf(below)
        ?.nodes.map(node => [node.name, node.host])
        .slice(0, 3),
    ).toEqual([
      ['b', 'h'],
      ['c', 'localhost'],
      ['a', 'h'],
    ])
  })

  it('says what to do about a node that is an alias, and about a text with a mistake', () => {
    const alias = 'x: &x {name: a}\ncluster:\n  nodes:\n    - *x\n'
    expect(() => acted({ kind: 'move_node', node: 'a', tier: 2 }, alias)).toThrowError(
      expect.objectContaining({
        code: 'CONFLICT',
        message: 'cluster.nodes[0] is nothing but *x: what it says stands elsewhere, at &x.',
        hint: 'To change it by itself, write the entry out in the text instead of *x.',
      }),
    )
    expect(() => acted({ kind: 'unset', path: ['model'] }, 'model: [\n')).toThrowError(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(/line 2/) }),
    )
  })

  it.each<FormAction>([
    { kind: 'update_node', node: 'none', changes: {} },
    { kind: 'add_node', node: { name: 'x' }, before: 'none' },
    { kind: 'remove_variable', name: 'none' },
    { kind: 'remove_entry', list: ['cluster', 'models'], index: 2 },
    { kind: 'update_entry', list: ['cluster', 'models'], index: 2, changes: { tier: 1 } },
    { kind: 'set', path: ['mcp', 'servers', 0, 'name'], value: 'x' },
    { kind: 'move_entry', list: ['mcp', 'servers'], index: 0, to: 1 },
  ])('refuses $kind of what is not there', action => {
    expect(() => acted(action)).toThrowError(expect.objectContaining({ code: 'NOT_FOUND' }))
  })
})
