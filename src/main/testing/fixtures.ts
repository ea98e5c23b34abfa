import type { ActiveRequest, ClusterView, NodeView } from '../../shared/entities'
import { runningRequest, steadyNode } from '../../shared/entities/testing/steady-node'
import type { Log } from '../log'

/** Keeps what is logged, to be asked about. */
export function createMemoryLog() {
  const lines: { level: keyof Log; fields: object; message: string }[] = []
  const at = (level: keyof Log) => (fields: object, message: string) =>
    void lines.push({ level, fields, message })
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } satisfies Log }
}

/** The double stands in for a part of Electron whose overloads it cannot repeat. */
export function asElectron<T>(double: object): T {
  return double as T
}

export function nodeView(name: string, changes: Partial<NodeView> = {}): NodeView {
  return {
    name,
    url: 'http://127.0.0.1:11434',
    tier: 0,
    backend: 'ollama',
    model: 'qwen2.5:3b',
    models: ['qwen2.5:3b'],
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
    statistics: { requests: 0, failures: 0, tokens: 0, ttftMs: null, tokensPerSecond: null },
    ...steadyNode,
    ...changes,
  }
}

export function activeRequest(id: string, changes: Partial<ActiveRequest> = {}): ActiveRequest {
  return {
    id,
    node: 'mac-mini',
    tier: 0,
    class: 'simple',
    origin: 'chat',
    startedAt: 0,
    tokens: 0,
    ...runningRequest,
    ...changes,
  }
}

export function clusterView(nodes: NodeView[], changes: Partial<ClusterView> = {}): ClusterView {
  return {
    nodes,
    requests: [],
    summary: {
      nodesTotal: nodes.length,
      nodesOnline: nodes.filter(node => node.status === 'online').length,
      answers: 0,
      failures: 0,
      failovers: 0,
      ttftMs: null,
      tokensPerSecond: null,
      simpleOnTier0: null,
      queued: 0,
      rejected: 0,
      tiers: [],
    },
    configProblem: null,
    demoRunning: false,
    ...changes,
  }
}
