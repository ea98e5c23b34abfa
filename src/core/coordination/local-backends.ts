import type { LocalBackend } from '../../shared/contract/cluster'
import type { ProbeResult } from '../inference/protocol'

/** Where the usual servers listen when nobody changed it. */
const usualPlaces = [
  { name: 'Ollama', port: 11434 },
  { name: 'LM Studio', port: 1234 },
  { name: 'llama.cpp', port: 8080 },
  { name: 'vLLM', port: 8000 },
  { name: 'SGLang', port: 30000 },
] as const

const patienceMs = 1000

export interface LocalBackendSources {
  detectBackend(baseUrl: string, options: { signal: AbortSignal }): Promise<ProbeResult>
  /** Ports of this very program, not to be offered to itself. */
  ownPorts: readonly number[]
}

/** Asks this machine's usual ports what is there. Silence means absence; never throws. */
export async function findLocalBackends(
  { detectBackend, ownPorts }: LocalBackendSources,
  signal: AbortSignal,
): Promise<LocalBackend[]> {
  const found = await Promise.all(
    usualPlaces
      .filter(({ port }) => !ownPorts.includes(port))
      .map(async ({ name, port }): Promise<LocalBackend[]> => {
        const url = `http://127.0.0.1:${port}`
        try {
          const limit = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
          const { backend, models } = await detectBackend(url, { signal: limit })
          const names = models.map(model => model.name)
          return [
            { name: backend === 'harombe' ? 'harombe' : name, url, backend, models: names, suggestedTier: 0 },
          ]
        } catch {
          return []
        }
      }),
  )
  return found.flat()
}
