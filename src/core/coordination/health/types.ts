import type { Clock } from '../../../shared/clock'
import type { ClientTarget, InferenceClient, ProbeResult } from '../../inference/protocol'

export interface HealthDependencies {
  clock: Clock
  random(): number
  createClient(target: ClientTarget): InferenceClient
  /** Finds out which protocol a server speaks. @throws HarombeError when it does not answer or speaks none we know */
  detectBackend(
    baseUrl: string,
    options: { token?: string | undefined; signal: AbortSignal },
  ): Promise<ProbeResult>
}

export interface HealthPolicy {
  intervalMs: number
  timeoutMs: number
}
