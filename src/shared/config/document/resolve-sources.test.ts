import { describe, expect, it } from 'vitest'
import { formatProblem, loadConfig } from './load-config'
import { type OverlaySource, overlaysOf, resolveSources } from './resolve-sources'

const overlay = (name: string, content: string | null): OverlaySource => ({
  name,
  file: `harombe.${name}.yaml`,
  content,
})
const home = (content: string | null) => overlay('home', content)
const messages = (base: string, ...overlays: OverlaySource[]) =>
  resolveSources(base, overlays).problems.map(formatProblem)

const base = `# the machines
server: {port: 9000, cors_origins: [http://a.example, http://b.example]}
cluster:
  routing:
    learn: false
  nodes:
    - name: Gaming-PC
      host: 10.0.0.2
      tier: 2
    - name: mini
      tier: 0
  models:
    - name: qwen2.5:7b
      tier: 1
`

describe('an overlay', () => {
  it('merges maps, nodes and models by name, and replaces other lists', () => {
    const { config, overrides } = resolveSources(base, [
      home(`server: {cors_origins: [http://c.example]}
cluster:
  nodes:
    - {name: gaming-pc, tier: 1, slots: 4}
    - {name: laptop, tier: 0}
  models:
    - {name: qwen2.5:7b, loaded: true}
    - {name: phi4, tier: 0}
`),
    ])
    expect(config?.server).toMatchObject({ port: 9000, cors_origins: ['http://c.example'] })
    expect(config?.cluster.nodes).toMatchObject([
      { name: 'gaming-pc', host: '10.0.0.2', tier: 1, slots: 4 },
      { name: 'mini', tier: 0 },
      { name: 'laptop', tier: 0 },
    ])
    expect(config?.cluster.models).toMatchObject([
      { name: 'qwen2.5:7b', tier: 1, loaded: true },
      { name: 'phi4', tier: 0 },
    ])
    expect(config?.cluster.routing.learn).toBe(false)
    expect(overrides).toEqual([
      [
        'server.cors_origins',
        'cluster.nodes[gaming-pc].name',
        'cluster.nodes[gaming-pc].tier',
        'cluster.nodes[gaming-pc].slots',
        'cluster.nodes[laptop]',
        'cluster.models[qwen2.5:7b].loaded',
        'cluster.models[phi4]',
      ],
    ])
  })

  it('takes away what it says null of, and nothing for a key that is only begun', () => {
    const { config, overrides } = resolveSources(base, [
      home('server:\n  # port: 1\ncluster:\n  nodes:\n  routing: null\n  models: ~\nmodel: {name: null}\n'),
    ])
    expect(config?.server.port).toBe(9000)
    expect(config?.cluster.nodes).toHaveLength(2)
    expect(config?.cluster.routing.learn).toBe(true)
    expect(config?.cluster.models).toEqual([])
    expect(overrides).toEqual([['cluster.routing', 'cluster.models']])
  })

  it('lies over those before it', () => {
    const { config, overrides } = resolveSources(base, [
      home('server: {port: 1}'),
      overlay('travel', 'server: {port: 2}'),
    ])
    expect(config?.server.port).toBe(2)
    expect(overrides).toEqual([['server.port'], ['server.port']])
  })

  it('is named where its value is wrong, and the file where a value of its own is', () => {
    expect(messages(base, home('cluster:\n  nodes:\n    - name: mini\n      tier: 7\n'))).toEqual([
      'cluster.nodes[1].tier: 7 is not a tier; write 0, 1 or 2 (harombe.home.yaml, line 4, column 13)',
    ])
    expect(
      messages(base.replace('tier: 2', 'tier: 8'), home('cluster: {nodes: [{name: gaming-pc, slots: 4}]}')),
    ).toEqual(['cluster.nodes[0].tier: 8 is not a tier; write 0, 1 or 2 (line 9, column 13)'])
    expect(messages(base, home('a: [\n'))).toEqual([
      expect.stringMatching(/\(harombe\.home\.yaml, line \d+, column \d+\)$/),
    ])
  })

  it('must be there, and names no further ones', () => {
    expect(messages('model: {name: a}\noverlays:\n  - home\n', home(null))).toEqual([
      'There is no harombe.home.yaml that can be read; write one beside this file, or take home out of the overlays (line 3, column 5)',
    ])
    expect(messages('', home('overlays: [travel]'))).toEqual([
      'overlays: An overlay names no further ones; write them into the file itself (harombe.home.yaml, line 1, column 11)',
    ])
  })

  it('is found by the names in the file, as far as they are some', () => {
    expect(overlaysOf('overlays: [home, ../../etc/passwd, 7, "on tour", travel]')).toEqual(['home', 'travel'])
    for (const text of ['', 'overlays: home', 'overlays: [', '[]']) expect(overlaysOf(text)).toEqual([])
  })
})

describe('a variable', () => {
  it('stands for a value of its type, or for a part of a text', () => {
    const { config, problems } =
      loadConfig(`variables: {host: tower, domain: "\${var:host}.lan", port: 11434, own: true}
server: {port: "\${var:port}", require_token: "\${var:own}"}
cluster:
  nodes:
    - name: \${var:host}
      url: http://\${var:domain}:\${var:port}
      auth_token: \${env:TOKEN}
`)
    expect(problems).toEqual([])
    expect(config?.server).toMatchObject({ port: 11434, require_token: true })
    expect(config?.cluster.nodes[0]).toMatchObject({
      name: 'tower',
      url: 'http://tower.lan:11434',
      auth_token: '${env:TOKEN}',
    })
  })

  it('is taken from the overlay that says it last', () => {
    const { config } = resolveSources('variables: {port: 1}\nserver: {port: "${var:port}"}', [
      home('variables: {port: 2}'),
    ])
    expect(config?.server.port).toBe(2)
  })

  it.each([
    ['${var:prot}', 'server.port: There is no variable prot. There are port, a, b (line 2, column 16)'],
    ['${var:}', 'server.port: There is no variable without a name. There are port, a, b (line 2, column 16)'],
    ['${var:a}', 'server.port: The variable a refers to itself (line 2, column 16)'],
  ])('%s is a problem where it stands', (reference, message) => {
    const text = `variables: {port: 1, a: "\${var:b}", b: "\${var:a}"}\nserver: {port: "${reference}"}\n`
    expect(messages(text)).toContain(message)
  })

  it('that does not fit is a problem where it is used', () => {
    expect(messages('variables: {p: x}\nserver:\n  port: ${var:p}\n')).toEqual([
      'server.port: "x" is not a number; write a number (line 3, column 9)',
    ])
  })

  it('cannot blow a short file up', () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `  v${index + 1}: "${`\${var:v${index}}`.repeat(9)}"`,
    )
    const text = `variables:\n  v0: lol\n${lines.join('\n')}\nmodel: {name: "\${var:v30}"}\n`
    const started = performance.now()
    expect(loadConfig(text).config).toBeNull()
    expect(performance.now() - started).toBeLessThan(1000)
    const many = `variables: {v: "${'x'.repeat(4000)}"}\nnote:\n${'  - a${var:v}\n'.repeat(5000)}`
    expect(messages(many)[0]).toMatch(/make the file too long/)
  })
})
