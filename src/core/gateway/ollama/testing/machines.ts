import type { Machine } from '../../testing/simulated-cluster'

/** A model that every machine has. */
export const shared = 'qwen2.5:7b'
export const embedder = 'nomic-embed-text:latest'

/** What Ollama's own client is tried with: two Ollamas and a server of another kind. */
export const machines = {
  mac: {
    server: {
      model: shared,
      models: [
        { name: embedder, capabilities: ['embedding'], dimensions: 8, sizeBytes: 274e6 },
        { name: 'deepseek-r1:8b', capabilities: ['completion', 'thinking'] },
      ],
    },
  },
  tower: { server: { model: shared, tokensPerSecond: 100 } },
  station: { server: { model: shared, protocol: 'openai', flavour: 'vllm' } },
} as const satisfies Record<string, Machine>
