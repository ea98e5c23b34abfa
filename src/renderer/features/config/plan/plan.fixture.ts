import type { Plan, PlanChange, PlanFinding, PlanStep, Tier } from '../../../../shared/entities'

const gigabyte = 1e9
const base = { cause: 'file', inForce: false } as const

/** One change of each kind. */
export const change = {
  added: (node: string): PlanChange => ({
    ...base,
    id: `add/${node}`,
    kind: 'node_added',
    node,
    tier: 0,
    url: 'http://10.0.0.1:11434',
    model: 'a:7b',
    enabled: true,
  }),
  moved: (node: string, from: Tier, to: Tier): PlanChange => ({
    ...base,
    id: `move/${node}`,
    kind: 'node_moved',
    node,
    from,
    to,
  }),
  renamed: (node: string, from: string): PlanChange => ({
    ...base,
    id: `rename/${node}`,
    kind: 'node_renamed',
    node,
    from,
  }),
  setting: (path: string): PlanChange => ({
    ...base,
    id: `setting/${path}`,
    kind: 'setting_changed',
    path,
    before: null,
    after: 'eco',
    restart: false,
  }),
  pulled: (node: string, model: string): PlanChange => ({
    id: `pull/${node}/${model}`,
    cause: 'file',
    kind: 'model_pulled',
    node,
    model,
    sizeBytes: 4.7 * gigabyte,
    source: 'ollama.com',
    estimate: null,
    fit: 'gpu',
    wantedBy: 'node',
  }),
  loaded: (node: string, model: string): PlanChange => ({
    id: `load/${node}/${model}`,
    cause: 'file',
    kind: 'model_loaded',
    node,
    model,
    estimate: null,
    wantedBy: 'node',
  }),
}

export const finding = (severity: PlanFinding['severity'], node: string | null): PlanFinding => ({
  severity,
  code: 'version',
  node,
  model: null,
  message: 'Something to know.',
})

export const step = (
  kind: PlanStep['kind'],
  node: string | null,
  estimate: PlanStep['estimate'] = null,
): PlanStep => ({
  id: [kind, node, kind === 'pull' || kind === 'load' ? 'a:7b' : null].filter(Boolean).join('/'),
  kind,
  node,
  model: kind === 'pull' || kind === 'load' ? 'a:7b' : null,
  needs: [],
  estimate,
})

const digest = (letter: string) => letter.repeat(64)

/** A plan of the file with nothing in it but what is given. */
export const planOf = (parts: Partial<Plan> = {}): Plan => ({
  format: 1,
  id: 'p1',
  createdAt: 0,
  configPath: '/home/me/harombe.yaml',
  from: 'file',
  basis: { desired: digest('a'), applied: digest('b'), observed: digest('c') },
  targets: [],
  refreshed: true,
  changes: [],
  findings: [],
  steps: [],
  summary: { add: 0, change: 0, remove: 0, move: 0, pull: 0, load: 0, settings: 0, downloadBytes: 0 },
  ...parts,
})
