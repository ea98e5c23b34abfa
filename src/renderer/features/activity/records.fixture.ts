import type { RequestRecord } from '../../../shared/entities'

/** A request that was answered, with the given differences. */
export function makeRecord(id: string, part: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id,
    startedAt: 1_000,
    origin: 'chat',
    kind: 'chat',
    outcome: 'complete',
    error: null,
    class: 'simple',
    wantedTier: 0,
    forced: 'none',
    node: 'mac-mini',
    tier: 0,
    model: 'small',
    reason: 'short question',
    queuedMs: 0,
    ttftMs: 200,
    durationMs: 1_200,
    promptTokens: 12,
    tokens: 40,
    spentTokens: 40,
    tokenSource: 'reported',
    tokensPerSecond: 40,
    failovers: [],
    ...part,
  }
}
