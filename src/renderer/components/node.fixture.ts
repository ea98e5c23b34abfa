import type { NodeView } from '../../shared/entities'
import { nodeView } from '../../shared/entities/testing/views'

/** A healthy node with the given differences. */
export function createNode({ name = 'mac-mini', ...part }: Partial<NodeView> = {}): NodeView {
  return nodeView(name, {
    url: 'http://mac-mini:11434',
    model: 'qwen3:4b',
    models: ['qwen3:4b', 'gemma3:4b'],
    latencyMs: 3,
    latencyHistory: [3],
    checkedAt: 0,
    version: '0.12.6',
    ...part,
  })
}
