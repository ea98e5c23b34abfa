import type { RequestFigures } from '../../src/shared/contract/activity'
import {
  defaultPreferences,
  type FitEstimate,
  type ModelCapabilities,
  type NodeLibraryView,
  type NodeModel,
} from '../../src/shared/entities'
import { failover, requestRecord } from '../../src/shared/entities/testing/views'
import { days, hours, minutes, now, type World } from './world'

const gigabyte = 1e9
const can: ModelCapabilities = {
  chat: 'yes',
  vision: 'no',
  tools: 'yes',
  json: 'yes',
  reasoning: 'no',
  embeddings: 'no',
  completion: 'yes',
  prefill: 'yes',
}

const fitting = (verdict: FitEstimate['verdict'], gigabytes: number, reason: string): FitEstimate => ({
  verdict,
  weightsBytes: gigabytes * gigabyte,
  keyValueBytes: 0.5 * gigabyte,
  totalBytes: (gigabytes + 0.5) * gigabyte,
  usableVramBytes: 13 * gigabyte,
  usableMemoryBytes: 24 * gigabyte,
  contextLength: 8192,
  corrected: false,
  reason,
})

const model = (
  name: string,
  node: string,
  gigabytes: number,
  changes: Partial<NodeModel> = {},
): NodeModel => ({
  name,
  node,
  tier: 0,
  sizeBytes: gigabytes * gigabyte,
  digest: `sha256:${name}`,
  family: name.split(/[.:\d]/)[0] ?? null,
  parameters: null,
  quantization: 'Q4_K_M',
  contextLength: 32_768,
  loaded: null,
  capabilities: can,
  evidence: 'declared',
  fit: fitting('gpu', gigabytes, 'It fits into the graphics memory.'),
  isDefault: false,
  ...changes,
})

const library = (node: string, tier: 0 | 1 | 2, changes: Partial<NodeLibraryView> = {}): NodeLibraryView => ({
  node,
  tier,
  backend: 'ollama',
  online: true,
  simulated: false,
  abilities: { pull: true, remove: true, load: true, unload: true },
  tellsLoaded: true,
  ...changes,
})

const loaded = (name: string, gigabytes: number) => ({
  name,
  sizeBytes: gigabytes * gigabyte,
  vramBytes: gigabytes * gigabyte,
  contextLength: 8192,
  expiresAt: null,
})

const models = {
  nodes: [
    library('mac-mini', 0),
    library('gaming-pc', 1),
    library('workstation', 2, {
      backend: 'vllm',
      abilities: { pull: false, remove: false, load: false, unload: false },
    }),
    library('attic-server', 2, { online: false }),
  ],
  models: [
    model('llama3.2:3b', 'mac-mini', 2, {
      isDefault: true,
      loaded: loaded('llama3.2:3b', 2.4),
      evidence: 'proven',
    }),
    model('nomic-embed-text:latest', 'mac-mini', 0.27, {
      capabilities: { ...can, chat: 'no', tools: 'no', embeddings: 'yes', completion: 'no' },
    }),
    model('qwen2.5:14b', 'gaming-pc', 9, { tier: 1, isDefault: true, loaded: loaded('qwen2.5:14b', 9.6) }),
    model('qwen2.5:7b', 'gaming-pc', 4.7, { tier: 1 }),
    model('qwen2.5:7b', 'mac-mini', 4.7, {
      fit: fitting('memory', 4.7, 'It fits into main memory only, which is slow.'),
    }),
    model('llama3.3:70b', 'workstation', 42.5, {
      tier: 2,
      isDefault: true,
      loaded: loaded('llama3.3:70b', 44),
    }),
  ],
  jobs: [
    {
      id: 'j1',
      kind: 'pull' as const,
      node: 'gaming-pc',
      model: 'qwen3:8b',
      state: 'running' as const,
      status: 'downloading',
      completedBytes: 2.1 * gigabyte,
      totalBytes: 5.2 * gigabyte,
      bytesPerSecond: 48e6,
      startedAt: minutes(1),
      endedAt: null,
      error: null,
    },
  ],
}

const classes = ['simple', 'simple', 'moderate', 'simple', 'complex'] as const
const places = [
  { node: 'mac-mini', tier: 0, model: 'llama3.2:3b' },
  { node: 'gaming-pc', tier: 1, model: 'qwen2.5:14b' },
  { node: 'workstation', tier: 2, model: 'llama3.3:70b' },
] as const

const records = Array.from({ length: 40 }, (_, index) => {
  const kind = classes[index % classes.length] ?? 'simple'
  const place = kind === 'simple' ? places[0] : kind === 'moderate' ? places[1] : places[2]
  return requestRecord(`q${index}`, {
    ...place,
    class: kind,
    wantedTier: place.tier,
    startedAt: minutes(index * 7 + 1),
    origin: index % 4 === 3 ? 'api' : 'chat',
    reason: `A ${kind} question.`,
    ttftMs: 90 + index * 3,
    durationMs: 800 + index * 130,
    tokens: 20 + index * 9,
    tokensPerSecond: 92 - index,
    ...(index === 6
      ? { outcome: 'failed' as const, error: 'STREAM_CUT_OFF' as const, tokens: 12 }
      : index === 9
        ? { failovers: [failover('workstation')] }
        : {}),
  })
})

const figures: RequestFigures = {
  requests: 211,
  answers: 207,
  failures: 3,
  cancelled: 1,
  rejected: 0,
  failovers: 2,
  fallbacks: 3,
  ttftMs: { p50: 118, p95: 690 },
  durationMs: { p50: 1900, p95: 11_200 },
  tokensPerSecond: { p50: 71, p95: 95 },
  queuedMs: { p50: 0, p95: 420 },
  promptTokens: 60_210,
  tokens: 90_499,
  spentTokens: 91_004,
}

const pageOfRequests = { records, next: null, kept: 'disk' as const, problem: null }

export const hardware = {
  platform: 'darwin',
  arch: 'arm64',
  hostname: 'mac-mini',
  cpu: { name: 'Apple M4', physicalCores: 10, logicalCores: 10 },
  memoryBytes: 24 * 1024 ** 3,
  gpus: [
    {
      name: 'Apple M4',
      vendor: 'apple' as const,
      memoryBytes: 24 * 1024 ** 3,
      unified: true,
      source: 'unified-memory' as const,
    },
  ],
  recommendation: {
    model: 'qwen2.5:7b',
    usableBytes: 14.4 * gigabyte,
    reason: 'It fits into 60 % of the unified memory.',
  },
  warnings: [],
}

export const info = {
  version: '0.1.0',
  capabilities: [],
  configPath: '/Users/me/.harombe/harombe.yaml',
  dataDirectory: '/Users/me/.harombe',
  endpoint: 'http://127.0.0.1:8000',
  configProblem: null,
  storageProblem: null,
  firstRun: false,
}

const shown = (text: string) => ({ text, bytes: text.length, isCut: false })

export const pagesWorld: World = {
  calls: {
    'system.getInfo': () => info,
    'system.getHardware': () => hardware,
    'activity.listRequests': () => pageOfRequests,
    'activity.statistics': () => ({
      since: hours(24),
      totals: figures,
      tiers: ([0, 1, 2] as const).map(tier => ({ ...figures, tier })),
      nodes: places.map(({ node }) => ({ ...figures, node })),
      models: places.map(({ model: name }) => ({ ...figures, model: name })),
      hours: Array.from({ length: 24 }, (_, index) => ({
        ...figures,
        at: hours(24 - index),
        requests: 3 + index,
      })),
      simple: { answers: 130, onTier0: 126, share: 0.97 },
      kept: 'disk',
      problem: null,
    }),
    'models.getModels': () => models,
    'models.listCatalogue': () => [
      {
        model: {
          name: 'qwen3:8b',
          title: 'Qwen 3 8B',
          family: 'qwen3',
          parametersBillion: 8.2,
          quantization: 'Q4_K_M',
          sizeBytes: 5.2 * gigabyte,
          contextLength: 40_960,
          architecture: null,
          capabilities: ['tools', 'reasoning'],
          license: 'Apache-2.0',
          suggestedTier: 1,
          note: 'Good at reasoning and tools for its size.',
          gguf: null,
        },
        fits: [
          { node: 'mac-mini', fit: fitting('gpu', 5.2, 'It fits into the graphics memory.') },
          { node: 'gaming-pc', fit: fitting('gpu', 5.2, 'It fits into the graphics memory.') },
        ],
      },
    ],
    'models.engineStatus': () => ({
      state: 'absent',
      version: null,
      accelerator: null,
      hint: null,
      folder: '/Users/me/.harombe/engine',
    }),
    'memory.status': () => ({
      conversations: 6,
      messages: 214,
      attachments: 9,
      bytes: 4.2e6,
      embedding: { model: 'nomic-embed-text:latest', indexed: 214, pending: 0, problem: null },
    }),
    'memory.listFacts': () => [
      { id: 'x1', text: 'I write Python, with type hints.', createdAt: days(12) },
      { id: 'x2', text: 'Answer in metric units.', createdAt: days(3) },
    ],
    'agent.listTools': () => ({
      tools: [
        {
          name: 'shell',
          title: 'Run a command',
          description: 'Runs a program in the workspace.',
          risk: 'shell',
          server: null,
          unavailable: null,
        },
        {
          name: 'read_file',
          title: 'Read a file',
          description: 'Reads a text file of the workspace.',
          risk: 'read',
          server: null,
          unavailable: null,
        },
        {
          name: 'web_search',
          title: 'Search the web',
          description: 'Searches the web.',
          risk: 'network',
          server: null,
          unavailable: 'No search provider is configured.',
        },
      ],
      workspace: '~/harombe',
      sandbox: { kind: 'none', text: 'Commands are not fenced in on this machine.' },
    }),
    'agent.listRemembered': () => [
      {
        id: 'b1',
        tool: 'shell',
        exact: shown('git status'),
        workspace: '~/harombe',
        createdAt: hours(2),
        expiresAt: now + 22 * 3_600_000,
      },
    ],
    'agent.readAudit': () =>
      (['ended', 'started', 'decided', 'asked'] as const).map((event, index) => ({
        sequence: 4 - index,
        at: minutes(40 + index),
        callId: 'k2',
        conversationId: 'c5',
        tool: 'shell',
        risk: 'shell',
        summary: 'git status',
        digest: 'b'.repeat(64),
        event,
        ...(event === 'decided' ? { decision: 'approved' as const, by: 'window' } : {}),
        ...(event === 'ended' ? { state: 'done' as const, exitCode: 0 } : {}),
      })),
  },
  streams: {
    'system.watchResources': () => [
      {
        cpuLoad: 0.21,
        memoryUsedBytes: 11 * 1024 ** 3,
        memoryTotalBytes: 24 * 1024 ** 3,
        gpus: [{ name: 'Apple M4', load: 0.34, memoryUsedBytes: null, memoryTotalBytes: null }],
      },
    ],
    'activity.watchRequests': () => [{ records: [], missed: 0 }],
    'models.watchModels': () => [models],
    'agent.watchMcpServers': () => [
      [
        {
          name: 'files',
          transport: 'stdio',
          target: 'npx server-files',
          state: 'approval_needed',
          problem: null,
          digest: 'c'.repeat(64),
          tools: [
            {
              name: 'read',
              description: shown('Reads a file.'),
              schema: shown('{"type":"object"}'),
              change: 'new',
            },
          ],
        },
      ],
    ],
    'preferences.watchPreferences': () => [defaultPreferences],
  },
}
