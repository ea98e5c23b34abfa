import { describe, expect, it } from 'vitest'
import { loadConfig } from '../../../shared/config/document/load-config'
import type { LocalBackend } from '../../../shared/contract/cluster'
import type { DiscoveredNode } from '../../../shared/entities'
import { draftFromDiscovery } from './draft-from-discovery'
import type { Discovered } from './new-nodes'

const backend = (name: string, port: number, kind: LocalBackend['backend']): LocalBackend => ({
  name,
  url: `http://127.0.0.1:${port}`,
  backend: kind,
  models: ['small'],
  suggestedTier: 0,
})
const ollama = backend('Ollama', 11434, 'ollama')
const lmStudio = backend('LM Studio', 1234, 'openai')
const llamaCpp = backend('llama.cpp', 8080, 'llamacpp')

const other = (name: string, url: string, more: Partial<DiscoveredNode> = {}): DiscoveredNode => ({
  id: name,
  name,
  url,
  tier: 2,
  model: null,
  seenAt: 0,
  knownAs: null,
  ...more,
})

function read(text: string) {
  const { config, problems } = loadConfig(text)
  if (config === null) throw new Error(JSON.stringify(problems))
  return config
}

const draft = (found: Partial<Discovered>, text: string | null = null) =>
  draftFromDiscovery({
    file: text === null ? null : { text, config: read(text) },
    found: { backends: [], nodes: [], ...found },
    hardware: 'Apple M4, 16 GB',
    hostname: 'Desk',
  })

describe('a first file', () => {
  it('is the template where nothing was found', () => {
    const { text, found } = draft({})
    expect(text).toContain('# This machine: Apple M4, 16 GB')
    expect(read(text)).toEqual(read(''))
    expect(found).toEqual([])
  })

  it('leaves Ollama to be this machine, and lists what else answers on it', () => {
    const { text, found } = draft({ backends: [lmStudio, ollama, llamaCpp] })
    const { inference, cluster } = read(text)
    expect(inference.backend).toBe('ollama')
    expect(cluster.nodes).toMatchObject([
      { name: 'lm-studio', url: 'http://127.0.0.1:1234', backend: 'openai', tier: 0 },
      { name: 'llama-cpp', url: 'http://127.0.0.1:8080', backend: 'llamacpp', tier: 0 },
    ])
    expect(found[0]).toBe('Ollama answers at http://127.0.0.1:11434: this machine answers with it.')
    expect(found).toHaveLength(3)
  })

  it('lets another server be this machine where there is no Ollama, once and not as a node too', () => {
    const { inference, cluster } = read(draft({ backends: [llamaCpp] }).text)
    expect(inference).toMatchObject({ backend: 'llamacpp', llamacpp: { base_url: 'http://127.0.0.1:8080' } })
    expect(cluster.nodes).toEqual([])
  })

  it('does not list a harombe of this machine, which would lead back here', () => {
    const { text, found } = draft({ backends: [backend('harombe', 8000, 'harombe')] })
    expect(read(text).cluster.nodes).toEqual([])
    expect(found).toEqual([])
  })

  it('lists other machines with the tier they say, whatever the network makes of their order', () => {
    const machines = [
      other('node-10', 'http://10.0.0.10:8000'),
      other('node-2', 'https://10.0.0.2:8000', { tier: null }),
    ]
    const { text } = draft({ nodes: machines })
    expect(read(text).cluster.nodes).toMatchObject([
      { name: 'node-2', url: 'https://10.0.0.2:8000', tier: 1, backend: 'harombe' },
      { name: 'node-10', url: 'http://10.0.0.10:8000', tier: 2 },
    ])
    expect(draft({ nodes: machines.toReversed() }).text).toBe(text)
  })
})

describe('a file that is there', () => {
  const text = `# mine
cluster:
    nodes:
    - {name: gaming-pc, host: 192.168.1.30, port: 11434} # under the desk
    - name: nas
      url: http://nas.local:8000/   # always on
voice: on
`

  it('keeps every line, and gets what is missing', () => {
    const found = { backends: [ollama, lmStudio], nodes: [other('office', 'http://10.0.0.7:8000')] }
    const after = draft(found, text).text
    for (const line of text.split('\n')) expect(after).toContain(line)
    expect(read(after).cluster.nodes.map(({ name }) => name)).toEqual([
      'gaming-pc',
      'nas',
      'lm-studio',
      'office',
    ])
  })

  it('stays as it is when all of it is known, by address or by name, and when it is imported again', () => {
    const known = {
      backends: [ollama],
      nodes: [
        other('other name', 'http://192.168.1.30:11434'),
        other('moved name', 'http://10.0.0.9:8000', { knownAs: 'nas' }),
        other('NAS', 'http://nas.local.:8000'),
      ],
    }
    expect(draft(known, text)).toEqual({ text, found: [] })
    const once = draft({ nodes: [other('office', 'http://10.0.0.7:8000')], backends: [lmStudio] }, text).text
    expect(draft({ nodes: [other('office', 'http://10.0.0.7:8000')], backends: [lmStudio] }, once)).toEqual({
      text: once,
      found: [],
    })
  })

  it('gets a node that is in use because it was found, and is in no file', () => {
    const used = other('office', 'http://10.0.0.7:8000', { knownAs: 'office' })
    expect(read(draft({ nodes: [used] }, text).text).cluster.nodes).toHaveLength(3)
  })

  it('never gets two nodes of one name, nor one node for two names of an address', () => {
    const twice = [
      other('NAS', 'http://10.0.0.1:8000'),
      other('nas', 'http://10.0.0.2:8000'),
      other('nas again', 'http://10.0.0.2:8000'),
    ]
    const names = read(draft({ nodes: twice }, text).text).cluster.nodes.map(({ name }) => name)
    expect(names).toHaveLength(4)
    expect(new Set(names.map(name => name.toLowerCase())).size).toBe(4)
  })

  it('does not take an imposter or a machine that moved for a new one, but says so', () => {
    const { text: after, found } = draft(
      {
        nodes: [
          other('gaming-рс', 'http://10.0.0.66:8000', { looksLike: 'gaming-pc' }),
          other('nas', 'http://10.0.0.67:8000', { movedFrom: 'nas' }),
        ],
      },
      text,
    )
    expect(after).toBe(text)
    expect(found).toEqual([
      'http://10.0.0.66:8000 calls itself gaming-рс, which looks like gaming-pc: left out, add it by hand if it is yours.',
      'nas seems to be at http://10.0.0.67:8000 now: give it that address if it is so.',
    ])
  })

  it('counts a server of this machine by any of its names', () => {
    const here =
      'cluster: {nodes: [{name: studio, url: "http://desk.local:1234"}]}\nollama: {host: "http://desk:11434"}\n'
    expect(draft({ backends: [ollama, lmStudio] }, here)).toEqual({ text: here, found: [] })
  })

  it('is not filled by a network of made-up names', () => {
    const many = Array.from({ length: 500 }, (_, index) =>
      other(`n${index}`, `http://10.0.${index >> 8}.${index & 255}:8000`),
    )
    expect(read(draft({ nodes: many }, text).text).cluster.nodes).toHaveLength(2 + 64)
  })

  it('takes a name that no file may have for something harmless', () => {
    const names = read(
      draft({ nodes: [other('a/b\\c', 'http://10.0.0.5:8000'), other('', 'http://10.0.0.6:8000')] }).text,
    )
    expect(names.cluster.nodes.map(({ name }) => name)).toEqual(['node', 'node-2'])
  })
})
