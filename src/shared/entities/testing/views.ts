import {
  type ActiveRequest,
  type ClusterSummary,
  type ClusterView,
  type Failover,
  type NodeStatistics,
  type NodeView,
  type RequestRecord,
  unknownConvergence,
} from '..'

const noStatistics: NodeStatistics = {
  requests: 0,
  failures: 0,
  tokens: 0,
  ttftMs: null,
  tokensPerSecond: null,
}

/** A node of the file that is online, idle, and that nothing ever happened to; it serves `model` alone. */
export function nodeView(name: string, changes: Partial<NodeView> = {}): NodeView {
  const { model = 'small' } = changes
  return {
    name,
    url: 'http://127.0.0.1:11434',
    tier: 0,
    backend: 'ollama',
    model,
    models: [model],
    origin: 'config',
    simulated: false,
    enabled: true,
    status: 'online',
    latencyMs: 2,
    latencyHistory: [],
    activeRequests: 0,
    slots: 1,
    load: 0,
    checkedAt: null,
    version: null,
    error: null,
    statistics: { ...noStatistics },
    weight: 1,
    slowStart: 1,
    queued: 0,
    breakers: [],
    incidents: [],
    paces: [],
    loaded: null,
    memoryBytes: null,
    wakeMac: null,
    ...changes,
  }
}

/** A request that is being answered; it is not said where. */
export function activeRequest(id: string, changes: Partial<ActiveRequest> = {}): ActiveRequest {
  return {
    id,
    node: null,
    tier: null,
    class: null,
    origin: 'chat',
    startedAt: 0,
    tokens: 0,
    state: 'running',
    ahead: null,
    ...changes,
  }
}

/** Nothing was asked yet. */
export function clusterSummary(changes: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    nodesTotal: 0,
    nodesOnline: 0,
    answers: 0,
    failures: 0,
    failovers: 0,
    ttftMs: null,
    tokensPerSecond: null,
    simpleOnTier0: null,
    queued: 0,
    rejected: 0,
    tiers: [],
    ...changes,
  }
}

/** A cluster of these nodes that counts them, and of which nothing was asked yet unless `summary` says so. */
export function clusterView(
  nodes: readonly NodeView[] = [],
  { summary, ...changes }: Partial<Omit<ClusterView, 'summary'>> & { summary?: Partial<ClusterSummary> } = {},
): ClusterView {
  const nodesOnline = nodes.filter(node => node.status === 'online').length
  return {
    nodes: [...nodes],
    requests: [],
    summary: clusterSummary({ nodesTotal: nodes.length, nodesOnline, ...summary }),
    configProblem: null,
    demoRunning: false,
    servingPaused: false,
    convergence: unknownConvergence,
    ...changes,
  }
}

/** A simple question that was answered where it should be. */
export function requestRecord(id: string, changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id,
    startedAt: 1_750_000_000_000,
    origin: 'chat',
    kind: 'chat',
    outcome: 'complete',
    error: null,
    class: 'simple',
    wantedTier: 0,
    forced: 'none',
    node: 'mini',
    tier: 0,
    model: 'small',
    reason: 'A simple question: it is short.',
    queuedMs: 0,
    ttftMs: 120,
    durationMs: 900,
    promptTokens: 10,
    tokens: 20,
    spentTokens: 20,
    tokenSource: 'reported',
    tokensPerSecond: 30,
    failovers: [],
    ...changes,
  }
}

/** `node` broke off, and another began anew. */
export function failover(node: string, stage: Failover['stage'] = 'mid_answer'): Failover {
  return {
    node,
    tier: 1,
    stage,
    mode: 'restart',
    error: { code: 'STREAM_CUT_OFF', message: 'It was cut off.', retryable: true },
  }
}
