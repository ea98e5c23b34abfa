import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { configJsonSchema, configSchema, nodeChanges, nodeSchema } from './schema'

const nodeOf = (node: unknown) => configSchema.safeParse({ cluster: { nodes: [node] } })
const firstProblem = (input: unknown) => {
  const [issue] = configSchema.safeParse(input).error?.issues ?? []
  return issue === undefined ? null : `${issue.path.join('.')}: ${issue.message}`
}

describe('an empty harombe.yaml', () => {
  it('means the documented defaults', () => {
    expect(configSchema.parse({})).toEqual({
      model: { name: 'auto', context_length: 8192, temperature: 0.7 },
      ollama: { host: 'http://localhost:11434', timeout: 120 },
      inference: { backend: 'ollama', embedded: { gpu: 'auto' } },
      agent: {
        max_steps: 10,
        max_seconds: 600,
        max_tokens: 200_000,
        system_prompt: 'You are a helpful assistant.',
      },
      tools: {
        shell: true,
        filesystem: true,
        web_search: true,
        confirm_dangerous: true,
        workspace: '~/harombe',
        command_timeout: 120,
        web: { provider: 'none', allow_hosts: [] },
      },
      server: {
        host: '127.0.0.1',
        port: 8000,
        cors_origins: [],
        require_token: false,
        insecure_http: false,
      },
      memory: {
        enabled: true,
        max_history_tokens: 4096,
        keep_days: 0,
        titles: true,
        summaries: true,
        embedding_model: 'auto',
        rag: { enabled: false, top_k: 5, min_similarity: 0.7 },
      },
      mcp: { servers: {}, serve: true },
      variables: {},
      overlays: [],
      cluster: {
        coordinator: { host: 'localhost' },
        discovery: {
          method: 'explicit',
          mdns_service: '_harombe._tcp.local',
          use_discovered: false,
          announce: true,
        },
        routing: {
          prefer_local: true,
          fallback_strategy: 'graceful',
          load_balance: true,
          continue_answers: false,
          preference: 'balanced',
          learn: true,
          escalation: 'offer',
          escalations_per_hour: 10,
        },
        queue: { max_length: 256, max_wait: 60 },
        request_log: { enabled: true, keep_days: 30 },
        local: { enabled: true, tier: 0 },
        health: { interval: 5, timeout: 2 },
        probe_capabilities: true,
        reconcile: 'reload',
        models: [],
        policies: { quiet_hours: [], eco: false, max_concurrent: [], allowed_clients: [] },
        nodes: [],
      },
    })
  })

  it('is the same as one whose sections are there and empty', () => {
    const sections = {
      model: {},
      ollama: {},
      inference: {},
      agent: {},
      tools: { web: {} },
      server: {},
      mcp: {},
    }
    const cluster = {
      coordinator: {},
      discovery: {},
      routing: {},
      queue: {},
      request_log: {},
      local: {},
      health: {},
    }
    expect(configSchema.parse({ ...sections, memory: { rag: {} }, cluster })).toEqual(configSchema.parse({}))
  })

  it('gives every parse lists of its own', () => {
    configSchema.parse({}).cluster.nodes.push(nodeSchema.parse({ name: 'leak' }))
    expect(configSchema.parse({}).cluster.nodes).toEqual([])
  })
})

describe('a node', () => {
  it('needs nothing but a name', () => {
    expect(nodeSchema.parse({ name: 'mac' })).toEqual({
      name: 'mac',
      host: 'localhost',
      port: 8000,
      model: '',
      tier: 1,
      enabled: true,
    })
  })

  it('keeps every documented field', () => {
    const node = {
      name: 'dgx',
      host: '10.0.0.9',
      port: 11434,
      url: 'https://dgx.example/v1',
      model: 'qwen2.5:72b',
      models: ['qwen2.5:72b'],
      tier: 2,
      backend: 'ollama',
      auth_token: '${' + 'secret:dgx}',
      enabled: false,
      slots: 4,
      weight: 2,
      insecure: true,
      capabilities: ['vision'],
      context_length: 32_768,
      keep_alive: '10m',
      timeout: 90,
      wake: { mac: '00:11:22:33:44:55' },
    }
    expect(nodeSchema.parse(node)).toEqual(node)
  })

  it.each([
    ['tier', 3],
    ['tier', '1'],
    ['tier', -1],
    ['port', 0],
    ['port', 70_000],
    ['host', 'http://mac'],
    ['host', 'mac/path'],
    ['host', ''],
    ['host', '127.0.0.1:21002'],
    ['url', 'ftp://mac'],
    ['url', 'http://user:password@mac'],
    ['url', 'mac:8000'],
    ['backend', 'gpt'],
    ['model', '../../etc/passwd'],
    ['model', 'a\\b'],
    ['context_length', 511],
    ['keep_alive', 'soon'],
    ['keep_alive', '10 m'],
    ['keep_alive', -2],
    ['timeout', 0],
    ['slots', 0],
    ['slots', 1.5],
    ['enabled', 'yes'],
    ['name', ''],
    ['name', 'a/b'],
    ['name', 'mac\u202E'],
    ['name', 'x'.repeat(64)],
  ])('is refused with %s %j, and the path says where', (key, value) => {
    const issues = nodeOf({ name: 'mac', [key]: value }).error?.issues ?? []
    expect(issues[0]?.path).toEqual(['cluster', 'nodes', 0, key])
  })

  it.each([
    [{ name: 'mac' }, { name: 'MAC' }],
    [{ name: 'mac' }, { name: ' mac ' }],
    // The same letter, composed and decomposed.
    [{ name: 'caf\u00e9' }, { name: 'cafe\u0301' }],
  ])('may not have the name of another: %j and %j', (first, second) => {
    const { error } = configSchema.safeParse({ cluster: { nodes: [first, { name: 'other' }, second] } })
    expect(error?.issues).toHaveLength(1)
    expect(error?.issues[0]?.path).toEqual(['cluster', 'nodes', 2, 'name'])
    expect(error?.issues[0]?.message).toContain('entries 1 and 3')
  })

  it.each([0, -1, 300, '-1', '300', '10m', '1h30m', '1.5h', '300ms', '-1m'])(
    'keeps its models for %j',
    keep_alive => {
      expect(nodeSchema.safeParse({ name: 'mac', keep_alive }).success).toBe(true)
    },
  )

  it('is changed field by field: absent keeps, null removes, nothing unknown is let through', () => {
    expect(nodeChanges.parse({ url: null, tier: 2 })).toEqual({ url: null, tier: 2 })
    expect(nodeChanges.safeParse({ name: null }).success).toBe(false)
    expect(nodeChanges.safeParse({ teir: 2 }).success).toBe(false)
  })
})

describe('keys harombe does not know', () => {
  it('survive at every level, so that the Python harombe’s fields are not lost', () => {
    const file = {
      voice: { engine: 'x' },
      model: { lora: 'y' },
      inference: { vllm: { base_url: 'http://gpu:8000', tensor_parallel: 2 } },
      memory: { vector_store: { backend: 'chroma' }, rag: { rerank: true } },
      cluster: {
        coordinator: { port: 1 },
        routing: { sticky: true },
        nodes: [{ name: 'mac', rack: 7, wake: { mac: 'x', port: 9 } }],
      },
    }
    const config = configSchema.parse(file)
    expect(config).toMatchObject(file)
    expect(config.inference.vllm?.timeout).toBe(120)
  })

  it('cannot reach a prototype', () => {
    const file: unknown = JSON.parse('{"__proto__":{"polluted":1},"model":{"__proto__":{"polluted":1}}}')
    configSchema.safeParse(file)
    expect({}).not.toHaveProperty('polluted')
    expect(configSchema.parse({})).not.toHaveProperty('polluted')
  })
})

describe('a value that does not fit', () => {
  it.each([
    [{ model: { context_length: 100 } }, 'model.context_length: '],
    [{ agent: { max_steps: 51 } }, 'agent.max_steps: '],
    [{ agent: { max_steps: 0 } }, 'agent.max_steps: '],
    [{ memory: { rag: { min_similarity: 2 } } }, 'memory.rag.min_similarity: '],
    [{ cluster: { routing: { fallback_strategy: 'none' } } }, 'cluster.routing.fallback_strategy: '],
    [{ cluster: { discovery: { method: 'dns' } } }, 'cluster.discovery.method: '],
    [{ ollama: { host: 'http://me:secret@localhost' } }, 'ollama.host: '],
    [{ server: { host: '0.0.0.0:80/x' } }, 'server.host: '],
    [{ cluster: { health: { interval: 0 } } }, 'cluster.health.interval: '],
  ])('%j is refused at its path', (file, start) => {
    expect(firstProblem(file)?.startsWith(start)).toBe(true)
  })
})

describe('the JSON Schema for editors', () => {
  const schema = configJsonSchema()
  const documented: Record<string, readonly string[]> = {
    model: ['name', 'context_length', 'temperature', 'quantization'],
    ollama: ['host', 'timeout'],
    inference: ['backend', 'ollama', 'vllm', 'sglang', 'llamacpp', 'openai', 'embedded'],
    agent: ['max_steps', 'system_prompt'],
    tools: ['shell', 'filesystem', 'web_search', 'confirm_dangerous'],
    server: ['host', 'port', 'cors_origins', 'ssl_certfile', 'ssl_keyfile'],
    memory: ['enabled', 'storage_path', 'max_history_tokens', 'vector_store', 'rag'],
    cluster: ['coordinator', 'discovery', 'routing', 'nodes', 'local'],
  }
  const node =
    'name host port model tier backend auth_token enabled url models slots capabilities wake insecure weight context_length keep_alive timeout vram_gb ram_gb'

  interface Part {
    properties?: Record<string, Part>
    items?: Part
    required?: string[]
    description?: string
    additionalProperties?: unknown
  }
  const properties = (schema as Part).properties ?? {}

  it.each(Object.entries(documented))('describes every documented field of %s', (section, fields) => {
    expect(Object.keys(properties[section]?.properties ?? {})).toEqual(expect.arrayContaining([...fields]))
  })

  it('describes every documented field of a node and requires its name alone', () => {
    const item = properties.cluster?.properties?.nodes?.items
    expect(Object.keys(item?.properties ?? {}).toSorted()).toEqual(node.split(' ').toSorted())
    expect(item?.required).toEqual(['name'])
  })

  it('names its dialect, survives JSON, and is read back as a schema with the same verdicts', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
    const again = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    const files: [unknown, boolean][] = [
      [{}, true],
      [{ voice: 1, cluster: { nodes: [{ name: 'mac', tier: 2, rack: 7 }] } }, true],
      [{ cluster: { nodes: [{ host: 'mac' }] } }, false],
      [{ cluster: { nodes: [{ name: 'mac', tier: 3 }] } }, false],
      [{ inference: { backend: 'gpt' } }, false],
      [{ agent: { max_steps: 51 } }, false],
      [{ server: { port: '80' } }, false],
    ]
    for (const [file, fits] of files) {
      expect(again.safeParse(file).success, JSON.stringify(file)).toBe(fits)
      expect(configSchema.safeParse(file).success, JSON.stringify(file)).toBe(fits)
    }
  })

  it('does not call an unknown key an error', () => {
    const refusing = JSON.stringify(schema).match(/"additionalProperties":false/g)
    expect(refusing).toBeNull()
  })
})
