import type { NodeView } from '../../shared/entities'
import { steadyNode } from '../../shared/entities/testing/steady-node'

/** A healthy node with the given differences. */
export function createNode(part: Partial<NodeView> = {}): NodeView {
  return {
    name: 'mac-mini',
    url: 'http://mac-mini:11434',
    tier: 0,
    backend: 'ollama',
    model: 'qwen3:4b',
    models: ['qwen3:4b', 'gemma3:4b'],
    origin: 'config',
    simulated: false,
    enabled: true,
    status: 'online',
    latencyMs: 3,
    latencyHistory: [3],
    activeRequests: 0,
    slots: 1,
    load: 0,
    checkedAt: 0,
    version: '0.12.6',
    error: null,
    statistics: { requests: 0, failures: 0, tokens: 0, ttftMs: null, tokensPerSecond: null },
    ...steadyNode,
    ...part,
  }
}
