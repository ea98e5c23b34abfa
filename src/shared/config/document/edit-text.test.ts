import { describe, expect, it } from 'vitest'
import { configTemplate } from './config-template'
import { addNode, removeNode, updateNode } from './edit-nodes'
import { type ConfigEdit, editText } from './edit-text'
import { loadConfig } from './load-config'

/** As people write: wide gaps, four spaces, lists not indented, aligned comments, keys that we do not know. */
const handwritten = `# My machines
model:
    name:   'qwen2.5:7b'    # good one


server: {host: 127.0.0.1,   port: 8000}
cluster:
    # the nodes
    nodes:
    - name: mini      # always on
      host: 192.168.1.20
      port: 0x1f90
      tier: 0

      # a note about tower
    - name: "tower"
      host: tower.local      # gaming PC
      tier: 2
      fans: [1,   2]
    - {name: office, host: 10.0.0.5, tier: 1}

    # end of nodes
    routing:
        prefer_local: true
unknown:   stays   # really
`

/** The edit's effect in lines: what went and what came. */
function changedLines(
  text: string,
  edit: ConfigEdit,
): { removed: string[]; added: string[]; result: string } {
  const result = editText(text, edit)
  const old = text.split('\n')
  const now = result.split('\n')
  return {
    removed: old.filter(line => !now.includes(line)),
    added: now.filter(line => !old.includes(line)),
    result,
  }
}

describe('editText', () => {
  it('adds a node and leaves every other line as it was', () => {
    const { removed, added, result } = changedLines(handwritten, config =>
      addNode(config, { name: 'new one', host: 'h.local', tier: 1, url: undefined }),
    )
    expect(removed).toEqual([])
    expect(added).toEqual(['    - name: new one', '      host: h.local', '      tier: 1'])
    expect(result.indexOf('new one')).toBeLessThan(result.indexOf('# end of nodes'))
    expect(loadConfig(result).config?.cluster.nodes.map(({ name }) => name)).toEqual([
      'mini',
      'tower',
      'office',
      'new one',
    ])
  })

  it('changes and adds fields of a node, its comments and quotes kept', () => {
    const { removed, added } = changedLines(handwritten, config => {
      updateNode(config, 'mini', { port: 9000, host: 'mini.local', enabled: false })
    })
    expect(removed).toEqual(['      host: 192.168.1.20', '      port: 0x1f90'])
    expect(added).toEqual(['      host: mini.local', '      port: 9000', '      enabled: false'])
    const renamed = editText(handwritten, config => updateNode(config, 'tower', { name: 'big', host: null }))
    expect(renamed).toContain('    - name: "big"\n      tier: 2\n')
  })

  it('writes the address of a network card so that YAML 1.1 reads no number of it, and keeps what stands beside it', () => {
    const written = editText(handwritten, config => {
      updateNode(config, 'mini', { wake: { mac: '11:22:33:44:55:06' } })
    })
    expect(written).toMatch(/wake:\n\s+mac: "11:22:33:44:55:06"/)
    const wider = written.replace(/^( +)mac: .*$/m, '$& # the lower port\n$1via: tower')
    const changed = editText(wider, config => {
      updateNode(config, 'mini', { wake: { mac: 'a4:22:33:44:55:06' } })
    })
    expect(changed).toMatch(/mac: "a4:22:33:44:55:06" # the lower port\n\s+via: tower/)
    const without = editText(written, config => updateNode(config, 'mini', { wake: null }))
    expect(without).toBe(handwritten)
  })

  it('changes a node that stands on one line', () => {
    const { removed, added } = changedLines(handwritten, config =>
      updateNode(config, 'office', { tier: 2, host: null }),
    )
    expect(removed).toEqual(['    - {name: office, host: 10.0.0.5, tier: 1}'])
    expect(added).toEqual(['    - {name: office, tier: 2}'])
  })

  it('removes a node with its comments, and not those of the next one', () => {
    const { removed, added } = changedLines(handwritten, config => removeNode(config, 'mini'))
    expect(removed).toEqual([
      '    - name: mini      # always on',
      '      host: 192.168.1.20',
      '      port: 0x1f90',
      '      tier: 0',
    ])
    expect(added.filter(line => !line.includes('a note about tower'))).toEqual([])
    expect(editText(handwritten, config => removeNode(config, 'mini'))).toContain('# a note about tower')
    expect(editText(handwritten, config => removeNode(config, 'office'))).toContain('# end of nodes')
  })

  it('keeps byte order mark and Windows line ends', () => {
    const text = `\ufeff# x\r\nmodel:\r\n  name: "a"\r\n`
    expect(editText(text, config => addNode(config, { name: 'mini' }))).toBe(
      `${text}cluster:\r\n  nodes:\r\n    - name: mini\r\n`,
    )
  })

  it.each([
    ['an empty file', ''],
    ['comments only', '# mine\n'],
    [
      'a list of commented examples',
      'cluster:\n  nodes:\n    # - name: example\n  routing:\n    load_balance: false\n',
    ],
    ['an empty list', 'cluster:\n  nodes: [] # none yet\n'],
    ['a cluster without keys', 'cluster:\n# later\n'],
    ['no line break at the end', 'model: {name: a}'],
  ])('begins the list of nodes in a file with %s, comments kept', (_name, text) => {
    const result = editText(text, config => addNode(config, { name: 'first', tier: 2 }))
    expect(loadConfig(result).config?.cluster.nodes).toMatchObject([{ name: 'first', tier: 2 }])
    for (const comment of text.match(/#.*/g) ?? []) expect(result).toContain(comment)
  })

  it.each([
    ['the template', configTemplate()],
    ['a file that goes on below', 'cluster:\n  nodes:\n    # none yet\nserver:   {port: 1}\n'],
    ['a list that is written as one', 'cluster:\n  nodes: [] # none yet\nserver:   {port: 1}\n'],
    ['a bare list on a line of its own', 'cluster:\n  nodes:\n    []\n  # c\n\n\nserver:   {port: 1}\n'],
    ['no line break at the end', 'server:   {port: 1}\ncluster:\n    nodes:'],
  ])('adds to, empties and fills again the nodes of %s, all else byte for byte', (_name, text) => {
    const add: ConfigEdit = config => addNode(config, { name: 'mini', tier: 0 })
    const filled = editText(text, add)
    const emptied = editText(filled, config => removeNode(config, 'mini'))
    const others = text.split('\n').filter(line => line.trim() !== '[]' && !line.includes('nodes:'))
    for (const line of others) expect(filled.split('\n')).toContain(line)
    for (const line of others) expect(emptied.split('\n')).toContain(line)
    expect(emptied).toMatch(/^ +nodes:( # none yet)?$/m)
    expect(loadConfig(emptied).config?.cluster.nodes).toEqual([])
    expect(editText(emptied, add)).toBe(filled)
  })

  it('brings the template back to the byte when its only node goes', () => {
    const filled = editText(configTemplate(), config => addNode(config, { name: 'mini' }))
    expect(editText(filled, config => removeNode(config, 'mini'))).toBe(configTemplate())
  })

  it('quotes what YAML 1.1 would not read as a text, and what is no plain text at all', () => {
    const values = [
      'yes',
      '12:30',
      'null',
      '1e3',
      ' spaced ',
      'a: b',
      'c #d',
      '- e',
      '${secret:tower}',
      '日本',
      '"',
    ]
    for (const value of values) {
      const added = editText('', config => addNode(config, { name: 'n', auth_token: value }))
      expect(loadConfig(added).config?.cluster.nodes[0]?.auth_token).toBe(value)
      const updated = editText('cluster:\n  nodes:\n    - name: n\n      auth_token: old # mine\n', config =>
        updateNode(config, 'n', { auth_token: value }),
      )
      expect(loadConfig(updated).config?.cluster.nodes[0]?.auth_token).toBe(value)
      expect(updated).toContain('# mine')
    }
    expect(editText('', config => addNode(config, { name: 'n', host: 'yes' }))).toContain('host: "yes"')
  })

  it('changes nothing when the edit changes nothing', () => {
    expect(editText(handwritten, () => {})).toBe(handwritten)
  })

  it('names the nodes there are when the one asked for is not among them', () => {
    expect(() => editText(handwritten, config => removeNode(config, 'Tower'))).toThrowError(
      expect.objectContaining({ code: 'NOT_FOUND', hint: 'There are: mini, tower, office.' }),
    )
  })

  it('refuses a name that is taken, whatever its case, but lets a node keep its own', () => {
    const conflict = expect.objectContaining({ code: 'CONFLICT' })
    expect(() => editText(handwritten, config => addNode(config, { name: 'TOWER' }))).toThrowError(conflict)
    expect(() =>
      editText(handwritten, config => updateNode(config, 'mini', { name: 'office' })),
    ).toThrowError(conflict)
    expect(editText(handwritten, config => updateNode(config, 'mini', { name: 'Mini' }))).toContain(
      'name: Mini ',
    )
  })
})
