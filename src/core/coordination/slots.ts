import type { BackendKind } from '../../shared/entities'
import { backendOf, type ModelHost } from './capability-knowledge'

/**
 * Requests a server answers at once when neither the file nor the server says. Ollama's own default is one
 * (OLLAMA_NUM_PARALLEL), llama.cpp's too; vLLM and SGLang batch, and gain by it far beyond this.
 */
const presumed: Record<BackendKind, number> = {
  ollama: 1,
  llamacpp: 1,
  embedded: 1,
  openai: 4,
  harombe: 4,
  vllm: 16,
  sglang: 16,
}

/** How many requests the node is given at once. */
export const slotsOf = (node: Pick<ModelHost, 'spec' | 'client' | 'probe'>): number =>
  node.spec.slots ?? node.probe?.slots ?? presumed[backendOf(node)]
