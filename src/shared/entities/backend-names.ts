import type { BackendKind } from './node'

/** How people call what a node runs. */
export const backendNames = {
  ollama: 'Ollama',
  harombe: 'harombe',
  openai: 'OpenAI-compatible',
  vllm: 'vLLM',
  sglang: 'SGLang',
  llamacpp: 'llama.cpp',
  embedded: 'Embedded',
} as const satisfies Record<BackendKind, string>
