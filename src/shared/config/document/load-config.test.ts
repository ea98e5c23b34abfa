import { describe, expect, it } from 'vitest'
import { formatProblem, loadConfig } from './load-config'

const problemsOf = (input: string | Uint8Array) => loadConfig(input).problems.map(formatProblem)

const complete = `# everything
model: {name: 'qwen2.5:7b', context_length: 16384}
cluster:
  routing:
    fallback_strategy: strict
  nodes:
    - name: tower
      host: tower.local
      port: 11434
      tier: 2
      enabled: false
`

describe('loadConfig', () => {
  it('fills in every default and keeps keys it does not know', () => {
    const { config } = loadConfig(`${complete}custom: {a: [1, 2]}\n`)
    expect(config).toMatchObject({
      model: { name: 'qwen2.5:7b', context_length: 16384, temperature: 0.7 },
      server: { host: '127.0.0.1', port: 8000 },
      cluster: {
        routing: { fallback_strategy: 'strict', load_balance: true },
        nodes: [{ name: 'tower', host: 'tower.local', tier: 2, enabled: false, model: '' }],
      },
      custom: { a: [1, 2] },
    })
  })

  it.each([
    ['nothing', ''],
    ['comments only', '# soon\n'],
    ['keys without values', 'model:\ncluster:\n  nodes:\n  # - name: later\n'],
    ['an explicit null', 'null\n'],
  ])('takes %s as all defaults', (_name, text) => {
    expect(problemsOf(text)).toEqual([])
    expect(loadConfig(text).config?.cluster.nodes).toEqual([])
  })

  it('reads a file with byte order mark and Windows line ends', () => {
    const bytes = Buffer.from(`\ufeff${complete.replaceAll('\n', '\r\n')}`)
    expect(loadConfig(bytes).config).toEqual(loadConfig(complete).config)
  })

  it('says what is wrong, where, and what to write instead', () => {
    const text = `server:
  port: "8000"
  require_token: yes
agent: {max_steps: 99}
cluster:
  nodes:
    - host: a
    - name: b
      tier: 3
      backend: olama
    - {name: a/b, url: 'ftp://x'}
`
    expect(problemsOf(text)).toEqual([
      'server.port: "8000" is not a number; write 8000 without quotes (line 2, column 9)',
      'server.require_token: "yes" is not true or false; write true or false, without quotes (line 3, column 18)',
      'agent.max_steps: 99 is too large; write at most 50 (line 4, column 20)',
      'cluster.nodes[0].name: is missing (line 7, column 7)',
      'cluster.nodes[1].tier: 3 is not a tier; write 0, 1 or 2 (line 9, column 13)',
      'cluster.nodes[1].backend: "olama" is not a backend; write ollama, harombe, openai, vllm, sglang, llamacpp or embedded (line 10, column 16)',
      'cluster.nodes[2].name: "a/b" cannot be used. A node name has no slash (line 11, column 14)',
      'cluster.nodes[2].url: "ftp://x" cannot be used. Write a URL such as http://192.168.1.20:11434, without user name or password (line 11, column 24)',
    ])
  })

  it('never repeats a credential in a message', () => {
    const text = `server: {auth_token: 12345678}
cluster:
  nodes:
    - {name: a, url: 'http://user:hunter2@host', auth_token: [hunter2]}
inference: {openai: {api_key: {k: hunter2}}}
`
    const messages = problemsOf(text)
    expect(messages).toHaveLength(4)
    expect(messages.join()).not.toMatch(/hunter2|12345678/)
  })

  it('tells two nodes of one name apart from two nodes', () => {
    expect(problemsOf('cluster:\n  nodes:\n    - name: Tower\n    - name: tower\n')[0]).toMatch(
      /cluster\.nodes\[1\]\.name.*entries 1 and 2.*line 4, column 13/,
    )
  })
})

describe('anchors and aliases', () => {
  const text = `
x-defaults: &defaults
  port: 11434
  tier: 2
cluster:
  local:
    tier: &low 0
  nodes:
    - <<: *defaults
      name: tower
      tier: 1
    - {name: mini, tier: *low, port: 99999}
    - name: office
      <<: [*defaults]
      weight: 0
`

  it('are followed, and keys of the map itself win over those it takes over', () => {
    const { config } = loadConfig(text.replace('99999', '9').replace('weight: 0', 'weight: 1'))
    expect(config?.cluster.nodes).toMatchObject([
      { name: 'tower', port: 11434, tier: 1 },
      { name: 'mini', port: 9, tier: 0 },
      { name: 'office', port: 11434, tier: 2 },
    ])
  })

  it('keep problems at the lines that people wrote', () => {
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/nodes\[1\]\.port.*line 12, column 38/),
      expect.stringMatching(/nodes\[2\]\.weight.*line 15, column 15/),
    ])
    const wrong = text.replace('port: 11434', 'port: none')
    expect(problemsOf(wrong)[0]).toMatch(/nodes\[0\]\.port.*line 9, column 7/)
  })

  it('say what to write where an anchor names a key instead of the map below it', () => {
    const mistaken = 'a:\n  - &base name: x\n  - <<: *base\n'
    expect(problemsOf(mistaken)[0]).toMatch(/put &base behind the ":" or "-".*line 3, column 9/)
  })
})

describe('hostile and broken files', () => {
  const laughs = Array.from({ length: 9 }, (_, index) =>
    index === 0
      ? 'a0: &a0 [lol]'
      : `a${index}: &a${index} [${Array(9)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
  ).join('\n')

  it.each<[string, string | Uint8Array, RegExp]>([
    ['an alias bomb', laughs, /instead of \*a0: what &a1 names must not contain an alias.*line 2, column 10/],
    ['a circle of anchors', 'a: &a [*a]', /alias/],
    ['a merge of what has no anchor', 'a:\n  <<: {b: 1}', /write <<: \*name.*line 2, column 7/],
    ['a merge of what is no map', 'x: {y: &y 1}\na:\n  <<: *y', /\*y is no map.*line 3, column 7/],
    ['an alias of nothing', 'a: *b', /alias.*line 1, column 4/],
    [
      'many merges of one map',
      `x: &x {}\ny: {<<: [${Array(1000).fill('*x').join(', ')}]}`,
      /more than 32 aliases/,
    ],
    [
      'aliases of much text',
      `x: &x [${'1,'.repeat(20_000)}]\ny: [${Array(8).fill('*x').join(', ')}]`,
      /too much text/,
    ],
    ['a prototype key', '__proto__:\n  polluted: true', /__proto__.*line 1, column 1/],
    ['a deep prototype key', 'model: {"__proto__": {name: x}}', /__proto__/],
    ['a key twice', 'model: {}\nserver: {}\nmodel: {}', /key model is there twice.*line 3, column 1/],
    ['a code tag', 'model: !!js/function "process.exit()"', /tag.*line 1, column 8/],
    ['an unknown tag', 'model: !mine {name: x}', /tag/],
    ['a second document', 'model: {}\n---\nserver: {}', /second document.*line 2/],
    ['YAML 1.1 asked for', '%YAML 1.1\n---\nserver: {require_token: yes}', /%YAML/],
    ['a tab', 'model:\n\tname: x', /tab.*line 2, column 1/],
    ['a NUL', 'model:\n  name: a\0b', /NUL.*line 2, column 10/],
    ['UTF-16', Buffer.from('\ufeffmodel: {}', 'utf16le'), /UTF-16/],
    ['UTF-16 without mark', Buffer.from('model: {}', 'utf16le'), /NUL|UTF-16/],
    ['bytes that are no text', Uint8Array.of(0x61, 0x3a, 0x20, 0xff), /UTF-8/],
    ['nesting of 10,000', `a: ${'['.repeat(10_000)}`, /nested more than 32/],
    ['lists nested 100,000 deep', '- '.repeat(100_000), /nested more than 32/],
    ['33 levels', `a: ${'['.repeat(32)}${']'.repeat(32)}`, /nested more than 32/],
    ['300 KiB', `# ${'x'.repeat(300 * 1024)}`, /262144/],
    ['one line of 1 MiB', `model: {name: ${'x'.repeat(1_048_576)}}`, /262144/],
    ['a list', '- model', /key: value/],
    ['a word', 'model', /key: value/],
    ['an unquoted colon', 'cluster: {}\nmodel: name: x', /": ".*quotes.*line 2/],
    ['an octal port out of range', 'server: {port: 0o1777777}', /524287 is too large/],
    ['a number with underscore', 'server: {port: 8_000}', /"8_000" is not a number/],
    ['a time instead of a number', 'server: {port: 12:30}', /is not a number/],
    ['infinity', 'model: {temperature: .inf}', /model\.temperature/],
    ['a key that is a list', '? [a]\n: b', /A key must be a text/],
  ])('refuses %s', (_name, input, expected) => {
    const { config, problems } = loadConfig(input)
    expect(config).toBeNull()
    expect(problems.map(formatProblem).join('\n')).toMatch(expected)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('takes 32 levels of nesting', () => {
    expect(problemsOf(`a: ${'['.repeat(31)}${']'.repeat(31)}`)).toEqual([])
  })

  it('takes an octal port for what it is, and an unquoted # as the end of a token', () => {
    const { config } = loadConfig(
      'server: {port: 0o17777}\ncluster:\n  nodes:\n    - {name: a, auth_token: abc#def}\n',
    )
    expect(config?.server.port).toBe(8191)
    expect(config?.cluster.nodes[0]?.auth_token).toBe('abc#def')
  })

  it('never throws, wherever the file is cut off', () => {
    const bytes = Buffer.from(`${complete}extra: {"ü": "日本", list: [1, 'two', {three: 3}]}\n`)
    for (let length = 0; length < bytes.length; length++) {
      const { config, problems } = loadConfig(bytes.subarray(0, length))
      expect(config === null).toBe(problems.length > 0)
    }
  })
})
