import { describe, expect, it } from 'vitest'
import { pathAt, positionOf } from './positions'
import { readForm } from './read-form'

const text = `variables:
  big: qwen2.5:14b
  level: 2
x-defaults: &defaults
  port: 11434
  wake: {mac: "00:11:22:33:44:55"}
server: {port: 8000, host: 127.0.0.1}
cluster:
  nodes:
    - name: tower # the big one
      <<: *defaults
      model: \${var:big}
      tier: \${var:level}

    - &mini
      name: mini
      host: 10.0.0.2
      fans: 3
    - *mini
    - name: office
      <<: *mini
`

describe('readForm', () => {
  const view = readForm(text)

  it('shows nodes with their values and where each comes from', () => {
    const [tower, mini, copy, office] = view.nodes
    expect(tower).toMatchObject({ name: 'tower', tier: 2, locked: null })
    expect(tower?.fields.port).toMatchObject({
      value: 11434,
      source: { kind: 'merge', anchor: 'defaults' },
    })
    expect(tower?.fields.model).toMatchObject({
      value: '${var:big}',
      source: { kind: 'variable', names: ['big'] },
    })
    expect(tower?.fields.enabled).toMatchObject({
      value: true,
      source: { kind: 'default' },
      position: null,
    })
    expect(mini?.fields.fans).toMatchObject({ value: 3, source: { kind: 'file' }, sharedWith: 2 })
    expect(mini?.fields.tier).toMatchObject({ value: 1, source: { kind: 'default' } })
    expect(copy?.locked).toMatch(/\*mini/)
    expect(office).toMatchObject({ name: 'office', locked: null })
    expect(office?.fields.host).toMatchObject({ source: { kind: 'merge', anchor: 'mini' }, sharedWith: 0 })
  })

  it('gives any value by its path, the default where the file has none', () => {
    expect(view.value(['server', 'port'])).toMatchObject({
      value: 8000,
      position: { line: 7, column: 10, from: text.indexOf('port: 8000'), to: text.indexOf(', host: 127') },
    })
    expect(view.value(['server', 'require_token']).value).toBe(false)
    expect(view.value(['cluster', 'queue', 'max_length']).value).toBe(256)
    expect(view.variables).toEqual({ big: 'qwen2.5:14b', level: 2 })
  })

  it('is of use while the text has a mistake: it says so, and where things are', () => {
    const broken = readForm('server:\n  port: 1\ncluster: [\n')
    expect(broken).toMatchObject({ readable: false, nodes: [], variables: {} })
    expect(broken.problems).not.toEqual([])
    expect(broken.positionOf(['server', 'port'])).toMatchObject({ line: 2, column: 3 })
  })

  it('tells mistakes of values from a text that cannot be read', () => {
    const wrong = readForm('cluster:\n  nodes:\n    - {name: a, tier: 7}\n    - 12\n    -\n')
    expect(wrong.readable).toBe(true)
    expect(wrong.problems.length).toBeGreaterThan(0)
    expect(wrong.nodes.map(({ name, tier }) => [name, tier])).toEqual([
      ['a', 1],
      ['', 1],
      ['', 1],
    ])
  })
})

describe('positions', () => {
  it('count from the beginning of the text as it is, with mark and Windows line ends', () => {
    const windows = `\ufeff${text.replaceAll('\n', '\r\n')}`
    const found = positionOf(windows, ['cluster', 'nodes', 1, 'host'])
    expect(windows.slice(found?.from, found?.to)).toBe('host: 10.0.0.2')
    expect(found).toMatchObject({ line: 17, column: 7 })
  })

  it('are those of the merge key for what is taken over', () => {
    const found = positionOf(text, ['cluster', 'nodes', 0, 'wake', 'mac'])
    expect(text.slice(found?.from, found?.to)).toBe('<<: *defaults')
    expect(positionOf(text, ['cluster', 'nodes', 7])).toBeNull()
  })

  it.each([
    ['port: 8000', ['server', 'port']],
    ['host: 127', ['server', 'host']],
    ['# the big one', ['cluster', 'nodes', 0, 'name']],
    ['10.0.0.2', ['cluster', 'nodes', 1, 'host']],
    ['fans', ['cluster', 'nodes', 1, 'fans']],
    ['*mini', ['cluster', 'nodes', 2]],
    ['level', ['variables', 'level']],
  ])('find the key around %s', (needle, path) => {
    expect(pathAt(text, text.indexOf(needle))).toEqual(path)
  })

  it('take a blank line by how far in the cursor stands', () => {
    const open = 'cluster:\n  nodes:\n    - name: a\n      tier: 1\n      \nserver:\n'
    expect(pathAt(open, open.indexOf('\nserver'))).toEqual(['cluster', 'nodes', 0])
    expect(pathAt(`${open}  `, open.length + 2)).toEqual(['server'])
    expect(pathAt(open, open.length)).toEqual([])
  })
})
