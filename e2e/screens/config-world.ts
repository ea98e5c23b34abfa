import type {
  ApplyRun,
  ApplyStep,
  ConfigVersion,
  Convergence,
  Plan,
  PlanChange,
  PlanFinding,
  PlanStep,
} from '../../src/shared/entities'
import { fullCluster, watchCluster } from './cluster-world'
import { days, hours, minutes, now, type World } from './world'

const gigabyte = 1e9
const digest = (letter: string) => letter.repeat(64)
const seconds = (low: number, high: number) => ({ lowMs: low * 1000, highMs: high * 1000 })

const before = `# my machines
server:
  port: 8000
cluster:
  nodes:
    - name: mac-mini
      host: 192.168.1.20
      port: 11434
      tier: 0
    - name: gaming-pc
      host: 192.168.1.31
      port: 11434
      model: qwen2.5:7b
      auth_token: '[redacted:1f3a9c02]'
      tier: 1   # the one with the fan
    - name: attic-server
      host: 192.168.1.77
      tier: 2
`
export const wanted = `# my machines
server:
  port: 8000
cluster:
  routing:
    preference: quality
  nodes:
    - name: mac-mini
      host: 192.168.1.20
      port: 11434
      tier: 0
    - name: gaming-pc
      host: 192.168.1.31
      port: 11434
      model: qwen2.5:14b
      auth_token: '[redacted:1f3a9c02]'
      tier: 1   # the one with the fan
    - name: workstation
      host: 192.168.1.40
      port: 8000
      backend: vllm
      tier: 2
`

const ofFile = { cause: 'file', inForce: false } as const
const pull = 'pull/gaming-pc/qwen2.5:14b'

const changes: PlanChange[] = [
  {
    ...ofFile,
    id: 'add/workstation',
    kind: 'node_added',
    node: 'workstation',
    tier: 2,
    url: 'http://192.168.1.40:8000',
    model: '',
    enabled: true,
    inForce: true,
  },
  {
    ...ofFile,
    id: 'change/gaming-pc',
    kind: 'node_changed',
    node: 'gaming-pc',
    fields: [
      { path: 'model', before: 'qwen2.5:7b', after: 'qwen2.5:14b' },
      { path: 'max_concurrent', before: null, after: '4' },
    ],
  },
  {
    id: pull,
    cause: 'file',
    kind: 'model_pulled',
    node: 'gaming-pc',
    model: 'qwen2.5:14b',
    sizeBytes: 9 * gigabyte,
    source: 'ollama.com',
    estimate: seconds(180, 420),
    fit: 'partly_gpu',
    wantedBy: 'node',
  },
  {
    id: 'load/gaming-pc/qwen2.5:14b',
    cause: 'file',
    kind: 'model_loaded',
    node: 'gaming-pc',
    model: 'qwen2.5:14b',
    estimate: seconds(7, 12),
    wantedBy: 'node',
  },
  {
    id: 'pull/mac-mini/nomic-embed-text',
    cause: 'drift',
    kind: 'model_pulled',
    node: 'mac-mini',
    model: 'nomic-embed-text',
    sizeBytes: 0.27 * gigabyte,
    source: 'ollama.com',
    estimate: seconds(6, 14),
    fit: 'gpu',
    wantedBy: 'models',
  },
  { ...ofFile, id: 'move/mac-mini', kind: 'node_moved', node: 'mac-mini', from: 1, to: 0 },
  {
    ...ofFile,
    id: 'remove/attic-server',
    kind: 'node_removed',
    node: 'attic-server',
    tier: 2,
    url: 'http://192.168.1.77:11434',
  },
  {
    ...ofFile,
    id: 'set/cluster.routing.preference',
    kind: 'setting_changed',
    path: 'cluster.routing.preference',
    before: null,
    after: 'quality',
    restart: false,
  },
  {
    ...ofFile,
    id: 'set/server.port',
    kind: 'setting_changed',
    path: 'server.port',
    before: '8000',
    after: '8100',
    restart: true,
  },
]

const findings: PlanFinding[] = [
  {
    severity: 'info',
    code: 'restart',
    node: null,
    model: null,
    message: 'This comes into force when harombe starts anew: server.port.',
  },
  {
    severity: 'info',
    code: 'plain_secret',
    node: 'gaming-pc',
    model: null,
    message: 'cluster.nodes[1].auth_token stands in the clear in harombe.yaml.',
    hint: 'Move it into a file that only you can read, and write a reference in its place.',
  },
  {
    severity: 'warning',
    code: 'unreachable',
    node: 'attic-server',
    model: null,
    message: 'attic-server cannot be reached: Nothing answers at 192.168.1.77:11434.',
  },
  {
    severity: 'warning',
    code: 'insecure',
    node: 'workstation',
    model: null,
    message: 'What you ask travels to workstation in the clear, over http.',
  },
]

const step = (
  kind: PlanStep['kind'],
  node: string | null,
  model: string | null = null,
  estimate: PlanStep['estimate'] = null,
): PlanStep => ({
  id: [kind, node, model].filter(part => part !== null).join('/'),
  kind,
  node,
  model,
  needs: [],
  estimate,
})

const steps: PlanStep[] = [
  step('register', 'workstation'),
  step('test', 'workstation'),
  step('register', 'gaming-pc'),
  step('test', 'gaming-pc'),
  step('pull', 'gaming-pc', 'qwen2.5:14b', seconds(180, 420)),
  step('load', 'gaming-pc', 'qwen2.5:14b', seconds(7, 12)),
  step('register', 'mac-mini'),
  step('pull', 'mac-mini', 'nomic-embed-text', seconds(6, 14)),
  step('drain', 'attic-server'),
  step('retire', 'attic-server'),
  step('reload', null),
]

export const plan: Plan = {
  format: 1,
  id: 'plan1',
  createdAt: now - 8000,
  configPath: '/Users/me/.harombe/harombe.yaml',
  from: 'file',
  basis: { desired: digest('a'), applied: digest('b'), observed: digest('c') },
  targets: [],
  refreshed: true,
  changes,
  findings,
  steps,
  summary: {
    add: 1,
    change: 1,
    remove: 1,
    move: 1,
    pull: 2,
    load: 1,
    settings: 2,
    downloadBytes: 9.27 * gigabyte,
  },
}

const emptyPlan: Plan = {
  ...plan,
  changes: [],
  findings: [],
  steps: [],
  summary: { add: 0, change: 0, remove: 0, move: 0, pull: 0, load: 0, settings: 0, downloadBytes: 0 },
}

function run(state: ApplyRun['state'], told: Record<string, Partial<ApplyStep>>): ApplyRun {
  const { steps: _, ...planned } = plan
  return {
    id: 'run1',
    plan: planned,
    by: 'browser',
    state,
    startedAt: now - 95_000,
    endedAt: state === 'running' ? null : now - 4000,
    steps: steps.map(each => ({
      ...each,
      state: 'done',
      startedAt: now - 95_000,
      endedAt: now - 94_000,
      progress: null,
      detail: null,
      error: null,
      ...told[each.id],
    })),
  }
}

export const runningApply = run('running', {
  'test/workstation': { detail: 'It answered in 9 ms.' },
  [pull]: {
    state: 'running',
    startedAt: now - 90_000,
    endedAt: null,
    progress: { completed: 3.9 * gigabyte, total: 9 * gigabyte },
  },
  'load/gaming-pc/qwen2.5:14b': { state: 'pending', startedAt: null, endedAt: null },
  'drain/attic-server': {
    state: 'running',
    startedAt: now - 90_000,
    endedAt: null,
    progress: { completed: 0, total: 1 },
  },
  'retire/attic-server': { state: 'pending', startedAt: null, endedAt: null },
  'pull/mac-mini/nomic-embed-text': { endedAt: now - 80_000 },
})

export const failedApply = run('failed', {
  [pull]: {
    state: 'failed',
    error: {
      code: 'NODE_UNREACHABLE',
      message: 'Nothing answers at 192.168.1.31:11434.',
      retryable: true,
    },
  },
  'load/gaming-pc/qwen2.5:14b': { state: 'skipped', startedAt: null, endedAt: null },
})

const version = (number: number, at: number, parts: Partial<ConfigVersion>): ConfigVersion => ({
  version: number,
  at,
  by: 'browser',
  action: 'edit',
  digest: digest(number.toString(16)),
  outcome: null,
  linesAdded: 1,
  linesRemoved: 1,
  changes: [],
  isApplied: false,
  ...parts,
})

const versions: ConfigVersion[] = [
  version(12, minutes(2), {
    by: 'file',
    action: 'file',
    digest: digest('a'),
    linesAdded: 8,
    linesRemoved: 4,
    changes: ['add workstation', 'change gaming-pc', 'remove attic-server', 'set cluster.routing.preference'],
  }),
  version(11, hours(26), {
    action: 'apply',
    outcome: 'done',
    isApplied: true,
    changes: ['move mac-mini to tier 0'],
  }),
  version(10, days(3), { by: 'cli', action: 'rollback', outcome: 'done', changes: ['change gaming-pc'] }),
  version(9, days(4), {
    by: 'desktop',
    action: 'apply',
    outcome: 'failed',
    linesAdded: 5,
    linesRemoved: 0,
    changes: ['add gaming-pc'],
  }),
  version(8, days(12), { by: 'cli', linesAdded: 14, linesRemoved: 0, changes: ['add mac-mini'] }),
]

export const drifted: Convergence = {
  state: 'drifted',
  pending: 0,
  drift: [
    {
      node: 'gaming-pc',
      model: 'qwen2.5:14b',
      message: 'gaming-pc serves qwen2.5:7b, the file says qwen2.5:14b.',
    },
    {
      node: 'mac-mini',
      model: 'llama3.2:3b',
      message: 'mac-mini serves no model, the file says llama3.2:3b.',
    },
  ],
  checkedAt: minutes(2),
}

export const driftedCluster = watchCluster({ ...fullCluster, convergence: drifted })
export const planEmpty: World['calls'] = { 'config.planConfig': () => emptyPlan }
export const planInvalid: World['calls'] = {
  'config.planConfig': () => ({
    code: 'CONFIG_INVALID',
    message: 'harombe.yaml has 2 problems.',
    retryable: false,
    data: {
      problems: [
        { path: 'cluster.nodes[0].tier', message: '7 is not a tier; write 0, 1 or 2', line: 9, column: 13 },
        { path: 'server.port', message: 'Write a number from 0 to 65535.', line: 3, column: 9 },
      ],
    },
  }),
}
export const applying = (last: ApplyRun): World['streams'] => ({ 'config.watchApply': () => [last] })

export const configWorld: World = {
  calls: {
    'config.planConfig': ({ version: number, targets = [], text }) => ({
      ...plan,
      from: number ?? (text === undefined ? 'file' : 'draft'),
      targets,
    }),
    'config.startApply': () => runningApply,
    'config.resumeApply': () => runningApply,
    'config.cancelApply': () => null,
    'config.listVersions': () => versions,
    'config.getVersion': ({ version: number }) =>
      number === 12 ? { text: wanted, previous: before } : { text: before, previous: null },
    'config.saveFile': () => ({ digest: digest('a'), version: 13 }),
    'config.draftFromDiscovery': () => ({ text: wanted, found: ['workstation at 192.168.1.40:8000'] }),
  },
  streams: { 'config.watchApply': () => [null] },
}
