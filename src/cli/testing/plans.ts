import type { ApplyRun, ApplyStep, Plan, PlanChange, PlanStep } from '../../shared/entities'

const digest = (letter: string) => letter.repeat(64)

export const pullStep: PlanStep = {
  id: 'pull/gaming-pc/qwen2.5:14b',
  kind: 'pull',
  node: 'gaming-pc',
  model: 'qwen2.5:14b',
  needs: ['test/gaming-pc'],
  estimate: { lowMs: 180_000, highMs: 600_000 },
}
export const testStep: PlanStep = {
  id: 'test/gaming-pc',
  kind: 'test',
  node: 'gaming-pc',
  model: null,
  needs: [],
  estimate: null,
}

/** One of each kind. */
export const changes: PlanChange[] = [
  {
    id: 'node_added/gaming-pc',
    kind: 'node_added',
    cause: 'file',
    inForce: true,
    node: 'gaming-pc',
    tier: 1,
    url: 'http://192.168.1.30:11434',
    model: 'qwen2.5:14b',
    enabled: true,
  },
  {
    id: pullStep.id,
    kind: 'model_pulled',
    cause: 'file',
    node: 'gaming-pc',
    model: 'qwen2.5:14b',
    sizeBytes: 9e9,
    source: 'ollama.com',
    estimate: pullStep.estimate,
    fit: 'gpu',
    wantedBy: 'node',
  },
  { id: 'node_moved/mini', kind: 'node_moved', cause: 'file', inForce: false, node: 'mini', from: 1, to: 0 },
  {
    id: 'node_changed/mini',
    kind: 'node_changed',
    cause: 'file',
    inForce: false,
    node: 'mini',
    fields: [
      { path: 'model', before: 'qwen2.5:3b', after: 'qwen2.5:7b' },
      { path: 'slots', before: null, after: '2' },
    ],
  },
  {
    id: 'node_removed/old',
    kind: 'node_removed',
    cause: 'file',
    inForce: false,
    node: 'old',
    tier: 2,
    url: 'http://old:8000',
  },
  {
    id: 'setting/server.port',
    kind: 'setting_changed',
    cause: 'file',
    inForce: false,
    path: 'server.port',
    before: '8000',
    after: '8001',
    restart: true,
  },
]

export const planOf = (more: Partial<Plan> = {}): Plan => ({
  format: 1,
  id: 'plan-1',
  createdAt: 1_700_000_000_000,
  configPath: '/home/of-somebody/harombe.yaml',
  from: 'file',
  basis: { desired: digest('a'), applied: null, observed: digest('b') },
  targets: [],
  refreshed: true,
  changes,
  findings: [],
  steps: [testStep, pullStep],
  summary: { add: 1, change: 1, remove: 1, move: 1, pull: 1, load: 0, settings: 1, downloadBytes: 9e9 },
  ...more,
})

const nothing = { add: 0, change: 0, remove: 0, move: 0, pull: 0, load: 0, settings: 0, downloadBytes: 0 }
export const emptyPlan = planOf({ changes: [], steps: [], summary: nothing })

export const stepOf = (step: PlanStep, more: Partial<ApplyStep> = {}): ApplyStep => ({
  ...step,
  state: 'pending',
  startedAt: null,
  endedAt: null,
  progress: null,
  detail: null,
  error: null,
  ...more,
})

export function runOf(plan: Plan, more: Partial<ApplyRun> = {}): ApplyRun {
  const { steps, ...rest } = plan
  return {
    id: 'run-1',
    plan: rest,
    by: 'cli',
    state: 'running',
    startedAt: 1_700_000_001_000,
    endedAt: null,
    steps: steps.map(step => stepOf(step)),
    ...more,
  }
}
